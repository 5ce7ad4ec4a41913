import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { EligibilityRule } from './eligibility.rule.ts';

type Instant = ColumnType<Date, Date | undefined, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** `timestamp` without zone, as text: `2026-05-18 10:00:00` shown by clocks in the event's zone. */
type WallStamp = string;

export const EVENT_FORMS = [
  'seminar',
  'webinar',
  'practicum',
  'conference',
  'round_table',
  'day_of_professional_development',
  'day_of_specialist',
  'master_class',
  'contest',
  'methodical_visit',
  'consultation',
] as const;
export type EventForm = (typeof EVENT_FORMS)[number];

export const EVENT_STATES = ['draft', 'published', 'cancelled', 'completed'] as const;
export type EventState = (typeof EVENT_STATES)[number];

export const TALK_KINDS = ['talk', 'opening', 'discussion', 'break', 'closing'] as const;
export type TalkKind = (typeof TALK_KINDS)[number];

export const REGISTRATION_STATES = ['pending', 'waiting', 'confirmed', 'declined', 'cancelled'] as const;
export type RegistrationState = (typeof REGISTRATION_STATES)[number];
export type RegistrationRole = 'listener' | 'speaker' | 'moderator' | 'organiser';
export type CollectiveState = 'pending' | 'confirmed' | 'declined' | 'cancelled';

export interface EventTable {
  id: Generated<string>;
  network_id: string;
  organisation_id: string;
  form: EventForm;
  title: JSONColumnType<LocalizedText>;
  /** The title in all its languages, as Latin skeleton. */
  search_key: Generated<string>;
  summary: JSONColumnType<LocalizedText>;
  description: JSONColumnType<LocalizedText>;
  letter: JSONColumnType<LetterTexts>;
  time_zone: string;
  languages: string[];
  countries: string[];
  capacity: number | null;
  registration_opens_at: NullableInstant;
  registration_closes_at: NullableInstant;
  approval_required: Generated<boolean>;
  certificate_months: number | null;
  certificate_rule: JSONColumnType<EligibilityRule>;
  contact_name: string | null;
  contact_email: string | null;
  state: Generated<EventState>;
  published_at: NullableInstant;
  cancelled_at: NullableInstant;
  cancel_reason: JSONColumnType<LocalizedText> | null;
  rehearsal_of: string | null;
  clock_offset_seconds: ColumnType<string, number | undefined, number>;
  ics_sequence: Generated<number>;
  first_start: NullableInstant;
  last_end: NullableInstant;
  created_by: string | null;
  created_at: Instant;
  changed_at: Instant;
  version: Generated<number>;
}

/** Texts that only the information letter shows. */
export interface LetterTexts {
  /** Paragraphs between the title and the dates: aim, whom it is for. */
  aim?: LocalizedText;
  /** What speakers have to send, and how. */
  requirements?: LocalizedText;
}

export interface SessionTable {
  id: Generated<string>;
  network_id: string;
  event_id: string;
  title: JSONColumnType<LocalizedText>;
  starts_wall: WallStamp;
  ends_wall: WallStamp;
  starts_at: Instant;
  ends_at: Instant;
  position: number;
  version: Generated<number>;
}

export interface SectionTable {
  id: Generated<string>;
  network_id: string;
  event_id: string;
  title: JSONColumnType<LocalizedText>;
  hall: Generated<string>;
  position: number;
  version: Generated<number>;
}

export interface ContributorTable {
  id: Generated<string>;
  network_id: string;
  event_id: string;
  name: string;
  name_key: string;
  country: string | null;
  organisation: Generated<string>;
  post: Generated<string>;
  email: string | null;
  certificate_locale: string | null;
  certificate_name: string | null;
  version: Generated<number>;
}

export interface SectionModeratorTable {
  network_id: string;
  section_id: string;
  contributor_id: string;
  position: Generated<number>;
}

export interface TalkTable {
  id: Generated<string>;
  network_id: string;
  event_id: string;
  session_id: string;
  section_id: string | null;
  kind: Generated<TalkKind>;
  title: JSONColumnType<LocalizedText>;
  search_key: Generated<string>;
  abstract: JSONColumnType<LocalizedText>;
  language: string | null;
  interpretation: Generated<string[]>;
  country: string | null;
  starts_wall: WallStamp;
  ends_wall: WallStamp;
  starts_at: Instant;
  ends_at: Instant;
  given: Generated<boolean>;
  version: Generated<number>;
}

export interface TalkSpeakerTable {
  network_id: string;
  talk_id: string;
  contributor_id: string;
  position: Generated<number>;
}

export interface CollectiveTable {
  id: Generated<string>;
  network_id: string;
  event_id: string;
  contact_name: string;
  contact_email: string;
  organisation: string;
  settlement: Generated<string>;
  country: string;
  locale: string;
  right_stated_at: Instant;
  right_text_version: string;
  notice_version: string | null;
  retention_days: Generated<number>;
  state: CollectiveState;
  decided_by: string | null;
  decided_at: NullableInstant;
  declined_reason: string | null;
  idempotency_key: string | null;
  ics_sequence: Generated<number>;
  told_sequence: Generated<number>;
  reminded_at: NullableInstant;
  names_asked_at: NullableInstant;
  created_at: Instant;
  cancelled_at: NullableInstant;
  erased_at: NullableInstant;
  version: Generated<number>;
}

export interface RegistrationTable {
  id: Generated<string>;
  network_id: string;
  event_id: string;
  collective_id: string | null;
  state: RegistrationState;
  name: string;
  name_key: string;
  search_key: Generated<string>;
  name_confirmed_by: string | null;
  name_confirmed_at: NullableInstant;
  email: string | null;
  country: string;
  organisation: Generated<string>;
  position: Generated<string>;
  role: Generated<RegistrationRole>;
  certificate_locale: string;
  mail_locale: string;
  time_zone: string | null;
  notice_version: string | null;
  noticed_at: NullableInstant;
  person_id: string | null;
  ics_sequence: Generated<number>;
  told_sequence: Generated<number>;
  reminded_at: NullableInstant;
  name_asked_at: NullableInstant;
  waiting_since: NullableInstant;
  list_line: number | null;
  retention_days: Generated<number>;
  idempotency_key: string | null;
  viewed_recording_at: NullableInstant;
  created_at: Instant;
  cancelled_at: NullableInstant;
  declined_reason: string | null;
  erased_at: NullableInstant;
  version: Generated<number>;
}

export interface RegistrationNoteTable {
  id: Generated<string>;
  network_id: string;
  registration_id: string;
  at: Instant;
  by_account: string | null;
  act: string;
  reason: string;
}

export interface ToldSessionTable {
  network_id: string;
  event_id: string;
  session_id: string;
  title: JSONColumnType<LocalizedText>;
  starts_at: Instant;
  ends_at: Instant;
  removed_sequence: number | null;
}

export interface SeatCountTable {
  network_id: string;
  event_id: string;
  taken: Generated<number>;
}

export type Decision = 'grant' | 'refuse' | 'rule';

export interface CertificateDecisionTable {
  id: Generated<string>;
  network_id: string;
  event_id: string;
  registration_id: string | null;
  contributor_id: string | null;
  decision: Decision;
  reason: string;
  decided_by: string | null;
  decided_at: Instant;
}

export interface IssuingRunTable {
  id: Generated<string>;
  network_id: string;
  event_id: string;
  job_id: string;
  deliver_in_minutes: Generated<number>;
  template: string | null;
  unconfirmed_too: boolean;
  started_by: string | null;
  started_at: Instant;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'seminars.event': EventTable;
    'seminars.session': SessionTable;
    'seminars.section': SectionTable;
    'seminars.contributor': ContributorTable;
    'seminars.section_moderator': SectionModeratorTable;
    'seminars.talk': TalkTable;
    'seminars.talk_speaker': TalkSpeakerTable;
    'seminars.collective': CollectiveTable;
    'seminars.registration': RegistrationTable;
    'seminars.seat_count': SeatCountTable;
    'seminars.told_session': ToldSessionTable;
    'seminars.registration_note': RegistrationNoteTable;
    'seminars.certificate_decision': CertificateDecisionTable;
    'seminars.issuing_run': IssuingRunTable;
  }
}
