import { formatZone, isLocale, isMessageKey, isPlainMessageKey, isZone, languageName, type Formatters, type Locale, type MessageKey, type T } from '#lib/i18n/index.ts';
import { dayOf } from './day.ts';

const say = (t: T, key: string): string | null => (isMessageKey(key) && isPlainMessageKey(key) ? (t as (key: MessageKey) => string)(key) : null);

const snake = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A field of a change in words: `name.kk` is the name in Kazakh, `names.ru` the spelling in Russian. */
export function fieldWord(t: T, locale: Locale, field: string): string {
  const [name = '', language] = field.split('.');
  const word = say(t, `people.changed.${snake(name)}`) ?? name;
  return language && isLocale(language) ? t('people.changes.field_in', { field: word, language: languageName(language, locale) }) : word;
}

const CHOICES: Readonly<Record<string, string>> = {
  kind: 'people.kind',
  sex: 'people.sex',
  leavingReason: 'people.leaving',
  level: 'people.level',
  category: 'people.category',
};

/** Written with the reader's decimal sign. A year or a code is no amount. */
const AMOUNTS = new Set(['rate', 'units']);

/** `kk native, ru c1` as a reader says it. */
function skillWords(t: T, fmt: Formatters, locale: Locale, value: string): string {
  const skills = value.split(', ').map((skill) => {
    const [language = '', level = ''] = skill.split(' ');
    // The languages in which a library works have no level.
    if (!level && isLocale(language)) return languageName(language, locale);
    const word = say(t, `people.language.${level}`);
    return word && isLocale(language) ? t('people.card.language', { language: languageName(language, locale), level: word }) : skill;
  });
  return fmt.list(skills);
}

/** A value as a reader knows it: dates and amounts by her language, choices and languages in words, yes and no. */
export function valueWord(t: T, fmt: Formatters, locale: Locale, field: string, value: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dayOf(fmt, value);
  if (AMOUNTS.has(field) && value !== '' && Number.isFinite(Number(value))) return fmt.number(Number(value));
  if (value === 'true') return t('people.value.yes');
  if (value === 'false') return t('people.value.no');
  if (field === 'languages') return skillWords(t, fmt, locale, value);
  if (field === 'timeZone' && isZone(value)) return formatZone(value, new Date(), locale);
  if (field === 'preferredLocale' && isLocale(value)) return languageName(value, locale);
  const family = CHOICES[field];
  return (family && (say(t, `${family}.${value}`) ?? say(t, `people.post.${value}`))) ?? value;
}

const BY_LIST = [
  'person_created', 'person_changed', 'person_post_added', 'person_post_changed', 'person_education_added', 'person_education_changed', 'person_attestation_added',
  'organisation_created', 'organisation_changed',
] as const; // prettier-ignore

/** What a list did to a record, or what its taking back did; a pasted table has no name of its own. */
export function listActWords(t: T, act: string, list: { name: string }): string {
  const name = act.replace('.', '_');
  const known = name.endsWith('_import_undone') ? 'undone' : (BY_LIST.find((one) => one === name) ?? 'other');
  return t('people.changes.of_list', { act: known, list: list.name || t('imports.list.pasted') });
}
