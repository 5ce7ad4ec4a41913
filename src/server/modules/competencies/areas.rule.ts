import type { ItemRow } from './items.queries.ts';
import { branchOf, treeLines } from './tree.rule.ts';

export interface Area {
  /** Null: competencies that stand below no area. */
  item: ItemRow | null;
  competencyIds: string[];
}

/** The top areas of a tree with the competencies below each, in the order of reading; areas without one are left out. Pure. */
export function areasOf(items: readonly ItemRow[]): Area[] {
  const top = treeLines(items).filter(({ depth }) => depth === 1).map(({ item }) => item);
  const below = (item: ItemRow) => treeLines(branchOf(items, item.id).map((one) => (one.id === item.id ? { ...one, parentId: null } : one))).flatMap(({ item: one }) => (one.kind === 'competency' ? [one.competencyId] : []));
  const loose = top.filter(({ kind }) => kind === 'competency').map(({ competencyId }) => competencyId);
  return [...top.filter(({ kind }) => kind === 'area').map((item): Area => ({ item, competencyIds: below(item) })), { item: null, competencyIds: loose }].filter(({ competencyIds }) => competencyIds.length > 0);
}

export interface AreaMeans<Item> {
  item: Item | null;
  /** Mean of the levels that are known, and of what is asked; null where there is none, or where it is hidden. */
  level: number | null;
  target: number | null;
  rated: number;
  competencies: number;
}

interface AreaLine<Item> {
  item: Item & { kind: ItemRow['kind'] };
  depth: number;
  level: { step: number } | null;
  target: { least: number } | null;
}

/** A person's lines summed by top area, in their order. Pure. */
export function areaMeans<Item>(lines: readonly AreaLine<Item>[]): AreaMeans<Item>[] {
  const parts: { item: Item | null; lines: AreaLine<Item>[] }[] = [];
  for (const line of lines) {
    if (line.item.kind === 'area') {
      if (line.depth === 1) parts.push({ item: line.item, lines: [] });
      continue;
    }
    if (parts.length === 0 || (line.depth === 1 && parts.at(-1)?.item !== null)) parts.push({ item: null, lines: [] });
    parts.at(-1)?.lines.push(line);
  }
  const mean = (values: readonly number[]) => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length);
  return parts
    .filter(({ lines: own }) => own.length > 0)
    .map(({ item, lines: own }) => {
      const levels = own.flatMap(({ level }) => level?.step ?? []);
      return { item, level: mean(levels), target: mean(own.flatMap(({ target }) => target?.least ?? [])), rated: levels.length, competencies: own.length };
    });
}
