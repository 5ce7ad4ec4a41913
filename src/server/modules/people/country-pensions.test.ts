import { describe, expect, it } from 'vitest';
import { pensionDate } from './country-pensions.ts';
import { shippedRules } from './country-rules.ts';
import type { CountryRules } from './country-facts.ts';

const on = (date: string) => ({ earliest: date, latest: date });

describe('the pension date', () => {
  it.each([
    ['KZ', 'male', '1964-05-20', '2027-05-20'],
    ['KZ', 'female', '1966-12-31', '2027-12-31'],
    // Reaches 61 a day too late: half a year more.
    ['KZ', 'female', '1967-01-01', '2028-07-01'],
    ['KZ', 'female', '1967-06-30', '2028-12-30'],
    ['KZ', 'female', '1967-07-01', '2029-07-01'],
    ['KZ', 'female', '1968-01-01', '2030-07-01'],
    ['KZ', 'female', '1968-07-01', '2031-07-01'],
    ['RU', 'male', '1962-03-04', '2026-03-04'],
    ['RU', 'male', '1963-03-04', '2028-03-04'],
    ['RU', 'female', '1967-12-31', '2026-12-31'],
    ['RU', 'female', '1968-01-01', '2028-01-01'],
    ['BY', 'female', '1970-02-28', '2028-02-28'],
    ['KG', 'male', '1970-01-01', '2033-01-01'],
    ['AM', 'female', '1964-02-29', '2027-02-28'],
  ] as const)('%s, %s born %s: %s', (country, sex, born, expected) => expect(pensionDate(shippedRules(country), sex, born)).toEqual(on(expected)));

  it('is a range where the sex is not known', () => {
    expect(pensionDate(shippedRules('RU'), null, '1970-01-01')).toEqual({ earliest: '2030-01-01', latest: '2035-01-01' });
    expect(pensionDate(shippedRules('AM'), null, '1970-01-01')).toEqual(on('2033-01-01'));
  });

  it('is not guessed where no rule speaks', () => {
    expect(pensionDate(shippedRules('RU'), 'male', '1955-01-01')).toBeNull();
    expect(pensionDate(shippedRules('MN'), null, '1970-01-01')).toBeNull();
  });

  it('follows the version that holds when the age is reached', () => {
    const row = (age_months: number) => [{ sex: 'male' as const, key: 'birth_date' as const, from: null, to: null, age_months }];
    const version = { mark: 'D', kind: null, source: null, asOf: '2026-11-30' } as const;
    const pension_ages: CountryRules['pension_ages'] = [
      { ...version, value: row(720), validFrom: null, validTo: '2029-12-31' },
      { ...version, value: row(732), validFrom: '2030-01-01', validTo: null },
    ];
    expect(pensionDate({ pension_ages }, 'male', '1969-12-31')).toEqual(on('2029-12-31'));
    expect(pensionDate({ pension_ages }, 'male', '1970-01-01')).toEqual(on('2031-01-01'));
  });

  it('never lies before the lowest age, and never goes back for somebody born later', () => {
    for (const country of ['KZ', 'RU', 'BY', 'KG', 'AM'])
      for (const sex of ['male', 'female'] as const) {
        const rules = shippedRules(country);
        const lowest = Math.min(...(rules.pension_ages[0]?.value ?? []).filter((row) => row.sex === sex).map((row) => row.age_months));
        let before = '';
        for (let born = Temporal.PlainDate.from('1960-01-01'); born.year < 1985; born = born.add({ days: 17 })) {
          const found = pensionDate(rules, sex, born.toString());
          if (!found) continue;
          expect(found.earliest >= born.add({ months: lowest }).toString()).toBe(true);
          expect(found.earliest >= before, `${country} ${sex} ${born}`).toBe(true);
          before = found.earliest;
        }
      }
  });
});
