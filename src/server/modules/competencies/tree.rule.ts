import type { ItemRow } from './items.queries.ts';

type Node = Pick<ItemRow, 'id' | 'parentId' | 'sort'>;

/** The items below one, itself included. Pure. */
export function branchOf<T extends Node>(items: readonly T[], id: string): T[] {
  const children = byParent(items);
  const found = items.filter((item) => item.id === id);
  for (let at = 0; at < found.length; at++) found.push(...(children.get(found[at]?.id ?? '') ?? []));
  return found;
}

export function byParent<T extends Node>(items: readonly T[]): Map<string | null, T[]> {
  const children = new Map<string | null, T[]>();
  for (const item of items) {
    const beside = children.get(item.parentId);
    if (beside) beside.push(item);
    else children.set(item.parentId, [item]);
  }
  return children;
}

export interface TreeLine<T> {
  item: T;
  /** 1 at the top. */
  depth: number;
}

/** The tree as it is read, from the top down. Pure. */
export function treeLines<T extends Node>(items: readonly T[]): TreeLine<T>[] {
  const children = byParent(items);
  const lines: TreeLine<T>[] = [];
  const walk = (parent: string | null, depth: number): void => {
    for (const item of children.get(parent) ?? []) {
      lines.push({ item, depth });
      walk(item.id, depth + 1);
    }
  };
  walk(null, 1);
  return lines;
}

/**
 * The places of the items beside one that is moved below `parentId` and behind `afterId` (null: first). Null when it would stand below itself.
 * Pure.
 */
export function placesAfterMove(items: readonly Node[], id: string, to: { parentId: string | null; afterId: string | null }): { id: string; parentId: string | null; sort: number }[] | null {
  if (to.parentId !== null && branchOf(items, id).some((item) => item.id === to.parentId)) return null;
  const beside = items.filter((item) => item.parentId === to.parentId && item.id !== id);
  const at = to.afterId === null ? 0 : beside.findIndex((item) => item.id === to.afterId) + 1;
  const moved = items.find((item) => item.id === id);
  if (!moved) return null;
  const order = [...beside.slice(0, at), moved, ...beside.slice(at)];
  return order.map((item, index) => ({ id: item.id, parentId: to.parentId, sort: (index + 1) * 10 }));
}
