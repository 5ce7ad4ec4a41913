import { languageName, translator } from '#lib/i18n/index.ts';
import { profileOf } from '#server/modules/people/index.ts';
import { confirmableUntil } from '#server/modules/rooms/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { exportFile, type ExportedFile, type ExportFormat } from '#server/platform/tabular/export.ts';
import { countNames, countSaid, listNames, type NameCounts, type NameRow } from './collective-list.queries.ts';
import { ALL_NAMES, pageOf, type ListPlace, type NameFilter } from './collective-filter.ts';
import type { CollectiveRow } from './collectives.queries.ts';
import { eventHead, type EventHead } from './manage.service.ts';
import { keptUntil } from './personal-links.ts';
import { findRegistration, type RegistrationRow } from './registrations.queries.ts';
import { getCollectiveFor, type OpenCollective } from './registrations.access.ts';
import type { CollectiveAbilities, CollectiveAbility } from './registrations.policy.ts';
import { mySittings, participantEvent, type ParticipantEvent, type SittingOfMine } from './registration-views.service.ts';
import { atEventClock } from './seminars.access.ts';
import { certificatesOfCollective } from './standing.service.ts';
import { freePlaces } from './registration-window.rule.ts';
import { countWaiting } from './waiting.queries.ts';

const PAGE = 50;
const MOST_EXPORTED = 5000;

/** A sitting of the event as a reading room stands to it. */
export interface SittingOfList extends SittingOfMine {
  /** ahead: not begun · running · ended: may be confirmed · late: only an organiser can enter it now. */
  standing: 'ahead' | 'running' | 'ended' | 'late';
  /** Until when the contact person may confirm. */
  until: Date;
  /** Of how many names somebody has said whether they were there, and how many of them were. */
  said: number;
  present: number;
}

export interface ShownName extends Omit<NameRow, 'sortValue'> {
  /** Whole minutes of all sittings; null: not counted. */
  minutes: number | null;
  certificate: { id: string; number: string } | null;
}

export interface NamePage {
  rows: ShownName[];
  counts: NameCounts;
  next: string | null;
  previous: string | null;
}

/** A list as its contact person and organisers see it. */
export interface ShownCollective
  extends Pick<
    CollectiveRow,
    'id' | 'contactName' | 'organisation' | 'settlement' | 'country' | 'locale' | 'rightStatedAt' | 'state' | 'decidedAt' | 'declinedReason' | 'createdAt'
  > {
  /** Null for moderators: addresses are for those who write to people. */
  contactEmail: string | null;
  event: ParticipantEvent;
  erased: boolean;
  /** In which the reading room reads times, unless it picks another. */
  zone: string;
  keptUntil: Date | null;
  /** End of storage for names that got no certificate. */
  namesKeptUntil: Date | null;
  may: Record<CollectiveAbility, boolean>;
  sittings: SittingOfList[];
  names: NamePage;
  /** How many certificates that stand were issued to names of it. */
  certificates: number;
}

const allowed = (acts: CollectiveAbilities) =>
  Object.fromEntries(Object.entries(acts).map(([name, ability]) => [name, ability.allowed])) as Record<CollectiveAbility, boolean>;

async function sittingsOf(ctx: Ctx, list: OpenCollective): Promise<SittingOfList[]> {
  const now = atEventClock(ctx, list.event).clock.now();
  const said = new Map((await countSaid(ctx, list.id)).map((row) => [row.sessionId, row]));
  return (await mySittings(ctx, list.event)).map((one) => {
    const until = confirmableUntil({ plannedEnd: one.endsAt, actualEnd: one.actualEnd, timeZone: list.event.timeZone });
    const standing = !one.actualStart || one.actualStart > now ? 'ahead' : now >= until ? 'late' : one.actualEnd ? 'ended' : 'running';
    return { ...one, standing, until, said: said.get(one.id)?.said ?? 0, present: said.get(one.id)?.present ?? 0 };
  });
}

async function namesOf(ctx: Ctx, list: OpenCollective, filter: NameFilter, place: ListPlace, size: number): Promise<NamePage & { certificates: number }> {
  const { rows, next, previous } = pageOf(await listNames(ctx, list.id, filter, place, size), place, size);
  const counts = await countNames(ctx, list.id, filter);
  const standings = await certificatesOfCollective(ctx, list.id);
  const known = new Map(standings.map((one) => [one.registrationId, one]));
  return {
    rows: rows.map(({ sortValue: _key, ...row }) => {
      const standing = known.get(row.id);
      const paper = standing?.paper && !standing.paper.revokedAt ? standing.paper : null;
      return { ...row, minutes: standing?.held && row.state === 'confirmed' ? standing.minutes : null, certificate: paper && { id: paper.issueId, number: paper.number } };
    }),
    counts,
    next,
    previous,
    certificates: standings.filter((one) => one.paper && !one.paper.revokedAt).length,
  };
}

async function shownCollective(ctx: Ctx, list: OpenCollective, filter: NameFilter, place: ListPlace): Promise<ShownCollective> {
  const profile = await profileOf(ctx, list.country);
  // Moderators read names without addresses.
  const hidden = !list.acts.print.allowed;
  const { certificates, ...all } = await namesOf(ctx, list, { ...filter, addresses: !hidden }, place, PAGE);
  const names = hidden ? { ...all, rows: all.rows.map((row) => ({ ...row, email: null })) } : all;
  return {
    id: list.id,
    contactName: list.contactName,
    contactEmail: hidden ? null : list.contactEmail,
    organisation: list.organisation,
    settlement: list.settlement,
    country: list.country,
    locale: list.locale,
    rightStatedAt: list.rightStatedAt,
    state: list.state,
    decidedAt: list.decidedAt,
    declinedReason: list.declinedReason,
    createdAt: list.createdAt,
    event: participantEvent(list.event, ctx.locale),
    erased: list.erasedAt !== null,
    zone: profile.defaultZone.value ?? list.event.timeZone,
    keptUntil: keptUntil(list.event, list.retentionDays),
    namesKeptUntil: keptUntil(list.event, profile.listRetentionDays.value),
    may: allowed(list.acts),
    sittings: await sittingsOf(ctx, list),
    names,
    certificates,
  };
}

/** The page of the contact person. Needs `view`; the number of statements does not depend on the number of names. */
export async function showCollective(ctx: Ctx, id: string, filter: NameFilter, place: ListPlace): Promise<ShownCollective> {
  return shownCollective(ctx, await getCollectiveFor(ctx, id, 'view'), filter, place);
}

/** The organisers' page of a list of this event. Needs `read`. */
export async function showManagedCollective(
  ctx: Ctx,
  eventId: string,
  id: string,
  filter: NameFilter,
  place: ListPlace,
): Promise<{ head: EventHead; list: ShownCollective }> {
  const list = await managed(ctx, eventId, id, 'read');
  return { head: eventHead(ctx, list.event), list: await shownCollective(ctx, list, filter, place) };
}

async function managed(ctx: Ctx, eventId: string, id: string, ability: CollectiveAbility): Promise<OpenCollective> {
  const list = await getCollectiveFor(ctx, id, ability);
  if (list.eventId !== eventId) throw notFound();
  return list;
}

/** A list as pages that change one thing of it name it: what may be done, and where they lead back to. */
export interface CollectiveHead {
  id: string;
  organisation: string;
  eventId: string;
  eventTitle: ParticipantEvent['title'];
  counts: NameCounts;
  /** Page from which the actor came: her own, or that of the organisers. */
  back: string;
  may: Record<CollectiveAbility, boolean>;
}

/** Needs `ability`; error `page.not_found`, or `registration.not_possible_*` where the state alone stands against it. */
export async function collectiveHead(ctx: Ctx, id: string, ability: CollectiveAbility, eventId?: string): Promise<CollectiveHead> {
  const list = eventId === undefined ? await getCollectiveFor(ctx, id, ability) : await managed(ctx, eventId, id, ability);
  const isHolder = list.acts.view.allowed;
  return {
    id: list.id,
    organisation: list.organisation,
    eventId: list.eventId,
    eventTitle: participantEvent(list.event, ctx.locale).title,
    counts: await countNames(ctx, list.id, ALL_NAMES),
    back: isHolder ? `/collectives/${list.id}` : `/manage/seminars/${list.eventId}/collectives/${list.id}`,
    may: allowed(list.acts),
  };
}

/** What approving would do now: how many of the names that wait get a place, and how many wait on. Needs `decide`. */
export async function planApproval(ctx: Ctx, eventId: string, id: string): Promise<{ head: CollectiveHead; places: number; waiting: number }> {
  const head = await collectiveHead(ctx, id, 'decide', eventId);
  const { event } = await getCollectiveFor(ctx, id, 'decide');
  const free = freePlaces(event);
  const left = free === null ? Number.POSITIVE_INFINITY : Math.max(0, free - (await countWaiting(ctx, event.id)));
  const places = Math.min(head.counts.pending, left);
  return { head, places, waiting: head.counts.pending - places };
}

export type ListedPersonName = Pick<RegistrationRow, 'id' | 'name' | 'position' | 'email' | 'state' | 'certificateLocale' | 'version'>;

/** One name to be corrected or taken out. Needs `ability`. */
export async function showListedName(
  ctx: Ctx,
  collectiveId: string,
  memberId: string,
  ability: 'changeNames' | 'changeList',
): Promise<{ head: CollectiveHead; country: string; name: ListedPersonName }> {
  const head = await collectiveHead(ctx, collectiveId, ability);
  const row = isId(memberId) ? await findRegistration(ctx, memberId, false) : undefined;
  if (row?.collectiveId !== head.id || row.erasedAt || row.state === 'cancelled' || row.state === 'declined') throw notFound();
  const { id, name, position, email, state, certificateLocale, version } = row;
  return { head, country: row.country, name: { id, name, position, email, state, certificateLocale, version } };
}

/** The names of a list with state, minutes and certificate as a file. Needs `print`. */
export async function exportNames(ctx: Ctx, id: string, filter: NameFilter, format: ExportFormat): Promise<ExportedFile> {
  const list = await getCollectiveFor(ctx, id, 'print');
  await inTransaction(ctx, (tx) => audit(tx, { act: 'collective.list_exported', subjectType: 'collective', subjectId: id, data: { eventId: list.eventId, format } }));
  const { rows } = await namesOf(ctx, list, filter, { after: null, before: null }, MOST_EXPORTED);
  const t = translator(ctx.locale);
  const table = {
    title: `${list.organisation}, ${participantEvent(list.event, ctx.locale).title.text}`.slice(0, 100),
    columns: [
      { title: t('seminars.collective.column_line'), width: 8 },
      { title: t('seminars.registration.name'), width: 40 },
      { title: t('ui.field.position'), width: 30 },
      { title: t('ui.field.status'), width: 20 },
      { title: t('seminars.registration.certificate_language'), width: 16 },
      { title: t('seminars.collective.column_minutes'), width: 12 },
      { title: t('seminars.registration.certificate'), width: 24 },
    ],
    rows: rows.map((row) => [
      row.line,
      row.name,
      row.position,
      t(`seminars.registration.state_${row.state}`),
      languageName(row.certificateLocale, ctx.locale),
      row.minutes,
      row.certificate?.number ?? null,
    ]),
  };
  return exportFile(table, format, ctx.locale);
}
