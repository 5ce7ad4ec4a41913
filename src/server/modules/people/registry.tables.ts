import type { Locale } from '#lib/i18n/locales.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

type Instant = ColumnType<Date, Date | undefined, Date>;

export const SEXES = ['female', 'male'] as const;
export type Sex = (typeof SEXES)[number];
export const EMPLOYMENT_KINDS = ['main', 'second'] as const;
export type EmploymentKind = (typeof EMPLOYMENT_KINDS)[number];
export const LEAVING_REASONS = [
  'own_wish', 'retirement', 'moved_away', 'other_library', 'other_sector', 'study', 'family', 'pay', 'contract_end', 'reorganisation', 'death', 'other',
] as const; // prettier-ignore
export type LeavingReason = (typeof LEAVING_REASONS)[number];
export const EDUCATION_LEVELS = ['general', 'vocational', 'higher', 'postgraduate'] as const;
export type EducationLevel = (typeof EDUCATION_LEVELS)[number];
export const CATEGORIES = ['none', 'second', 'first', 'highest'] as const;
export type Category = (typeof CATEGORIES)[number];
/** Levels of the Common European Framework, as people know them from courses. */
export const LANGUAGE_LEVELS = ['a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'native'] as const;
export interface LanguageSkill {
  language: Locale;
  level: (typeof LANGUAGE_LEVELS)[number];
}

export interface OrganisationMoveTable {
  id: Generated<string>;
  network_id: string;
  organisation_id: string;
  from_parent_id: string | null;
  to_parent_id: string | null;
  moved_on: string;
  reason: string | null;
  moved_by: string | null;
  created_at: Instant;
}

export interface PositionTable {
  id: Generated<string>;
  network_id: string;
  code: string;
  name: JSONColumnType<LocalizedText>;
  isco: string | null;
  is_main_personnel: boolean;
  is_head: Generated<boolean>;
  sort: Generated<number>;
  is_retired: Generated<boolean>;
  search_words: Generated<string[]>;
  version: Generated<number>;
}

export interface StaffUnitTable {
  id: Generated<string>;
  network_id: string;
  organisation_id: string;
  position_id: string;
  units: string;
  from_date: string;
  to_date: string | null;
  note: string | null;
  created_at: Instant;
  version: Generated<number>;
}

export interface SearchWordTable {
  network_id: string;
  word: string;
}

export interface SearchSlipTable {
  network_id: string;
  slip: string;
  word: string;
}

export interface PersonNameTable {
  network_id: string;
  person_id: string;
  locale: Locale;
  family_name: string;
  given_name: string | null;
  patronymic: string | null;
}

export interface EducationTable {
  id: Generated<string>;
  network_id: string;
  person_id: string;
  level: EducationLevel;
  /** Null: nobody has said. */
  is_library_profile: boolean | null;
  institution: string | null;
  speciality: string | null;
  graduated_year: number | null;
  created_at: Instant;
  version: Generated<number>;
}

export interface AttestationTable {
  id: Generated<string>;
  network_id: string;
  person_id: string;
  category: Category;
  held_on: string | null;
  due_on: string | null;
  note: string | null;
  created_at: Instant;
  version: Generated<number>;
}

/** One field of a record before and after; dates and figures as text, choices by their code. */
export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
}

export interface RecordChangeTable {
  id: Generated<string>;
  network_id: string;
  subject_type: 'person' | 'organisation';
  subject_id: string;
  at: Instant;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string | null;
  on_behalf_name: string | null;
  act: string;
  changes: JSONColumnType<FieldChange[], string | undefined, string>;
  audit_id: string | null;
  /** The list that brought it, or that was taken back. */
  import_id: string | null;
}

export interface ChangeRequestTable {
  id: Generated<string>;
  network_id: string;
  person_id: string;
  changes: JSONColumnType<FieldChange[]>;
  state: Generated<'open' | 'confirmed' | 'declined' | 'withdrawn'>;
  asked_by: string;
  decided_by: string | null;
  decided_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  reason: string | null;
  created_at: Instant;
}

export interface CardViewTable {
  network_id: string;
  person_id: string;
  account_id: string;
  hour: Instant;
}

export interface PersonAliasTable {
  old_person_id: string;
  network_id: string;
  person_id: string;
  merged_by: string | null;
  merged_at: Instant;
  undo: JSONColumnType<Record<string, unknown>>;
}

export interface NotDuplicateTable {
  network_id: string;
  first_id: string;
  second_id: string;
  decided_by: string | null;
  decided_at: Instant;
}

export interface SavedFilterTable {
  id: Generated<string>;
  network_id: string;
  account_id: string;
  list: 'people' | 'organisations';
  name: string;
  query: string;
  created_at: Instant;
  /** Null: only its owner sees it. */
  shared_with: 'organisation' | 'network' | null;
  /** With whom of the tree; null once that organisation is gone: then nobody sees it but the owner. */
  shared_place: string | null;
  /** As it stood when the filter was shared. */
  owner_name: string | null;
}

export interface BulkChangeTable {
  id: Generated<string>;
  network_id: string;
  subject_type: 'person' | 'organisation';
  act: string;
  count: number;
  made_at: Instant;
  made_by: string | null;
  made_by_name: string | null;
  undone_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  undone_by: string | null;
  undone_by_name: string | null;
  kept: number | null;
  forgotten_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

export interface BulkChangeLineTable {
  network_id: string;
  change_id: string;
  subject_id: string;
  /** `WrittenStep` and `KeptStep` of bulk-undo.rule.ts. */
  written: JSONColumnType<object[]>;
  kept: JSONColumnType<object[], string | undefined, string>;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'people.organisation_move': OrganisationMoveTable;
    'people.position': PositionTable;
    'people.staff_unit': StaffUnitTable;
    'people.search_word': SearchWordTable;
    'people.search_slip': SearchSlipTable;
    'people.person_name': PersonNameTable;
    'people.education': EducationTable;
    'people.attestation': AttestationTable;
    'people.record_change': RecordChangeTable;
    'people.change_request': ChangeRequestTable;
    'people.card_view': CardViewTable;
    'people.person_alias': PersonAliasTable;
    'people.not_duplicate': NotDuplicateTable;
    'people.saved_filter': SavedFilterTable;
    'people.bulk_change': BulkChangeTable;
    'people.bulk_change_line': BulkChangeLineTable;
  }
}
