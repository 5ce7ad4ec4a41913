import type { MessageKey } from '#lib/i18n/index.ts';
import type { Ctx } from './platform.ts';
import type { LocalizedText } from './text/index.ts';
import type { Wording } from './wording.ts';

/** A human as the modules of one network know her. */
export interface DataSubject {
  /** Her record and those that were merged into it; empty for an account without a record. */
  personIds: readonly string[];
  accountId: string | null;
  /** Every spelling of her name that is on record. */
  names: readonly SubjectName[];
  /** Mail addresses that are hers alone, in small letters: what went to a mailbox shared by several may be another's. */
  addresses: readonly string[];
  /** Under which ids other modules know her: `seminars.registration` → ids. Filled by `trace` of those who know. */
  traces: ReadonlyMap<string, readonly string[]>;
}

export interface SubjectName {
  family: string;
  /** Null where only one word of a name is known. */
  given: string | null;
}

/** A value as it is stored; what a reader sees of it is chosen in her language. */
export type DataValue =
  | string
  | number
  | boolean
  | Date
  | null
  | { day: string }
  | { choice: string; code: string }
  | { language: string }
  | { country: string }
  | { text: LocalizedText }
  /** Put into words by the module, in the language of the context. */
  | { raw: unknown; shown: string };

export interface DataFact {
  /** In the file for programs: `birthDate`. */
  key: string;
  label: Wording;
  value: DataValue;
}

export interface DataSection {
  /** In the file for programs: `posts`. */
  id: string;
  title: MessageKey;
  items: DataFact[][];
}

/** Something an erasure takes, or leaves and why. */
export interface ErasureLine {
  what: MessageKey;
  count: number;
  /** Null: it goes. Else why it stays. */
  stays: MessageKey | null;
}

/** What becomes of a column: of names and addresses nothing is left; what stays has a reason; the rest is not about people. */
export interface TableClaim {
  erased?: string;
  /** Reason → columns, parted by spaces. */
  kept?: Readonly<Record<string, string>>;
  plain?: string;
}

export interface DataClaims {
  /** Table with its schema → its columns that are text, a date, or name somebody. */
  tables: Readonly<Record<string, TableClaim>>;
}

/**
 * Port: what a module holds about people. Modules register themselves in modules.ts; giving a person what is held about her, erasing it, and
 * the test that no column was forgotten ask all of them. Rights are asked by the caller; every function works in the network of the context.
 */
export interface PersonalDataSource {
  /** The schema of the module; its last registration wins, so that a second installation in one process (tests) can register again. */
  name: string;
  claims: DataClaims;
  /** Ids under which lower modules know her. */
  trace?(ctx: Ctx, subject: DataSubject): Promise<Record<string, readonly string[]>>;
  /** Everything that is held about her, section by section; sections without items are left out by the caller. */
  describe(ctx: Ctx, subject: DataSubject): Promise<DataSection[]>;
  /** What erasing would take and leave now. */
  preview(ctx: Ctx, subject: DataSubject): Promise<ErasureLine[]>;
  /** Takes out her name, addresses and whatever leads to her; figures stay. In the transaction of the erasure; a second time does nothing. */
  erase(tx: Ctx, subject: DataSubject): Promise<void>;
}

const sources = new Map<string, PersonalDataSource>();

export function registerPersonalData(source: PersonalDataSource): void {
  sources.set(source.name, source);
}

/** In the order of registration: those who know ids of others come first. */
export function listPersonalDataSources(): PersonalDataSource[] {
  return [...sources.values()];
}

/** A fact with a label that stands alone. */
export const fact = (key: string, label: MessageKey, value: DataValue): DataFact => ({ key, label: { key: label }, value });

/** A code of a list of choices, with the family of its words: `people.sex` + `female`. */
export const choice = (family: string, code: string | null): DataValue => (code === null ? null : { choice: `${family}.${code}`, code });

export const language = (locale: string | null): DataValue => (locale === null ? null : { language: locale });

export const day = (date: string | null): DataValue => (date === null ? null : { day: date });

/** What free text may not hold any more: her addresses, and her family name together with her given name. Patterns for `ilike`. */
export function mentionsOf(subject: DataSubject): { addresses: string[]; families: string[]; givens: string[] } {
  const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const pairs = subject.names.filter((name) => name.given !== null);
  return { addresses: subject.addresses.map(like), families: pairs.map(({ family }) => like(family)), givens: pairs.map(({ given }) => like(given ?? '')) };
}
