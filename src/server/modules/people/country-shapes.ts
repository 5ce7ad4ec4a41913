import type { RuleKey } from './country-facts.ts';

/** One field of a rule: what a form asks, what the API takes, how a page shows it. */
export type RuleField = { readonly name: string; readonly optional?: true } & (
  | { readonly kind: 'whole'; readonly min: number; readonly max: number; readonly unit?: 'months' | 'minutes' }
  | { readonly kind: 'text'; readonly max: number }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  /** Yes, no, or null: no rule was found. */
  | { readonly kind: 'flag' }
  | { readonly kind: 'date' | 'month_day' | 'zone' | 'locale' }
);

export interface RuleShape {
  readonly group: RuleGroup;
  /** One record, or a list of them. */
  readonly form: 'one' | 'rows';
  readonly fields: readonly RuleField[];
}

export const RULE_GROUPS = ['place', 'calendar', 'data', 'work', 'papers'] as const;
export type RuleGroup = (typeof RULE_GROUPS)[number];

const optional = { optional: true } as const;
const whole = (name: string, min: number, max: number): RuleField => ({ name, kind: 'whole', min, max });
const perhaps = (name: string, min: number, max: number): RuleField => ({ ...whole(name, min, max), ...optional });
const text = (name: string, max: number): RuleField => ({ name, kind: 'text', max });
const choice = (name: string, ...of: string[]): RuleField => ({ name, kind: 'choice', of });
const flag = (name: string): RuleField => ({ name, kind: 'flag', ...optional });
const MONTH = 24 * 60 * 31;
const YEARS = [perhaps('from_year', 1900, 2200), perhaps('to_year', 1900, 2200)];

const one = (group: RuleGroup, ...fields: RuleField[]): RuleShape => ({ group, form: 'one', fields });
const rows = (group: RuleGroup, ...fields: RuleField[]): RuleShape => ({ group, form: 'rows', fields });

/** The rules by group, in the order in which pages show them. */
export const RULE_SHAPES: { readonly [Key in RuleKey]: RuleShape } = {
  default_zone: one('place', { name: 'zone', kind: 'zone' }),
  time_zones: rows('place', { name: 'zone', kind: 'zone' }),
  languages: rows('place', { name: 'locale', kind: 'locale' }),
  name_order: one('place', choice('order', 'family_given', 'given_family'), choice('patronymic', 'common', 'optional')),
  name_scripts: rows('place', choice('script', 'cyrillic', 'latin', 'armenian')),
  currency: one('place', text('code', 3), { ...text('sign', 10), ...optional }),
  phone: one('place', text('prefix', 5), whole('digits', 4, 12)),
  holidays: rows('calendar', { name: 'day', kind: 'month_day' }, { name: 'off', kind: 'flag' }, { name: 'carried', kind: 'flag' }, ...YEARS),
  holidays_easter: rows('calendar', whole('offset', -60, 60), ...YEARS),
  holidays_announced: rows('calendar', choice('feast', 'kurban_ait', 'orozo_ait'), { name: 'date', kind: 'date' }),
  holiday_transfer: one('calendar', choice('carry', 'next_working_day', 'by_decree', 'none'), flag('short_before')),
  holiday_overrides: rows('calendar', { name: 'date', kind: 'date' }, choice('day_kind', 'off', 'work', 'short'), text('act', 200)),
  consent_age: one('data', whole('below', 12, 21)),
  // Whoever was told a time of storage has it in her registration; bounds keep a slip of the pen from emptying lists overnight.
  retention: one('data', whole('days', 120, 3650)),
  list_retention: one('data', whole('days', 30, 119)),
  minors_hours: rows(
    'work',
    whole('age_from', 10, 21),
    whole('age_to', 11, 22),
    choice('season', 'any', 'term'),
    { ...perhaps('week_minutes', 0, 7 * 24 * 60), kind: 'whole', unit: 'minutes', min: 0, max: 7 * 24 * 60 },
    { ...perhaps('day_minutes', 0, 24 * 60), kind: 'whole', unit: 'minutes', min: 0, max: 24 * 60 },
    choice('effect', 'warn', 'block'),
  ),
  minors_bans: rows('work', choice('ban', 'night', 'overtime', 'days_off', 'holidays', 'trips', 'summed', 'shift_camps', 'second_job')),
  volunteer_ages: one('work', perhaps('least_age', 0, 100), perhaps('consent_below', 0, 100), perhaps('accompanied_below', 0, 100), perhaps('free_from', 0, 100), flag('contract')),
  mentoring: one('work', flag('consent'), flag('addendum'), flag('paid')),
  mentoring_exit: one('work', perhaps('notice_days', 0, 365)),
  dual_training: one('work', perhaps('least_percent', 0, 100), flag('agreement'), flag('for_culture')),
  pension_ages: rows(
    'work',
    choice('sex', 'male', 'female'),
    choice('key', 'birth_date', 'calendar_date'),
    { name: 'from', kind: 'date', ...optional },
    { name: 'to', kind: 'date', ...optional },
    { name: 'age_months', kind: 'whole', unit: 'months', min: 40 * 12, max: 80 * 12 },
  ),
  certificates: rows('papers', choice('paper', 'participation', 'professional_development', 'retraining', 'internship'), flag('licence'), perhaps('least_hours', 1, MONTH), flag('state_pattern'), flag('state_register')),
  reports: rows('papers', text('code', 60), { ...text('title', 300), ...optional }, { name: 'due', kind: 'month_day', ...optional }, { ...text('act', 200), ...optional }),
  academic_hour: one('papers', whole('minutes', 20, 120), perhaps('least', 20, 120), perhaps('most', 20, 120)),
};
