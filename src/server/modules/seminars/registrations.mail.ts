import { formatters, formatZone, translator, type Locale, type T } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { queueMail, queueMails } from '#server/platform/mail.ts';
import { systemCtx, type MailTemplate, type Platform, type RenderedMail } from '#server/platform/platform.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';
import { hostCity } from './announcement.view.ts';
import { countNames } from './collective-list.queries.ts';
import { ALL_NAMES } from './collective-filter.ts';
import { findCollective, type CollectiveRow } from './collectives.queries.ts';
import { findEventRow, type EventRow } from './events.queries.ts';
import { invitationText, type Invitation } from './invitation.ts';
import { addressOf, personalLink } from './personal-links.ts';
import { listSessions } from './programme.queries.ts';
import { findRegistration, type RegistrationRow } from './registrations.queries.ts';
import type { CollectiveState, RegistrationState } from './seminars.tables.ts';
import { listRemovedSessions } from './told-sessions.queries.ts';

/** What participants are told, and in which states it is still true when the mail is made. `calendar`: what goes along with it. */
const KINDS = {
  confirmed: { states: ['confirmed'], calendar: 'REQUEST' },
  approved: { states: ['confirmed'], calendar: 'REQUEST' },
  place_given: { states: ['confirmed'], calendar: 'REQUEST' },
  pending: { states: ['pending'], calendar: null },
  waiting: { states: ['waiting'], calendar: null },
  declined: { states: ['declined'], calendar: null },
  cancelled: { states: ['cancelled'], calendar: null },
  /** Cancelled by somebody who had a place: the calendar has to forget it. */
  withdrawn: { states: ['cancelled'], calendar: 'CANCEL' },
  changed: { states: ['pending', 'confirmed', 'waiting'], calendar: null },
  updated: { states: ['confirmed'], calendar: 'REQUEST' },
  event_cancelled: { states: ['pending', 'confirmed', 'waiting'], calendar: 'CANCEL' },
  reminder: { states: ['confirmed'], calendar: null },
  /** Not told to whoever has confirmed meanwhile. */
  confirm_name: { states: ['confirmed'], calendar: null },
  link: { states: ['pending', 'confirmed', 'waiting'], calendar: 'REQUEST' },
  /** To the new address of whoever changed it. */
  address_changed: { states: ['confirmed'], calendar: 'REQUEST' },
  /** To somebody on a list of a reading room whose address was given or corrected. */
  listed: { states: ['confirmed'], calendar: 'REQUEST' },
  /** Part of a list was not accepted. */
  names_declined: { states: ['pending', 'confirmed'], calendar: null },
} as const satisfies Record<string, { states: readonly (RegistrationState | CollectiveState)[]; calendar: 'REQUEST' | 'CANCEL' | null }>;
export type MailKind = keyof typeof KINDS;

/**
 * Answers to what the addressee did herself this minute, or asked for. All others keep to quiet hours, unless the event begins before those
 * end.
 */
const AT_ONCE = new Set<MailKind>(['confirmed', 'pending', 'waiting', 'cancelled', 'withdrawn', 'changed', 'link', 'address_changed']);

/** `seminars.registration_confirmed` → `confirmed`: mails about registrations are made here only. */
export const kindOf = (template: string) => template.replace('seminars.registration_', '') as MailKind;

interface Addressee {
  purpose: 'registration' | 'collective';
  id: string;
  name: string;
  email: string;
  locale: Locale;
  /** The zone in which she reads times, where it is known. */
  zone: string | null;
  state: RegistrationState | CollectiveState;
  icsSequence: number;
  retentionDays: number;
  reason: string | null;
}

type ToldEvent = Pick<EventRow, 'id' | 'rehearsalOf' | 'organisationId' | 'timeZone' | 'firstStart' | 'lastEnd'>;
type ToldRegistration = Pick<RegistrationRow, 'id' | 'email' | 'mailLocale' | 'erasedAt'> & { timeZone?: string | null };
type ToldCollective = Pick<CollectiveRow, 'id' | 'contactEmail' | 'locale' | 'erasedAt'>;

/** By when its mails are needed: before it begins, and at once while it takes place; once it is over nothing presses. */
const neededBy = (ctx: Ctx, { firstStart, lastEnd }: ToldEvent): Date | null => (lastEnd !== null && lastEnd < ctx.clock.now() ? null : firstStart);

/** `since`: up to which SEQUENCE of the event the addressee had been told. */
const parameters = (name: string, id: string, since: number | undefined) => ({ [name]: id, ...(since === undefined ? {} : { since: String(since) }) });

/** Leaves a mail about a registration in the transaction of the deed; nothing where no address was given. */
export async function tellRegistration(tx: Ctx, event: ToldEvent, registration: ToldRegistration, kind: MailKind): Promise<void> {
  await tellRegistrations(tx, event, [registration], kind);
}

/** Many at once. */
export async function tellRegistrations(tx: Ctx, event: ToldEvent, list: readonly (ToldRegistration & { since?: number })[], kind: MailKind): Promise<void> {
  const mails = list.flatMap(({ id, email, mailLocale, erasedAt, since, timeZone }) =>
    email && !erasedAt
      ? [
          {
            template: `seminars.registration_${kind}`,
            params: parameters('registrationId', id, since),
            to: email,
            locale: mailLocale,
            subjectType: 'registration',
            subjectId: id,
            organisationId: event.organisationId,
            hold: event.rehearsalOf !== null,
            zone: timeZone ?? event.timeZone,
            neededBy: neededBy(tx, event),
          },
        ]
      : [],
  );
  await queueMails(tx, mails);
}

/** The same for the contact person of a reading room. */
export async function tellCollective(tx: Ctx, event: ToldEvent, collective: ToldCollective & { since?: number }, kind: MailKind): Promise<void> {
  if (collective.erasedAt || collective.contactEmail === '') return;
  await queueMail(tx, {
    template: `seminars.collective_${kind}`,
    params: parameters('collectiveId', collective.id, collective.since),
    to: collective.contactEmail,
    locale: collective.locale,
    subjectType: 'collective',
    subjectId: collective.id,
    organisationId: event.organisationId,
    hold: event.rehearsalOf !== null,
    zone: event.timeZone,
    neededBy: neededBy(tx, event),
  });
}

export function registerRegistrationMails(platform: Platform): void {
  for (const kind of Object.keys(KINDS) as MailKind[]) {
    for (const purpose of ['registration', 'collective'] as const) {
      platform.mailer.templates.set(`seminars.${purpose}_${kind}`, mailTo(purpose, kind));
      if (!AT_ONCE.has(kind)) platform.mailer.patient.add(`seminars.${purpose}_${kind}`);
    }
  }
}

/** Kinds that say that somebody does not take part: all that is still true once the event is cancelled. */
const ENDS = new Set<MailKind>(['event_cancelled', 'cancelled', 'withdrawn', 'declined']);

/** Made at the moment of sending, from ids: what has changed since, is told as it is now; what is no longer true, is not told. */
function mailTo(purpose: Addressee['purpose'], kind: MailKind): MailTemplate {
  return async (mail, platform) => {
    const ctx = systemCtx(platform, mail.networkId, 'mail', mail.locale);
    const found = purpose === 'registration' ? await findOne(ctx, mail.params.registrationId ?? '') : await findContact(ctx, mail.params.collectiveId ?? '');
    // What was left for another address waits for nobody: it would hand the link to whoever has that mailbox.
    if (!found || found.to.email !== mail.to) return null;
    const states: readonly string[] = KINDS[kind].states;
    // A list is never waiting itself, only its names are.
    if (!states.includes(found.to.state) && !(purpose === 'collective' && kind === 'waiting' && found.to.state === 'confirmed')) return null;
    if (kind === 'confirm_name' && found.namesConfirmed) return null;
    const event = await findEventRow(ctx, found.eventId, false);
    // Nobody is invited to what will not take place.
    if (event?.state === 'cancelled' && !ENDS.has(kind)) return null;
    return event ? render(ctx, event, { ...found.to, locale: mail.locale }, kind, Number(mail.params.since ?? event.icsSequence)) : null;
  };
}

interface Found {
  to: Addressee;
  eventId: string;
  /** Nobody is left whose printed name nobody confirmed. */
  namesConfirmed: boolean;
}

async function findOne(ctx: Ctx, id: string): Promise<Found | null> {
  const row = await findRegistration(ctx, id, false);
  if (!row?.email || row.erasedAt) return null;
  const { name, email, mailLocale: locale, timeZone: zone, state, icsSequence, retentionDays } = row;
  return { eventId: row.eventId, namesConfirmed: row.nameConfirmedAt !== null, to: { purpose: 'registration', id, name, email, locale, zone, state, icsSequence, retentionDays, reason: row.declinedReason } };
}

async function findContact(ctx: Ctx, id: string): Promise<Found | null> {
  const row = await findCollective(ctx, id, false);
  if (!row || row.erasedAt) return null;
  const { contactName: name, contactEmail: email, locale, state, icsSequence, retentionDays } = row;
  const { unconfirmed } = await countNames(ctx, id, ALL_NAMES);
  return { eventId: row.eventId, namesConfirmed: unconfirmed === 0, to: { purpose: 'collective', id, name, email, locale, zone: null, state, icsSequence, retentionDays, reason: row.declinedReason } };
}

async function render(ctx: Ctx, event: EventRow, to: Addressee, kind: MailKind, since: number): Promise<RenderedMail> {
  const t = translator(to.locale);
  const title = textIn(event.title, to.locale);
  const link = await addressOf(ctx, (await personalLink(ctx, to.purpose, to, event)).path, to.locale);
  const sessions = await listSessions(ctx, event.id);
  const gone = kind === 'declined' || kind === 'cancelled' || kind === 'withdrawn' || kind === 'event_cancelled';
  const own = to.purpose === 'collective';
  const reason = kind === 'event_cancelled' ? textIn(event.cancelReason, to.locale) : to.reason;
  const help = [event.contactName, event.contactEmail].filter(Boolean).join(', ');
  const lines = [
    t('seminars.mail.greeting', { name: to.name }),
    '',
    t(own ? `seminars.mail.collective_${kind}` : `seminars.mail.text_${kind}`),
    ...((gone || kind === 'names_declined') && reason ? ['', t('seminars.mail.reason', { reason })] : []),
    '',
    t('seminars.mail.event', { title }),
    t('seminars.mail.organiser', { organisation: textIn(event.organisationName, to.locale) }),
    ...(gone || kind === 'confirm_name' ? [] : sessions.flatMap((session) => timesOf(t, to, event, session, sessions.length > 1))),
    ...(gone && kind !== 'event_cancelled' ? [] : ['', t(own ? 'seminars.mail.collective_page' : 'seminars.mail.personal_link'), link]),
    ...(gone || own ? [] : ['', t('seminars.mail.printed_name', { name: to.name })]),
    ...(help ? ['', t('seminars.mail.help', { contact: help })] : []),
    '',
    t(own ? 'seminars.mail.collective_footer' : 'seminars.mail.footer'),
  ];
  const subject = t(`seminars.mail.subject_${kind}`, { title });
  return {
    subject,
    text: lines.join('\n'),
    ...(event.contactEmail ? { replyTo: event.contactEmail } : {}),
    ...(await calendarParts(ctx, event, to, { kind, since, link, title, sessions })),
  };
}

/** A sitting in the reader's time and in the host's, both named in words; once where they are the same. */
export function timesOf(t: T, to: Pick<Addressee, 'locale' | 'zone'>, event: EventRow, session: { title: LocalizedText; startsAt: Date; endsAt: Date }, several: boolean): string[] {
  const fmt = formatters(to.locale);
  const range = (zone: string) => `${fmt.dateFull(session.startsAt, zone)}, ${fmt.timeRange(session.startsAt, session.endsAt, zone)}`;
  const host = formatZone(event.timeZone, session.startsAt, to.locale, hostCity(event, to.locale));
  const name = several ? textIn(session.title, to.locale) : '';
  const yours = to.zone && range(to.zone) !== range(event.timeZone) ? [t('seminars.mail.your_time', { time: range(to.zone), zone: formatZone(to.zone, session.startsAt, to.locale) })] : [];
  return ['', ...(name ? [name] : []), ...yours, t('seminars.mail.host_time', { time: range(event.timeZone), zone: host })];
}

/** Invitations as calendars read them: one object a sitting. The first stands in the mail itself, others are attached. */
async function calendarParts(
  ctx: Ctx,
  event: EventRow,
  to: Addressee,
  about: { kind: MailKind; since: number; link: string; title: string; sessions: readonly { id: string; title: LocalizedText; startsAt: Date; endsAt: Date }[] },
): Promise<Pick<RenderedMail, 'calendar' | 'attachments'>> {
  const method = KINDS[about.kind].calendar;
  // Who never had a place has nothing in the calendar.
  if (!method || (to.state !== 'confirmed' && about.kind !== 'withdrawn')) return {};
  const entry = (session: (typeof about.sessions)[number]): Invitation => invitationOf(ctx, event, to, session, about);
  const objects: { method: 'REQUEST' | 'CANCEL'; content: string }[] = about.sessions.map((session) => ({ method, content: invitationText(method, to.locale, [entry(session)]) }));
  for (const session of about.kind === 'updated' ? await listRemovedSessions(ctx, event.id, about.since) : []) {
    objects.push({ method: 'CANCEL', content: invitationText('CANCEL', to.locale, [entry(session)]) });
  }
  const [first, ...others] = objects;
  if (!first) return {};
  return {
    calendar: first,
    attachments: others.map((one, index) => ({
      filename: `calendar-${index + 2}.ics`,
      content: one.content,
      contentType: `text/calendar; charset=utf-8; method=${one.method}`,
    })),
  };
}

/** A sitting as the calendar of this addressee holds it. SEQUENCE: that of the event plus that of the registration, so that both only raise it. */
export function invitationOf(
  ctx: Ctx,
  event: Pick<EventRow, 'icsSequence' | 'contactEmail' | 'organisationName'>,
  to: { id: string; name: string; email: string; locale: Locale; icsSequence: number },
  session: { id: string; title: LocalizedText; startsAt: Date; endsAt: Date },
  about: { title: string; link: string },
): Invitation {
  const part = textIn(session.title, to.locale);
  return {
    subjectId: to.id,
    sessionId: session.id,
    sequence: event.icsSequence + to.icsSequence,
    stamp: ctx.clock.now(),
    start: session.startsAt,
    end: session.endsAt,
    title: part && part !== about.title ? `${about.title} (${part})` : about.title,
    description: about.link,
    url: about.link,
    organiser: { name: textIn(event.organisationName, to.locale), email: event.contactEmail ?? senderOf(ctx.platform.config.mailFrom) },
    attendee: { name: to.name, email: to.email },
  };
}

/** `Sheberlik <mail@example.kz>` → `mail@example.kz`. */
function senderOf(from: string): string {
  return /<([^<>]+)>/.exec(from)?.[1] ?? from;
}
