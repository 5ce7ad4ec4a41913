import type { Locale } from '#lib/i18n/index.ts';
import { isRemovable, type EvidenceState, type PlanChoices, type PlanItemRow, type PlanView } from '#server/modules/competencies/index.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';

const say = (text: LocalizedText | null, locale: Locale): string => (text && Object.keys(text).length > 0 ? textIn(text, locale) : '');
export const fullName = ({ familyName, givenName }: { familyName: string; givenName: string | null }): string => [familyName, givenName].filter(Boolean).join(' ');

/** An item as it is shown. */
export function shownItem(item: PlanItemRow, locale: Locale) {
  const labelOf = (step: number | null) => say(item.steps?.find((one) => one.step === step)?.label ?? null, locale);
  return {
    ...{ id: item.id, competencyId: item.competencyId, code: item.code, ownTitle: item.title, title: item.title ?? say(item.competencyTitle, locale), isRetired: item.isRetired },
    ...{ fromStep: item.fromStep, toStep: item.toStep, nowStep: item.nowStep, reachedStep: item.reachedStep, toLabel: labelOf(item.toStep) },
    steps: (item.steps ?? []).map(({ step, label }) => ({ step, label: say(label, locale) })),
    ...{ reason: item.reason, measure: item.measure, action: item.action, offerTitle: item.offerTitle, offerPath: item.offerPath, hours: item.hours, dueOn: item.dueOn },
    ...{ state: item.state, dropReason: item.dropReason, doneOn: item.doneOn, result: item.result, reviewNote: item.reviewNote, carried: item.carried },
    ...{ isAgreed: item.agreedAt !== null, agreedAs: item.agreedAs, revision: item.revision, isRemovable: isRemovable(item) },
  };
}
export type ShownItem = ReturnType<typeof shownItem>;

/** A piece of evidence beside an item. */
export interface ShownEvidence {
  id: string;
  title: string;
  state: EvidenceState;
  acceptedStep: number | null;
}

/** A plan as its pages show it. */
export function planPage({ plan, person, items, notes, progress, isReviewDue, may, today, timeZone }: PlanView, locale: Locale) {
  return {
    person: { id: person.personId, name: fullName(person), post: [say(person.positionName, locale), say(person.organisationName, locale)].filter(Boolean).join(', ') },
    plan,
    items: items.map((item) => ({ ...shownItem(item, locale), due: item.due, evidence: item.evidence.map(({ id, title, state, acceptedStep }): ShownEvidence => ({ id, title: say(title, locale), state, acceptedStep })) })),
    ...{ notes, progress, isReviewDue, today, timeZone },
    may: Object.fromEntries(Object.entries(may).map(([name, ability]) => [name, ability.allowed])) as Record<keyof typeof may, boolean>,
  };
}
export type PlanPageData = ReturnType<typeof planPage>;

/** Competencies to choose from, with the code in front. */
export const competencyOptions = (choices: readonly { competencyId: string; code: string; title: LocalizedText }[], locale: Locale): { value: string; text: string }[] =>
  choices.map(({ competencyId, code, title }) => ({ value: competencyId, text: `${code}. ${say(title, locale)}` }));

/** What an item may be about: what is missing first, then all else, in groups; and the steps of all their scales. */
export function itemChoices(choices: PlanChoices, locale: Locale, words: { gaps: string; others: string }, kept: ShownItem | null = null) {
  const gaps = new Set(choices.gaps.map(({ competencyId }) => competencyId));
  const others = choices.competencies.filter(({ competencyId }) => !gaps.has(competencyId));
  const isThere = kept?.competencyId == null || choices.competencies.some(({ competencyId }) => competencyId === kept.competencyId);
  const labels = new Map<number, Set<string>>();
  for (const { step, label } of [...choices.competencies.flatMap(({ steps }) => steps.map(({ step: one, label: text }) => ({ step: one, label: say(text, locale) }))), ...(kept?.steps ?? [])]) {
    const known = labels.get(step) ?? new Set();
    labels.set(step, known.add(label));
  }
  return {
    groups: [
      // A competency that is in use nowhere any more stays what the item is about.
      ...(kept?.competencyId && !isThere ? [{ value: kept.competencyId, text: [kept.code, kept.title].filter(Boolean).join('. ') }] : []),
      ...(gaps.size > 0 ? [{ group: words.gaps, options: competencyOptions(choices.gaps, locale) }] : []),
      { group: words.others, options: competencyOptions(others, locale) },
    ],
    steps: [...labels].sort(([a], [b]) => a - b).map(([step, texts]) => ({ value: String(step), text: `${step} · ${[...texts].join(' / ')}` })),
  };
}
