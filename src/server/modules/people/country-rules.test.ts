import { describe, expect, it } from 'vitest';
import type { RuleVersion, Versions } from './country-facts.ts';
import { OTHER_COUNTRIES } from './country-profiles.data.ts';
import { countryProfile, PROFILED_COUNTRIES } from './country-profiles.ts';
import { lawOf, overlay, papersAllowed, profileAt, ruleAt, RULE_KEYS, shippedRules, without } from './country-rules.ts';

const period = (validFrom: string | null, validTo: string | null) => ({ validFrom, validTo });
const version = (value: string, validFrom: string | null = null, validTo: string | null = null, change: Partial<RuleVersion<string>> = {}): RuleVersion<string> => ({ value, mark: 'S', kind: 'L', source: 'https://example.kz', asOf: '2026-11-23', validFrom, validTo, ...change });

describe('shipped rules', () => {
  it.each([...PROFILED_COUNTRIES, 'MN'])('%s: each says where it comes from, since when, and leaves no day to two versions', (country) => {
    const rules = shippedRules(country);
    expect(Object.keys(rules).sort()).toEqual([...RULE_KEYS].sort());
    for (const key of RULE_KEYS) {
      const versions = rules[key] as Versions<unknown>;
      for (const one of versions) {
        expect(one.asOf, key).toMatch(/^20\d\d-\d\d-\d\d$/);
        if (one.mark === 'S') expect([key, one.kind, one.source]).toEqual([key, expect.stringMatching(/^[LOPC]$/), expect.stringMatching(/^https?:\/\/\S+$/)]);
        else expect([key, one.kind]).toEqual([key, null]);
        for (const other of versions) if (other !== one) expect(without(one, other), key).toEqual([one]);
      }
    }
  });

  it('are one set of keys for the five countries, each filled', () => {
    for (const country of PROFILED_COUNTRIES)
      for (const key of RULE_KEYS) expect((shippedRules(country)[key] as Versions<unknown>).length, `${country} ${key}`).toBeGreaterThan(0);
  });

  it('let only acts and organisations’ own pages stand as law', () => {
    const law = PROFILED_COUNTRIES.flatMap((country) => RULE_KEYS.filter((key) => (shippedRules(country)[key] as Versions<unknown>).some((one) => lawOf(one) !== null)).map((key) => `${country} ${key}`));
    expect(law).toEqual([
      'KZ reports',
      'RU holidays',
      'RU holiday_transfer',
      'RU mentoring',
      'RU reports',
      'BY consent_age',
      'BY certificates',
      'KG dual_training',
      'AM languages',
      'AM pension_ages',
    ].sort((a, b) => PROFILED_COUNTRIES.indexOf(a.slice(0, 2)) - PROFILED_COUNTRIES.indexOf(b.slice(0, 2)) || RULE_KEYS.indexOf(a.slice(3) as never) - RULE_KEYS.indexOf(b.slice(3) as never)));
    expect(lawOf(version('a', null, null, { disputed: true }))).toBeNull();
    expect(lawOf(version('a', null, null, { kind: 'P' }))).toBeNull();
    expect(lawOf(version('a', null, null, { mark: 'M', kind: null }))).toBeNull();
    expect(lawOf(version('a'))).toBe('a');
  });

  it('know mentoring in the Russian code only since it is there', () => {
    expect(ruleAt(shippedRules('RU').mentoring, '2025-02-28')).toBeNull();
    expect(ruleAt(shippedRules('RU').mentoring, '2025-03-01')?.value).toEqual({ consent: true, addendum: true, paid: true });
    expect(ruleAt(shippedRules('KZ').mentoring, '2026-01-01')?.value.consent).toBeNull();
  });

  it('give papers by the licence', () => {
    expect(papersAllowed(shippedRules('RU'), false, '2026-11-30')).toEqual(['participation']);
    expect(papersAllowed(shippedRules('RU'), true, '2026-11-30')).toEqual(['participation', 'professional_development', 'retraining']);
    expect(papersAllowed(shippedRules('BY'), false, '2026-11-30')).toEqual(['participation']);
    expect(papersAllowed(shippedRules('MN'), true, '2026-11-30')).toEqual(['participation']);
  });
});

describe('a rule on a day', () => {
  const versions = [version('a', null, '2025-12-31'), version('b', '2026-01-01', '2026-06-30'), version('c', '2026-08-01')];
  it.each([
    ['1990-01-01', 'a'],
    ['2025-12-31', 'a'],
    ['2026-01-01', 'b'],
    ['2026-07-15', undefined],
    ['2099-01-01', 'c'],
  ])('%s: %s', (date, value) => expect(ruleAt(versions, date)?.value).toBe(value));
});

describe('a period taken out of another', () => {
  it.each([
    [period(null, null), period('2026-01-01', '2026-12-31'), [period(null, '2025-12-31'), period('2027-01-01', null)]],
    [period('2026-01-01', null), period('2026-01-01', null), []],
    [period('2026-01-01', '2026-12-31'), period('2027-01-01', null), [period('2026-01-01', '2026-12-31')]],
    [period('2026-01-01', '2026-12-31'), period('2026-06-01', null), [period('2026-01-01', '2026-05-31')]],
    [period('2026-01-01', '2026-12-31'), period(null, '2026-01-01'), [period('2026-01-02', '2026-12-31')]],
  ])('%j − %j', (whole, taken, left) => expect(without(whole, taken)).toEqual(left));
});

describe('a network’s own versions', () => {
  it('hold where they speak; the shipped ones hold for the rest of the time', () => {
    const laid = overlay([version('shipped')], [version('own', '2026-03-01', '2026-04-30', { ownId: 'x' })]);
    expect(laid.map(({ value, validFrom, validTo }) => [value, validFrom, validTo])).toEqual([
      ['shipped', null, '2026-02-28'],
      ['own', '2026-03-01', '2026-04-30'],
      ['shipped', '2026-05-01', null],
    ]);
    expect(overlay([version('shipped', '2025-01-01')], [version('own')]).map(({ value }) => value)).toEqual(['own']);
  });

  it('reach the profile that registrations read, from their first day', () => {
    const shipped = countryProfile('KZ');
    const own = { value: { days: 200 }, mark: 'D', kind: null, source: null, asOf: '2026-11-30', validFrom: '2026-12-01', validTo: null } as const;
    const rules = { ...shippedRules('KZ'), retention: overlay(shippedRules('KZ').retention, [own]) };
    expect(profileAt(shipped, rules, '2026-11-30')).toEqual(shipped);
    expect(profileAt(shipped, rules, '2026-12-01').retentionDays).toEqual({ value: 200, mark: 'D', kind: null, source: null, asOf: '2026-11-30' });
    expect(profileAt(OTHER_COUNTRIES, shippedRules('MN'), '2026-11-30')).toEqual(OTHER_COUNTRIES);
  });
});
