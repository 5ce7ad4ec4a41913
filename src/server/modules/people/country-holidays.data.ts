import { heard, ours, read, type CountryRules, type RuleValues } from './country-facts.ts';

type Calendar = Pick<CountryRules, 'holidays' | 'holidays_easter' | 'holidays_announced' | 'holiday_transfer' | 'holiday_overrides'>;
type Holiday = RuleValues['holidays'][number];

/** `MM-DD`; `07-05..07` is three days. */
function days(text: string, change: Partial<Holiday> = {}): Holiday[] {
  return text.split(' ').flatMap((part) => {
    const [, month = '', first = '', last = first] = /^(\d\d)-(\d\d)(?:\.\.(\d\d))?$/.exec(part) ?? [];
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => ({
      day: `${month}-${String(Number(first) + index).padStart(2, '0')}`,
      off: true,
      carried: false,
      from_year: null,
      to_year: null,
      ...change,
    }));
  });
}
const carried = { carried: true };
/** Kept in the calendar, but people work. */
const working = { off: false };
const none = <Value>(): Value[] => [];

const KZ_2026 = 'https://www.inform.kz/ru/kak-budut-otdihat-kazahstantsi-v-2026-godu-947dd6';
const KG_2026 = 'http://www.sayasat.kg/society-mobile/138983-v-kyrgyzstane-utverdili-vykhodnye-dni-na-2026-god.html';
const KG_AIT = 'https://24.kg/obschestvo/365443_vmintruda_napomnili_ovyihodnyih_vsvyazi_sprazdnikami_orozo_ayt_inooruz/';
const BY_2026 = 'https://minsk.belprofmash.1prof.by/news/utverzhden-grafik-perenosov-rabochix-dnej-v-2026-godu';
const RU_CODE = 'https://docs.cntd.ru/document/901807664/titles/3P686U3';
const AM_LAW = 'https://new.arlis.am/hy/acts/7475/print/act_changes';
const AM_SWAP = 'https://armenpress.am/eng/news/916068/government-changes-new-year-holiday-calendar.html';

export const HOLIDAYS: Readonly<Record<string, Calendar>> = {
  KZ: {
    holidays: read(
      [
        ...days('01-01..02', carried),
        ...days('01-07'),
        ...days('03-08', carried),
        // The Constitution of 2026: its day moves from 30 August, last kept in 2025, to 15 March, first kept in 2027.
        ...days('03-15', { carried: true, from_year: 2027 }),
        ...days('03-21..23 05-01 05-07 05-09 07-06', carried),
        ...days('08-30', { carried: true, to_year: 2025 }),
        ...days('10-25 12-16', carried),
      ],
      'P',
      KZ_2026,
    ),
    holidays_easter: ours(none()),
    holidays_announced: read([{ feast: 'kurban_ait', date: '2026-05-27' }], 'P', KZ_2026),
    holiday_transfer: read({ carry: 'next_working_day', short_before: null }, 'P', KZ_2026),
    holiday_overrides: ours(none()),
  },
  RU: {
    holidays: read([...days('01-01..08'), ...days('02-23 03-08 05-01 05-09 06-12 11-04', carried)], 'L', RU_CODE),
    holidays_easter: ours(none()),
    holidays_announced: ours(none()),
    holiday_transfer: read({ carry: 'next_working_day', short_before: null }, 'L', RU_CODE),
    // Two days of January that fall on a weekend are moved by the Government.
    holiday_overrides: read(
      [
        { date: '2026-01-09', day_kind: 'off', act: '03.01.2026 → 09.01.2026' },
        { date: '2026-12-31', day_kind: 'off', act: '04.01.2026 → 31.12.2026' },
      ],
      'P',
      'https://life.ru/p/1792507',
    ),
  },
  BY: {
    holidays: read(days('01-01..02 01-07 03-08 05-01 05-09 07-03 11-07 12-25'), 'P', BY_2026),
    holidays_easter: read([{ offset: 9, from_year: null, to_year: null }], 'P', BY_2026),
    holidays_announced: ours(none()),
    holiday_transfer: read({ carry: 'by_decree', short_before: null }, 'P', 'https://spok.by/izdaniya/ya-spok/perenosy-vyxodnye-predprazdnicnye-dni-v--1'),
    holiday_overrides: read(
      [
        { date: '2026-04-20', day_kind: 'off', act: '22.07.2025 № 397' },
        { date: '2026-04-25', day_kind: 'work', act: '22.07.2025 № 397' },
      ],
      'P',
      BY_2026,
    ),
  },
  KG: {
    holidays: read([...days('01-01..07 03-08 03-21 05-01..09 08-31'), ...days('02-23 04-07 11-07..08', working)], 'P', KG_2026),
    holidays_easter: ours(none()),
    holidays_announced: read([{ feast: 'orozo_ait', date: '2026-03-20' }], 'P', KG_AIT),
    holiday_transfer: read({ carry: 'none', short_before: true }, 'P', KG_AIT),
    // A swap until 12 January 2026 was backed in December 2025; the act and its days were not seen.
    holiday_overrides: heard(none(), 'https://ru.sputnik.kg/amp/20251215/prezident-novogodniye-kanikuly-edil-baysalov-1098578417.html'),
  },
  AM: {
    // 3–5 and 7 January: an amendment and the lists of single years disagree, so they are not scheduled as days off.
    holidays: read(days('12-31 01-01..02 01-06 01-28 03-08 04-24 05-01 05-09 05-28 07-05 09-21'), 'L', AM_LAW, { disputed: true }),
    holidays_easter: ours(none()),
    holidays_announced: ours(none()),
    holiday_transfer: read({ carry: 'by_decree', short_before: true }, 'P', AM_SWAP),
    holiday_overrides: ours(none()),
  },
};

export const OTHER_HOLIDAYS: Calendar = { holidays: [], holidays_easter: [], holidays_announced: [], holiday_transfer: [], holiday_overrides: [] };
