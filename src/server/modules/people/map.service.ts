import type { Ctx } from '#server/platform/context.ts';
import { textIn } from '#server/platform/text/index.ts';
import { MAPS, type AreaMapData } from './maps.data.ts';
import type { TreeNode } from './organisation-page.service.ts';

export interface DistrictMap {
  width: number;
  height: number;
  source: string;
  licence: string;
  areas: { key: string; outline: string; x: number; y: number; name: string; organisationId: string | null; below: number | null }[];
}

const openBelow = (node: TreeNode): number => node.children.reduce((sum, child) => sum + (child.isClosed ? 0 : 1) + openBelow(child), 0);

const withAreas = (nodes: readonly TreeNode[]): TreeNode[] => nodes.flatMap((node) => [...(node.mapArea ? [node] : []), ...withAreas(node.children)]);

/** The map whose areas the organisations name, with what hangs on each; null where none does. Several organisations on one area: the first. */
export function districtMap(ctx: Ctx, roots: readonly TreeNode[]): DistrictMap | null {
  const placed = new Map(withAreas(roots).toReversed().map((node) => [node.mapArea, node]));
  const map = MAPS.find(({ areas }) => areas.some(({ key }) => placed.has(key)));
  if (!map) return null;
  const { width, height, source, licence } = map;
  return {
    width,
    height,
    source,
    licence,
    areas: map.areas.map(({ key, outline, x, y, name }) => {
      const node = placed.get(key);
      return { key, outline, x, y, name: textIn(name, ctx.locale), organisationId: node?.id ?? null, below: node ? openBelow(node) : null };
    }),
  };
}

/** Areas an organisation can be put on, by map. */
export const mapAreas = (ctx: Ctx): { value: string; text: string }[] =>
  MAPS.flatMap(({ areas }: AreaMapData) => areas.map(({ key, name }) => ({ value: key, text: textIn(name, ctx.locale) })));
