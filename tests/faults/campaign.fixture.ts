/**
 * A worker that writes the ratings of a closed campaign, and says so when it begins and when it ends. Killed by its parent at any moment.
 * Arguments: database address, data folder, network, campaign.
 */
import { openInstallation } from '#server/installation.ts';
import { writeCampaign } from '#server/modules/competencies/index.ts';
import { readConfig } from '#server/platform/config.ts';
import { systemCtx } from '#server/platform/platform.ts';

const [url = '', dataDir = '', networkId = '', campaignId = ''] = process.argv.slice(2);
const { platform, close } = await openInstallation(readConfig({}, { databaseUrl: url, dataDir, logLevel: 'silent', poolSize: 3 }), { work: false, follow: false });
process.stdout.write('begun\n');
await writeCampaign(systemCtx(platform, networkId, 'fault'), campaignId);
process.stdout.write('done\n');
await close();
