import type { T } from '#lib/i18n/index.ts';
import { codeWords } from '#routes/reason-words.ts';
import type { LeftOutCode } from '#server/modules/seminars/index.ts';

/** Reasons whose words for one person name her own figures: for many people they are said without. */
const FOR_MANY = {
  'eligibility.percent_below': 'seminars.results.left_out_percent',
  'eligibility.minutes_below': 'seminars.results.left_out_minutes',
  'eligibility.codes_below': 'seminars.results.left_out_codes',
  'eligibility.none_of': 'seminars.results.left_out_none_of',
  'issuing.name_not_confirmed': 'seminars.results.left_out_name',
} as const;

/** Why people get no certificate in a run, as a line of a table. */
export function leftOutWords(t: T, code: LeftOutCode): string {
  const isForMany = (key: string): key is keyof typeof FOR_MANY => key in FOR_MANY;
  return isForMany(code) ? t(FOR_MANY[code]) : codeWords(t, code);
}
