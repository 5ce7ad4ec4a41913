import type { Locale } from '#lib/i18n/index.ts';
import type { SheetDetail } from '#server/modules/competencies/index.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';

/** One page of a sheet as it is shown: an area, its competencies, and the descriptors to choose from. Without `code` the first that is not done. */
export function sheetPage({ sheet, person, version, pages, answers, descriptors }: SheetDetail, locale: Locale, code: string | null) {
  const codeOf = (page: SheetDetail['pages'][number]) => page.area?.code ?? '';
  const named = code === null ? -1 : pages.findIndex((page) => codeOf(page) === code);
  const undone = pages.findIndex((page) => page.answered < page.items.length);
  const at = named >= 0 ? named : undone >= 0 ? undone : 0;
  const page = pages[at];
  const say = (text: LocalizedText): string => (Object.keys(text).length > 0 ? textIn(text, locale) : '');
  const [variant] = version.variants;
  const next = pages[at + 1];
  const before = pages[at - 1];
  return {
    sheet: { id: sheet.id, kind: sheet.kind, personId: sheet.personId },
    name: [person.familyName, person.givenName].filter(Boolean).join(' '),
    areas: pages.map((one) => ({ code: codeOf(one), title: one.area ? say(one.area.title) : '', answered: one.answered, total: one.items.length, current: one === page })),
    area: page ? { code: codeOf(page), title: page.area ? say(page.area.title) : '', description: page.area ? say(page.area.description) : '' } : null,
    nextArea: next ? codeOf(next) : null,
    previousArea: before ? codeOf(before) : null,
    items: (page?.items ?? []).map((item) => ({
      competencyId: item.competencyId,
      code: item.code,
      title: say(item.title),
      description: say(item.description),
      step: answers.get(item.competencyId)?.step ?? null,
      comment: answers.get(item.competencyId)?.comment ?? '',
      options: version.steps.map(({ step, label }) => {
        const descriptor = descriptors.find((one) => one.itemId === item.id && one.step === step && (one.variant === '' || one.variant === variant?.code));
        return { value: String(step), text: descriptor ? say(descriptor.text) : say(label), hint: descriptor ? `${step} · ${say(label)}` : String(step) };
      }),
    })),
  };
}
