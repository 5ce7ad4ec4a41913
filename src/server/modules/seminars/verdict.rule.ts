import { eligibilityOf, type EligibilityReason, type EligibilityRule, type RuleOutcome } from './eligibility.rule.ts';
import type { Decision, RegistrationState } from './seminars.tables.ts';

/** Kind of paper: each has words and a register of its own; moderators and organisers share a register. */
export type PaperKind = 'attendance' | 'speaker' | 'moderator' | 'organiser';

/** What of a person the verdict looks at. */
export interface Judged {
  /** Empty once erased. */
  name: string;
  state: RegistrationState;
  minutes: number | null;
  ofMinutes: number;
  codes: number;
  collectiveId: string | null;
  /** Gave a talk, led a section, or was entered as an organiser by one (nobody can say so of herself). */
  ownKind: Exclude<PaperKind, 'attendance'> | null;
  decision: Decision | null;
}

export type VerdictCode = EligibilityReason['code'] | 'eligibility.refused' | 'eligibility.contact_not_confirmed' | 'eligibility.erased';

export interface VerdictReason {
  code: VerdictCode;
  params: Readonly<Record<string, number>>;
  of?: VerdictReason[];
}

export interface Verdict {
  eligible: boolean;
  /** The paper this person gets; null when none. */
  kind: PaperKind | null;
  /** Why not; empty exactly when eligible. */
  reasons: VerdictReason[];
  /** The rule with what was found, also where it did not decide. */
  outcome: RuleOutcome;
  /** What decided: the rule, a part taken in the programme, or a person. */
  by: 'rule' | 'part' | 'person';
}

/**
 * Who gets which paper, with the last word of a person: a decision stands above minutes and codes, but not above a registration that was
 * cancelled or never approved. Whether the name was confirmed is asked at issuing. Pure.
 */
export function verdictOf(rule: EligibilityRule, person: Judged): Verdict {
  const part = person.ownKind;
  const found = eligibilityOf(rule, {
    minutes: person.minutes,
    ofMinutes: person.ofMinutes,
    codesEntered: person.codes,
    // An organiser is judged as a moderator is: by the part taken, not by minutes.
    role: part === null ? 'listener' : part === 'organiser' ? 'moderator' : part,
    spoke: part !== null,
    approved: person.state === 'confirmed' || person.state === 'cancelled',
    cancelled: person.state === 'cancelled',
    nameConfirmed: true,
  });
  const facts: VerdictReason[] = found.reasons.filter(({ code }) => code === 'eligibility.cancelled' || code === 'eligibility.not_approved');
  if (person.name === '') facts.push({ code: 'eligibility.erased', params: {} });
  const { outcome } = found.met;
  if (person.decision === 'refuse') {
    return { eligible: false, kind: null, reasons: [...facts, { code: 'eligibility.refused', params: {} }], outcome, by: 'person' };
  }
  if (person.decision === 'grant') {
    const eligible = facts.length === 0;
    return { eligible, kind: eligible ? (part ?? 'attendance') : null, reasons: facts, outcome, by: 'person' };
  }
  if (facts.some(({ code }) => code === 'eligibility.erased')) return { eligible: false, kind: null, reasons: facts, outcome, by: 'rule' };
  const waitsForContact = person.collectiveId !== null && person.minutes === null && person.ofMinutes > 0;
  return {
    eligible: found.eligible,
    kind: found.eligible ? (part ?? 'attendance') : null,
    reasons: waitsForContact ? found.reasons.map(saidByContact) : found.reasons,
    outcome,
    by: part ? 'part' : 'rule',
  };
}

function saidByContact(reason: VerdictReason): VerdictReason {
  if (reason.code === 'eligibility.not_counted') return { ...reason, code: 'eligibility.contact_not_confirmed' };
  return reason.of ? { ...reason, of: reason.of.map(saidByContact) } : reason;
}
