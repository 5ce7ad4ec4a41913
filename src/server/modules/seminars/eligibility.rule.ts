/**
 * Who gets which certificate. The organiser chooses a rule before the event; the certificate states the rule it met.
 * Pure: the caller gathers minutes (see the presence rule of rooms), codes and facts; words for the reason codes are chosen at the page.
 *
 * Two kinds of condition decide: facts that forbid any certificate (cancelled, not approved, name not confirmed …), and the rule itself.
 * Speakers and moderators who did their part get a certificate of their own kind, irrespective of minutes.
 */

export type EligibilityRule =
  /** at least this share of the minutes the sessions lasted, 1–100 */
  | { kind: 'minutes_percent'; atLeast: number }
  /** at least so many whole minutes */
  | { kind: 'minutes'; atLeast: number }
  /** at least so many of the codes announced aloud were entered in time */
  | { kind: 'codes'; atLeast: number }
  | { kind: 'all_of' | 'any_of'; rules: readonly EligibilityRule[] };

export interface EligibilityInput {
  /** whole minutes present; `null` when presence was not counted at all, which is not the same as 0 */
  minutes: number | null;
  /** whole minutes the sessions lasted */
  ofMinutes: number;
  codesEntered: number;
  role: 'listener' | 'speaker' | 'moderator';
  /** a speaker gave the talk, a moderator led the section; without meaning for listeners */
  spoke: boolean;
  approved: boolean;
  cancelled: boolean;
  /** the name as it shall be printed was confirmed once more */
  nameConfirmed: boolean;
  /** a person has still to decide on this presence */
  disputed?: boolean;
}

export type CertificateKind = 'attendance' | 'speaker' | 'moderator';

export interface EligibilityReason {
  code:
    | 'eligibility.cancelled'
    | 'eligibility.not_approved'
    | 'eligibility.name_not_confirmed'
    | 'eligibility.disputed'
    | 'eligibility.not_counted'
    | 'eligibility.percent_below'
    | 'eligibility.minutes_below'
    | 'eligibility.codes_below'
    | 'eligibility.none_of'
    | 'eligibility.rule_empty';
  params: Readonly<Record<string, number>>;
  /** for `none_of`: why each alternative failed, in the order of the rule */
  of?: EligibilityReason[];
}

/** The rule again, with what was found for each of its conditions. */
export type RuleOutcome =
  | { kind: 'minutes_percent' | 'minutes' | 'codes'; atLeast: number; actual: number | null; met: boolean }
  | { kind: 'all_of' | 'any_of'; met: boolean; rules: RuleOutcome[] };

export interface Eligibility {
  eligible: boolean;
  /** the kind to issue; `null` when nothing is issued */
  kind: CertificateKind | null;
  /** what the certificate may state; for a speaker the rule is reported but did not decide */
  met: { ruleMet: boolean; minutes: number | null; ofMinutes: number; codes: number; outcome: RuleOutcome };
  /** why not; empty exactly when eligible */
  reasons: EligibilityReason[];
}

/** Decides for one participant. All reasons are named, not only the first. */
export function eligibilityOf(rule: EligibilityRule, input: EligibilityInput): Eligibility {
  const reasons: EligibilityReason[] = [];
  if (input.cancelled) reasons.push({ code: 'eligibility.cancelled', params: {} });
  if (!input.approved) reasons.push({ code: 'eligibility.not_approved', params: {} });
  if (!input.nameConfirmed) reasons.push({ code: 'eligibility.name_not_confirmed', params: {} });

  const { outcome, reasons: unmet } = judge(rule, input);
  const ownKind = input.role !== 'listener' && input.spoke;
  if (!ownKind) {
    if (input.disputed) reasons.push({ code: 'eligibility.disputed', params: {} });
    reasons.push(...unmet);
  }
  const eligible = reasons.length === 0;
  const kind = ownKind && input.role !== 'listener' ? input.role : 'attendance';
  return {
    eligible,
    kind: eligible ? kind : null,
    met: {
      ruleMet: outcome.met,
      minutes: input.minutes,
      ofMinutes: input.ofMinutes,
      codes: input.codesEntered,
      outcome,
    },
    reasons,
  };
}

function judge(rule: EligibilityRule, input: EligibilityInput): { outcome: RuleOutcome; reasons: EligibilityReason[] } {
  switch (rule.kind) {
    case 'all_of':
    case 'any_of': {
      // "All of nothing" is true in logic; here it would give everybody a certificate by accident.
      if (rule.rules.length === 0) {
        return {
          outcome: { kind: rule.kind, met: false, rules: [] },
          reasons: [{ code: 'eligibility.rule_empty', params: {} }],
        };
      }
      const parts = rule.rules.map((part) => judge(part, input));
      const rules = parts.map(({ outcome }) => outcome);
      const reasons = parts.flatMap((part) => part.reasons);
      if (rule.kind === 'all_of')
        return { outcome: { kind: 'all_of', met: rules.every(({ met }) => met), rules }, reasons };
      const met = rules.some((part) => part.met);
      const none: EligibilityReason = { code: 'eligibility.none_of', params: { count: rules.length }, of: reasons };
      return { outcome: { kind: 'any_of', met, rules }, reasons: met ? [] : rules.length === 1 ? reasons : [none] };
    }
    case 'minutes_percent': {
      const { minutes, ofMinutes } = input;
      const actual = minutes === null || ofMinutes <= 0 ? null : Math.floor((minutes * 1000) / ofMinutes) / 10;
      // Compared in whole numbers: 102 of 120 minutes are 85 %, without a rounding in between.
      const met = minutes !== null && ofMinutes > 0 && minutes * 100 >= rule.atLeast * ofMinutes;
      return leaf(rule, actual, met, 'eligibility.percent_below', { minutes: minutes ?? 0, ofMinutes });
    }
    case 'minutes':
      return leaf(
        rule,
        input.minutes,
        input.minutes !== null && input.minutes >= rule.atLeast,
        'eligibility.minutes_below',
        {},
      );
    case 'codes':
      return leaf(rule, input.codesEntered, input.codesEntered >= rule.atLeast, 'eligibility.codes_below', {});
  }
}

function leaf(
  rule: { kind: 'minutes_percent' | 'minutes' | 'codes'; atLeast: number },
  actual: number | null,
  met: boolean,
  code: EligibilityReason['code'],
  more: Record<string, number>,
): { outcome: RuleOutcome; reasons: EligibilityReason[] } {
  const outcome: RuleOutcome = { kind: rule.kind, atLeast: rule.atLeast, actual, met };
  if (met) return { outcome, reasons: [] };
  if (actual === null) return { outcome, reasons: [{ code: 'eligibility.not_counted', params: {} }] };
  return { outcome, reasons: [{ code, params: { atLeast: rule.atLeast, actual, ...more } }] };
}

export interface RuleProblem {
  code:
    | 'rule.empty'
    | 'rule.too_deep'
    | 'rule.percent_range'
    | 'rule.minutes_range'
    | 'rule.minutes_unreachable'
    | 'rule.codes_range'
    | 'rule.codes_unreachable';
  params: Readonly<Record<string, number>>;
}

const DEEPEST = 3;

/**
 * What is wrong with a rule an organiser composed; empty when it can be used. `event` adds what is planned, so that a rule
 * nobody can meet (more minutes or codes than there are) is found before the event and not after it.
 */
export function problemsOfRule(
  rule: EligibilityRule,
  event: { minutes?: number; codes?: number } = {},
  depth = 1,
): RuleProblem[] {
  const whole = Number.isInteger;
  switch (rule.kind) {
    case 'all_of':
    case 'any_of':
      if (rule.rules.length === 0) return [{ code: 'rule.empty', params: {} }];
      if (depth > DEEPEST) return [{ code: 'rule.too_deep', params: { deepest: DEEPEST } }];
      return rule.rules.flatMap((part) => problemsOfRule(part, event, depth + 1));
    case 'minutes_percent':
      return whole(rule.atLeast) && rule.atLeast >= 1 && rule.atLeast <= 100
        ? []
        : [{ code: 'rule.percent_range', params: { min: 1, max: 100 } }];
    case 'minutes':
      if (!whole(rule.atLeast) || rule.atLeast < 1) return [{ code: 'rule.minutes_range', params: { min: 1 } }];
      if (event.minutes !== undefined && rule.atLeast > event.minutes)
        return [{ code: 'rule.minutes_unreachable', params: { atLeast: rule.atLeast, minutes: event.minutes } }];
      return [];
    case 'codes':
      if (!whole(rule.atLeast) || rule.atLeast < 1) return [{ code: 'rule.codes_range', params: { min: 1 } }];
      if (event.codes !== undefined && rule.atLeast > event.codes)
        return [{ code: 'rule.codes_unreachable', params: { atLeast: rule.atLeast, codes: event.codes } }];
      return [];
  }
}
