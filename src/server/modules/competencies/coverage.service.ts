import { compareText } from '#lib/i18n/index.ts';
import { SMALLEST_CELL, suppress } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import type { ItemRow } from './items.queries.ts';
import { countPlaces, listLibraryStandings, listLibrarySums, listStepSums, type StepSum } from './map.queries.ts';
import { viewFrame, type MapWish, type ViewFrame } from './map.service.ts';

export interface CoverageLine {
  item: ItemRow;
  /** People at each step, in the order of the scale; null: hidden, so that nobody can be pointed at. */
  steps: number[] | null;
  people: number | null;
  /** Organisations: where anybody was rated, where posts ask for it and nobody has it, where one person alone has it, and where nobody was rated. */
  rated: number;
  without: number;
  single: number;
  unrated: number;
}

export interface LibraryLine {
  id: string;
  name: string;
  district: string;
  people: number;
  asked: number;
  met: number;
  top: number;
  standing: 'without' | 'single' | 'enough' | 'not_asked';
  /** Where people at the highest two steps work: in the same district first. */
  help: { id: string; name: string; isNear: boolean }[];
}

export interface Coverage extends ViewFrame {
  lines: CoverageLine[];
  hidesSome: boolean;
  /** One competency, in the organisations whose records the reader keeps. */
  chosen: { item: ItemRow; libraries: LibraryLine[] } | null;
}

/** So many places of help are named. */
const HELP = 3;

/** The highest two steps of a scale: who stands there can help others. Pure. */
export const topStep = (steps: readonly { step: number }[]): number => steps.map(({ step }) => step).sort((a, b) => b - a)[1] ?? 0;

/**
 * What a network can rely on, competency by competency: how many stand at each step, and where it hangs on one person or on nobody. Small figures are
 * hidden as in the figures of the staff (`suppress`), by districts. Errors as in `viewFrame`.
 */
export async function showCoverage(ctx: Ctx, wish: MapWish & { competencyId?: string | null | undefined }): Promise<Coverage> {
  const frame = await viewFrame(ctx, wish);
  const { version, district, own } = frame;
  const competencyIds = frame.columns.flatMap((column) => column.competencyIds);
  const byId = new Map(frame.items.map((item) => [item.competencyId, item]));
  const scope = { scaleId: version.scaleId, competencyIds, own };
  const steps = version.steps.map(({ step }) => step).sort((a, b) => a - b);
  const inScope = (id: string) => !district || id === district.id;
  const sums = byCompetency(await listStepSums(ctx, scope));
  const libraries = byCompetency(await listLibrarySums(ctx, scope));
  const all = await countPlaces(ctx, district?.id ?? null);
  const lines = competencyIds.flatMap((id): CoverageLine[] => {
    const item = byId.get(id);
    if (!item) return [];
    const shown = stepsShown(sums.get(id) ?? [], steps, district?.id ?? null);
    const add = (pick: 'rated' | 'without' | 'single') => (libraries.get(id) ?? []).reduce((sum, row) => sum + (inScope(row.districtId) ? row[pick] : 0), 0);
    return [{ item, steps: shown, people: shown && shown.reduce((sum, count) => sum + count, 0), rated: add('rated'), without: add('without'), single: add('single'), unrated: Math.max(0, all - add('rated')) }];
  });
  const chosen = wish.competencyId ? byId.get(wish.competencyId) : null;
  if (chosen === undefined) throw notFound();
  return { ...frame, lines, hidesSome: lines.some((line) => line.steps === null), chosen: chosen && { item: chosen, libraries: await librariesOf(ctx, frame, chosen.competencyId) } };
}

/** People at each step in a district or the network; null where a small figure of strangers would be read or reckoned. Pure. */
export function stepsShown(sums: readonly StepSum[], steps: readonly number[], districtId: string | null): number[] | null {
  const districts = [...new Set(sums.map((sum) => sum.districtId))];
  const cellsOf = (id: string | null, pick: 'people' | 'ownPeople') => steps.map((step) => sums.reduce((all, sum) => all + ((id === null || sum.districtId === id) && sum.step === step ? sum[pick] : 0), 0));
  const rows = districts.map((id) => {
    const [cells, known] = [cellsOf(id, 'people'), cellsOf(id, 'ownPeople')];
    return { id, cells, known, own: cells.every((cell, at) => cell === known[at]) };
  });
  const { hidden, totalHidden } = suppress(rows);
  const isHidden = districtId === null ? totalHidden : hidden.has(districtId);
  return isHidden ? null : cellsOf(districtId, 'people');
}

function byCompetency<T extends { competencyId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.competencyId);
    if (group) group.push(row);
    else groups.set(row.competencyId, [row]);
  }
  return groups;
}

async function librariesOf(ctx: Ctx, frame: ViewFrame, competencyId: string): Promise<LibraryLine[]> {
  const rows = await listLibraryStandings(ctx, { scaleId: frame.version.scaleId, own: frame.own, competencyId, topStep: topStep(frame.version.steps) });
  const byName = compareText(ctx.locale);
  // Of libraries whose records she does not keep the reader learns nothing about single people.
  const helpers = rows.filter(({ top, own }) => top >= (own ? 1 : SMALLEST_CELL)).sort((a, b) => b.top - a.top || byName(frame.nameOf(a.organisationId), frame.nameOf(b.organisationId)));
  return rows
    .filter(({ own, districtId }) => own && (!frame.district || frame.district.id === districtId))
    .map((row) => {
      const standing = row.asked === 0 ? 'not_asked' : row.met === 0 ? 'without' : row.met === 1 ? 'single' : 'enough';
      const others = helpers.filter(({ organisationId }) => organisationId !== row.organisationId);
      const near = (helper: (typeof helpers)[number]) => helper.districtId === row.districtId;
      const help = standing === 'enough' || standing === 'not_asked' ? [] : [...others.filter(near), ...others.filter((one) => !near(one))].slice(0, HELP);
      return {
        ...{ id: row.organisationId, name: frame.nameOf(row.organisationId), district: frame.nameOf(row.districtId) },
        ...{ people: row.people, asked: row.asked, met: row.met, top: row.top, standing: standing as LibraryLine['standing'] },
        help: help.map((one) => ({ id: one.organisationId, name: frame.nameOf(one.organisationId), isNear: near(one) })),
      };
    })
    .sort((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) || byName(a.name, b.name));
}
const ORDER: readonly LibraryLine['standing'][] = ['without', 'single', 'enough', 'not_asked'];
