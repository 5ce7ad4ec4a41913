import { ICalCalendar, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { INTL_TAG, localisePath, type Locale } from '#lib/i18n/index.ts';

/** One sitting in a calendar. Instants are written in UTC: no calendar has to know the law of a zone. */
export interface CalendarEntry {
  sessionId: string;
  /** Grows with every change; a calendar keeps the entry with the highest one. */
  sequence: number;
  changedAt: Date;
  start: Date;
  end: Date;
  title: string;
  description: string;
  /** Page of the event. */
  url: string;
  cancelled: boolean;
}

export interface CalendarHead {
  name: string;
  locale: Locale;
  /** Host of the public address: part of what makes an entry one of its kind. */
  host: string;
  method: 'PUBLISH' | 'REQUEST' | 'CANCEL';
  /** How often a subscribed calendar may ask again. */
  refreshHours?: number;
  /** In invitations only: who invites and who is invited. Public calendars name nobody. */
  organizer?: { name: string; email: string };
  attendee?: { name: string; email: string };
}

/** The same for the public calendar, the feed and the mails, so that an update finds the entry it updates. */
export function calendarUid(sessionId: string, host: string): string {
  return `sitting-${sessionId}@${host}`;
}

/** An iCalendar object (RFC 5545) as text. */
export function calendarText(head: CalendarHead, entries: readonly CalendarEntry[]): string {
  const calendar = new ICalCalendar({
    name: head.name,
    prodId: { company: 'Sheberlik', product: 'seminars', language: INTL_TAG[head.locale].split('-')[0]!.toUpperCase() },
    method: ICalCalendarMethod[head.method],
    ...(head.refreshHours ? { ttl: head.refreshHours * 3600 } : {}),
  });
  for (const entry of entries) {
    const event = calendar.createEvent({
      id: calendarUid(entry.sessionId, head.host),
      sequence: entry.sequence,
      stamp: entry.changedAt,
      lastModified: entry.changedAt,
      start: entry.start,
      end: entry.end,
      summary: entry.title,
      description: entry.description,
      url: entry.url,
      location: entry.url,
      status: entry.cancelled || head.method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      transparency: ICalEventTransparency.OPAQUE,
    });
    if (head.organizer) event.organizer(head.organizer);
    if (head.attendee) event.createAttendee({ ...head.attendee, rsvp: false });
  }
  return calendar.toString();
}

/** Address of the event's page for a reader, as it stands in calendars, mails and on paper. */
export function eventAddress(publicAddress: string, eventId: string, at: { locale: Locale; network: string | null }): string {
  return publicAddress + localisePath(`/seminars/${eventId}`, at);
}
