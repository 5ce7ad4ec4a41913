import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { SourceKind, TrustMark } from './country-profiles.data.ts';

type Instant = ColumnType<Date, Date | undefined, Date>;

/** A version that a network wrote for itself. Rows are closed, never overwritten. */
export interface CountryRuleTable {
  id: Generated<string>;
  network_id: string;
  country: string;
  rule: string;
  value: JSONColumnType<object>;
  mark: TrustMark;
  kind: SourceKind | null;
  source: string | null;
  valid_from: ColumnType<string | null, string | null, never>;
  valid_to: ColumnType<string | null, string | null, never>;
  note: string | null;
  /** Account; null: the command line. */
  changed_by: string | null;
  created_at: Instant;
  /** Empty while the row stands. */
  closed_at: Date | null;
  closed_by: string | null;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'people.country_rule': CountryRuleTable;
  }
}
