import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { registerCredentialMails } from './credentials.mail.ts';
import { checkPublicAddress } from './public-address.service.ts';

/** Ties the module to the installation: its mails, and the nightly look whether the addresses on our papers still lead here. */
export function registerCredentials(platform: Platform): void {
  registerCredentialMails(platform);
  platform.jobs.handleTask('credentials.check_public_address', async (_ids, at) => {
    await checkPublicAddress(systemCtx(at, '', 'nightly check'));
  });
  platform.jobs.schedule('credentials.check_public_address', '17 3 * * *');
}
