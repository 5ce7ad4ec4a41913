import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { EditItem, NewItem, type ItemType } from './items.schemas.ts';
import { addItem, setItemState } from './items.service.ts';
import { NewTest, TestItems } from './tests.schemas.ts';
import { addTest, getTestFor, publishTest, setTestItems } from './tests.service.ts';

const both = (ru: string) => ({ ru, kk: `${ru} (қазақша)` });
const CONTENT: Record<ItemType, object> = {
  single: { options: [{ text: both('Верный') }, { text: both('Неверный') }, { text: both('Другой') }], rightOption: 0 },
  multiple: { options: [{ text: both('Да 1'), right: true }, { text: both('Да 2'), right: true }, { text: both('Нет'), right: false }] },
  order: { options: [{ text: both('Первый') }, { text: both('Второй') }, { text: both('Третий') }] },
  match: { pairs: [{ left: both('А'), right: both('а') }, { left: both('Б'), right: both('б') }] },
  numeric: { answer: 12.5, tolerance: 0.5 },
  case: { criteria: [{ text: both('Решение'), points: 3 }, { text: both('Слова'), points: 2 }] },
};

/** An item as a form or program gives it; what a test is about is given, the rest is plain. */
export const itemInput = (type: ItemType, given: Record<string, unknown> = {}): NewItem =>
  NewItem.parse({ code: `T-${newId().slice(-8)}`, competency: { code: 'T1' }, type, step: 2, stem: both(`Вопрос: ${type}`), explanation: both('Потому'), ...CONTENT[type], ...given });
export const itemChange = (version: number, type: ItemType, given: Record<string, unknown> = {}): EditItem => EditItem.parse({ ...itemInput(type), competency: { code: 'T1' }, ...CONTENT[type], rightOption: type === 'single' ? 0 : undefined, ...given, version });

export async function usedItem(ctx: Ctx, type: ItemType, given: Record<string, unknown> = {}): Promise<string> {
  const id = await addItem(ctx, itemInput(type, given));
  await setItemState(ctx, id, 'in_use');
  return id;
}

export const testInput = (given: Record<string, unknown> = {}): NewTest =>
  NewTest.parse({ competency: { code: 'T1' }, title: both('Тест'), introduction: both('О чём он'), step: 2, passMark: 60, shuffled: true, showsAnswers: true, ...given });

/** A published test of one item of each of these types. */
export async function publishedTest(ctx: Ctx, types: readonly ItemType[], given: Record<string, unknown> = {}): Promise<string> {
  const items = [];
  for (const type of types) items.push(await usedItem(ctx, type));
  const id = await addTest(ctx, testInput(given));
  await setTestItems(ctx, id, TestItems.parse({ version: (await getTestFor(ctx, id)).version, items: items.map((itemId, at) => ({ itemId, place: at + 1, points: types[at] === 'case' ? 5 : 1 })) }));
  await publishTest(ctx, id);
  return id;
}
