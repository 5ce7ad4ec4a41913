import { describe, expect, it } from 'vitest';
import { readForm } from '#lib/forms/index.ts';
import { problemsOf } from '#server/http/problems.ts';
import type { RuleKey, Versions } from './country-facts.ts';
import { PROFILED_COUNTRIES } from './country-profiles.ts';
import { RULE_KEYS, shippedRules } from './country-rules.ts';
import { ruleChange, trustOf, TRUST, TRUSTS, valueSchema } from './country-rules.schemas.ts';

const problems = (key: RuleKey, given: unknown) => {
  const parsed = ruleChange(key).safeParse(given);
  return parsed.success ? [] : problemsOf(parsed.error).map(({ field, code }) => `${field} ${code}`);
};
const form = (entries: Record<string, string>) => {
  const data = new FormData();
  for (const [name, text] of Object.entries(entries)) data.append(name, text);
  return readForm(data).input;
};

describe('the value of a rule', () => {
  it.each(PROFILED_COUNTRIES.flatMap((country) => RULE_KEYS.map((key) => [country, key] as const)))('%s %s: what is shipped is what may be written', (country, key) => {
    for (const { value } of shippedRules(country)[key] as Versions<unknown>) {
      // Storage times of lists and registrations differ in kind; all others are taken as they are.
      expect(valueSchema(key).parse(JSON.parse(JSON.stringify(value)))).toEqual(value);
    }
  });

  it('is read from a form as people write it, empty rows left out', () => {
    const given = form({ trust: 'own', 'value.0.day': '7.1', 'value.0.off': 'yes', 'value.0.carried': 'no', 'value.0.from_year': '', 'value.1.day': '', 'value.1.off': '', 'value.2.day': '29.02.', 'value.2.off': 'no', 'value.2.carried': 'yes', 'value.2.from_year': '2027' });
    expect(ruleChange('holidays').parse(given).value).toEqual([
      { day: '01-07', off: true, carried: false, from_year: null, to_year: null },
      { day: '02-29', off: false, carried: true, from_year: 2027, to_year: null },
    ]);
    expect(ruleChange('holidays').parse(form({ trust: 'own' })).value).toEqual([]);
    expect(ruleChange('mentoring').parse(form({ trust: 'own', 'value.consent': 'no', 'value.paid': '' })).value).toEqual({ consent: false, addendum: null, paid: null });
  });

  it('is refused beside the field of its own row', () => {
    expect(problems('holidays', form({ trust: 'own', 'value.0.day': '', 'value.3.day': '31.02', 'value.3.off': 'maybe', 'value.3.carried': 'yes', 'value.3.from_year': '2027', 'value.3.to_year': '2026' }))).toEqual(['value.3.day date.no_such_day', 'value.3.off choice.missing']);
    expect(problems('holidays', form({ trust: 'own', 'value.3.day': '1.02', 'value.3.off': 'yes', 'value.3.carried': 'yes', 'value.3.from_year': '2027', 'value.3.to_year': '2026' }))).toEqual(['value.3.to_year period.backwards']);
    expect(problems('retention', { trust: 'own', value: { days: 1 } })).toEqual(['value.days number.too_small']);
    expect(problems('default_zone', { trust: 'own', value: { zone: '+05:00' } })).toEqual(['value.zone choice.missing']);
    expect(problems('currency', { trust: 'own', value: { code: 'KZ\u202ET' } })[0]).toMatch(/^value\.code /);
    expect(problems('time_zones', { trust: 'own', value: Array.from({ length: 500 }, () => ({ zone: 'UTC' })) })).toEqual(['value list.too_large']);
  });

  it.each([null, undefined, '', 'x', 7, [], [null], [[]], { __proto__: { days: 200 } }, { days: { $gt: 1 } }, { days: '200; drop table' }, { days: Infinity }, { days: 200.5 }])('hostile answers are no number of days: %j', (value) => {
    expect(ruleChange('retention').safeParse({ trust: 'own', value }).success).toBe(false);
    expect(ruleChange('retention').safeParse(value).success).toBe(false);
  });

  it('holds nothing that the rule does not know', () => {
    expect(ruleChange('retention').parse({ trust: 'own', value: { days: 200, networkId: 'x', constructor: 1 }, extra: 1 })).toEqual({ trust: 'own', value: { days: 200 } });
  });
});

describe('where a rule comes from', () => {
  it.each(TRUSTS)('%s is one mark and one kind', (trust) => expect(trustOf(TRUST[trust])).toBe(trust));

  it.each(['act', 'organisation', 'press', 'commentary'])('%s: what was read needs its address', (trust) => {
    const value = { days: 200 };
    for (const source of [undefined, '', 'the law', 'javascript:alert(1)', 'data:text/html,x', 'ftp://example.kz/x']) expect(problems('retention', { trust, value, source })).toEqual(['source source.address_needed']);
    expect(problems('retention', { trust, value, source: 'https://adilet.zan.kz/rus/docs/Z1300000094' })).toEqual([]);
  });

  it('a period ends after it begins', () => {
    expect(problems('retention', { trust: 'own', value: { days: 200 }, valid_from: '01.01.2027', valid_to: '31.12.2026' })).toEqual(['valid_to period.backwards']);
    expect(problems('retention', { trust: 'guess', value: { days: 200 } })).toEqual(['trust choice.missing']);
  });
});
