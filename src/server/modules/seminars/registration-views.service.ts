import type { Locale } from '#lib/i18n/index.ts';
import { findLinkFor } from '#server/modules/access/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import { issuesFor } from '#server/modules/credentials/index.ts';
import { listRoomsFor } from '#server/modules/rooms/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { hostCity } from './announcement.view.ts';
import { noticeFor, type Notice } from './notices.ts';
import { keptUntil } from './personal-links.ts';
import { listSessions } from './programme.queries.ts';
import { freePlaces, registrationStanding, type RegistrationStanding } from './registration-window.rule.ts';
import { getRegistrationFor, type OpenRegistration } from './registrations.access.ts';
import type { RegistrationAbilities, RegistrationAbility } from './registrations.policy.ts';
import type { RegistrationRow } from './registrations.queries.ts';
import type { OpenEvent } from './seminars.access.ts';
import { atEventClock, getPublicEvent } from './seminars.access.ts';
import { ROOM_OWNER } from './session-rooms.ts';
import { shown, type ShownText } from './shown-text.ts';
import { countWaiting, countWaitingBefore } from './waiting.queries.ts';

/** What pages of registering say about the event. */
export interface ParticipantEvent {
  id: string;
  title: ShownText;
  organisation: ShownText;
  hostZone: string;
  city: string;
  firstStart: Date | null;
  lastEnd: Date | null;
  contactName: string | null;
  contactEmail: string | null;
  state: OpenEvent['state'];
  rehearsal: boolean;
}

export function participantEvent(event: OpenEvent, locale: Locale): ParticipantEvent {
  return {
    id: event.id,
    title: shown(event.title, locale) ?? { text: '' },
    organisation: shown(event.organisationName, locale) ?? { text: '' },
    hostZone: event.timeZone,
    city: hostCity(event, locale),
    firstStart: event.firstStart,
    lastEnd: event.lastEnd,
    contactName: event.contactName,
    contactEmail: event.contactEmail,
    state: event.state,
    rehearsal: event.rehearsalOf !== null,
  };
}

export interface FormHead {
  event: ParticipantEvent;
  standing: RegistrationStanding;
  /** Places a newcomer may have; null without a limit. */
  free: number | null;
  approval: boolean;
  /** Countries the event is for. */
  countries: string[];
  /** Country of the network: who is at home here. */
  host: string;
}

/** The event as the registration form needs it. Error: `page.not_found`. */
export async function showRegistrationForm(ctx: Ctx, eventId: string): Promise<FormHead> {
  const event = await getPublicEvent(ctx, eventId);
  const network = await networkOf(ctx);
  const free = freePlaces(event);
  const waiting = free === null || free === 0 ? 0 : await countWaiting(ctx, event.id);
  const left = free === null ? null : Math.max(0, free - waiting);
  const standing = registrationStanding(event, atEventClock(ctx, event).clock.now());
  return {
    event: participantEvent(event, ctx.locale),
    standing: standing === 'open' && left === 0 ? 'waiting_list' : standing,
    free: left,
    approval: event.approvalRequired,
    countries: event.countries,
    host: network.country,
  };
}

/** A notice with the facts of this event and network: what the page words. */
export interface ShownNotice extends Notice {
  country: string;
  /** Country of the network that keeps the data. */
  host: string;
  network: ShownText;
  location: ShownText | null;
  organisation: ShownText;
  /** End of storage; null while the event has no dates. */
  until: Date | null;
  listUntil: Date | null;
  contact: string;
  hostZone: string;
}

/** The notice for people from `country` who register for this event. Error: `page.not_found`. */
export async function showNotice(ctx: Ctx, eventId: string, country: string): Promise<ShownNotice> {
  const event = await getPublicEvent(ctx, eventId);
  const network = await networkOf(ctx);
  const notice = await noticeFor(ctx, country, network.country);
  return {
    ...notice,
    country,
    host: network.country,
    network: shown(network.name, ctx.locale) ?? { text: network.slug },
    location: shown(network.dataLocation, ctx.locale),
    organisation: shown(event.organisationName, ctx.locale) ?? { text: '' },
    until: keptUntil(event, notice.retentionDays),
    listUntil: keptUntil(event, notice.listRetentionDays),
    contact: [event.contactName, event.contactEmail].filter(Boolean).join(', '),
    hostZone: event.timeZone,
  };
}

/** A sitting with its room, for pages of participants. */
export interface SittingOfMine {
  id: string;
  title: ShownText | null;
  startsAt: Date;
  endsAt: Date;
  roomId: string | null;
  actualStart: Date | null;
  actualEnd: Date | null;
}

export async function mySittings(ctx: Ctx, event: OpenEvent): Promise<SittingOfMine[]> {
  const sessions = await listSessions(ctx, event.id);
  const rooms = new Map((await listRoomsFor(ctx, ROOM_OWNER, sessions.map((session) => session.id))).map((room) => [room.ownerId, room]));
  return sessions.map((session) => {
    const room = rooms.get(session.id);
    return {
      id: session.id,
      title: shown(session.title, ctx.locale),
      startsAt: session.startsAt,
      endsAt: session.endsAt,
      roomId: room?.id ?? null,
      actualStart: room?.actualStart ?? null,
      actualEnd: room?.actualEnd ?? null,
    };
  });
}

/** Abilities as plain answers, for pages. */
export function allowedActs(acts: RegistrationAbilities): Record<RegistrationAbility, boolean> {
  return Object.fromEntries(Object.entries(acts).map(([name, ability]) => [name, ability.allowed])) as Record<RegistrationAbility, boolean>;
}

/** A registration as its holder and organisers see it. */
export interface ShownRegistration
  extends Pick<
    RegistrationRow,
    | 'id' | 'collectiveId' | 'state' | 'name' | 'email' | 'country' | 'organisation' | 'position' | 'role' | 'certificateLocale' | 'mailLocale'
    | 'nameConfirmedAt' | 'noticeVersion' | 'noticedAt' | 'createdAt' | 'declinedReason' | 'version'
  > {
  event: ParticipantEvent;
  cancelReason: ShownText | null;
  /** In which she reads times: her own choice, else that of the host. */
  zone: string;
  /** How many stand before her in the waiting list; null when she does not wait. */
  waitingBefore: number | null;
  keptUntil: Date | null;
  may: Record<RegistrationAbility, boolean>;
  /** Certificates that stand. */
  certificates: { id: string; number: string }[];
}

export async function shownRegistration(ctx: Ctx, r: OpenRegistration): Promise<ShownRegistration> {
  const waits = r.state === 'waiting' && r.waitingSince !== null;
  const issues = await issuesFor(ctx, 'seminars.registration', [r.id]);
  return {
    id: r.id,
    collectiveId: r.collectiveId,
    state: r.state,
    name: r.name,
    email: r.email,
    country: r.country,
    organisation: r.organisation,
    position: r.position,
    role: r.role,
    certificateLocale: r.certificateLocale,
    mailLocale: r.mailLocale,
    nameConfirmedAt: r.nameConfirmedAt,
    noticeVersion: r.noticeVersion,
    noticedAt: r.noticedAt,
    createdAt: r.createdAt,
    declinedReason: r.declinedReason,
    version: r.version,
    event: participantEvent(r.event, ctx.locale),
    cancelReason: shown(r.event.cancelReason, ctx.locale),
    zone: r.timeZone ?? r.event.timeZone,
    waitingBefore: waits ? await countWaitingBefore(ctx, r.eventId, r.id) : null,
    keptUntil: keptUntil(r.event, r.retentionDays),
    may: allowedActs(r.acts),
    certificates: issues.filter((issue) => issue.revokedAt === null).map((issue) => ({ id: issue.issueId, number: issue.number })),
  };
}

/** The personal page: the registration with its sittings. Needs `view`. */
export async function showRegistration(ctx: Ctx, id: string): Promise<ShownRegistration & { sittings: SittingOfMine[] }> {
  const registration = await getRegistrationFor(ctx, id, 'view');
  const shownOne = await shownRegistration(ctx, registration);
  return { ...shownOne, sittings: await mySittings(ctx, registration.event) };
}

/** The open personal link of a subject, to be shown to its holder or printed by an organiser; the caller has checked the right. */
export async function openLinkOf(ctx: Ctx, purpose: 'registration' | 'collective', subjectId: string): Promise<{ token: string; path: string } | null> {
  return findLinkFor(ctx, purpose, subjectId);
}
