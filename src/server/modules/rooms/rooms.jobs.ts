import { networksOf } from '#server/modules/people/index.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { blankStrangers } from './imports.queries.ts';

/** Names and addresses of strangers in a report are kept as long as lists without a certificate. */
const STRANGERS_DAYS = 90;

/** Daily: a report names people who never registered here. After 90 days their names go; what was matched stays with its registration. */
export async function forgetStrangers(platform: Platform): Promise<number> {
  const before = new Date(platform.clock.now().getTime() - STRANGERS_DAYS * 86_400_000);
  let blanked = 0;
  for (const network of await networksOf(platform)) {
    blanked += await blankStrangers(systemCtx(platform, network.id, 'rooms.forget_strangers'), before);
  }
  return blanked;
}

export function registerRoomJobs(platform: Platform): void {
  platform.jobs.handleTask('rooms.forget_strangers', async (_ids, at) => {
    const blanked = await forgetStrangers(at);
    if (blanked > 0) at.log.info({ rows: blanked }, 'rooms: names of strangers in old reports were erased');
  });
  platform.jobs.schedule('rooms.forget_strangers', '40 1 * * *');
}
