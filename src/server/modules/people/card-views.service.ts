import { z } from 'zod';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { readPageKey, turnPage } from '#server/platform/paging.ts';
import { scopeOf } from '#server/platform/rights.ts';
import { addDays, toInstant } from '#server/platform/time/wall-time.ts';
import { insertCardViews, listCardViewsOf, listLookers, type CardViewKey } from './card-views.queries.ts';
import { networkOf } from './networks.service.ts';
import { CENTRE } from './people.policy.ts';
import { searchWords } from './search-words.ts';

const text = z.string().trim().max(200).optional().catch(undefined);
const date = z.iso.date().optional().catch(undefined);
/** Filters of the access journal; what is wrong in an address is left out. */
export const CardViewsFilter = z.object({ q: text, person: z.uuid().optional().catch(undefined), who: z.uuid().optional().catch(undefined), from: date, until: date, after: text, before: text });
export type CardViewsFilter = z.output<typeof CardViewsFilter>;

const PAGE = 50;

export interface CardViewLine {
  personId: string;
  name: string;
  accountId: string;
  hour: Date;
}

export interface CardViewsPage {
  lines: CardViewLine[];
  /** Everybody who has looked, for the filter. */
  lookers: string[];
  after: string | null;
  before: string | null;
}

/** The accounts of a coordinator's subtree or the whole network; null: she keeps nothing. */
function scopeOfCentre(ctx: Ctx): 'network' | readonly string[] {
  const scope = scopeOf(ctx.actor, CENTRE, ctx.networkId);
  if (scope !== 'network' && scope.length === 0) throw notFound();
  return scope;
}

function keyOf(filter: CardViewsFilter): CardViewKey | null {
  const key = readPageKey(filter);
  const [hour = '', accountId = ''] = key?.value.split(' ') ?? [];
  const at = new Date(hour);
  return key && !Number.isNaN(at.getTime()) && z.uuid().safeParse(accountId).success ? { hour: at, accountId, personId: key.id, direction: key.direction } : null;
}

/** Who looked at birth dates, contacts and the like, newest first. For the centre, of the people whose records it keeps. Error: `page.not_found`. */
export async function listCardViewsFor(ctx: Ctx, filter: CardViewsFilter): Promise<CardViewsPage> {
  const scope = scopeOfCentre(ctx);
  const { timeZone } = await networkOf(ctx);
  const midnight = (day: string): Date | null => {
    const found = toInstant({ date: day, time: '00:00', zone: timeZone }, 'later');
    return found.ok ? found.instant : null;
  };
  const key = keyOf(filter);
  const found = await listCardViewsOf(
    ctx,
    { scope, words: filter.q ? searchWords(filter.q) : [], personId: filter.person ?? null, accountId: filter.who ?? null, from: filter.from ? midnight(filter.from) : null, until: filter.until ? midnight(addDays(filter.until, 1)) : null },
    key,
    PAGE,
  );
  const { shown, after, before } = turnPage(found, PAGE, key && { value: '', id: key.personId, direction: key.direction });
  return { lines: shown.map(({ id, name, accountId, hour }) => ({ personId: id, name, accountId, hour })), lookers: await listLookers(ctx, scope), after, before };
}

/**
 * Notes that the actor reads birth dates, contacts, education or categories of these people, wherever they are shown: on cards, in what was
 * changed, in files. Who looks as somebody else is who looked.
 */
export async function noteLooks(ctx: Ctx, personIds: readonly string[]): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || personIds.length === 0) return;
  await insertCardViews(ctx, [...new Set(personIds)], actor.viewedBy?.accountId ?? actor.accountId);
}
