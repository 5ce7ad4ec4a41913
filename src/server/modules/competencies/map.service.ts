import { compareText } from '#lib/i18n/index.ts';
import { listOrganisationsOf, readsFigures } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';
import { areasOf, type Area } from './areas.rule.ts';
import type { VersionRow } from './frameworks.queries.ts';
import { listItems, type ItemRow } from './items.queries.ts';
import { listMapPlaces, listMapSums, type MapScope } from './map.queries.ts';
import { hiddenCells, mapCells, type MapCell, type MapFigure } from './map.rule.ts';
import { ratedScope } from './person-access.ts';
import { chosenFramework } from './views-framework.ts';

export interface MapWish {
  frameworkId?: string | null | undefined;
  /** Rows are the organisations of this district; without it the districts. */
  districtId?: string | null | undefined;
  /** Columns are the competencies of this area (a competency's id); without it the areas. */
  areaId?: string | null | undefined;
}

/** What every view over many people begins with: the framework, what of it stands in the columns, the district, and whose records the reader keeps. */
export interface ViewFrame {
  frameworks: { frameworkId: string; title: LocalizedText }[];
  version: VersionRow;
  items: ItemRow[];
  areas: Area[];
  area: Area | null;
  /** One for each area, or each competency of the area. */
  columns: { id: string; code: string; title: LocalizedText | null; competencyIds: string[] }[];
  districts: { id: string; name: string }[];
  district: { id: string; name: string } | null;
  own: MapScope['own'];
  nameOf: (organisationId: string) => string;
}

/** Error: `page.not_found` for who reads no figures of people here, and for what does not exist. */
export async function viewFrame(ctx: Ctx, wish: MapWish): Promise<ViewFrame> {
  if (!readsFigures(ctx.actor, ctx.networkId)) throw notFound();
  const { published, version } = await chosenFramework(ctx, wish.frameworkId ?? null);
  const items = (await listItems(ctx, version.id)).filter(({ retiredAt }) => retiredAt === null);
  const areas = areasOf(items);
  const area = wish.areaId ? (areas.find(({ item }) => item?.competencyId === wish.areaId) ?? null) : null;
  if (wish.areaId && !area) throw notFound();
  const organisations = new Map((await listOrganisationsOf(ctx)).map((row) => [row.id, row]));
  const nameOf = (id: string) => textIn(organisations.get(id)?.name, ctx.locale);
  const byName = compareText(ctx.locale);
  const districts = [...new Set([...organisations.values()].map(({ path }) => path[1] ?? path[0] ?? ''))].map((id) => ({ id, name: nameOf(id) })).sort((a, b) => byName(a.name, b.name));
  const district = wish.districtId ? (districts.find(({ id }) => id === wish.districtId) ?? null) : null;
  if (wish.districtId && !district) throw notFound();
  const byId = new Map(items.map((item) => [item.competencyId, item]));
  const columnOf = (item: ItemRow | null, competencyIds: string[]) => ({ id: item?.competencyId ?? '', code: item?.code ?? '–', title: item?.title ?? null, competencyIds });
  return {
    frameworks: published.map(({ frameworkId, title }) => ({ frameworkId, title })),
    ...{ version, items, areas, area, districts, district, nameOf },
    columns: area ? area.competencyIds.map((id) => columnOf(byId.get(id) ?? null, [id])) : areas.map(({ item, competencyIds }) => columnOf(item, competencyIds)),
    own: ratedScope(ctx.actor, ctx.networkId),
  };
}

export interface MapRow {
  id: string;
  name: string;
  headcount: number;
  /** The reader keeps the records of all who work there. */
  own: boolean;
  cells: MapCell[];
}

export interface HeatMap extends ViewFrame {
  figure: MapFigure;
  rows: MapRow[];
  total: { headcount: number; cells: MapCell[] };
  /** Something is hidden, so that nobody can be pointed at. */
  hidesSome: boolean;
}

/**
 * Districts, or the organisations of one, by areas or competencies: one figure. Read from the sums that are kept; the number of queries does not grow.
 * Small groups of people whose records the reader does not keep are hidden (`pooling.rule.ts`). Errors as in `viewFrame`.
 */
export async function showMap(ctx: Ctx, wish: MapWish & { figure: MapFigure; month?: string | null }): Promise<HeatMap> {
  const frame = await viewFrame(ctx, wish);
  return { ...frame, figure: wish.figure, ...(await mapRows(ctx, frame, wish.figure, wish.month ?? null)) };
}

/** The rows of a map, now or at the end of a month that was written down. */
export async function mapRows(ctx: Ctx, frame: ViewFrame, figure: MapFigure, month: string | null): Promise<Pick<HeatMap, 'rows' | 'total' | 'hidesSome'>> {
  const { version, district, columns, own } = frame;
  const scope: MapScope = { scaleId: version.scaleId, competencyIds: columns.flatMap(({ competencyIds }) => competencyIds), districtId: null, own, month: month ? { frameworkId: version.frameworkId, month } : null };
  const districts = await listMapSums(ctx, scope);
  const inside = district ? { districtId: district.id, sums: await listMapSums(ctx, { ...scope, districtId: district.id }) } : null;
  const places = await listMapPlaces(ctx, { ...scope, districtId: district?.id ?? null });
  const { rows, total } = mapCells(figure, columns, places.map(({ placeId, people }) => ({ placeId, headcount: people })), inside?.sums ?? districts, hiddenCells(figure, districts, inside));
  const byName = compareText(ctx.locale);
  const shown = places.map(({ placeId, people, own: isOwn }): MapRow => ({ id: placeId, name: frame.nameOf(placeId), headcount: people, own: isOwn, cells: rows.get(placeId) ?? [] })).sort((a, b) => byName(a.name, b.name) || (a.id < b.id ? -1 : 1));
  return { rows: shown, total: { headcount: places.reduce((all, { people }) => all + people, 0), cells: total }, hidesSome: [...shown.flatMap(({ cells }) => cells), ...total].some(({ isHidden }) => isHidden) };
}
