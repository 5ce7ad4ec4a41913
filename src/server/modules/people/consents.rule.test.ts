import { expect, it } from 'vitest';
import { consentUntil, whoConsents } from './consents.rule.ts';

it.each([
  ['2010-05-18', 16, '2026-05-17', 'parent'],
  ['2010-05-18', 16, '2026-05-18', 'herself'],
  ['2008-02-29', 18, '2026-02-28', 'parent'],
  ['2008-02-29', 18, '2026-03-01', 'herself'],
  [null, 16, '2026-05-18', 'herself'],
] as const)('born %s, below %s a parent agrees, on %s: %s', (born, below, day, who) => expect(whoConsents(born, below, day)).toBe(who));

it.each([
  [{ on: '2026-05-18', by: 'herself', lastsMonths: null, birthDate: '1990-01-01', below: 16 }, null],
  [{ on: '2026-05-18', by: 'herself', lastsMonths: 12, birthDate: null, below: 16 }, '2027-05-17'],
  [{ on: '2026-01-31', by: 'herself', lastsMonths: 1, birthDate: null, below: 16 }, '2026-02-27'],
  [{ on: '2026-05-18', by: 'parent', lastsMonths: null, birthDate: '2011-06-01', below: 16 }, '2027-05-31'],
  [{ on: '2026-05-18', by: 'parent', lastsMonths: 6, birthDate: '2011-06-01', below: 16 }, '2026-11-17'],
  [{ on: '2026-05-18', by: 'parent', lastsMonths: null, birthDate: '2000-06-01', below: 16 }, null],
] as const)('an agreement %o holds until %s', (given, until) => expect(consentUntil(given)).toBe(until));
