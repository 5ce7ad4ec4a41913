import type { Locale } from '#lib/i18n/index.ts';
import type { NamedCompetency } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';

/** Competencies of one framework by area, as a select shows them. */
function optionsOf(competencies: readonly NamedCompetency[], locale: Locale) {
  const groups = new Map<string, { group: string; options: { value: string; text: string }[] }>();
  for (const one of competencies) {
    const group = one.areaTitle ? `${one.areaCode ?? ''}. ${textIn(one.areaTitle, locale)}` : textIn(one.frameworkTitle, locale);
    const known = groups.get(group) ?? { group, options: [] };
    known.options.push({ value: one.competencyId, text: `${one.code} ${textIn(one.title, locale)}` });
    groups.set(group, known);
  }
  return [...groups.values()];
}

/** Frameworks that have competencies in use, and what a form offers of the one that is meant: named, or that of a competency, or the first. */
export function chooseFramework(competencies: readonly NamedCompetency[], wish: { framework: string | null; competency: string | null }, locale: Locale) {
  const frameworks = [...new Map(competencies.map((one) => [one.frameworkId, { value: one.frameworkId, text: textIn(one.frameworkTitle, locale) }])).values()];
  const ofCompetency = competencies.find(({ competencyId }) => competencyId === wish.competency)?.frameworkId;
  const frameworkId = frameworks.find(({ value }) => value === wish.framework)?.value ?? ofCompetency ?? frameworks[0]?.value ?? '';
  const within = competencies.filter((one) => one.frameworkId === frameworkId);
  return { frameworks, frameworkId, options: optionsOf(within, locale), steps: (within[0]?.steps ?? []).map(({ step, label }) => ({ value: String(step), text: `${step} ${textIn(label, locale)}` })) };
}
