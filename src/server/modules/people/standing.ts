import type { Ctx } from '#server/platform/context.ts';
import type { Platform } from '#server/platform/platform.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { inTransaction } from '#server/platform/context.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { networkOf, networksOf } from './networks.service.ts';
import type { Standing } from './persons.queries.ts';
import type { PostValues } from './posts.queries.ts';
import { listPersonIdsOf, listPersonIdsTurning, updateStanding } from './standing.queries.ts';

/** Today in the network's zone: when a post begins and ends. */
export async function todayOf(ctx: Ctx): Promise<string> {
  const { timeZone } = await networkOf(ctx);
  return localDate(ctx.clock.now(), timeZone);
}

/** What `updateStanding` finds for these posts of a person who is just being written: so her row is written once. */
export function standingOf(posts: readonly PostValues[], today: string, paths: ReadonlyMap<string, readonly string[]>): Standing {
  const isPresent = ({ fromDate, toDate }: PostValues) => fromDate <= today && (toDate === null || toDate >= today);
  const weight = (post: PostValues) => [isPresent(post) ? 1 : 0, post.kind === 'main' ? 1 : 0, post.toDate ?? '9999', post.rate, post.fromDate] as const;
  const before = (a: PostValues, b: PostValues): number => {
    const [one, other] = [weight(a), weight(b)];
    const at = one.findIndex((value, index) => value !== other[index]);
    return at === -1 ? 0 : one[at]! > other[at]! ? -1 : 1;
  };
  const [lead] = posts.toSorted(before);
  if (!lead) return { isWorking: false, organisationId: null, positionId: null, postTitle: null, place: [] };
  const present = posts.filter(isPresent);
  const place = [...new Set((present.length > 0 ? present : [lead]).flatMap(({ organisationId }) => paths.get(organisationId) ?? []))];
  return { isWorking: present.length > 0, organisationId: lead.organisationId, positionId: lead.positionId, postTitle: lead.title, place: present.length > 0 ? place.toSorted() : place };
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
