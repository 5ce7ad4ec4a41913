/**
 * Writes domain row, audit line, outbox event and job in one transaction and kills itself with SIGKILL between two of them, or after the
 * commit. Arguments: database address, data folder, where to die (0–4; 5: survive).
 */
import { inTransaction } from '#server/platform/context.ts';
import { audit } from '#server/platform/audit.ts';
import { emit } from '#server/platform/outbox.ts';
import { sendTask } from '#server/platform/jobs.ts';
import { readConfig } from '#server/platform/config.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { openInstallation } from '#server/installation.ts';
import { createOrganisation } from '#server/modules/people/index.ts';

const [url = '', dataDir = '', at = '5', networkId = '', code = ''] = process.argv.slice(2);
const { platform, close } = await openInstallation(readConfig({}, { databaseUrl: url, dataDir, logLevel: 'silent' }), { work: false, follow: false });
const die = (step: number) => {
  if (Number(at) === step) process.kill(process.pid, 'SIGKILL');
};

await inTransaction(systemCtx(platform, networkId, 'fault'), async (tx) => {
  die(0);
  await createOrganisation(tx, { kind: 'library', code, name: { ru: { text: code, status: 'original' } }, country: 'KZ', timeZone: 'Asia/Almaty' });
  die(1);
  await audit(tx, { act: 'fault.tested', subjectType: 'fault', subjectId: code });
  die(2);
  await emit(tx, 'fault.tested', { code });
  die(3);
  await sendTask(tx, 'fault.task', { code });
  die(4);
});
process.stdout.write('acknowledged\n');
await close();
