import { beginDraft, changeItem, fillShipped, getItemDetail, getVersionDetail, ItemInput, listFrameworksFor, NO_VARIANT } from '#server/modules/competencies/index.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { withText, type LocalizedText } from '#server/platform/text/index.ts';

type Words = Partial<Record<'ru' | 'kk' | 'en', string>>;
const put = (text: LocalizedText, words: Words): LocalizedText => Object.entries(words).reduce((map, [locale, word]) => withText(map, locale as keyof Words, word, locale === 'ru' ? 'original' : 'reviewed'), text);

/** What the centre is about to say otherwise in the next version: two competencies, one of them not translated yet. */
const CHANGES: { code: string; title?: Words; description?: Words }[] = [
  { code: 'M1', title: { ru: 'Запись, выдача и заказ без очереди', kk: 'Тіркеу, кітап беру және кезексіз тапсырыс', en: 'Registration, loans and orders without a queue' } },
  { code: 'M3', description: { ru: 'Жалоба, крик, нетрезвый гость, угроза: спокойные и верные действия берегут людей в зале. После случая с сотрудником разговаривают.' } },
];

/** The shipped frameworks, and a draft of the next version of the one for specialists. */
export async function seedFrameworks(system: Ctx, keeper: Actor): Promise<void> {
  await fillShipped(system);
  const ctx = { ...system, actor: keeper };
  const framework = (await listFrameworksFor(ctx)).find(({ key }) => key === 'library-specialist');
  const published = framework?.versions[0];
  if (!published) return;
  const draftId = await beginDraft(ctx, published.id);
  for (const { code, title = {}, description = {} } of CHANGES) {
    const { version, items } = await getVersionDetail(ctx, draftId);
    const item = items.find((one) => one.code === code);
    if (!item) continue;
    const { descriptors } = await getItemDetail(ctx, draftId, item.id);
    const levels = { [NO_VARIANT]: Object.fromEntries(descriptors.map(({ step, text }) => [String(step), text])) };
    await changeItem(ctx, draftId, item.id, ItemInput.parse({ revision: version.revision, code, title: put(item.title, title), description: put(description.ru ? {} : item.description, description), levels }));
  }
}
