import { byParent, treeLines } from './tree.rule.ts';
import type { DescriptorRow, ItemRow } from './items.queries.ts';

/** What is typed, as words to be looked for; at most six. Pure. */
export const wordsOf = (q: string): string[] => q.toLocaleLowerCase().split(/\s+/).filter(Boolean).slice(0, 6);

/**
 * The items that hold all words, in whatever language, in code, title, description or descriptors; with what they stand in. An area that is found
 * itself brings everything below it. Null: nothing was asked. Pure.
 */
export function itemsWith(items: readonly ItemRow[], descriptors: readonly DescriptorRow[], words: readonly string[]): Set<string> | null {
  if (words.length === 0) return null;
  const levels = Map.groupBy(descriptors, ({ itemId }) => itemId);
  const texts = (map: object) => Object.values(map as Record<string, { text: string }>).map(({ text }) => text);
  const children = byParent(items);
  const byId = new Map(items.map((item) => [item.id, item]));
  const found = new Set<string>();
  const addBelow = (item: ItemRow) => {
    if (found.has(item.id) && !children.has(item.id)) return;
    found.add(item.id);
    for (const child of children.get(item.id) ?? []) addBelow(child);
  };
  for (const { item } of treeLines(items)) {
    const said = [item.code, ...texts(item.title), ...texts(item.description), ...(levels.get(item.id) ?? []).flatMap(({ text }) => texts(text))].join(' ').toLocaleLowerCase();
    if (!words.every((word) => said.includes(word))) continue;
    if (item.kind === 'area') addBelow(item);
    for (let at: ItemRow | undefined = item; at; at = at.parentId === null ? undefined : byId.get(at.parentId)) found.add(at.id);
  }
  return found;
}
