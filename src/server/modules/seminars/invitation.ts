import { ICalAttendeeStatus, ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { INTL_TAG, type Locale } from '#lib/i18n/index.ts';

/** What one person's calendar is told about one sitting. Instants are written in UTC: no calendar has to know the law of a zone. */
export interface Invitation {
  /** Whose registration (or list) it belongs to. Two people who share a mailbox have two entries, and cancelling one leaves the other. */
  subjectId: string;
  sessionId: string;
  /** Grows with every change; a calendar keeps what has the highest one. */
  sequence: number;
  stamp: Date;
  start: Date;
  end: Date;
  title: string;
  description: string;
  /** Where one takes part. */
  url: string;
  organiser: { name: string; email: string };
  attendee: { name: string; email: string };
}

export function invitationUid(subjectId: string, sessionId: string): string {
  return `${subjectId}-${sessionId}@sheberlik`;
}

/**
 * One iTIP object (RFC 5546) for one sitting: `REQUEST` invites or updates, `CANCEL` takes the entry away, `PUBLISH` is a file to be opened by
 * hand and names nobody. An object holds one UID, as the standard asks; only `PUBLISH` may hold several sittings.
 */
export function invitationText(method: 'REQUEST' | 'CANCEL' | 'PUBLISH', locale: Locale, invitations: readonly Invitation[]): string {
  if (method !== 'PUBLISH' && invitations.length !== 1) throw new RangeError('an iTIP object is about one entry');
  const calendar = new ICalCalendar({
    prodId: { company: 'Sheberlik', product: 'registrations', language: (INTL_TAG[locale].split('-')[0] ?? locale).toUpperCase() },
    method: ICalCalendarMethod[method],
  });
  for (const one of invitations) {
    const event = calendar.createEvent({
      id: invitationUid(one.subjectId, one.sessionId),
      sequence: one.sequence,
      stamp: one.stamp,
      start: one.start,
      end: one.end,
      summary: one.title,
      description: one.description,
      url: one.url,
      status: method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
    if (method === 'PUBLISH') continue;
    event.organizer(one.organiser);
    event.createAttendee({ ...one.attendee, rsvp: false, status: ICalAttendeeStatus.ACCEPTED });
  }
  return calendar.toString();
}
