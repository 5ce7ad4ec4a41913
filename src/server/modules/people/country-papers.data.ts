import { heard, ours, read, type CountryRules, type RuleValues } from './country-facts.ts';

type Papers = Pick<CountryRules, 'certificates' | 'reports' | 'academic_hour'>;
type Certificate = RuleValues['certificates'][number];

const paper = (name: Certificate['paper'], change: Partial<Certificate> = {}): Certificate => ({
  paper: name,
  licence: null,
  least_hours: null,
  state_pattern: null,
  state_register: null,
  ...change,
});
/** Everybody may certify that somebody took part, whether a list names it or not (`papersAllowed`). */
const participation = paper('participation', { licence: false });
const FORTY_FIVE = { minutes: 45, least: null, most: null };

export const PAPERS: Readonly<Record<string, Papers>> = {
  KZ: {
    certificates: ours([participation]),
    reports: read(
      [
        { code: 'СРДГОБ-1', title: 'Сведения о результатах деятельности государственных общедоступных библиотек', due: '02-25', act: '26.06.2024 № 270-НҚ' },
        { code: '1-библиотека', title: null, due: null, act: '20.01.2020 № 1' },
      ],
      'L',
      'https://adilet.zan.kz/rus/docs/V2000019899',
    ),
    academic_hour: heard(FORTY_FIVE),
  },
  RU: {
    certificates: read(
      [
        paper('professional_development', { licence: true, least_hours: 16, state_register: true }),
        paper('retraining', { licence: true, least_hours: 250, state_register: true }),
      ],
      'C',
      'https://methodisthelp.ru/knowledge-library/poryadok-formirovaniya-i-vedeniya-fis-frdo',
    ),
    reports: read(
      [
        { code: '6-НК (краткая)', title: null, due: '02-15', act: '26.11.2024 № 576' },
        { code: '6-НК', title: null, due: null, act: '18.10.2021 № 713' },
      ],
      'L',
      'https://consultant.ru/document/cons_doc_LAW_52009/7c6d85470bf817d50905f3e7b5d1e7b8162ef312',
    ),
    academic_hour: heard(FORTY_FIVE),
  },
  BY: {
    certificates: read(
      [
        paper('professional_development', { state_pattern: true }),
        paper('retraining', { state_pattern: true }),
        paper('internship', { state_pattern: true }),
      ],
      'L',
      'https://etalonline.by/document/?regnum=w22238931',
    ),
    reports: read([{ code: '1-библиотека (Минкультуры)', title: null, due: null, act: '30.09.2009 № 193' }], 'C', 'http://naviny.org/2009/09/30/by23987.htm'),
    academic_hour: heard(FORTY_FIVE),
  },
  KG: {
    certificates: heard([participation, paper('professional_development', { state_pattern: true })], 'https://cis-legislation.com/document.fwx?rgn=52541'),
    reports: heard([]),
    academic_hour: read({ minutes: 45, least: 40, most: 50 }, 'P', 'https://24.kg./vlast/354340_kabmin_izmenil_pravila_opredeleniya_srokov_uchebnogo_goda_vvuzah_ikolledjah/'),
  },
  AM: {
    certificates: ours([participation]),
    reports: heard([]),
    academic_hour: heard(FORTY_FIVE),
  },
};

export const OTHER_PAPERS: Papers = { certificates: ours([participation]), reports: [], academic_hour: ours(FORTY_FIVE) };
