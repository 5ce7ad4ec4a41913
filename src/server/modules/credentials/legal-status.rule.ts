import { papersAllowed, type CountryRules } from '#server/modules/people/index.ts';
import type { CredentialKind } from './credential-kinds.ts';

/** Documents of qualification, as the rules of countries name them. */
export const QUALIFICATIONS = ['professional_development', 'retraining'] as const;
export type Qualification = (typeof QUALIFICATIONS)[number];
/** What a paper is before the law: a statement that somebody took part, or a document of qualification. */
export type LegalStatus = 'participation' | Qualification;

/** Kinds that can be documents of qualification at all. */
const TAUGHT: readonly CredentialKind[] = ['course', 'completion'];

/**
 * The status that a paper may have: the one wished for, if its kind is a course, its issuer has a licence, its country's rules of the day
 * allow the paper and its hours suffice; else participation, which everybody may state everywhere (countries.md, certificate rules). Pure.
 */
export function legalStatus(wish: Qualification | undefined, deed: { kind: CredentialKind; hours: number | undefined; day: string }, issuer: { rules: CountryRules; licensed: boolean; leastHours: number | null }): LegalStatus {
  if (!wish || !issuer.licensed || !TAUGHT.includes(deed.kind)) return 'participation';
  if (!papersAllowed(issuer.rules, true, deed.day).includes(wish)) return 'participation';
  if (issuer.leastHours !== null && (deed.hours ?? 0) < issuer.leastHours) return 'participation';
  return wish;
}

/** Whether a paper has to say that it is none: a course looks like one to whoever reads only its title. Pure. */
export const saysNoQualification = (kind: CredentialKind, status: LegalStatus): boolean => status === 'participation' && TAUGHT.includes(kind);
