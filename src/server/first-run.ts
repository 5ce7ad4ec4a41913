import { localisePath } from '#lib/i18n/index.ts';
import { countAdministrators, issueLink } from './modules/access/index.ts';
import { systemCtx, type Platform } from './platform/platform.ts';

/** The subject of the first-run link: the installation itself has no row of its own. */
export const INSTALLATION_ID = '00000000-0000-0000-0000-000000000000';

/** On an empty installation prints a one-time address where the first administrator and the network are made. */
export async function printFirstRun(platform: Platform, address: string): Promise<void> {
  process.stdout.write(`\nSheberlik is ready: ${address}\n`);
  if ((await countAdministrators(platform.db)) > 0) return;
  const ctx = systemCtx(platform, '', 'first run');
  const link = await issueLink(ctx, {
    purpose: 'first_run',
    subjectId: INSTALLATION_ID,
    expiresAt: new Date(platform.clock.now().getTime() + 24 * 3600_000),
    singleUse: true,
    anyNetwork: true,
  });
  process.stdout.write(
    `\nThis installation is empty. Open this address once (valid for 24 hours) to create the administrator and the network:\n${address}${localisePath(`/first-run?token=${link.token}`, { locale: 'en' })}\n`,
  );
}
