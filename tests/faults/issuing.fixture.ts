/**
 * A worker that issues the certificates of one run, and says so when it begins and when it ends. Killed by its parent at any moment.
 * Arguments: database address, data folder, network, event, run.
 */
import { openInstallation } from '#server/installation.ts';
import { readConfig } from '#server/platform/config.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { getRunFor, issueCertificates } from '#server/modules/seminars/index.ts';

const [url = '', dataDir = '', networkId = '', eventId = '', runId = ''] = process.argv.slice(2);
const { platform, close } = await openInstallation(readConfig({}, { databaseUrl: url, dataDir, logLevel: 'silent', poolSize: 3 }), { work: false, follow: false });
const run = await getRunFor(systemCtx(platform, networkId, 'fault'), eventId, runId);
process.stdout.write('begun\n');
await issueCertificates({
  id: run.jobId,
  networkId,
  params: { eventId, runId },
  platform,
  createdBy: null,
  progress: async () => undefined,
  stopRequested: async () => false,
});
process.stdout.write('done\n');
await close();
