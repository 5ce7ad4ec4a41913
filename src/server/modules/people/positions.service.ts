import { z } from 'zod';
import { dateAnswer, numberAnswer } from '#lib/forms/index.ts';
import type { Locale } from '#lib/i18n/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid, notFound } from '#server/platform/errors.ts';
import { audit } from '#server/platform/audit.ts';
import { oneLine, requiredText, tick, versionNumber, wholeNumber } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import { differences, recordChanges } from './changes.ts';
import { getOrganisationFor } from './organisations.access.ts';
import { arrangesPositions } from './people.policy.ts';
import { SHIPPED_POSITIONS } from './positions.data.ts';
import {
  deleteUnit,
  insertPositions,
  insertUnits,
  listPositions,
  listStaffing,
  listUnits,
  updatePosition,
  updateUnit,
  type PositionRow,
  type PositionValues,
  type StaffingLine,
  type UnitValues,
} from './positions.queries.ts';
import { searchWords } from './search-words.ts';

const shipped: PositionValues[] = SHIPPED_POSITIONS.map((position, index) => ({
  code: position.code,
  name: position.name,
  isco: position.isco,
  isMainPersonnel: position.main,
  isHead: position.head,
  sort: (index + 1) * 10,
  isRetired: false,
  searchWords: searchWords(...Object.values(position.name).map(({ text }) => text)),
}));

/** The classifier of the network; the first look fills it with what is shipped. Asks no rights: names of posts are public. */
export async function positionsOf(ctx: Ctx): Promise<PositionRow[]> {
  const known = await listPositions(ctx);
  if (known.length > 0) return known;
  // One statement, outside a transaction: a page that is only looked at may be the first to ask.
  await insertPositions(ctx, shipped);
  return listPositions(ctx);
}

/** Posts to choose from, in the reader's language: those in use, and the one chosen before although it was retired since. */
export async function positionChoices(ctx: Ctx, chosen: string | null): Promise<{ value: string; text: string }[]> {
  return (await positionsOf(ctx))
    .filter((row) => !row.is_retired || row.id === chosen)
    .map((row) => ({ value: row.id, text: textIn(row.name, ctx.locale) }));
}

/** The classifier for whoever arranges it. Error: `page.not_found`. */
export async function showPositions(ctx: Ctx) {
  if (!arrangesPositions(ctx.actor, ctx.networkId)) throw notFound();
  return (await positionsOf(ctx)).map((row) => ({
    id: row.id,
    code: row.code,
    name: row.name,
    shown: textIn(row.name, ctx.locale),
    isco: row.isco,
    isMainPersonnel: row.is_main_personnel,
    isHead: row.is_head,
    sort: row.sort,
    isRetired: row.is_retired,
    version: row.version,
  }));
}

export const positionInput = (original: Locale | null) => z.object({
  version: versionNumber.optional(),
  code: z
    .string('field.required')
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9_]{2,40}$/, 'code.invalid'),
  name: requiredText(original, 120),
  isco: z.string().regex(/^\d{4}$/, 'code.invalid').optional(),
  isMainPersonnel: tick,
  isHead: tick,
  sort: wholeNumber(1, 9999).default(500),
  isRetired: tick,
});
export type PositionInput = z.output<ReturnType<typeof positionInput>>;

/** Adds (`id` null) or changes a post of the classifier. Rights: the centre. Errors: `page.not_found`, `code.taken`, `record.changed_meanwhile`. */
export async function savePosition(ctx: Ctx, id: string | null, input: PositionInput): Promise<void> {
  if (!arrangesPositions(ctx.actor, ctx.networkId)) throw notFound();
  const known = await positionsOf(ctx);
  if (id !== null && !known.some((row) => row.id === id)) throw notFound();
  if (known.some((row) => row.code === input.code && row.id !== id)) throw invalid('code', 'code.taken');
  const values: PositionValues = { ...input, isco: input.isco ?? null, searchWords: searchWords(...Object.values(input.name).map(({ text }) => text)) };
  await inTransaction(ctx, async (tx) => {
    const done = id === null ? (await insertPositions(tx, [values])).length === 1 : await updatePosition(tx, id, input.version ?? 0, values);
    if (!done) throw conflict();
    await audit(tx, { act: id === null ? 'position.created' : 'position.changed', subjectType: 'position', subjectId: id, data: { code: input.code } });
  });
}

export const UnitInput = z.object({
  version: versionNumber.optional(),
  positionId: z.uuid('choice.missing'),
  units: numberAnswer().pipe(z.number().min(0).max(999)),
  fromDate: dateAnswer(),
  toDate: dateAnswer().optional(),
  note: oneLine(300).optional(),
});
export type UnitInput = z.output<typeof UnitInput>;

/** Adds (`id` null) or changes a line of the staffing table. Rights: `editStaffing`. Errors: `page.not_found`, `record.changed_meanwhile`, dates out of order. */
export async function saveUnit(ctx: Ctx, organisationId: string, id: string | null, input: UnitInput): Promise<void> {
  if (input.toDate && input.toDate < input.fromDate) throw invalid('toDate', 'date.before_start');
  await inTransaction(ctx, async (tx) => {
    await getOrganisationFor(tx, organisationId, 'editStaffing', { lock: true });
    const position = (await listPositions(tx)).find((row) => row.id === input.positionId);
    if (!position) throw invalid('positionId', 'choice.missing');
    const row: UnitValues = { positionId: input.positionId, units: input.units, fromDate: input.fromDate, toDate: input.toDate ?? null, note: input.note ?? null };
    const before = id === null ? undefined : (await listUnits(tx, organisationId)).find((unit) => unit.id === id);
    if (id !== null && !before) throw notFound();
    const done = id === null ? (await insertUnits(tx, [{ ...row, organisationId }])).length === 1 : await updateUnit(tx, id, input.version ?? 0, row);
    if (!done) throw conflict();
    const changes = differences(
      before ? { position: textIn(before.position_name, tx.locale), units: Number(before.units), fromDate: before.from_date, toDate: before.to_date } : {},
      { position: textIn(position.name, tx.locale), units: row.units, fromDate: row.fromDate, toDate: row.toDate },
    );
    if (changes.length > 0) await recordChanges(tx, [{ subjectType: 'organisation', subjectId: organisationId, act: 'organisation.staffing_changed', changes }]);
  });
}

/** Takes a line away that was entered by mistake. Error: `page.not_found`. */
export async function removeUnit(ctx: Ctx, organisationId: string, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getOrganisationFor(tx, organisationId, 'editStaffing', { lock: true });
    const row = (await listUnits(tx, organisationId)).find((unit) => unit.id === id);
    if (!row) throw notFound();
    await deleteUnit(tx, id);
    const changes = differences({ position: textIn(row.position_name, tx.locale), units: Number(row.units), fromDate: row.from_date, toDate: row.to_date }, {});
    await recordChanges(tx, [{ subjectType: 'organisation', subjectId: organisationId, act: 'organisation.staffing_changed', changes }]);
  });
}

export interface Staffing {
  lines: { name: string; units: number | null; occupied: number; vacant: number | null; persons: number }[];
  /** Sums; `vacant` counts each line by itself: what is over in one post fills no other. */
  units: number;
  occupied: number;
  vacant: number;
  persons: number;
}

const cents = (value: number): number => Math.round(value * 100) / 100;

/** Units by the staffing table against occupied ones. A post that is not in the table has no units and no vacancy. */
export function staffingOf(ctx: Ctx, rows: readonly StaffingLine[]): Staffing {
  const lines = rows.map((row) => {
    const units = row.units === null ? null : Number(row.units);
    const occupied = Number(row.occupied);
    const name = row.position_name ? textIn(row.position_name, ctx.locale) : (row.title ?? '');
    return { name, units, occupied, vacant: units === null ? null : Math.max(0, cents(units - occupied)), persons: row.persons };
  });
  const sum = (pick: (line: (typeof lines)[number]) => number | null) => cents(lines.reduce((total, line) => total + (pick(line) ?? 0), 0));
  return { lines, units: sum((l) => l.units), occupied: sum((l) => l.occupied), vacant: sum((l) => l.vacant), persons: lines.reduce((n, l) => n + l.persons, 0) };
}

/** The staffing table of an organisation as of a date. Asks no rights: the caller has. */
export async function readStaffing(ctx: Ctx, organisationId: string, at: string): Promise<Staffing> {
  return staffingOf(ctx, await listStaffing(ctx, organisationId, at));
}
