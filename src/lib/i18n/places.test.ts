import { describe, expect, it } from 'vitest';
import { COUNTRIES, countryName, HOME_COUNTRIES } from './countries.ts';
import { languageName, OWN_NAMES } from './languages.ts';
import { LOCALES } from './locales.ts';
import { formatZone, isZone, zoneCity, zoneOffset, ZONES } from './zones.ts';

const AUTUMN = Date.parse('2026-11-03T12:00:00Z');
const SUMMER = Date.parse('2026-07-03T12:00:00Z');
/** Letters that only languages other than the named one use. */
const FOREIGN: Readonly<Record<string, RegExp>> = {
  kk: /[ў]/i,
  ru: /[әғқңөұүһіў]/i,
  en: /\p{Script=Cyrillic}|\p{Script=Armenian}/u,
  ky: /[әғқұһіў]/i,
  be: /[әғқңөұүһищъ]/i,
  hy: /\p{Script=Cyrillic}|\p{Script=Latin}/u,
};

describe('countries', () => {
  it('are called as they call themselves', () => {
    expect(countryName('KG', 'ru')).toBe('Кыргызстан');
    expect(countryName('BY', 'ru')).toBe('Беларусь');
    expect(countryName('KZ', 'hy')).toBe('Ղազախստան');
    expect(COUNTRIES.slice(0, 5)).toEqual([...HOME_COUNTRIES]);
  });

  it('have a name of our own in the letters of each language', () => {
    for (const code of COUNTRIES) {
      for (const locale of LOCALES) {
        const name = countryName(code, locale);
        expect(name, `${code} ${locale}`).toMatch(/^\p{Lu}/u);
        expect(name, `${code} ${locale}`).not.toMatch(FOREIGN[locale] ?? /$^/);
      }
    }
  });

  it('not in our table are named by the system, and a code nobody knows by itself', () => {
    expect(countryName('JP', 'ru')).toBe('Япония');
    expect(countryName('QZ', 'ru')).toBe('QZ');
    expect(countryName('constructor', 'ru')).toBe('constructor');
  });
});

describe('languages', () => {
  it('are named in themselves and for the reader', () => {
    expect(OWN_NAMES.kk).toBe('Қазақша');
    expect(languageName('ky', 'ru')).toBe('кыргызский');
    expect(languageName('hy', 'kk')).toBe('армян тілі');
    expect(languageName('de', 'ru')).toBe('немецкий');
    expect(languageName('not a code', 'ru')).toBe('not a code');
    for (const reader of LOCALES) {
      expect(new Set(LOCALES.map((code) => languageName(code, reader))).size).toBe(LOCALES.length);
      for (const code of LOCALES) expect(languageName(code, reader)).not.toMatch(FOREIGN[reader] ?? /$^/);
    }
  });
});

describe('time zones', () => {
  it('show the city and the offset of the moment', () => {
    expect(formatZone('Asia/Bishkek', AUTUMN, 'kk')).toBe('Бішкек, UTC+6');
    expect(formatZone('Asia/Bishkek', AUTUMN, 'ru')).toBe('Бишкек, UTC+6');
    expect(formatZone('Asia/Yerevan', AUTUMN, 'hy')).toBe('Երևան, UTC+4');
    expect(formatZone('Europe/Berlin', AUTUMN, 'be')).toBe('Берлін, UTC+1');
    expect(formatZone('Europe/Berlin', SUMMER, 'be')).toBe('Берлін, UTC+2');
    expect(formatZone('Europe/London', AUTUMN, 'en')).toBe('London, UTC');
    expect(formatZone('America/New_York', AUTUMN, 'en')).toBe('New York, UTC−5');
    expect(formatZone('UTC', AUTUMN, 'hy')).toBe('UTC');
    expect(formatZone('Asia/Almaty', Date.parse('2024-02-29T12:00:00Z'), 'kk')).toBe('Алматы, UTC+6');
    expect(formatZone('Asia/Almaty', AUTUMN, 'kk')).toBe('Алматы, UTC+5');
  });

  it('may differ by half an hour or a quarter, also westwards', () => {
    expect(formatZone('Asia/Kolkata', AUTUMN, 'ru')).toBe('Kolkata, UTC+5:30');
    expect(formatZone('Asia/Kathmandu', AUTUMN, 'ru')).toBe('Kathmandu, UTC+5:45');
    expect(formatZone('America/St_Johns', AUTUMN, 'en')).toBe('St Johns, UTC−3:30');
    expect(zoneOffset('America/St_Johns', AUTUMN)).toBe(-210);
    expect(zoneOffset('Asia/Kolkata', AUTUMN)).toBe(330);
    expect(zoneOffset('UTC', AUTUMN)).toBe(0);
  });

  it('of the five countries are all known by a city of ours', () => {
    const zones = (country: string) => ZONES.filter((entry) => entry.country === country).length;
    expect(HOME_COUNTRIES.map(zones)).toEqual([7, 27, 1, 1, 1]);
    for (const { zone } of ZONES) {
      expect(isZone(zone), zone).toBe(true);
      for (const locale of LOCALES) {
        if (zone !== 'UTC') expect(zoneCity(zone, locale), `${zone} ${locale}`).not.toMatch(FOREIGN[locale] ?? /$^/);
      }
    }
  });

  it('are refused when they are not IANA names', () => {
    for (const bad of ['', '+05:00', 'Asia/Nowhere', 'Алматы', 'a'.repeat(100), '__proto__'])
      expect(isZone(bad), bad).toBe(false);
    expect(zoneCity('constructor', 'ru')).toBe('constructor');
  });
});
