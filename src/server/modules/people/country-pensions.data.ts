import { read, type RuleValues, type Versions } from './country-facts.ts';

type Ages = RuleValues['pension_ages'];
type Sex = Ages[number]['sex'];

const reached = (sex: Sex, from: string | null, to: string | null, age_months: number): Ages[number] => ({ sex, key: 'calendar_date', from, to, age_months });
const born = (sex: Sex, from: string | null, to: string | null, age_months: number): Ages[number] => ({ sex, key: 'birth_date', from, to, age_months });
const year = (value: number) => [`${value}-01-01`, `${value}-12-31`] as const;
const YEARS = 12;

/** General ages only. Rights of single persons (service, many children, the north, disability) are not known here. */
export const PENSIONS: Readonly<Record<string, Versions<Ages>>> = {
  KZ: read(
    [
      reached('male', null, null, 63 * YEARS),
      reached('female', null, '2027-12-31', 61 * YEARS),
      reached('female', ...year(2028), 61 * YEARS + 6),
      reached('female', ...year(2029), 62 * YEARS),
      reached('female', ...year(2030), 62 * YEARS + 6),
      reached('female', '2031-01-01', null, 63 * YEARS),
    ],
    'P',
    'https://www.lada.kz/kazakhstan-news/144307-k-2031-godu-v-kazakhstane-pensionnyi-vozrast-zhenshchin-sravniaetsia-s-muzhskim.html',
  ),
  RU: read(
    [
      born('male', ...year(1961), 63 * YEARS),
      born('male', ...year(1962), 64 * YEARS),
      born('male', '1963-01-01', null, 65 * YEARS),
      born('female', ...year(1966), 58 * YEARS),
      born('female', ...year(1967), 59 * YEARS),
      born('female', '1968-01-01', null, 60 * YEARS),
    ],
    'P',
    'https://www.klerk.ru/buh/news/671393/',
  ),
  // The steps for men born 1957–59 and women born 1962–64 are over; their single dates were not read.
  BY: read(
    [born('male', '1960-01-01', null, 63 * YEARS), born('female', '1965-01-01', null, 58 * YEARS)],
    'P',
    'https://rf-smi.ru/econ/print:page,1,63202-grazhdanam-belorussii-uvelichili-na-shest-mesyacev-vozrast-vyhoda-na-pensiyu.html',
  ),
  KG: read(
    [born('male', null, null, 63 * YEARS), born('female', null, null, 58 * YEARS)],
    'P',
    'https://kabar.kg/news/v-kyrgyzstane-ne-planiruiut-povyshat-vozrast-vykhoda-na-pensiiu-glava-sotcfonda',
  ),
  AM: read(
    [born('male', null, null, 63 * YEARS), born('female', null, null, 63 * YEARS)],
    'L',
    'http://epension.am/am/state_pension/state_pension_general_info/state_pensions/state_pensions_ashxatanqayin/state_pension_labor_age',
  ),
};
