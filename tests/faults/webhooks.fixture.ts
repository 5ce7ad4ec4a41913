/** Sends one message of a webhook. Arguments: database address, data folder, id of the delivery. The receiver kills it while it waits for the answer. */
import { deliverWebhook } from '#server/modules/access/webhooks.delivery.ts';
import { readConfig } from '#server/platform/config.ts';
import { openInstallation } from '#server/installation.ts';

const [url = '', dataDir = '', deliveryId = ''] = process.argv.slice(2);
const { platform, close } = await openInstallation(readConfig({}, { databaseUrl: url, dataDir, logLevel: 'silent', webhooksLocal: true }), { work: false, follow: false });
await deliverWebhook(platform, deliveryId);
process.stdout.write('settled\n');
await close();
