import type { Formatters, T } from '#lib/i18n/index.ts';
import { reasonWords } from '#routes/reason-words.ts';
import type { EligibilityRule, PaperKind, ResultLine } from '#server/modules/seminars/index.ts';

export type ShownStanding = 'issued' | 'revoked' | 'unconfirmed' | 'to_issue' | 'not_eligible';

type Judged = Pick<ResultLine, 'registrationId' | 'verdict' | 'issueId' | 'revokedAt' | 'nameConfirmed' | 'decision' | 'decisionReason'>;

/** Where a person stands, in one word of the list. */
export function standingOf(line: Judged): ShownStanding {
  if (line.issueId) return line.revokedAt ? 'revoked' : 'issued';
  if (!line.verdict.eligible) return 'not_eligible';
  return line.nameConfirmed ? 'to_issue' : 'unconfirmed';
}

export const STANDING_BADGE = { issued: 'ok', revoked: 'bad', unconfirmed: 'wait', to_issue: 'wait', not_eligible: 'neutral' } as const;

export function kindWords(t: T, kind: PaperKind): string {
  return kind === 'attendance' ? t('credentials.kind.attendance') : t(`seminars.registration.role_${kind}`);
}

/** Why: what forbids, what decided, and the words of whoever decided. */
export function whyWords(t: T, line: Judged): string[] {
  const { verdict } = line;
  const decided = verdict.by === 'person' && line.decisionReason ? [t('seminars.results.decided_because', { reason: line.decisionReason })] : [];
  if (!verdict.eligible) {
    // Whoever stands in the programme only is asked for her part there, not for minutes.
    const words = verdict.reasons.map((reason) => (line.registrationId === null && reason.code === 'eligibility.not_counted' ? t('seminars.results.no_part') : reasonWords(t, reason)));
    return [...words, ...decided];
  }
  if (verdict.by === 'person') return [t('seminars.results.by_person'), ...decided];
  if (verdict.by === 'rule') return [t('seminars.results.by_rule')];
  return verdict.kind === 'attendance' || verdict.kind === null ? [] : [t(`seminars.results.by_${verdict.kind}`)];
}

/** "88 of 100"; nothing has to be counted before the first sitting. */
export function minutesWords(t: T, line: Pick<ResultLine, 'minutes' | 'ofMinutes'> & { registrationId?: string | null }): string {
  if (line.registrationId === null) return '—';
  if (line.minutes === null) return line.ofMinutes > 0 ? t('ui.answer.not_counted') : '—';
  return t('seminars.results.minutes_of', { minutes: line.minutes, total: line.ofMinutes });
}

/** Whether codes decide about anybody. */
export function asksForCodes(rule: EligibilityRule): boolean {
  return 'rules' in rule ? rule.rules.some(asksForCodes) : rule.kind === 'codes';
}

/** The lines of a rule with what was found, for the checklist of one person. */
export function outcomeWords(t: T, fmt: Formatters, outcome: ResultLine['verdict']['outcome']): { met: boolean; text: string }[] {
  if ('rules' in outcome) return outcome.rules.flatMap((part) => outcomeWords(t, fmt, part));
  const { kind, atLeast, actual, met } = outcome;
  const percent = kind === 'minutes_percent';
  const shown = (value: number) => (percent ? fmt.percent(value / 100, 1) : fmt.number(value));
  return [{ met, text: t(`seminars.results.found_${kind}`, { found: actual === null ? t('ui.answer.not_counted') : shown(actual), wanted: shown(atLeast) }) }];
}
