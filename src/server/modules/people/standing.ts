import type { Ctx } from '#server/platform/context.ts';
import type { Platform } from '#server/platform/platform.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { inTransaction } from '#server/platform/context.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { networkOf, networksOf } from './networks.service.ts';
import { listPersonIdsOf, listPersonIdsTurning, updateStanding } from './standing.queries.ts';

/** Today in the network's zone: when a post begins and ends. */
export async function todayOf(ctx: Ctx): Promise<string> {
  const { timeZone } = await networkOf(ctx);
  return localDate(ctx.clock.now(), timeZone);
}

/** Copies where these persons work today into their rows. Belongs into the transaction that changed a post or the tree. */
export async function refreshStanding(tx: Ctx, personIds: readonly string[]): Promise<void> {
  await updateStanding(tx, personIds, await todayOf(tx));
}

/** The same for everybody who works or worked in these organisations. */
export async function refreshStandingOf(tx: Ctx, organisationIds: readonly string[]): Promise<void> {
  await refreshStanding(tx, await listPersonIdsOf(tx, organisationIds));
}

/** Posts that begin or end by themselves: run each night, for the last three days, so that a missed night does no harm. */
export async function refreshTurningPosts(platform: Platform): Promise<void> {
  for (const { id } of await networksOf(platform)) {
    const ctx = systemCtx(platform, id, 'standing');
    await inTransaction(ctx, async (tx) => {
      const today = await todayOf(tx);
      await refreshStanding(tx, await listPersonIdsTurning(tx, addDays(today, -3), today));
    });
  }
}
