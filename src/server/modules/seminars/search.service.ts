import type { Ctx } from '#server/platform/context.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';
import type { Wording } from '#server/platform/wording.ts';
import { FOUND_SHOWN, type FoundLine, type SearchSource } from '#server/modules/people/index.ts';
import { reachOf } from './manage.service.ts';
import { findEventsByWords, findRegistrationsByWords } from './search.queries.ts';
import { searchWords } from './search-key.ts';
import type { EventState, RegistrationState } from './seminars.tables.ts';
import { shown } from './shown-text.ts';

const STATE: Partial<Record<EventState, Wording>> = {
  draft: { key: 'seminars.event.state_draft' },
  cancelled: { key: 'seminars.event.state_cancelled' },
};
const REGISTRATION_STATE: Record<RegistrationState, Wording | null> = {
  confirmed: null,
  pending: { key: 'seminars.registration.state_pending' },
  waiting: { key: 'seminars.registration.state_waiting' },
  declined: { key: 'seminars.registration.state_declined' },
  cancelled: { key: 'seminars.registration.state_cancelled' },
};

function titleOf(title: LocalizedText, ctx: Ctx): Pick<FoundLine, 'title' | 'lang'> {
  const { text, lang } = shown(title, ctx.locale) ?? { text: '' };
  return lang ? { title: text, lang } : { title: text };
}

async function events(ctx: Ctx, words: readonly string[]): Promise<FoundLine[]> {
  const rows = await findEventsByWords(ctx, reachOf(ctx), words, FOUND_SHOWN);
  return rows.map((row) => ({
    id: row.id,
    ...titleOf(row.title, ctx),
    path: row.state === 'draft' ? `/manage/seminars/${row.id}` : `/seminars/${row.id}`,
    detail: row.contributor ?? (textIn(row.talk, ctx.locale) || textIn(row.organisation, ctx.locale)),
    note: STATE[row.state] ?? null,
    at: row.firstStart,
    timeZone: row.timeZone,
  }));
}

/** Events this actor only moderates. */
function moderated(ctx: Ctx): string[] {
  if (ctx.actor.kind !== 'account') return [];
  return ctx.actor.grants.flatMap(({ role, networkId, scopeKind, scopeId }) =>
    role === 'moderator' && scopeKind === 'event' && networkId === ctx.networkId && scopeId ? [scopeId] : [],
  );
}

async function participants(ctx: Ctx, typed: string): Promise<FoundLine[]> {
  const [reach, eventIds, words] = [reachOf(ctx), moderated(ctx), searchWords(typed)];
  if (words.length === 0 || (reach === null && eventIds.length === 0)) return [];
  const address = /^\S+@\S+$/.test(typed.trim()) ? typed.trim().toLowerCase() : null;
  const rows = await findRegistrationsByWords(ctx, reach, eventIds, { words, address }, FOUND_SHOWN);
  return rows.map((row) => ({
    id: row.id,
    title: row.name,
    path: `/manage/seminars/${row.eventId}/registrations/${row.id}`,
    detail: [row.organisation, textIn(row.eventTitle, ctx.locale)].filter(Boolean).join(' · '),
    note: REGISTRATION_STATE[row.state],
    at: row.firstStart,
    timeZone: row.timeZone,
  }));
}

/** Events everybody may see or the actor prepares, and participants of events whose lists the actor reads. */
export const seminarSearch: SearchSource = {
  name: 'seminars',
  async find(ctx, words, typed) {
    const [found, people] = await Promise.all([events(ctx, words), participants(ctx, typed)]);
    return [
      { id: 'seminars.events', title: { key: 'seminars.search.events', params: { count: found.length } }, lines: found },
      { id: 'seminars.participants', title: { key: 'seminars.search.participants', params: { count: people.length } }, lines: people },
    ];
  },
};
