import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Locale } from '#lib/i18n/locales.ts';
import type { ImportKind } from './import-fields.ts';
import type { ImportColumn } from './import-header.ts';
import type { ImportProblem } from './import-problems.ts';

type Instant = ColumnType<Date, Date | undefined, Date>;
type MaybeInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

export type ImportState = 'draft' | 'checking' | 'checked' | 'running' | 'done' | 'undone';
export const VERDICTS = ['new', 'change', 'same', 'undecided', 'wrong', 'left_out'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface StoredHeader {
  rows: number[];
  dataFrom: number;
  columns: ImportColumn[];
}

export interface ImportSettings {
  withHidden: boolean;
  /** For rows that name no organisation. */
  organisationId: string | null;
  /** In what language texts are that no heading names one for. */
  locale: Locale;
  /** For posts whose row gives no beginning. */
  postsFrom: string | null;
  /** Organisations that were chosen for what stands in cells, by the text of the cell. */
  places?: Record<string, string>;
  /** The template the columns were taken from. */
  template: string | null;
  /** While the job runs: whether rows with errors stop everything. */
  goodOnly: boolean;
}

/** A cell: its text, or text, date and number. */
export type StoredCell = string | [text: string, date: string | null, number: number | null];

export interface Candidate {
  id: string;
  /** 0–1, of the name */
  likeness: number;
  sameBirthDate: boolean;
  samePlace: boolean;
}

export interface ImportCounts {
  totals?: number;
  hidden?: number;
  repeatedHeadings?: number;
  titles?: number;
  rows?: number;
  warnings?: number;
  /** By verdict. */
  new?: number;
  change?: number;
  same?: number;
  undecided?: number;
  wrong?: number;
  /** After the run, and after taking back. */
  written?: number;
  kept?: number;
}

/** What one row wrote. */
export interface Written {
  subjectId: string;
  created: boolean;
  /** Rows of other tables that were added: their ids. */
  posts: string[];
  educations: string[];
  attestations: string[];
  /** What stood there before, of rows that were changed: enough to put it back. */
  before: { table: 'person' | 'post' | 'education' | 'organisation'; id: string; version: number; values: Record<string, unknown> }[];
}

export interface ImportTable {
  id: Generated<string>;
  network_id: string;
  kind: ImportKind;
  source: 'xlsx' | 'csv' | 'pasted';
  file_name: string;
  sheets: string[];
  sheet: string | null;
  state: Generated<ImportState>;
  header: JSONColumnType<StoredHeader>;
  settings: JSONColumnType<ImportSettings>;
  counts: JSONColumnType<ImportCounts, string | undefined, string>;
  damaged: boolean;
  job_id: string | null;
  created_by: string | null;
  created_by_name: string | null;
  created_at: Instant;
  /** Who had it written or taken back last, and in whose place. */
  started_by_name: string | null;
  started_for_name: string | null;
  done_at: MaybeInstant;
  undone_at: MaybeInstant;
  forgotten_at: MaybeInstant;
  version: Generated<number>;
}

export interface ImportRowTable {
  network_id: string;
  import_id: string;
  row_number: number;
  is_hidden: boolean;
  cells: JSONColumnType<StoredCell[]>;
  verdict: Verdict | null;
  draft: JSONColumnType<Record<string, unknown>> | null;
  problems: JSONColumnType<ImportProblem[], string | undefined, string>;
  candidates: JSONColumnType<Candidate[], string | undefined, string>;
  subject_id: string | null;
  same_as_row: number | null;
  decided_by_hand: Generated<boolean>;
  written: JSONColumnType<Written> | null;
  kept_because: string | null;
}

export interface ImportTemplateTable {
  id: Generated<string>;
  network_id: string;
  kind: ImportKind;
  name: string;
  signature: string;
  columns: JSONColumnType<(string | null)[]>;
  created_by: string | null;
  created_at: Instant;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'people.import': ImportTable;
    'people.import_row': ImportRowTable;
    'people.import_template': ImportTemplateTable;
  }
}
