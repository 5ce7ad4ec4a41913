import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { Answer } from './answers.ts';
import type { ItemContent, ItemType } from './items.schemas.ts';
import type { TestSettings } from './tests.schemas.ts';

type Instant = ColumnType<Date, Date, never>;
type Json<T> = ColumnType<T | null, string | null | undefined, string | null>;

export const ITEM_STATES = ['draft', 'in_use', 'retired'] as const;
export type ItemState = (typeof ITEM_STATES)[number];
export const TEST_STATES = ['draft', 'published', 'retired'] as const;
export type TestState = (typeof TEST_STATES)[number];
export const ATTEMPT_STATES = ['open', 'waiting', 'finished'] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

interface NamesCompetency {
  framework: string;
  competency: string;
  competency_title: Json<LocalizedText>;
  lineage_id: string | null;
}

export interface ItemTable extends NamesCompetency {
  id: Generated<string>;
  network_id: string;
  code: string;
  state: ItemState;
  current_number: number;
  created_at: Instant;
  changed_at: ColumnType<Date>;
  version: Generated<number>;
}

export interface ItemVersionTable {
  id: Generated<string>;
  network_id: string;
  item_id: string;
  number: number;
  type: ItemType;
  step: number;
  content: JSONColumnType<ItemContent>;
  languages: Locale[];
  created_at: Instant;
  created_by: string | null;
}

export interface TestTable extends NamesCompetency {
  id: Generated<string>;
  network_id: string;
  code: string | null;
  created_at: Instant;
  changed_at: ColumnType<Date>;
  retired_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  version: Generated<number>;
}

export interface TestVersionTable {
  id: Generated<string>;
  network_id: string;
  test_id: string;
  number: number;
  settings: JSONColumnType<TestSettings>;
  languages: Locale[];
  created_at: Instant;
  created_by: string | null;
  published_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

export interface TestItemTable {
  network_id: string;
  test_version_id: string;
  position: number;
  item_id: string;
  item_version_id: string | null;
  points: ColumnType<string, number, number>;
}

export interface AttemptTable {
  id: Generated<string>;
  network_id: string;
  test_id: string;
  test_version_id: string;
  person_id: string | null;
  locale: Locale;
  seed: number;
  state: AttemptState;
  started_at: Instant;
  due_at: Date | null;
  handed_in_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  finished_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  points: ColumnType<string | null, number | null | undefined, number | null>;
  most_points: ColumnType<string, number, never>;
  passed: ColumnType<boolean | null, boolean | null | undefined, boolean | null>;
}

export interface AnswerTable {
  id: Generated<string>;
  network_id: string;
  attempt_id: string;
  position: number;
  item_version_id: string;
  most_points: ColumnType<string, number, never>;
  answer: Json<Answer>;
  saved_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  points: ColumnType<string | null, number | null | undefined, number | null>;
  marks: Json<number[]>;
  comment: ColumnType<string | null, string | null | undefined, string | null>;
  scored_by: ColumnType<string | null, string | null | undefined, string | null>;
  scored_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'assessment.item': ItemTable;
    'assessment.item_version': ItemVersionTable;
    'assessment.test': TestTable;
    'assessment.test_version': TestVersionTable;
    'assessment.test_item': TestItemTable;
    'assessment.attempt': AttemptTable;
    'assessment.answer': AnswerTable;
  }
}
