import { compareText, countryName, zoneCity, type Locale } from '#lib/i18n/index.ts';
import type { EligibilityRule } from './eligibility.rule.ts';
import { freePlaces, registrationStanding, type RegistrationStanding } from './registration-window.rule.ts';
import type { OpenEvent } from './seminars.access.ts';
import type { EventForm, EventState } from './seminars.tables.ts';
import { shown, type ShownText } from './shown-text.ts';

/** What every public page of an event shows around its own content. Nothing personal but the contact that the organiser made public. */
export interface Announcement {
  id: string;
  form: EventForm;
  state: EventState;
  title: ShownText;
  summary: ShownText | null;
  organisation: ShownText;
  /** The town of the host, by which its time is named. */
  city: string;
  hostZone: string;
  firstStart: string | null;
  lastEnd: string | null;
  languages: string[];
  /** Names in the reader's language, by her alphabet. */
  countries: string[];
  countryCodes: string[];
  cancelReason: ShownText | null;
  registration: {
    standing: RegistrationStanding;
    free: number | null;
    capacity: number | null;
    opensAt: string | null;
    closesAt: string | null;
    approval: boolean;
  };
  rule: EligibilityRule;
  /** A practice copy: its own "now", for the mark on every page. */
  rehearsal: { now: string } | null;
  /** Whether the reader may open the working pages. */
  prepares: boolean;
}

/** `now` is that of the event (`atEventClock`). */
export function announcementView(event: OpenEvent, locale: Locale, now: Date): Announcement {
  const compare = compareText(locale);
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: event.id,
    form: event.form,
    state: event.state,
    title: shown(event.title, locale) ?? { text: '' },
    summary: shown(event.summary, locale),
    organisation: shown(event.organisationName, locale) ?? { text: '' },
    city: hostCity(event, locale),
    hostZone: event.timeZone,
    firstStart: iso(event.firstStart),
    lastEnd: iso(event.lastEnd),
    languages: event.languages,
    countries: event.countries.map((code) => countryName(code, locale)).sort(compare),
    countryCodes: event.countries,
    cancelReason: shown(event.cancelReason, locale),
    registration: {
      standing: registrationStanding(event, now),
      free: freePlaces(event),
      capacity: event.capacity,
      opensAt: iso(event.registrationOpensAt),
      closesAt: iso(event.registrationClosesAt),
      approval: event.approvalRequired,
    },
    rule: event.certificateRule,
    rehearsal: event.rehearsalOf === null ? null : { now: now.toISOString() },
    prepares: event.abilities.prepare.allowed,
  };
}

/** By which town the host's time is called: where the organisation sits, if the event goes by the clocks there; else the city of the zone. */
export function hostCity(event: Pick<OpenEvent, 'settlement' | 'organisationZone' | 'timeZone'>, locale: Locale): string {
  const own = event.organisationZone === event.timeZone ? shown(event.settlement, locale)?.text : undefined;
  return own ?? zoneCity(event.timeZone, locale);
}
