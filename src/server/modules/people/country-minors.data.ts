import { heard, ours, read, type CountryRules, type RuleValues } from './country-facts.ts';

type Minors = Pick<CountryRules, 'minors_hours' | 'minors_bans' | 'volunteer_ages'>;
type Hours = RuleValues['minors_hours'][number];

const HOUR = 60;
const hours = (age_from: number, age_to: number, week: number | null, day: number | null, season: Hours['season'] = 'any'): Hours => ({
  age_from,
  age_to,
  season,
  week_minutes: week === null ? null : week * HOUR,
  day_minutes: day === null ? null : day * HOUR,
  effect: 'warn',
});
const bans = (...names: RuleValues['minors_bans'][number]['ban'][]) => names.map((ban) => ({ ban }));
const NOTHING: RuleValues['volunteer_ages'] = { least_age: null, consent_below: null, accompanied_below: null, free_from: null, contract: null };

const KZ_WORK = 'https://echo-january.com/srochno/item/19317-chto-nuzhno-znat-o-pravilah-detskogo-truda-v-kazahstane';
const RU_WORK = 'https://top-rayon.ru/2020/12/09/30673';
const BY_WORK = 'https://blizko.by/notes/v-mintruda-belarusi-nazvali-razmer-minimalnoy-zarplaty-dlya-nesovershennoletnih_ss';

export const MINORS: Readonly<Record<string, Minors>> = {
  KZ: {
    minors_hours: read([hours(14, 16, 24, null), hours(16, 18, 36, null)], 'P', KZ_WORK),
    minors_bans: read(bans('night', 'overtime', 'shift_camps', 'second_job', 'summed'), 'P', KZ_WORK),
    volunteer_ages: read({ ...NOTHING, consent_below: 14, accompanied_below: 14, free_from: 18 }, 'C', 'https://zakonpravo.kz/en/article-12-volunteer-of-the-law-on-volunteering'),
  },
  RU: {
    minors_hours: read(
      [hours(14, 15, 24, 4), hours(15, 16, 24, 5), hours(16, 18, 35, 7), hours(14, 16, 12, 2.5, 'term'), hours(16, 18, 17.5, 4, 'term')],
      'P',
      RU_WORK,
    ),
    minors_bans: read(bans('overtime', 'night', 'trips', 'days_off'), 'P', RU_WORK),
    volunteer_ages: ours({ ...NOTHING, least_age: 14, consent_below: 18, free_from: 18 }),
  },
  BY: {
    minors_hours: read([hours(14, 16, 23, 4.6), hours(16, 18, 35, 7), hours(14, 16, 11.5, 2.3, 'term'), hours(16, 18, 17.5, null, 'term')], 'P', BY_WORK),
    minors_bans: read(bans('night', 'overtime', 'days_off', 'holidays'), 'P', BY_WORK),
    volunteer_ages: ours({ ...NOTHING, consent_below: 16, free_from: 16 }),
  },
  KG: {
    // The Code of 2025 was not reached: the strictest of what is known stands until somebody reads it.
    minors_hours: ours([hours(14, 16, 24, null), hours(16, 18, 36, null), hours(14, 16, null, 2.5, 'term'), hours(16, 18, null, 3.5, 'term')]),
    minors_bans: heard([]),
    volunteer_ages: ours({ ...NOTHING, consent_below: 18, free_from: 18 }),
  },
  AM: {
    // The wording adopted in 2023 was not seen: the stricter one, as proposed.
    minors_hours: ours([hours(14, 15, 10, 2), hours(15, 16, 24, null), hours(16, 18, 36, null)]),
    minors_bans: heard([]),
    volunteer_ages: read({ ...NOTHING, consent_below: 16, free_from: 16, contract: true }, 'P', 'https://jam-news.net/volunteering-in-armenia'),
  },
};

export const OTHER_MINORS: Minors = { minors_hours: [], minors_bans: [], volunteer_ages: ours({ ...NOTHING, consent_below: 18, free_from: 18 }) };
