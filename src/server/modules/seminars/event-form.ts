import type { FormValues } from '#lib/forms/index.ts';
import type { Locale } from '#lib/i18n/index.ts';
import { invalid } from '#server/platform/errors.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { fromInstant } from '#server/platform/time/wall-time.ts';
import { textFields } from '#server/platform/text/index.ts';
import { problemsOfRule, type EligibilityRule } from './eligibility.rule.ts';
import type { EventInput } from './events.schemas.ts';
import type { EventRow } from './events.queries.ts';
import { momentOf } from './wall-moment.ts';

/** What is stored, as the fields of the form hold it: their defaults, and what "changed meanwhile" is compared with. */
export function eventFields(event: EventRow): FormValues {
  const wall = (prefix: string, at: Date | null): Record<string, string> => {
    if (!at) return {};
    const { date, time } = fromInstant(at, event.timeZone);
    return { [`${prefix}Date`]: date, [`${prefix}Time`]: time };
  };
  return {
    form: event.form,
    organisationId: event.organisationId,
    ...textFields('title', event.title),
    ...textFields('summary', event.summary),
    ...textFields('description', event.description),
    ...textFields('aim', event.letter.aim),
    ...textFields('requirements', event.letter.requirements),
    timeZone: event.timeZone,
    languages: event.languages,
    countries: event.countries,
    ...(event.capacity === null ? {} : { capacity: String(event.capacity) }),
    ...wall('opens', event.registrationOpensAt),
    ...wall('closes', event.registrationClosesAt),
    ...(event.approvalRequired ? { approvalRequired: 'yes' } : {}),
    ...ruleFields(event.certificateRule),
    ...(event.certificateMonths === null ? {} : { certificateMonths: String(event.certificateMonths) }),
    ...(event.contactName ? { contactName: event.contactName } : {}),
    ...(event.contactEmail ? { contactEmail: event.contactEmail } : {}),
  };
}

/** The texts of the form with the standing of each language. */
export type EventTexts = Partial<Record<'title' | 'summary' | 'description' | 'aim' | 'requirements', LocalizedText>>;

export function eventTexts(event: EventRow): EventTexts {
  const { aim, requirements } = event.letter;
  return { title: event.title, summary: event.summary, description: event.description, ...(aim ? { aim } : {}), ...(requirements ? { requirements } : {}) };
}

/** What a new event begins with. */
export function newEventFields(start: { organisationId: string | null; timeZone: string; country: string; locale: Locale; contact: { name: string; email: string } | null }): FormValues {
  return {
    form: 'seminar',
    ...(start.organisationId ? { organisationId: start.organisationId } : {}),
    timeZone: start.timeZone,
    languages: [start.locale],
    countries: [start.country],
    percent: '85',
    combine: 'all_of',
    ...(start.contact ? { contactName: start.contact.name, contactEmail: start.contact.email } : {}),
  };
}

export interface RuleFigures {
  percent?: number;
  minutes?: number;
  codes?: number;
  combine: 'all_of' | 'any_of';
}

/** The three figures of a rule, as they are sent; of a rule composed otherwise those of its parts. */
export function ruleFigures(rule: EligibilityRule): RuleFigures {
  const parts = rule.kind === 'all_of' || rule.kind === 'any_of' ? rule.rules : [rule];
  const figure = (kind: EligibilityRule['kind'], name: 'percent' | 'minutes' | 'codes') => {
    const found = parts.find((part) => part.kind === kind);
    return found && 'atLeast' in found ? { [name]: found.atLeast } : {};
  };
  return {
    ...figure('minutes_percent', 'percent'),
    ...figure('minutes', 'minutes'),
    ...figure('codes', 'codes'),
    combine: rule.kind === 'any_of' ? 'any_of' : 'all_of',
  };
}

const ruleFields = (rule: EligibilityRule): Record<string, string> => Object.fromEntries(Object.entries(ruleFigures(rule)).map(([name, value]) => [name, String(value)]));

/** The rule of the form's figures. Errors beside them: `rule.none`, and those of `problemsOfRule`. */
export function ruleOf(input: Pick<EventInput, 'percent' | 'minutes' | 'codes' | 'combine'>): EligibilityRule {
  const rules: EligibilityRule[] = [];
  if (input.percent !== undefined) rules.push({ kind: 'minutes_percent', atLeast: input.percent });
  if (input.minutes !== undefined) rules.push({ kind: 'minutes', atLeast: input.minutes });
  if (input.codes !== undefined) rules.push({ kind: 'codes', atLeast: input.codes });
  const [first, ...others] = rules;
  if (!first) throw invalid('percent', 'rule.none');
  const rule: EligibilityRule = others.length === 0 ? first : { kind: input.combine, rules };
  const [problem] = problemsOfRule(rule);
  if (problem) throw invalid('percent', problem.code, { ...problem.params });
  return rule;
}

export interface RegistrationWindow {
  opensAt: Date | null;
  closesAt: Date | null;
}

/**
 * When registration opens and closes. A date without a time means its first minute for opening and its last for closing. Errors:
 * `date.missing`, `date.past` (only for a closing that was changed), `window.closes_before_opening`.
 */
export function windowOf(input: EventInput, now: Date, stored: RegistrationWindow | null): RegistrationWindow {
  if (input.opensTime && !input.opensDate) throw invalid('opensDate', 'date.missing');
  if (input.closesTime && !input.closesDate) throw invalid('closesDate', 'date.missing');
  const opensAt = input.opensDate ? momentOf('opensTime', input.opensDate, input.opensTime ?? '00:00', input.timeZone).instant : null;
  const closesAt = input.closesDate ? momentOf('closesTime', input.closesDate, input.closesTime ?? '23:59', input.timeZone).instant : null;
  if (closesAt && closesAt <= now && closesAt.getTime() !== stored?.closesAt?.getTime()) throw invalid('closesDate', 'date.past');
  if (opensAt && closesAt && closesAt <= opensAt) throw invalid('closesDate', 'window.closes_before_opening');
  return { opensAt, closesAt };
}
