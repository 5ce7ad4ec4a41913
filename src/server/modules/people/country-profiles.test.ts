import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '#lib/i18n/locales.ts';
import { isZone } from '#server/platform/time/wall-time.ts';
import { defaultZoneOf } from '#server/platform/time/zones.ts';
import { COUNTRY_PROFILES, OTHER_COUNTRIES, type CountryProfile, type Rule } from './country-profiles.data.ts';
import { countryProfile, fieldsAsked, PROFILED_COUNTRIES, scriptOfLanguage, statedAsLaw } from './country-profiles.ts';

const all = [...COUNTRY_PROFILES, OTHER_COUNTRIES];
const rulesOf = (profile: CountryProfile) =>
  Object.entries(profile).filter((entry): entry is [string, Rule<unknown>] => typeof entry[1] === 'object' && entry[1] !== null && 'mark' in entry[1]);

describe('country profiles', () => {
  it('are there for the five countries, and one for all others', () => {
    expect(PROFILED_COUNTRIES).toEqual(['KZ', 'RU', 'BY', 'KG', 'AM']);
    expect(countryProfile('MN')).toBe(OTHER_COUNTRIES);
    expect(countryProfile('__proto__')).toBe(OTHER_COUNTRIES);
  });

  it.each(all.map((profile) => [profile.country ?? 'other', profile] as const))('%s: every rule says where it comes from and since when', (_, profile) => {
    for (const [key, rule] of rulesOf(profile)) {
      expect(rule.asOf, key).toMatch(/^20\d\d-\d\d-\d\d$/);
      if (rule.mark === 'S') expect([key, rule.kind, rule.source]).toEqual([key, expect.stringMatching(/^[LOPC]$/), expect.stringMatching(/^https:\/\//)]);
      if (rule.mark === 'V') expect(rule.source, key).toBeTruthy();
    }
    expect(rulesOf(profile).length).toBeGreaterThanOrEqual(9);
    expect(profile.retentionDays.value).toBeGreaterThan(profile.listRetentionDays.value);
    expect(profile.notice.version.startsWith(`${profile.notice.key}-`)).toBe(true);
  });

  it('preset the zone that lists of zones preset too', () => {
    for (const { country, defaultZone } of COUNTRY_PROFILES) {
      expect(isZone(defaultZone.value ?? '')).toBe(true);
      expect(defaultZone.value).toBe(defaultZoneOf(country ?? ''));
    }
  });

  it('ask a participant from abroad only for name, organisation, language and address', () => {
    expect(fieldsAsked('RU', 'KZ')).toEqual(['name', 'email', 'organisation', 'certificateLocale']);
    expect(fieldsAsked('MN', 'KZ')).toEqual(['name', 'email', 'organisation', 'certificateLocale']);
    expect(fieldsAsked('KZ', 'KZ')).toContain('position');
    expect(fieldsAsked('BY', 'BY')).toContain('position');
  });

  it('never call law what was only heard of, or read in press or commentary', () => {
    const rule = (mark: Rule<string>['mark'], kind: Rule<string>['kind']): Rule<string> => ({ value: 'act', mark, kind, source: 'https://example.kz', asOf: '2026-11-23' });
    expect(statedAsLaw(rule('S', 'L'))).toBe('act');
    expect(statedAsLaw(rule('S', 'O'))).toBe('act');
    for (const [mark, kind] of [['S', 'P'], ['S', 'C'], ['M', null], ['M', 'L'], ['D', null], ['V', 'C']] as const) expect(statedAsLaw(rule(mark, kind))).toBeNull();
    expect(Object.fromEntries(all.map((p) => [p.country ?? 'other', statedAsLaw(p.act)]))).toEqual({ KZ: 'kz', RU: null, BY: 'by', KG: null, AM: null, other: null });
    expect(all.map((p) => statedAsLaw(p.authority))).toEqual(all.map(() => null));
  });

  it('know a script for each language of a certificate', () => {
    expect(LOCALES.map(scriptOfLanguage)).toEqual(['cyrillic', 'cyrillic', 'latin', 'cyrillic', 'cyrillic', 'armenian']);
  });

  it('are kept out of the code of the modules: no comparison with a country by name', () => {
    expect(readFileSync(new URL('./country-profiles.ts', import.meta.url), 'utf8')).not.toMatch(/['"](KZ|RU|BY|KG|AM)['"]/);
  });
});
