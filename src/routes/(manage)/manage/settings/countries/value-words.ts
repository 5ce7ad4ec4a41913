import { formatZone, isPlainMessageKey, languageName, type Formatters, type Locale, type T } from '#lib/i18n/index.ts';
import type { RuleField, RuleKey } from '#server/modules/people/index.ts';

interface Words {
  t: T;
  fmt: Formatters;
  locale: Locale;
}

/** A word that stands in the messages under a name made here. */
export function wordOf(t: T, key: string): string {
  return isPlainMessageKey(key) ? t(key) : (key.split('.').at(-1) ?? key);
}

export const ruleName = (t: T, key: RuleKey) => wordOf(t, `profiles.rule.${key}`);
export const fieldName = (t: T, name: string) => wordOf(t, `profiles.field.${name}`);

/** A day of a rule (`YYYY-MM-DD`), short. */
export const dayText = (fmt: Formatters, date: string) => fmt.dateShort(Date.parse(date), 'UTC');

/** Any leap year: 29 February has its place. */
const LEAP = 2024;

/** One field of a rule in words. null is no "no": nothing was found. */
export function fieldText({ t, fmt, locale }: Words, field: RuleField, value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined || value === '') return t('profiles.value.unset');
  switch (field.kind) {
    case 'flag':
      return t(value === true ? 'ui.answer.yes' : 'ui.answer.no');
    case 'choice':
      return wordOf(t, `profiles.choice.${value}`);
    case 'date':
      return dayText(fmt, String(value));
    case 'month_day':
      return fmt.dayMonth(Date.parse(`${LEAP}-${value}`), 'UTC');
    case 'zone':
      return formatZone(String(value), Date.now(), locale);
    case 'locale':
      return languageName(String(value), locale);
    case 'text':
      return String(value);
    case 'whole':
      return field.unit === 'months' ? ageText(t, Number(value)) : field.unit === 'minutes' ? fmt.duration(Number(value)) : String(value);
  }
}

function ageText(t: T, all: number): string {
  const [years, months] = [Math.floor(all / 12), all % 12];
  return months === 0 ? t('profiles.value.years', { years }) : t('profiles.value.years_months', { years, months });
}

/** What stands in a control: days as people write them. */
export function typed(field: RuleField, value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (field.kind === 'flag') return value === true ? 'yes' : 'no';
  if (field.kind === 'month_day') return String(value).split('-').reverse().join('.');
  return String(value);
}

/** When a version holds. */
export function periodText(t: T, fmt: Formatters, { validFrom, validTo }: { validFrom: string | null; validTo: string | null }): string {
  const [from, to] = [validFrom && dayText(fmt, validFrom), validTo && dayText(fmt, validTo)];
  if (from && to) return t('profiles.version.period', { from, to });
  if (from) return t('profiles.version.from', { from });
  return to ? t('profiles.version.to', { to }) : t('profiles.version.always');
}
