import type { ColumnType, Generated, JSONColumnType } from 'kysely';

type Instant = ColumnType<Date, Date | undefined, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

export interface AuditEntryTable {
  id: Generated<string>;
  network_id: string | null;
  at: Instant;
  actor_kind: string;
  actor_id: string | null;
  /** In whose place. */
  on_behalf_of: string | null;
  session_id: string | null;
  token_id: string | null;
  /** Of accounts only: the address and the browser it came from. */
  source: string | null;
  user_agent: string | null;
  act: string;
  subject_type: string;
  subject_id: string | null;
  data: JSONColumnType<Record<string, unknown>>;
}

export interface OutboxEventTable {
  seq: Generated<string>;
  network_id: string | null;
  name: string;
  payload: JSONColumnType<Record<string, unknown>>;
  at: Instant;
}

export interface MailMessageTable {
  id: Generated<string>;
  network_id: string;
  organisation_id: string | null;
  template: string;
  params: JSONColumnType<Record<string, string>>;
  locale: string;
  to_address: string;
  subject_type: string;
  subject_id: string | null;
  state: Generated<'queued' | 'sent' | 'failed' | 'held' | 'caught'>;
  attempts: Generated<number>;
  error_code: string | null;
  created_at: Instant;
  sent_at: NullableInstant;
  /** Not to be sent earlier: somebody's quiet hours. */
  not_before: NullableInstant;
  /** Of kinds that wait: when begins what it is about, and by whose clocks its reader lives where no account says it. */
  needed_by: NullableInstant;
  time_zone: string | null;
}

export interface JobTable {
  id: Generated<string>;
  network_id: string;
  kind: string;
  params: JSONColumnType<Record<string, unknown>>;
  state: Generated<'waiting' | 'running' | 'done' | 'failed' | 'stopped'>;
  done: Generated<number>;
  total: Generated<number>;
  outcome: JSONColumnType<Record<string, unknown>> | null;
  error_code: string | null;
  stop_requested: Generated<boolean>;
  created_by: string | null;
  created_at: Instant;
  started_at: NullableInstant;
  finished_at: NullableInstant;
}

export interface SettingTable {
  name: string;
  value: ColumnType<unknown, string, string>;
  updated_at: Instant;
}

export interface RateWindowTable {
  key: string;
  window_start: Instant;
  count: number;
}

export interface IdempotencyKeyTable {
  key: string;
  scope: string;
  outcome: JSONColumnType<Record<string, unknown>>;
  created_at: Instant;
}

export interface StoredFileTable {
  id: Generated<string>;
  network_id: string;
  owner_type: string;
  owner_id: string;
  name: string;
  media_type: string;
  byte_size: number;
  sha256: string;
  created_at: Instant;
}

declare module './db.ts' {
  interface Tables {
    'platform.audit_entry': AuditEntryTable;
    'platform.outbox_event': OutboxEventTable;
    'platform.mail_message': MailMessageTable;
    'platform.job': JobTable;
    'platform.setting': SettingTable;
    'platform.rate_window': RateWindowTable;
    'platform.idempotency_key': IdempotencyKeyTable;
    'platform.stored_file': StoredFileTable;
  }
}
