import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eligibilityOf, problemsOfRule, type EligibilityInput, type EligibilityRule } from './eligibility.rule.ts';

const listener: EligibilityInput = {
  minutes: 102,
  ofMinutes: 120,
  codesEntered: 0,
  role: 'listener',
  spoke: false,
  approved: true,
  cancelled: false,
  nameConfirmed: true,
};
const percent: EligibilityRule = { kind: 'minutes_percent', atLeast: 85 };
const codes: EligibilityRule = { kind: 'codes', atLeast: 2 };
const codesOf = (rule: EligibilityRule, input: EligibilityInput) =>
  eligibilityOf(rule, input).reasons.map((reason) => reason.code);

describe('minutes', () => {
  it('gives the certificate at exactly 85 % and not one minute below', () => {
    expect(eligibilityOf(percent, listener)).toEqual({
      eligible: true,
      kind: 'attendance',
      met: {
        ruleMet: true,
        minutes: 102,
        ofMinutes: 120,
        codes: 0,
        outcome: { kind: 'minutes_percent', atLeast: 85, actual: 85, met: true },
      },
      reasons: [],
    });
    const below = eligibilityOf(percent, { ...listener, minutes: 101 });
    expect(below).toMatchObject({ eligible: false, kind: null });
    expect(below.reasons).toEqual([
      { code: 'eligibility.percent_below', params: { atLeast: 85, actual: 84.1, minutes: 101, ofMinutes: 120 } },
    ]);
  });

  it('does not let a share be rounded up to the limit', () => {
    // 169 of 199 minutes are 84.92 %.
    expect(eligibilityOf(percent, { ...listener, minutes: 169, ofMinutes: 199 }).eligible).toBe(false);
    expect(eligibilityOf({ kind: 'minutes_percent', atLeast: 100 }, { ...listener, minutes: 119 }).eligible).toBe(
      false,
    );
  });

  it('compares whole minutes', () => {
    const rule: EligibilityRule = { kind: 'minutes', atLeast: 120 };
    expect(eligibilityOf(rule, { ...listener, minutes: 120 }).eligible).toBe(true);
    expect(eligibilityOf(rule, { ...listener, minutes: 119 }).reasons).toEqual([
      { code: 'eligibility.minutes_below', params: { atLeast: 120, actual: 119 } },
    ]);
  });

  it('tells "not counted" from none', () => {
    expect(codesOf(percent, { ...listener, minutes: null })).toEqual(['eligibility.not_counted']);
    expect(codesOf(percent, { ...listener, minutes: 0 })).toEqual(['eligibility.percent_below']);
    expect(codesOf(percent, { ...listener, minutes: 0, ofMinutes: 0 })).toEqual(['eligibility.not_counted']);
    expect(codesOf({ kind: 'minutes', atLeast: 1 }, { ...listener, minutes: null })).toEqual([
      'eligibility.not_counted',
    ]);
  });
});

describe('composed rules', () => {
  it('wants both codes', () => {
    expect(eligibilityOf(codes, { ...listener, codesEntered: 2 }).eligible).toBe(true);
    expect(eligibilityOf(codes, { ...listener, codesEntered: 1 }).reasons).toEqual([
      { code: 'eligibility.codes_below', params: { atLeast: 2, actual: 1 } },
    ]);
  });

  it('names everything missing from all, and every alternative missed by any', () => {
    const poor = { ...listener, minutes: 30, codesEntered: 1 };
    expect(codesOf({ kind: 'all_of', rules: [percent, codes] }, poor)).toEqual([
      'eligibility.percent_below',
      'eligibility.codes_below',
    ]);
    const any = eligibilityOf({ kind: 'any_of', rules: [percent, codes] }, poor);
    expect(any.reasons).toHaveLength(1);
    expect(any.reasons[0]).toMatchObject({ code: 'eligibility.none_of', params: { count: 2 } });
    expect(any.reasons[0]?.of?.map((reason) => reason.code)).toEqual([
      'eligibility.percent_below',
      'eligibility.codes_below',
    ]);
    expect(eligibilityOf({ kind: 'any_of', rules: [percent, codes] }, { ...poor, codesEntered: 2 })).toMatchObject({
      eligible: true,
      reasons: [],
    });
    expect(codesOf({ kind: 'any_of', rules: [codes] }, poor)).toEqual(['eligibility.codes_below']);
  });

  it('gives nobody a certificate for an empty rule', () => {
    expect(codesOf({ kind: 'all_of', rules: [] }, listener)).toEqual(['eligibility.rule_empty']);
    expect(codesOf({ kind: 'any_of', rules: [] }, listener)).toEqual(['eligibility.rule_empty']);
    expect(codesOf({ kind: 'all_of', rules: [percent, { kind: 'all_of', rules: [] }] }, listener)).toEqual([
      'eligibility.rule_empty',
    ]);
  });
});

describe('facts beside the rule', () => {
  it('names every fact that forbids it', () => {
    expect(
      codesOf(percent, { ...listener, cancelled: true, approved: false, nameConfirmed: false, disputed: true }),
    ).toEqual([
      'eligibility.cancelled',
      'eligibility.not_approved',
      'eligibility.name_not_confirmed',
      'eligibility.disputed',
    ]);
    expect(eligibilityOf(percent, { ...listener, nameConfirmed: false }).met.ruleMet).toBe(true);
  });

  it('gives a speaker who spoke the speaker’s kind irrespective of minutes', () => {
    const speaker = { ...listener, role: 'speaker' as const, spoke: true, minutes: 0, disputed: true };
    expect(eligibilityOf(percent, speaker)).toMatchObject({ eligible: true, kind: 'speaker', met: { ruleMet: false } });
    expect(eligibilityOf(percent, { ...speaker, role: 'moderator' })).toMatchObject({
      eligible: true,
      kind: 'moderator',
    });
    expect(eligibilityOf(percent, { ...speaker, nameConfirmed: false })).toMatchObject({ eligible: false, kind: null });
  });

  it('treats a speaker who did not speak as a listener', () => {
    const silent = { ...listener, role: 'speaker' as const, spoke: false };
    expect(eligibilityOf(percent, silent)).toMatchObject({ eligible: true, kind: 'attendance' });
    expect(eligibilityOf(percent, { ...silent, minutes: 3 })).toMatchObject({ eligible: false, kind: null });
    expect(eligibilityOf(percent, { ...listener, spoke: true })).toMatchObject({ kind: 'attendance' });
  });
});

describe('laws', () => {
  const leafRule = fc.oneof(
    fc.record({ kind: fc.constant('minutes_percent' as const), atLeast: fc.integer({ min: 1, max: 100 }) }),
    fc.record({ kind: fc.constant('minutes' as const), atLeast: fc.integer({ min: 1, max: 300 }) }),
    fc.record({ kind: fc.constant('codes' as const), atLeast: fc.integer({ min: 1, max: 4 }) }),
  );
  const { rule } = fc.letrec<{ rule: EligibilityRule }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 3 },
      leafRule,
      fc.record({
        kind: fc.constantFrom('all_of' as const, 'any_of' as const),
        rules: fc.array(tie('rule'), { maxLength: 3 }),
      }),
    ),
  }));
  const input = fc.record({
    minutes: fc.option(fc.integer({ min: 0, max: 300 })),
    ofMinutes: fc.integer({ min: 0, max: 300 }),
    codesEntered: fc.integer({ min: 0, max: 4 }),
    role: fc.constantFrom('listener' as const, 'speaker' as const, 'moderator' as const),
    spoke: fc.boolean(),
    approved: fc.boolean(),
    cancelled: fc.boolean(),
    nameConfirmed: fc.boolean(),
  });

  it('is eligible exactly when there is no reason, and then has a kind', () => {
    fc.assert(
      fc.property(rule, input, (chosen, facts) => {
        const found = eligibilityOf(chosen, facts);
        expect(found.eligible).toBe(found.reasons.length === 0);
        expect(found.eligible).toBe(found.kind !== null);
        if (facts.role === 'listener' && facts.approved && facts.nameConfirmed && !facts.cancelled)
          expect(found.eligible).toBe(found.met.ruleMet);
      }),
    );
  });

  it('never takes a certificate away for more minutes or more codes', () => {
    fc.assert(
      fc.property(
        rule,
        input,
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 3 }),
        (chosen, facts, moreMinutes, moreCodes) => {
          const better = {
            ...facts,
            minutes: (facts.minutes ?? 0) + moreMinutes,
            codesEntered: facts.codesEntered + moreCodes,
          };
          if (eligibilityOf(chosen, facts).eligible) expect(eligibilityOf(chosen, better).eligible).toBe(true);
        },
      ),
    );
  });
});

describe('rules an organiser composes', () => {
  it('accepts the examples of the product', () => {
    expect(problemsOfRule(percent)).toEqual([]);
    expect(problemsOfRule({ kind: 'any_of', rules: [percent, codes] }, { minutes: 240, codes: 2 })).toEqual([]);
  });

  it.each([
    [{ kind: 'minutes_percent', atLeast: 0 }, 'rule.percent_range'],
    [{ kind: 'minutes_percent', atLeast: 101 }, 'rule.percent_range'],
    [{ kind: 'minutes_percent', atLeast: 85.5 }, 'rule.percent_range'],
    [{ kind: 'minutes', atLeast: 0 }, 'rule.minutes_range'],
    [{ kind: 'minutes', atLeast: 241 }, 'rule.minutes_unreachable'],
    [{ kind: 'codes', atLeast: Number.NaN }, 'rule.codes_range'],
    [{ kind: 'codes', atLeast: 3 }, 'rule.codes_unreachable'],
    [{ kind: 'all_of', rules: [] }, 'rule.empty'],
  ] as const)('refuses %j with %s', (chosen, code) => {
    expect(problemsOfRule(chosen, { minutes: 240, codes: 2 }).map((problem) => problem.code)).toEqual([code]);
  });

  it('refuses rules nested deeper than a person can read', () => {
    let nested: EligibilityRule = percent;
    for (let depth = 0; depth < 4; depth += 1) nested = { kind: 'all_of', rules: [nested] };
    expect(problemsOfRule(nested).map((problem) => problem.code)).toEqual(['rule.too_deep']);
  });
});
