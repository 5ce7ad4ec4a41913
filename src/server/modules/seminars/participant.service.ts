import { translator, type Locale } from '#lib/i18n/index.ts';
import { listAudit } from '#server/platform/audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { listMailsAbout } from '#server/platform/mail.ts';
import { textIn } from '#server/platform/text/index.ts';
import { accountNames } from '#server/modules/access/index.ts';
import { findPersonsAlike, personName, type PersonAlike } from '#server/modules/people/index.ts';
import { findCollective } from './collectives.queries.ts';
import { listSeatsOf, type SeatRow } from './issuing.queries.ts';
import { eventHead, type EventHead } from './manage.service.ts';
import { addressOf, personalLink } from './personal-links.ts';
import { listSessions } from './programme.queries.ts';
import { shownRegistration, type ShownRegistration } from './registration-views.service.ts';
import { getRegistrationFor, type OpenRegistration } from './registrations.access.ts';
import { kindOf, timesOf, type MailKind } from './registrations.mail.ts';
import type { RegistrationAbility } from './registrations.policy.ts';
import { listNotes } from './registrations.queries.ts';
import { shown, type ShownText } from './shown-text.ts';

/** One thing that happened to a registration. */
export interface HistoryLine {
  id: string;
  at: Date;
  /** `registration.created`, `certificate.decided` … */
  act: string;
  /** account: somebody of the staff; link: who holds a personal link; visitor: the form; system: the platform itself. */
  by: { kind: 'account' | 'link' | 'visitor' | 'system'; name: string | null; onBehalfOf: string | null };
  /** Why the organiser did it; gone once the registration is erased. */
  reason: string | null;
  /** Which fields were changed. */
  fields: string[];
}

export interface ParticipantPage extends ShownRegistration {
  head: EventHead;
  erased: boolean;
  collective: { id: string; organisation: string } | null;
  person: { id: string; name: string } | null;
  history: HistoryLine[];
  mails: { id: string; kind: MailKind; state: 'queued' | 'sent' | 'failed' | 'held' | 'caught'; at: Date }[];
  seats: (Omit<SeatRow, 'title'> & { title: ShownText | null })[];
}

/** A registration of this event; under the address of another event there is none. */
async function openOf(ctx: Ctx, eventId: string, id: string, ability: RegistrationAbility): Promise<OpenRegistration> {
  const registration = await getRegistrationFor(ctx, id, ability);
  if (registration.eventId !== eventId) throw notFound();
  return registration;
}

/**
 * One participant for organisers and moderators: what is known, what happened and by whom, mails, presence and certificates. Addresses and
 * mails are for organisers only. A constant number of queries. Error `page.not_found`.
 */
export async function showParticipant(ctx: Ctx, eventId: string, id: string): Promise<ParticipantPage> {
  const r = await openOf(ctx, eventId, id, 'read');
  const organiser = r.event.abilities.prepare.allowed;
  const list = r.collectiveId === null ? undefined : await findCollective(ctx, r.collectiveId, false);
  const name = r.personId === null ? null : await personName(ctx, r.personId);
  const mails = organiser ? await listMailsAbout(ctx, 'registration', r.id) : [];
  const page = await shownRegistration(ctx, r);
  return {
    ...page,
    email: organiser ? page.email : null,
    head: eventHead(ctx, r.event),
    erased: r.erasedAt !== null,
    collective: list ? { id: list.id, organisation: list.organisation } : null,
    person: r.personId !== null && name !== null ? { id: r.personId, name } : null,
    history: await historyOf(ctx, r.id),
    mails: mails.map((mail) => ({ id: mail.id, kind: kindOf(mail.template), state: mail.state, at: mail.created_at })),
    seats: (await listSeatsOf(ctx, eventId, r.id)).map((seat) => ({ ...seat, title: shown(seat.title, ctx.locale) })),
  };
}

/** The audit lines of a registration, latest first, each with the reason that was noted when it was written. */
async function historyOf(ctx: Ctx, id: string): Promise<HistoryLine[]> {
  const lines = await listAudit(ctx, 'registration', id);
  const notes = await listNotes(ctx, id);
  const ids = lines.flatMap((line) => (line.actor_kind === 'account' && line.actor_id ? [line.actor_id, ...(line.on_behalf_of ? [line.on_behalf_of] : [])] : []));
  const names = await accountNames(ctx, ids);
  const reasons = new Map<string, string>();
  // A note is written in the transaction of its audit line: of the lines that it can belong to, the nearest in time is its own.
  for (const note of notes) {
    const distance = (at: Date) => Math.abs(at.getTime() - note.at.getTime());
    const [own] = lines
      .filter((line) => line.act === note.act && line.actor_id === note.by && !reasons.has(line.id))
      .sort((a, b) => distance(a.at) - distance(b.at));
    if (own) reasons.set(own.id, note.reason);
  }
  return lines
    .map((line) => ({
      id: line.id,
      at: line.at,
      act: line.act,
      by: { kind: line.actor_kind as HistoryLine['by']['kind'], name: names.get(line.actor_id ?? '') ?? null, onBehalfOf: names.get(line.on_behalf_of ?? '') ?? null },
      reason: reasons.get(line.id) ?? null,
      fields: fieldsOf(line.data),
    }))
    .reverse();
}

function fieldsOf(data: unknown): string[] {
  const fields = typeof data === 'object' && data !== null && 'fields' in data ? data.fields : [];
  return Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : [];
}

export interface ParticipantForm extends ShownRegistration {
  head: EventHead;
}

/** A registration for a page on which an organiser does something with it; `ability` says what. Errors as `getRegistrationFor`. */
export async function showParticipantForm(
  ctx: Ctx,
  eventId: string,
  id: string,
  ability: 'manage' | 'manageCancel' | 'sendAgain' | 'erase' | 'joinPerson',
): Promise<ParticipantForm> {
  const r = await openOf(ctx, eventId, id, ability);
  // The holder may erase her own registration, but not here.
  if (!r.event.abilities.prepare.allowed) throw notFound();
  return { ...(await shownRegistration(ctx, r)), head: eventHead(ctx, r.event) };
}

export interface ForwardedMessage {
  text: string;
  /** The participant's, in which the message is written. */
  locale: Locale;
}

/** A message with the personal link for an organiser to forward: where there is no address, or mails do not arrive. Needs `sendAgain`. */
export async function messageToForward(ctx: Ctx, id: string): Promise<ForwardedMessage> {
  const r = await getRegistrationFor(ctx, id, 'sendAgain');
  const locale = r.mailLocale;
  const t = translator(locale);
  const sessions = await listSessions(ctx, r.eventId);
  const link = await addressOf(ctx, (await personalLink(ctx, 'registration', r, r.event)).path, locale);
  const lines = [
    t('seminars.mail.greeting', { name: r.name }),
    '',
    t('seminars.mail.event', { title: textIn(r.event.title, locale) }),
    t('seminars.mail.organiser', { organisation: textIn(r.event.organisationName, locale) }),
    ...sessions.flatMap((session) => timesOf(t, { locale, zone: r.timeZone }, r.event, session, sessions.length > 1)),
    '',
    t('seminars.mail.personal_link'),
    link,
  ];
  return { text: lines.join('\n'), locale };
}

export interface PersonSearch extends ParticipantForm {
  person: { id: string; name: string } | null;
  q: string;
  found: PersonAlike[];
  /** Somebody of much the same name is in the network, whose record is not the reader's. */
  elsewhere: boolean;
}

/** Persons of the registry whom a participant may be, by her name or by what was typed, of those whose records the reader keeps. Needs `joinPerson`. */
export async function findPersonFor(ctx: Ctx, eventId: string, id: string, typed: string): Promise<PersonSearch> {
  const r = await openOf(ctx, eventId, id, 'joinPerson');
  const q = typed.trim().slice(0, 120) || r.name;
  const name = r.personId === null ? null : await personName(ctx, r.personId);
  const { people: found, elsewhere } = await findPersonsAlike(ctx, q);
  return {
    ...(await shownRegistration(ctx, r)),
    head: eventHead(ctx, r.event),
    person: r.personId !== null && name !== null ? { id: r.personId, name } : null,
    q,
    found,
    elsewhere,
  };
}
