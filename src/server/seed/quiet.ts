import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Platform } from '#server/platform/platform.ts';

/** The same installation with its mailer silent: mails of the demo's past are written into the outbox and handed to nobody. */
export function quietly(ctx: Ctx): Ctx {
  const { platform } = ctx;
  const quiet: Platform = { ...platform, mailer: { ...platform.mailer, configured: false } };
  return { ...ctx, platform: quiet };
}

/** What the demo's past has sent counts as sent, at the hour it was written. */
export async function markMailsSent(ctx: Ctx): Promise<void> {
  await sql`update platform.mail_message set state = 'sent', sent_at = created_at, attempts = 1
    where network_id = ${ctx.networkId} and state = 'queued'`.execute(ctx.db);
}

/** Tells the planner of the rows just written; by itself it learns of them only minutes after the commit. */
export async function refreshStatistics(ctx: Ctx): Promise<void> {
  await sql`analyze`.execute(ctx.db);
}

/** The issuing of the demo's past counts as worked off: its place in the queue finds nothing left to do. */
export async function markRunDone(ctx: Ctx, runId: string, issued: number): Promise<void> {
  await markDone(ctx, 'runId', runId, issued);
}

/** The same for a list. */
export async function markListDone(ctx: Ctx, listId: string, issued: number): Promise<void> {
  await markDone(ctx, 'listId', listId, issued);
}

async function markDone(ctx: Ctx, name: 'runId' | 'listId', id: string, issued: number): Promise<void> {
  const now = ctx.clock.now();
  await sql`update platform.job set state = 'done', done = ${issued}, total = ${issued}, started_at = ${now}, finished_at = ${now},
      outcome = ${JSON.stringify({ issued, failed: [] })}::jsonb
    where network_id = ${ctx.networkId} and params->>${name} = ${id}`.execute(ctx.db);
}
