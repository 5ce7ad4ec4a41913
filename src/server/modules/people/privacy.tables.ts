import type { ColumnType, Generated } from 'kysely';

type Instant = ColumnType<Date, Date | undefined, Date>;
type NullableInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

export type ErasureState = 'asked' | 'running' | 'done' | 'declined' | 'withdrawn';

export interface ErasureTable {
  id: Generated<string>;
  network_id: string;
  person_id: string;
  state: ErasureState;
  asked_at: NullableInstant;
  decided_by: string | null;
  decided_at: NullableInstant;
  declined_reason: string | null;
  job_id: string | null;
  done_at: NullableInstant;
  created_at: Instant;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'people.erasure': ErasureTable;
  }
}
