import { translator } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';
import { listFeedRows } from './announcement.queries.ts';
import { calendarText, eventAddress, type CalendarEntry, type CalendarHead } from './calendar.ts';
import type { SessionRow } from './programme.queries.ts';
import { listSessions } from './programme.queries.ts';
import { getPublicEvent, type OpenEvent } from './seminars.access.ts';

const FEED_PAST_MS = 90 * 24 * 3600_000;
const MOST_IN_FEED = 500;

/** For addresses: the network named in them, null for the one that answers without a name. */
export interface CalendarPlace {
  network: string | null;
}

/** The calendar of one event, for whoever may see it; names nobody. Error: `page.not_found`. */
export async function eventCalendar(ctx: Ctx, eventId: string, place: CalendarPlace): Promise<{ text: string; isPublic: boolean }> {
  const event = await getPublicEvent(ctx, eventId);
  const sessions = await listSessions(ctx, eventId);
  const head = headOf(ctx, textIn(event.title, ctx.locale));
  const isPublic = event.state !== 'draft' && event.rehearsalOf === null;
  return { text: calendarText(head, sessionEntries(ctx, event, sessions, place)), isPublic };
}

/** The sittings of an event as calendar entries in the language of `ctx`; also what invitations by mail are made from. */
export function sessionEntries(
  ctx: Ctx,
  event: Pick<OpenEvent, 'id' | 'title' | 'summary' | 'organisationName' | 'icsSequence' | 'changedAt' | 'state'>,
  sessions: readonly Pick<SessionRow, 'id' | 'title' | 'startsAt' | 'endsAt'>[],
  place: CalendarPlace,
): CalendarEntry[] {
  return sessions.map((session) =>
    entryOf(ctx, place, {
      eventId: event.id,
      sessionId: session.id,
      title: event.title,
      sessionTitle: session.title,
      summary: event.summary,
      organisationName: event.organisationName,
      cancelled: event.state === 'cancelled',
      sequence: event.icsSequence,
      changedAt: event.changedAt,
      startsAt: session.startsAt,
      endsAt: session.endsAt,
    }),
  );
}

/** The calendar of the network: everything public from 90 days ago on; no drafts, no rehearsals. */
export async function networkCalendar(ctx: Ctx, name: string, place: CalendarPlace): Promise<string> {
  const rows = await listFeedRows(ctx, new Date(ctx.clock.now().getTime() - FEED_PAST_MS), MOST_IN_FEED);
  return calendarText(
    { ...headOf(ctx, name), refreshHours: 6 },
    rows.map((row) => entryOf(ctx, place, row)),
  );
}

function headOf(ctx: Ctx, name: string): CalendarHead {
  return { name, locale: ctx.locale, host: new URL(ctx.platform.publicAddress()).hostname, method: 'PUBLISH' };
}

interface EntrySource {
  eventId: string;
  sessionId: string;
  title: LocalizedText;
  sessionTitle: LocalizedText;
  summary: LocalizedText;
  organisationName: LocalizedText;
  cancelled: boolean;
  sequence: number;
  changedAt: Date;
  startsAt: Date;
  endsAt: Date;
}

function entryOf(ctx: Ctx, place: CalendarPlace, row: EntrySource): CalendarEntry {
  const t = translator(ctx.locale);
  const url = eventAddress(ctx.platform.publicAddress(), row.eventId, { locale: ctx.locale, network: place.network });
  const [event, sitting] = [textIn(row.title, ctx.locale), textIn(row.sessionTitle, ctx.locale)];
  const about = t('seminars.public.calendar_text', { organisation: textIn(row.organisationName, ctx.locale), link: url });
  return {
    sessionId: row.sessionId,
    sequence: row.sequence,
    changedAt: row.changedAt,
    start: row.startsAt,
    end: row.endsAt,
    title: sitting && sitting !== event ? t('seminars.public.calendar_title', { event, sitting }) : event,
    description: [textIn(row.summary, ctx.locale), about].filter(Boolean).join('\n\n'),
    url,
    cancelled: row.cancelled,
  };
}
