import type { LocalizedText } from '#server/platform/text/index.ts';
import type { DescriptorRow, ItemRow } from './items.queries.ts';

/** What a part of an item is called where two versions of it differ. */
export type ChangedPart = 'code' | 'title' | 'description' | 'levels';
type Standing = Pick<ItemRow, 'id' | 'competencyId' | 'parentId' | 'kind' | 'code' | 'title' | 'description' | 'retiredAt'>;

export interface ItemChange {
  kind: 'added' | 'changed' | 'moved' | 'retired' | 'revived';
  /** As it stands now; of one that is gone: as it stood. */
  item: { id: string; code: string; title: LocalizedText; isGone: boolean };
  /** Of `changed`. */
  parts: ChangedPart[];
  /** Of `moved`: the codes of what it stood in and stands in; null: at the top. */
  from: string | null;
  to: string | null;
}

interface Side {
  items: readonly Standing[];
  descriptors: readonly DescriptorRow[];
}

const words = (text: LocalizedText) => JSON.stringify(Object.entries(text).map(([locale, entry]) => [locale, entry.text]).sort());

/** What one version does otherwise than the one before it; in the order of the tree now, what is gone last. Pure. */
export function versionChanges(before: Side, after: Side): ItemChange[] {
  const then = new Map(before.items.map((item) => [item.competencyId, item]));
  const now = new Set(after.items.map(({ competencyId }) => competencyId));
  const [levelsThen, levelsNow] = [levelsOf(before.descriptors), levelsOf(after.descriptors)];
  const [parentThen, parentNow] = [parents(before.items), parents(after.items)];
  const changes: ItemChange[] = [];
  const say = (kind: ItemChange['kind'], { id, code, title }: Standing, more: Partial<ItemChange> = {}, isGone = false) => void changes.push({ kind, item: { id, code, title, isGone }, parts: [], from: null, to: null, ...more });
  for (const item of after.items) {
    const was = then.get(item.competencyId);
    if (!was) {
      // What was added and taken back within one draft is no news.
      if (item.retiredAt === null) say('added', item);
      continue;
    }
    if (item.retiredAt !== null) {
      if (was.retiredAt === null) say('retired', item);
      continue;
    }
    if (was.retiredAt !== null) say('revived', item);
    const parts: ChangedPart[] = [];
    if (was.code !== item.code) parts.push('code');
    if (words(was.title) !== words(item.title)) parts.push('title');
    if (words(was.description) !== words(item.description)) parts.push('description');
    if ((levelsThen.get(was.id) ?? '') !== (levelsNow.get(item.id) ?? '')) parts.push('levels');
    if (parts.length > 0) say('changed', item, { parts });
    const [from, to] = [parentThen(was), parentNow(item)];
    if (from?.competencyId !== to?.competencyId) say('moved', item, { from: from?.code ?? null, to: to?.code ?? null });
  }
  for (const item of before.items) if (item.retiredAt === null && !now.has(item.competencyId)) say('retired', item, {}, true);
  return changes;
}

function parents(items: readonly Standing[]): (item: Standing) => Standing | undefined {
  const byId = new Map(items.map((item) => [item.id, item]));
  return ({ parentId }) => (parentId === null ? undefined : byId.get(parentId));
}

function levelsOf(descriptors: readonly DescriptorRow[]): Map<string, string> {
  const levels = new Map<string, string[]>();
  for (const { itemId, variant, step, text } of descriptors) {
    const line = `${variant} ${step} ${words(text)}`;
    const known = levels.get(itemId);
    if (known) known.push(line);
    else levels.set(itemId, [line]);
  }
  return new Map([...levels].map(([id, lines]) => [id, lines.sort().join('\n')]));
}
