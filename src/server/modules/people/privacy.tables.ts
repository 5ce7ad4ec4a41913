import type { LocalizedText } from '#server/platform/text/index.ts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

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

/** What is agreed to: the registry itself, name and work in publications, pictures, data going to another country. */
export const CONSENT_PURPOSES = ['data', 'publication', 'photo', 'transfer'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];
export type ConsentTextState = 'draft' | 'published' | 'retired';

export interface ConsentTextTable {
  id: Generated<string>;
  network_id: string;
  purpose: ConsentPurpose;
  version_number: number;
  title: JSONColumnType<LocalizedText>;
  body: JSONColumnType<LocalizedText>;
  state: Generated<ConsentTextState>;
  lasts_months: number | null;
  created_by: string | null;
  created_at: Instant;
  published_by: string | null;
  published_at: NullableInstant;
  retired_at: NullableInstant;
  version: Generated<number>;
}

export interface ConsentTable {
  id: Generated<string>;
  network_id: string;
  person_id: string;
  text_id: string;
  given_by: 'self' | 'parent';
  way: 'account' | 'link' | 'paper';
  parent_name: string | null;
  locale: string;
  given_on: string;
  recorded_by: string | null;
  recorded_at: Instant;
  valid_until: string | null;
  withdrawn_at: NullableInstant;
  withdrawn_by: 'self' | 'parent' | 'keeper' | null;
}

export interface ConsentAskedTable {
  id: Generated<string>;
  network_id: string;
  person_id: string;
  text_id: string;
  parent_name: string;
  /** Where the link was sent; gone with the answer, or after 30 days. */
  parent_email: string | null;
  asked_by: string | null;
  asked_at: Instant;
  expires_at: Instant;
  consent_id: string | null;
  refused_at: NullableInstant;
}

export interface RetentionRuleTable {
  network_id: string;
  kind: string;
  days: number | null;
  changed_by: string | null;
  changed_at: Instant;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'people.erasure': ErasureTable;
    'people.consent_text': ConsentTextTable;
    'people.retention_rule': RetentionRuleTable;
    'people.consent': ConsentTable;
    'people.consent_asked': ConsentAskedTable;
  }
}
