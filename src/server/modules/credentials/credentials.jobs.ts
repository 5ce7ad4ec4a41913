import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { remindOfExpiry } from './expiry.service.ts';
import { registerCredentialMails } from './credentials.mail.ts';
import { registerListJobs } from './issuing-lists.jobs.ts';
import { checkPublicAddress } from './public-address.service.ts';
import { signWaiting } from './signing.service.ts';

/** Ties the module to the installation: its mails, the nightly look whether the addresses on our papers still lead here, signing,
 * issuing from lists, and the daily reminder of certificates that end. */
export function registerCredentials(platform: Platform): void {
  registerCredentialMails(platform);
  registerListJobs(platform);
  platform.jobs.handleTask('credentials.check_public_address', async (_ids, at) => {
    await checkPublicAddress(systemCtx(at, '', 'nightly check'));
  });
  platform.jobs.schedule('credentials.check_public_address', '17 3 * * *');
  // Mostly a credential is signed when its mail is written; this signs those that have none.
  platform.jobs.handleTask('credentials.sign', async (_ids, at) => void (await signWaiting(at)));
  platform.jobs.schedule('credentials.sign', '*/10 * * * *');
  platform.jobs.handleTask('credentials.remind', async (_ids, at) => void (await remindOfExpiry(at)));
  platform.jobs.schedule('credentials.remind', '23 4 * * *');
}
