import { ours, read, type CountryRules, type RuleValues } from './country-facts.ts';

type Work = Pick<CountryRules, 'mentoring' | 'mentoring_exit' | 'dual_training'>;

/** Nothing was found: the local act decides. */
const local: Work = {
  mentoring: ours({ consent: null, addendum: null, paid: null }),
  mentoring_exit: ours({ notice_days: null }),
  dual_training: ours({ least_percent: null, agreement: null, for_culture: null }),
};
const dual = (change: Partial<RuleValues['dual_training']>): RuleValues['dual_training'] => ({ least_percent: null, agreement: null, for_culture: null, ...change });
const SINCE_MARCH = { from: '2025-03-01' };

export const WORK: Readonly<Record<string, Work>> = {
  KZ: {
    ...local,
    // "At least" by the chamber that promotes it, "up to" by the press of the ministry.
    dual_training: read(dual({ least_percent: 60, agreement: true }), 'C', 'https://atameken.kz/en/articles/34263-ucheba-na-proizvodstve--velenie-vremeni', { disputed: true }),
  },
  RU: {
    ...local,
    mentoring: read({ consent: true, addendum: true, paid: true }, 'O', 'https://epp.genproc.gov.ru/ru/web/proc_dvfo/activity/legal-education/explain?item=99436518', SINCE_MARCH),
    mentoring_exit: read({ notice_days: 3 }, 'C', 'https://audit-reshenie.ru/izmeneniya-novosty-zakonodatelstva-journal/tpost/4cs77m5to1-novaya-statya-tk-rf-o-nastavnichestve-op?amp=true', SINCE_MARCH),
  },
  BY: { ...local, dual_training: read(dual({ for_culture: false }), 'P', 'https://kudapostupat.by/article/item/id/3012', { from: '2026-01-01', to: '2028-12-31' }) },
  KG: { ...local, dual_training: read(dual({ agreement: true }), 'L', 'https://cis-legislation.com/document.fwx?rgn=164746') },
  AM: local,
};

export const OTHER_WORK = local;
