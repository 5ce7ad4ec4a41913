import { describe, expect, it } from 'vitest';
import { formatters } from './format.ts';
import { LOCALES, type Locale } from './locales.ts';

const nbsp = (text: string) => text.replaceAll(/[\u00A0\u202F\u2009]/g, ' ');
/** One minute before the third of November begins in Almaty (UTC+5) and one minute after. */
const BEFORE = new Date('2026-11-02T18:59:00Z');
const AFTER = new Date('2026-11-02T19:01:00Z');
const ALMATY = 'Asia/Almaty';

describe('dates', () => {
  it.each<[Locale, string, string, string]>([
    ['kk', '2026 ж. 2 қараша', '2026 ж. 3 қараша, сейсенбі', '2026 ж. 3 қараша, 00:01'],
    ['ru', '2 ноября 2026 г.', 'вторник, 3 ноября 2026 г.', '3 ноября 2026 г. в 00:01'],
    ['en', '2 November 2026', 'Tuesday 3 November 2026', '3 November 2026 at 00:01'],
    ['ky', '2026-ж., 2-ноябрь', '2026-ж., 3-ноябрь, шейшемби', '2026-ж., 3-ноябрь 00:01'],
    ['be', '2 лістапада 2026 г.', 'аўторак, 3 лістапада 2026 г.', '3 лістапада 2026 г. у 00:01'],
    ['hy', '02 նոյեմբերի, 2026 թ.', '2026 թ. նոյեմբերի 3, երեքշաբթի', '03 նոյեմբերի, 2026 թ., 00:01'],
  ])('change with the day in the zone, in words: %s', (locale, before, afterFull, afterTime) => {
    const format = formatters(locale);
    expect(nbsp(format.date(BEFORE, ALMATY))).toBe(before);
    expect(nbsp(format.dateFull(AFTER, ALMATY)).replace('Tuesday,', 'Tuesday')).toBe(afterFull);
    expect(nbsp(format.dateTime(AFTER, ALMATY))).toBe(afterTime);
  });

  it.each(LOCALES)('have a four-digit year and a 24-hour clock when short: %s', (locale) => {
    const format = formatters(locale);
    expect(format.dateShort(BEFORE, ALMATY)).toBe('02.11.2026');
    expect(format.dateShort(AFTER, ALMATY)).toBe('03.11.2026');
    expect(format.time(BEFORE, ALMATY)).toBe('23:59');
    expect(format.time(AFTER, ALMATY)).toBe('00:01');
    expect(format.time(Date.parse('2026-11-02T19:00:00Z'), ALMATY)).toBe('00:00');
    expect(format.dateTimeShort(AFTER, ALMATY)).toBe('03.11.2026, 00:01');
    expect(format.dateShort(new Date('0999-06-01T12:00:00Z'), 'UTC')).toBe('01.06.0999');
  });

  it.each<[string, string, string]>([
    ['Asia/Kolkata', '03.11.2026', '00:31'],
    ['Asia/Kathmandu', '03.11.2026', '00:46'],
    ['America/St_Johns', '02.11.2026', '15:31'],
    ['Asia/Yerevan', '02.11.2026', '23:01'],
    ['Asia/Bishkek', '03.11.2026', '01:01'],
    ['Europe/Minsk', '02.11.2026', '22:01'],
    ['Pacific/Kiritimati', '03.11.2026', '09:01'],
  ])('are those of the zone, whole hours or not: %s', (zone, date, time) => {
    expect(formatters('ru').dateShort(AFTER, zone)).toBe(date);
    expect(formatters('hy').time(AFTER, zone)).toBe(time);
  });

  it('follow the law of the zone at the moment: Kazakhstan became one zone on 1 March 2024', () => {
    expect(formatters('kk').time(new Date('2024-02-29T12:00:00Z'), ALMATY)).toBe('18:00');
    expect(formatters('kk').time(new Date('2024-03-01T12:00:00Z'), ALMATY)).toBe('17:00');
  });

  it('of a range are said once, unless the day changes in the zone', () => {
    const ru = formatters('ru');
    expect(ru.timeRange(BEFORE, AFTER, 'UTC')).toBe('18:59–19:01');
    expect(nbsp(ru.timeRange(BEFORE, AFTER, ALMATY))).toBe('2 ноября 2026 г. в 23:59 – 3 ноября 2026 г. в 00:01');
    expect(nbsp(ru.dateRange(BEFORE, AFTER, 'UTC'))).toBe('2 ноября 2026 г.');
    expect(nbsp(ru.dateRange(BEFORE, AFTER, ALMATY))).toBe('2–3 ноября 2026 г.');
    expect(nbsp(formatters('be').dateRange(BEFORE, AFTER, ALMATY))).toBe('2–3 лістапада 2026 г.');
    expect(nbsp(formatters('kk').dateRange(BEFORE, AFTER, ALMATY))).toBe('2026 ж. 2–3 қараша');
  });

  it('have weekdays and months by themselves', () => {
    expect(formatters('kk').weekday(AFTER, ALMATY)).toBe('сейсенбі');
    expect(formatters('ru').weekday(AFTER, ALMATY, 'short')).toBe('вт');
    expect(formatters('ru').dayMonth(AFTER, ALMATY)).toBe('3 ноября');
    expect(nbsp(formatters('ru').monthYear(AFTER, ALMATY))).toBe('ноябрь 2026 г.');
    expect(nbsp(formatters('be').monthYear(AFTER, ALMATY))).toBe('лістапад 2026 г.');
  });

  it('refuse a zone that does not exist', () => {
    expect(() => formatters('ru').date(AFTER, 'Asia/Nowhere')).toThrow(RangeError);
  });
});

describe('numbers', () => {
  it.each<[Locale, string, string]>([
    ['kk', '1 234 567,5', '45%'],
    ['ru', '1 234 567,5', '45 %'],
    ['en', '1,234,567.5', '45%'],
    ['ky', '1 234 567,5', '45%'],
    ['be', '1 234 567,5', '45 %'],
    ['hy', '1 234 567,5', '45%'],
  ])('are written as in the language: %s', (locale, number, percent) => {
    expect(nbsp(formatters(locale).number(1234567.5))).toBe(number);
    expect(nbsp(formatters(locale).percent(0.4535))).toBe(percent);
    expect(nbsp(formatters(locale).percent(0.4535, 1))).toBe(percent.replace('45', locale === 'en' ? '45.4' : '45,4'));
  });

  it.each<[Locale, string, string, string]>([
    ['kk', '2 сағат 30 минут', '2 сағ 30 мин', '1 сағат'],
    ['ru', '2 часа 30 минут', '2 ч 30 мин', '1 час'],
    ['en', '2 hours 30 minutes', '2 hrs 30 mins', '1 hour'],
    ['ky', '2 саат 30 мүнөт', '2 ст 30 мүн', '1 саат'],
    ['be', '2 гадзіны 30 хвілін', '2 гадз 30 хв', '1 гадзіна'],
    ['hy', '2 ժամ 30 րոպե', '2 ժ 30 ր', '1 ժամ'],
  ])('of minutes become hours and minutes: %s', (locale, long, short, hour) => {
    const format = formatters(locale);
    expect(nbsp(format.duration(150))).toBe(long);
    expect(nbsp(format.duration(150, 'short'))).toBe(short);
    expect(nbsp(format.duration(59.6))).toBe(hour);
    expect(format.duration(-5)).toBe(format.duration(0));
  });

  it('of bytes take the unit in which they are below a thousand', () => {
    const ru = (count: number) => nbsp(formatters('ru').bytes(count));
    expect([
      ru(0),
      ru(1),
      ru(999),
      ru(1000),
      ru(1500),
      ru(999_949),
      ru(999_950),
      ru(5_500_000),
      ru(2e9),
      ru(3e12),
      ru(3e15),
    ]).toEqual([
      '0 байт',
      '1 байт',
      '999 байт',
      '1 КБ',
      '1,5 КБ',
      '999,9 КБ',
      '1 МБ',
      '5,5 МБ',
      '2 ГБ',
      '3 ТБ',
      '3 000 ТБ',
    ]);
    expect(nbsp(formatters('hy').bytes(5_500_000))).toBe('5,5 ՄԲ');
    expect(formatters('kk').bytes(5_500_000)).toMatch(/\p{Script=Cyrillic}{2}$/u);
  });
});

describe('lists', () => {
  it.each<[Locale, string, string]>([
    ['kk', 'а, б және в', 'а не б'],
    ['ru', 'а, б и в', 'а или б'],
    ['en', 'а, б and в', 'а or б'],
    ['ky', 'а, б жана в', 'а же б'],
    ['be', 'а, б і в', 'а ці б'],
    ['hy', 'а, б և в', 'а կամ б'],
  ])('end with the word of the language: %s', (locale, and, or) => {
    const { list } = formatters(locale);
    expect(list(['а', 'б', 'в'])).toBe(and);
    expect(list(['а', 'б'], 'or')).toBe(or);
    expect(list(['а'])).toBe('а');
    expect(list([])).toBe('');
  });
});
