import type { Locale } from '#lib/i18n/index.ts';
import type { Announcement } from '#server/modules/seminars/index.ts';

/**
 * The event for search engines, as schema.org JSON-LD. The signs that could end the element or be written as entities are escaped, so that
 * the text may stand in it as it is.
 */
export function eventData(about: Announcement, link: string, locale: Locale): string {
  const open = about.registration.standing === 'open';
  const data = {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: about.title.text,
    ...(about.summary ? { description: about.summary.text } : {}),
    ...(about.firstStart ? { startDate: about.firstStart } : {}),
    ...(about.lastEnd ? { endDate: about.lastEnd } : {}),
    eventStatus: `https://schema.org/${about.state === 'cancelled' ? 'EventCancelled' : 'EventScheduled'}`,
    eventAttendanceMode: 'https://schema.org/OnlineEventAttendanceMode',
    location: { '@type': 'VirtualLocation', url: link },
    organizer: { '@type': 'Organization', name: about.organisation.text },
    inLanguage: about.languages,
    isAccessibleForFree: true,
    ...(about.registration.capacity === null ? {} : { maximumAttendeeCapacity: about.registration.capacity, remainingAttendeeCapacity: about.registration.free }),
    ...(open ? { potentialAction: { '@type': 'RegisterAction', target: `${link}/register` } } : {}),
    url: link,
    mainEntityOfPage: { '@type': 'WebPage', '@id': link, inLanguage: locale },
  };
  return JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
