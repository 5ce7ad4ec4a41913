import { expect, it } from 'vitest';
import { shippedRules } from '#server/modules/people/index.ts';
import { CREDENTIAL_KINDS, type CredentialKind } from './credential-kinds.ts';
import { legalStatus, saysNoQualification, type LegalStatus, type Qualification } from './legal-status.rule.ts';

const judge = (country: string, wish: Qualification | undefined, kind: CredentialKind, licensed: boolean, hours: number | undefined, leastHours: number | null = 16): LegalStatus =>
  legalStatus(wish, { kind, hours, day: '2026-11-30' }, { rules: shippedRules(country), licensed, leastHours });

it.each([
  // RU: a licence and 16 hours make an удостоверение, and nothing less does.
  ['RU', 'professional_development', 'course', true, 16, 'professional_development'],
  ['RU', 'professional_development', 'completion', true, 72, 'professional_development'],
  ['RU', 'professional_development', 'course', true, 15, 'participation'],
  ['RU', 'professional_development', 'course', true, undefined, 'participation'],
  ['RU', 'professional_development', 'course', false, 72, 'participation'],
  ['RU', undefined, 'course', true, 72, 'participation'],
  // Whoever attended or spoke has learnt nothing that a law asks about.
  ['RU', 'professional_development', 'attendance', true, 72, 'participation'],
  ['RU', 'professional_development', 'speaker', true, 72, 'participation'],
  // KZ names no such document for librarians; countries that name none have none.
  ['KZ', 'professional_development', 'course', true, 72, 'participation'],
  ['MN', 'retraining', 'course', true, 500, 'participation'],
] as const)('%s: %s of a %s, licensed %s, %s hours: %s', (country, wish, kind, licensed, hours, status) => expect(judge(country, wish, kind, licensed, hours)).toBe(status));

it('retraining has hours of its own', () => {
  expect([judge('RU', 'retraining', 'course', true, 249, 250), judge('RU', 'retraining', 'course', true, 250, 250)]).toEqual(['participation', 'retraining']);
});

it('without a licence nothing is a document of qualification, in any country and of any kind', () => {
  for (const country of ['KZ', 'RU', 'BY', 'KG', 'AM', 'XX']) for (const kind of CREDENTIAL_KINDS) expect(judge(country, 'professional_development', kind, false, 1000, null)).toBe('participation');
});

it('a course that is none says so', () => {
  expect([saysNoQualification('course', 'participation'), saysNoQualification('course', 'retraining'), saysNoQualification('attendance', 'participation')]).toEqual([true, false, false]);
});
