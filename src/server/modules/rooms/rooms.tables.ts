import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { LocalizedText } from '#server/platform/text/index.ts';

type Instant = ColumnType<Date, Date, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

export const STREAM_PROVIDERS = ['link', 'youtube', 'vk', 'rutube', 'hls'] as const;
export type StreamProvider = (typeof STREAM_PROVIDERS)[number];
export type StreamPurpose = 'live' | 'recording';
export type PresenceEventKind = 'heartbeat' | 'here' | 'interval' | 'code' | 'collective' | 'add' | 'remove';
export type ImportState = 'open' | 'applied' | 'undone';
export type MatchKind = 'email' | 'name' | 'person' | 'undecided' | 'left_out';

export interface RoomTable {
  id: Generated<string>;
  network_id: string;
  owner_type: string;
  owner_id: string;
  title: JSONColumnType<LocalizedText>;
  time_zone: string;
  planned_start: Instant;
  planned_end: Instant;
  actual_start: NullableInstant;
  actual_end: NullableInstant;
  heartbeat_seconds: Generated<number>;
  hold_seconds: Generated<number>;
  bridge_seconds: Generated<number>;
  rehearsal: Generated<boolean>;
  /** int8 arrives as text. */
  clock_offset_seconds: ColumnType<string, number | undefined, number>;
  closed_at: NullableInstant;
  created_at: Instant;
  version: Generated<number>;
}

export interface TimeChangeTable {
  id: Generated<string>;
  network_id: string;
  room_id: string;
  at: Instant;
  actual_start: NullableInstant;
  actual_end: NullableInstant;
  reason: string | null;
  by_account: string | null;
}

export interface StreamTable {
  id: Generated<string>;
  network_id: string;
  room_id: string;
  provider: StreamProvider;
  url: string;
  embed_id: string | null;
  locale: string;
  purpose: Generated<StreamPurpose>;
  position: Generated<number>;
}

export interface AttendeeTable {
  id: Generated<string>;
  network_id: string;
  room_id: string;
  subject_type: string;
  subject_id: string;
  label: string;
  country: string | null;
  collective: Generated<boolean>;
  device_id: string | null;
  device_seen_at: NullableInstant;
  last_seen_at: NullableInstant;
  removed_at: NullableInstant;
}

export interface PresenceEventTable {
  id: Generated<string>;
  network_id: string;
  room_id: string;
  attendee_id: string;
  kind: PresenceEventKind;
  source: string;
  at: Instant;
  from_at: NullableInstant;
  to_at: NullableInstant;
  beats: Generated<number>;
  code_id: string | null;
  reason: string | null;
  by_account: string | null;
  import_id: string | null;
  batch_id: string | null;
}

export interface AnnouncedCodeTable {
  id: Generated<string>;
  network_id: string;
  room_id: string;
  position: number;
  code: string;
  announced_at: Instant;
  expires_at: Instant;
  announced_by: string | null;
}

export interface CodeTryTable {
  id: Generated<string>;
  network_id: string;
  code_id: string;
  attendee_id: string;
  tries: Generated<number>;
  succeeded_at: NullableInstant;
}

/** What is kept of a report beside its rows. */
export interface KeptReport {
  zone: string;
  kind: 'meeting' | 'webinar';
  topic: string | null;
  warnings: { code: string; params: Record<string, number> }[];
  problems: { row: number; column: string; value: string; code: string }[];
  ignored: { waitingRoom: number; notAttended: number; repeated: number };
}

export interface PresenceImportTable {
  id: Generated<string>;
  network_id: string;
  room_id: string;
  source: 'zoom';
  file_name: string;
  sha256: string;
  state: Generated<ImportState>;
  imported_by: string | null;
  imported_at: Instant;
  applied_at: NullableInstant;
  undone_at: NullableInstant;
  report: JSONColumnType<KeptReport>;
}

export interface KeptCandidate {
  attendeeId: string;
  /** 0–1, of the name alone. */
  score: number;
  sameEmail: boolean;
}

export interface PresenceImportRowTable {
  id: Generated<string>;
  network_id: string;
  import_id: string;
  row_number: number;
  person_key: string;
  name: string;
  email: string | null;
  joined_at: Instant;
  left_at: Instant;
  match_kind: MatchKind;
  attendee_id: string | null;
  name_differs: Generated<boolean>;
  candidates: JSONColumnType<KeptCandidate[]>;
}

export interface PresenceResultTable {
  network_id: string;
  room_id: string;
  attendee_id: string;
  minutes: number;
  of_minutes: number;
  codes: number;
  collective: boolean;
  corrected: boolean;
  computed_at: Instant;
}

/** Published view: what other modules may join. Settle the results first (`settlePresence`): heartbeats are counted when somebody asks. */
export interface PresenceCardView {
  network_id: string;
  owner_type: string;
  owner_id: string;
  room_id: string;
  attendee_id: string;
  subject_type: string;
  subject_id: string;
  /** Whole minutes present. */
  minutes: number;
  /** Whole minutes the session lasted. */
  of_minutes: number;
  /** How many announced codes were entered. */
  codes: number;
  /** Minutes are those the contact person of a reading room confirmed. */
  collective: boolean;
  /** A person corrected the minutes, with a reason. */
  corrected: boolean;
  /** The contact person has said who was there, be it "was not": without it the minutes of a collective seat are not counted yet. */
  confirmed_by_contact: boolean;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'rooms.room': RoomTable;
    'rooms.time_change': TimeChangeTable;
    'rooms.stream': StreamTable;
    'rooms.attendee': AttendeeTable;
    'rooms.presence_event': PresenceEventTable;
    'rooms.announced_code': AnnouncedCodeTable;
    'rooms.code_try': CodeTryTable;
    'rooms.presence_import': PresenceImportTable;
    'rooms.presence_import_row': PresenceImportRowTable;
    'rooms.presence_result': PresenceResultTable;
    'rooms.presence_card': PresenceCardView;
  }
}
