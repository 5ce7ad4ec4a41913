import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { localDate } from '#server/platform/time/wall-time.ts';
import { announcementView, type Announcement } from './announcement.view.ts';
import { listPublicEvents, type PublicEventRow, type PublicFilter } from './announcement.queries.ts';
import { findEventWithProgramme, type PublicProgramme } from './public-programme.queries.ts';
import { listSections, listSessions } from './programme.queries.ts';
import { taughtBy } from './teaching.service.ts';
import { programmeView, speakersView, type ShownProgramme, type ShownSpeaker } from './programme.view.ts';
import { atEventClock, getPublicEvent, openEvent, type OpenEvent } from './seminars.access.ts';
import { shown, type ShownText } from './shown-text.ts';

/** The frame around every public page of an event, for the reader's language. */
function frameOf(ctx: Ctx, event: OpenEvent): Announcement {
  return announcementView(event, ctx.locale, atEventClock(ctx, event).clock.now());
}

export interface AnnouncementPage {
  about: Announcement;
  description: ShownText | null;
  topics: ShownText[];
  sittings: { id: string; title: ShownText | null; start: string; end: string; date: string }[];
  contact: { name: string | null; email: string | null };
  /** What it teaches, and to which step of whose scale it leads. */
  teaches: { code: string; title: ShownText; framework: ShownText; step: number; label: ShownText | null }[];
}

/** The announcement. `zone` is the reader's. Error: `page.not_found`. */
export async function showAnnouncement(ctx: Ctx, eventId: string, zone: string): Promise<AnnouncementPage> {
  const event = await getPublicEvent(ctx, eventId);
  const sessions = await listSessions(ctx, eventId);
  const sections = await listSections(ctx, eventId);
  return {
    about: frameOf(ctx, event),
    description: shown(event.description, ctx.locale),
    topics: sections.flatMap((section) => shown(section.title, ctx.locale) ?? []),
    sittings: sessions.map((session) => ({
      id: session.id,
      title: shown(session.title, ctx.locale),
      start: session.startsAt.toISOString(),
      end: session.endsAt.toISOString(),
      date: localDate(session.startsAt, zone),
    })),
    contact: { name: event.contactName, email: event.contactEmail },
    teaches: (await taughtBy(ctx, eventId)).map(({ named, toStep }) => ({
      code: named.code,
      title: shown(named.title, ctx.locale) ?? { text: '' },
      framework: shown(named.frameworkTitle, ctx.locale) ?? { text: '' },
      step: toStep,
      label: shown(named.steps.find(({ step }) => step === toStep)?.label ?? {}, ctx.locale),
    })),
  };
}

/** The programme by the reader's clock. Error: `page.not_found`. */
export async function showProgramme(
  ctx: Ctx,
  eventId: string,
  reader: { zone: string; section: string | null; language: string | null },
): Promise<{ about: Announcement; programme: ShownProgramme }> {
  const { event, programme } = await openPublicProgramme(ctx, eventId);
  return { about: frameOf(ctx, event), programme: programmeView(programme, { ...reader, locale: ctx.locale, hostZone: event.timeZone }) };
}

/** Speakers and moderators by the reader's alphabet. Error: `page.not_found`. */
export async function showSpeakers(ctx: Ctx, eventId: string): Promise<{ about: Announcement; speakers: ShownSpeaker[] }> {
  const { event, programme } = await openPublicProgramme(ctx, eventId);
  return { about: frameOf(ctx, event), speakers: speakersView(programme, ctx.locale) };
}

/** An event that the public may see (or those who make it) with its programme: one query. Error: `page.not_found`. */
export async function openPublicProgramme(ctx: Ctx, eventId: string): Promise<{ event: OpenEvent; programme: PublicProgramme }> {
  const found = isId(eventId) ? await findEventWithProgramme(ctx, eventId) : undefined;
  if (!found) throw notFound();
  const event = openEvent(ctx, found.event);
  if (!event.abilities.view.allowed) throw notFound();
  return { event, programme: found.programme };
}

export interface PublicList {
  events: (Omit<PublicEventRow, 'title' | 'summary' | 'organisationName' | 'firstStart' | 'lastEnd'> & {
    title: ShownText;
    summary: ShownText | null;
    organisation: ShownText;
    firstStart: string | null;
    lastEnd: string | null;
  })[];
  /** Key of the next page. */
  next: string | null;
}

/** Published events of the network, those to come by their start, past ones from the latest; no drafts, no rehearsals. 20 a page. */
export async function listPublicEventsFor(ctx: Ctx, filter: PublicFilter): Promise<PublicList> {
  const rows = await listPublicEvents(ctx, filter, ctx.clock.now(), 21);
  const page = rows.slice(0, 20);
  const last = page.at(-1);
  return {
    events: page.map(({ title, summary, organisationName, firstStart, lastEnd, ...row }) => ({
      ...row,
      title: shown(title, ctx.locale) ?? { text: '' },
      summary: shown(summary, ctx.locale),
      organisation: shown(organisationName, ctx.locale) ?? { text: '' },
      firstStart: firstStart?.toISOString() ?? null,
      lastEnd: lastEnd?.toISOString() ?? null,
    })),
    next: rows.length > 20 && last ? `${last.firstStart?.toISOString() ?? ''}_${last.id}` : null,
  };
}
