import { INTL_TAG, type Locale } from './locales.ts';

/** A moment: a Date or milliseconds since 1970. */
export type Instant = Date | number;

/** Formatting for one language. Every function that shows a moment takes the IANA zone in which it is read; a bad zone throws RangeError. */
export interface Formatters {
  /** 3 ноября 2026 г. */
  date(instant: Instant, zone: string): string;
  /** вторник, 3 ноября 2026 г. */
  dateFull(instant: Instant, zone: string): string;
  /** 03.11.2026 in every language */
  dateShort(instant: Instant, zone: string): string;
  /** 3 ноября */
  dayMonth(instant: Instant, zone: string): string;
  /** ноябрь 2026 г. */
  monthYear(instant: Instant, zone: string): string;
  /** 14:05, 24 hours */
  time(instant: Instant, zone: string): string;
  /** 3 ноября 2026 г. в 14:05 */
  dateTime(instant: Instant, zone: string): string;
  /** 03.11.2026, 14:05 */
  dateTimeShort(instant: Instant, zone: string): string;
  /** 14:05–15:30; with dates when the end falls on another day in the zone */
  timeRange(start: Instant, end: Instant, zone: string): string;
  /** 3–5 ноября 2026 г.; one date when both fall on one day in the zone */
  dateRange(start: Instant, end: Instant, zone: string): string;
  weekday(instant: Instant, zone: string, width?: 'long' | 'short'): string;
  number(value: number, options?: Intl.NumberFormatOptions): string;
  /** 0.453 → 45 %; the second argument is the greatest number of decimals, 0 by default */
  percent(ratio: number, decimals?: number): string;
  /** "a, b и c"; with 'or': "a, b или c" */
  list(items: readonly string[], kind?: 'and' | 'or'): string;
  /** 150 → 2 часа 30 минут; short: 2 ч 30 мин. Whole minutes, rounded; not negative */
  duration(minutes: number, width?: 'long' | 'short'): string;
  /** 5,5 МБ (1 kB = 1000 bytes) */
  bytes(count: number): string;
}

const made = new Map<Locale, Formatters>();

/** The formatters of a language. The same object is returned each time; Intl objects inside are made once per zone and style. */
export function formatters(locale: Locale): Formatters {
  let result = made.get(locale);
  if (result === undefined) made.set(locale, (result = make(locale)));
  return result;
}

function kept<O, F>(create: (options: O) => F): (options: O) => F {
  const store = new Map<string, F>();
  return (options) => {
    const key = JSON.stringify(options);
    let value = store.get(key);
    if (value === undefined) {
      // Zones and options come from data: a bound keeps a flood of odd ones from growing the store for ever.
      if (store.size >= 500) store.clear();
      store.set(key, (value = create(options)));
    }
    return value;
  };
}

const DAY = { day: '2-digit', month: '2-digit', year: 'numeric' } as const;
const LONG = { dateStyle: 'long' } as const;
// Not timeStyle: be and en vary its separator and clock; two-digit hours and minutes read alike everywhere.
const CLOCK = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

// Our own signs: CLDR writes the Kazakh megabyte with a Latin M, and kilo now in capitals, now in small letters.
const BYTE_UNITS: Readonly<Record<Locale, readonly [string, string, string, string]>> = {
  kk: ['КБ', 'МБ', 'ГБ', 'ТБ'],
  ru: ['КБ', 'МБ', 'ГБ', 'ТБ'],
  en: ['kB', 'MB', 'GB', 'TB'],
  ky: ['КБ', 'МБ', 'ГБ', 'ТБ'],
  be: ['КБ', 'МБ', 'ГБ', 'ТБ'],
  hy: ['ԿԲ', 'ՄԲ', 'ԳԲ', 'ՏԲ'],
};

/** CLDR joins Kazakh lists with commas only; a sentence wants the conjunction. */
function kazakhList(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} және ${last}`;
}

function make(locale: Locale): Formatters {
  const tag = INTL_TAG[locale];
  // CLDR drops the Belarusian "г." in ranges and months though it writes it in dates.
  const withYear = (text: string) => (locale === 'be' && /\d$/.test(text) ? `${text}\u00A0г.` : text);
  const dates = kept((options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, options));
  const numbers = kept((options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options));
  const lists = kept((options: Intl.ListFormatOptions) => new Intl.ListFormat(tag, options));

  const parts = (instant: Instant, zone: string, options: Intl.DateTimeFormatOptions) => {
    const found = dates({ ...options, timeZone: zone }).formatToParts(instant);
    return (type: Intl.DateTimeFormatPartTypes) => found.find((part) => part.type === type)?.value ?? '';
  };
  const show = (instant: Instant, zone: string, options: Intl.DateTimeFormatOptions) =>
    dates({ ...options, timeZone: zone }).format(instant);
  const unit = (value: number, name: string, unitDisplay: 'long' | 'short') =>
    numbers({ style: 'unit', unit: name, unitDisplay, maximumFractionDigits: 1 }).format(value);

  const dateShort = (instant: Instant, zone: string) => {
    const part = parts(instant, zone, DAY);
    return `${part('day').padStart(2, '0')}.${part('month').padStart(2, '0')}.${part('year').padStart(4, '0')}`;
  };
  const time = (instant: Instant, zone: string) => {
    const part = parts(instant, zone, CLOCK);
    return `${part('hour').padStart(2, '0')}:${part('minute').padStart(2, '0')}`;
  };
  const dateTime = (instant: Instant, zone: string) =>
    show(instant, zone, { dateStyle: 'long', timeStyle: 'short', hourCycle: 'h23' });
  const sameDay = (a: Instant, b: Instant, zone: string) => dateShort(a, zone) === dateShort(b, zone);

  return {
    date: (instant, zone) => show(instant, zone, LONG),
    dateFull: (instant, zone) => show(instant, zone, { dateStyle: 'full' }),
    dateShort,
    dayMonth: (instant, zone) => show(instant, zone, { day: 'numeric', month: 'long' }),
    monthYear: (instant, zone) => withYear(show(instant, zone, { month: 'long', year: 'numeric' })),
    time,
    dateTime,
    dateTimeShort: (instant, zone) => `${dateShort(instant, zone)}, ${time(instant, zone)}`,
    timeRange: (start, end, zone) =>
      sameDay(start, end, zone)
        ? `${time(start, zone)}–${time(end, zone)}`
        : `${dateTime(start, zone)} – ${dateTime(end, zone)}`,
    dateRange: (start, end, zone) =>
      sameDay(start, end, zone)
        ? show(start, zone, LONG)
        : withYear(dates({ ...LONG, timeZone: zone }).formatRange(start, end)),
    weekday: (instant, zone, width = 'long') => show(instant, zone, { weekday: width }),
    number: (value, options = {}) => numbers(options).format(value),
    percent: (ratio, decimals = 0) => numbers({ style: 'percent', maximumFractionDigits: decimals }).format(ratio),
    list: (items, kind = 'and') =>
      locale === 'kk' && kind === 'and'
        ? kazakhList(items)
        : lists({ type: kind === 'and' ? 'conjunction' : 'disjunction' }).format(items),
    duration: (minutes, width = 'long') => {
      const whole = Math.max(0, Math.round(minutes));
      const hours = Math.floor(whole / 60);
      const rest = whole % 60;
      if (hours === 0) return unit(rest, 'minute', width);
      return rest === 0 ? unit(hours, 'hour', width) : `${unit(hours, 'hour', width)} ${unit(rest, 'minute', width)}`;
    },
    bytes: (count) => {
      let value = Math.max(0, count);
      if (value < 1000) return unit(value, 'byte', 'long');
      const units = BYTE_UNITS[locale];
      let step = -1;
      // 999.95 and more would be shown as 1000 of the smaller unit.
      while (step < units.length - 1 && (step < 0 || Math.round(value * 10) / 10 >= 1000)) {
        value /= 1000;
        step += 1;
      }
      return `${numbers({ maximumFractionDigits: 1 }).format(value)}\u00A0${units[step]}`;
    },
  };
}
