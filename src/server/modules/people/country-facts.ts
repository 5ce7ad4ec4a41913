import type { Locale } from '#lib/i18n/locales.ts';
import type { SourceKind, TrustMark } from './country-profiles.data.ts';
import type { NameScript } from './name-letters.ts';

/**
 * What is known of a country, as dated versions. A value is a flat record or a list of flat records, so that one page can show and change
 * every rule. null in a value means "no rule was found": the local act decides; it never means no.
 */
export interface RuleValues {
  default_zone: { zone: string | null };
  time_zones: readonly { zone: string }[];
  languages: readonly { locale: Locale }[];
  name_order: { order: 'family_given' | 'given_family'; patronymic: 'common' | 'optional' };
  name_scripts: readonly { script: NameScript }[];
  currency: { code: string; sign: string | null };
  phone: { prefix: string; digits: number };
  /** `day` is `MM-DD`; `off`: nobody works; `carried`: on a weekend it moves where the country moves holidays. */
  holidays: readonly { day: string; off: boolean; carried: boolean; from_year: number | null; to_year: number | null }[];
  /** Days after Orthodox Easter. */
  holidays_easter: readonly { offset: number; from_year: number | null; to_year: number | null }[];
  /** Lunar days, only those that were announced: never computed. */
  holidays_announced: readonly { feast: 'kurban_ait' | 'orozo_ait'; date: string }[];
  holiday_transfer: { carry: 'next_working_day' | 'by_decree' | 'none'; short_before: boolean | null };
  /** Days that an act of one year makes other than the rules do. */
  holiday_overrides: readonly { date: string; day_kind: 'off' | 'work' | 'short'; act: string }[];
  consent_age: { below: number };
  retention: { days: number };
  list_retention: { days: number };
  /** Ages in whole years, `age_to` itself no longer; the row of the term is for those who study meanwhile. */
  minors_hours: readonly { age_from: number; age_to: number; season: 'any' | 'term'; week_minutes: number | null; day_minutes: number | null; effect: 'warn' | 'block' }[];
  minors_bans: readonly { ban: 'night' | 'overtime' | 'days_off' | 'holidays' | 'trips' | 'summed' | 'shift_camps' | 'second_job' }[];
  volunteer_ages: { least_age: number | null; consent_below: number | null; accompanied_below: number | null; free_from: number | null; contract: boolean | null };
  mentoring: { consent: boolean | null; addendum: boolean | null; paid: boolean | null };
  mentoring_exit: { notice_days: number | null };
  dual_training: { least_percent: number | null; agreement: boolean | null; for_culture: boolean | null };
  /** `key` says what `from` and `to` bound: the birth date, or the day on which the age is reached. */
  pension_ages: readonly { sex: 'male' | 'female'; key: 'birth_date' | 'calendar_date'; from: string | null; to: string | null; age_months: number }[];
  certificates: readonly {
    paper: 'participation' | 'professional_development' | 'retraining' | 'internship';
    licence: boolean | null;
    least_hours: number | null;
    state_pattern: boolean | null;
    state_register: boolean | null;
  }[];
  reports: readonly { code: string; title: string | null; due: string | null; act: string | null }[];
  academic_hour: { minutes: number; least: number | null; most: number | null };
}

export type RuleKey = keyof RuleValues;

export interface RuleVersion<Value> {
  readonly value: Value;
  readonly mark: TrustMark;
  readonly kind: SourceKind | null;
  /** Address, or the name of an act or data set. */
  readonly source: string | null;
  readonly asOf: string;
  /** First and last day on which it holds, `YYYY-MM-DD`; null: no bound is known. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  /** Sources disagree: the stricter reading stands here, and it is never called law. */
  readonly disputed?: true;
  /** Row of the network that wrote it; absent: it comes with the program. */
  readonly ownId?: string;
  readonly note?: string | null;
}

export type Versions<Value> = readonly RuleVersion<Value>[];
export type CountryRules = { readonly [Key in RuleKey]: Versions<RuleValues[Key]> };

/** The day on which the sources of the shipped rules were read. */
export const READ_ON = '2026-11-23';

interface Validity {
  from?: string;
  to?: string;
  disputed?: true;
}
const version = <Value>(value: Value, mark: TrustMark, kind: SourceKind | null, source: string | null, { from, to, disputed }: Validity = {}): Versions<Value> => [
  { value, mark, kind, source, asOf: READ_ON, validFrom: from ?? null, validTo: to ?? null, ...(disputed ? { disputed } : {}) },
];

/** Our own default, derived. */
export const ours = <Value>(value: Value): Versions<Value> => version(value, 'D', null, null);
/** Only heard of, unconfirmed. */
export const heard = <Value>(value: Value, source: string | null = null): Versions<Value> => version(value, 'M', null, source);
/** Checked in a data set. */
export const checked = <Value>(value: Value, source: string): Versions<Value> => version(value, 'V', null, source);
/** Read at the source named. */
export const read = <Value>(value: Value, kind: SourceKind, source: string, when: Validity = {}): Versions<Value> => version(value, 'S', kind, source, when);
