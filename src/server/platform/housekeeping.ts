import { sql } from 'kysely';
import { forgetOrigins } from './audit.ts';
import { sweepFiles } from './files.ts';
import { trimOutbox } from './outbox.ts';
import type { Platform } from './platform.ts';

/** What the platform clears away every night: old events, counts of tries, idempotency keys, and bytes that no row names. */
export function registerHousekeeping(platform: Platform): void {
  platform.jobs.handleTask('platform.clear_away', async (_ids, at) => clearAway(at));
  platform.jobs.schedule('platform.clear_away', '17 22 * * *');
}

export async function clearAway(platform: Platform): Promise<void> {
  await trimOutbox(platform);
  await forgetOrigins(platform);
  await sql`delete from platform.rate_window where window_start < now() - interval '1 day'`.execute(platform.db);
  await sql`delete from platform.idempotency_key where created_at < now() - interval '7 days'`.execute(platform.db);
  const files = await sweepFiles(platform);
  platform.log.info({ files }, 'cleared away');
}
