import { z } from 'zod';
import { holdsRoleNow } from '#server/modules/access/index.ts';
import { listRetentionRules, networksOf, setsRetention, upsertRetentionRule } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import { numberAnswer } from '#lib/forms/index.ts';
import { listPersonalDataSources, type RetentionKind } from '#server/platform/personal-data.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { dataSubject, eraseSubject } from './personal-data.ts';

const DAY_MS = 86_400_000;
/** Persons of one network erased in one night; the rest follow. */
const PERSONS_A_NIGHT = 200;

export const RetentionDays = z.object({ days: numberAnswer().pipe(z.number().int('number.whole')).optional() });

const kinds = (): RetentionKind[] => listPersonalDataSources().flatMap((source) => [...(source.retention ?? [])]);

/** Everything before this instant goes; null: nothing does. */
const before = (ctx: Ctx, days: number | null): Date | null => (days === null ? null : new Date(ctx.clock.now().getTime() - days * DAY_MS));

async function daysOf(ctx: Ctx): Promise<(kind: RetentionKind) => number | null> {
  const own = new Map((await listRetentionRules(ctx)).map(({ kind, days }) => [kind, days]));
  // What is not a network's to set stays what it is, whatever stands in its rules.
  return ({ kind, days, bounds }) => (bounds !== null && own.has(kind) ? (own.get(kind) ?? null) : days);
}

export interface RetentionLine {
  kind: string;
  title: RetentionKind['title'];
  days: number | null;
  shipped: number | null;
  bounds: { least: number; most: number } | null;
  /** What a run of today would remove. */
  count: number;
  examples: { text: string; at: Date }[];
}

/** How long each kind of data is kept, and what would go today. For who administers the network; error `page.not_found`. */
export async function listRetentionFor(ctx: Ctx): Promise<RetentionLine[]> {
  if (!setsRetention(ctx)) throw notFound();
  const days = await daysOf(ctx);
  const lines: RetentionLine[] = [];
  for (const kind of kinds()) {
    const kept = days(kind);
    const since = before(ctx, kept) ?? (kind.bounds === null ? ctx.clock.now() : null);
    lines.push({ kind: kind.kind, title: kind.title, days: kept, shipped: kind.days, bounds: kind.bounds, count: since ? await kind.count(ctx, since) : 0, examples: since ? await kind.examples(ctx, since) : [] });
  }
  return lines;
}

/** Sets how long a kind is kept; without days it is what is shipped again. Errors: `page.not_found`, `retention.outside_bounds`. */
export async function setRetention(ctx: Ctx, kind: string, input: z.output<typeof RetentionDays>): Promise<void> {
  if (!setsRetention(ctx)) throw notFound();
  const found = kinds().find((one) => one.kind === kind);
  if (!found?.bounds) throw notFound();
  const days = input.days ?? found.days;
  const { least, most } = found.bounds;
  if (days !== null && (days < least || days > most)) throw invalid('days', 'retention.outside_bounds', { least, most });
  await inTransaction(ctx, async (tx) => {
    await upsertRetentionRule(tx, kind, days, actorId(tx.actor));
    await audit(tx, { act: 'retention.changed', subjectType: 'network', subjectId: tx.networkId, data: { kind, days } });
  });
}

/** Removes what has been kept long enough, network by network. What went stands in the audit; a second run finds nothing. */
export async function runRetention(platform: Platform): Promise<number> {
  let all = 0;
  for (const network of await networksOf(platform)) {
    const ctx = systemCtx(platform, network.id, 'retention');
    const days = await daysOf(ctx);
    for (const kind of kinds()) {
      const since = before(ctx, days(kind));
      if (since) all += await runKind(ctx, kind, since);
    }
  }
  return all;
}

async function runKind(ctx: Ctx, kind: RetentionKind, since: Date): Promise<number> {
  const { remove, persons } = kind;
  const removed = persons ? await erasePersons(ctx, await persons(ctx, since, PERSONS_A_NIGHT)) : 0;
  return inTransaction(ctx, async (tx) => {
    const count = removed + (remove ? await remove(tx, since) : 0);
    if (count > 0) await audit(tx, { act: 'retention.run', subjectType: 'network', subjectId: tx.networkId, data: { kind: kind.kind, count, before: since.toISOString() } });
    return count;
  });
}

/** Each in a transaction of her own. Who still has a role here is not gone, whatever her posts say. */
async function erasePersons(ctx: Ctx, personIds: readonly string[]): Promise<number> {
  let erased = 0;
  for (const personId of personIds) {
    erased += await inTransaction(ctx, async (tx) => {
      const subject = await dataSubject(tx, { personId, accountId: null });
      if (subject.accountId && (await holdsRoleNow(tx, subject.accountId))) return 0;
      await eraseSubject(tx, subject);
      await audit(tx, { act: 'person.erased', subjectType: 'person', subjectId: personId, data: { why: 'retention' } });
      return 1;
    });
  }
  return erased;
}

/** Each night (UTC). */
export function registerRetention(platform: Platform): void {
  platform.jobs.handleTask('people.run_retention', async (_ids, at) => {
    const removed = await runRetention(at);
    at.log.info({ removed }, 'retention');
  });
  platform.jobs.schedule('people.run_retention', '10 21 * * *');
}
