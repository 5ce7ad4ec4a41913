import { accountNames } from '#server/modules/access/index.ts';
import type { Locale } from '#lib/i18n/index.ts';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { isUniqueViolation } from '#server/platform/db.ts';
import { AppError, conflict, invalid, notFound } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { readPageKey, turnPage } from '#server/platform/paging.ts';
import { pick, textIn } from '#server/platform/text/index.ts';
import { itemAbilities, keepsBank } from './assessment.policy.ts';
import type { ItemState } from './assessment.tables.ts';
import { countItems, findItem, hasItems, insertItems, insertVersion, isBound, listCompetencies, listItems, listVersions, updateItem, updateVersion, type ItemRow, type ItemWish } from './items.queries.ts';
import { contentOf, languagesOf, textsOf, type Competency, type EditItem, type ItemContent, type ItemFilter, type ItemType, type NewItem } from './items.schemas.ts';
import { shippedRows } from './shipped.ts';

const SHOWN = 50;

export interface ItemLine {
  id: string;
  code: string;
  competency: string;
  competencyTitle: string;
  type: ItemType;
  step: number;
  state: ItemState;
  stem: string;
  /** Of the stem, where it is not the reader's language. */
  lang: Locale | null;
  languages: Locale[];
  /** Of the version in use. */
  number: number;
  changedAt: Date;
}

export interface ItemDetail extends ItemLine {
  competencyAs: Competency;
  content: ItemContent;
  version: number;
  /** Whether a change makes a new version. */
  isBound: boolean;
  versions: { number: number; madeAt: Date; by: string | null; answers: number }[];
  may: { edit: boolean; use: boolean; retire: boolean };
}

export function needKeeper(ctx: Ctx): void {
  if (!keepsBank(ctx.actor, ctx.networkId)) throw notFound();
}

export const lineOfItem = (ctx: Ctx, row: ItemRow): ItemLine => {
  const stem = pick(row.content.stem, ctx.locale);
  return {
    id: row.id,
    code: row.code,
    competency: row.competency,
    competencyTitle: textIn(row.competency_title, ctx.locale),
    type: row.type,
    step: row.step,
    state: row.state,
    stem: stem.text,
    lang: stem.isFallback ? stem.locale : null,
    languages: row.languages,
    number: row.number,
    changedAt: row.changed_at,
  };
};

export const competencyOfRow = (row: Pick<ItemRow, 'framework' | 'competency' | 'competency_title' | 'lineage_id'>): Competency => ({ framework: row.framework, code: row.competency, title: row.competency_title, lineageId: row.lineage_id });

/** The first look at a bank fills it with what is shipped, in one statement: a page that is only looked at may be the first to ask. */
export async function fillBank(ctx: Ctx): Promise<void> {
  if (!(await hasItems(ctx))) await insertItems(ctx, shippedRows(), null);
}

export const wishOf = (filter: ItemFilter): ItemWish => ({
  words: filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null,
  competency: filter.competency ?? null,
  type: filter.type ?? null,
  step: filter.step ? Number(filter.step) : null,
  state: (filter.state ?? null) as ItemState | null,
});

/** One page of the bank, by code. Error: `page.not_found` for whoever does not keep it. */
export async function listItemsFor(ctx: Ctx, filter: ItemFilter): Promise<{ items: ItemLine[]; count: number; after: string | null; before: string | null; competencies: Competency[] }> {
  needKeeper(ctx);
  await fillBank(ctx);
  const from = readPageKey(filter);
  const wish = wishOf(filter);
  const [found, count, competencies] = await Promise.all([listItems(ctx, wish, { limit: SHOWN, from }), countItems(ctx, wish), listCompetencies(ctx)]);
  const { shown, after, before } = turnPage(found, SHOWN, from);
  return { items: shown.map((row) => lineOfItem(ctx, row)), count, after, before, competencies };
}

/** Competencies that the bank knows, for suggestions. Error: `page.not_found`. */
export async function bankCompetencies(ctx: Ctx): Promise<Competency[]> {
  needKeeper(ctx);
  await fillBank(ctx);
  return listCompetencies(ctx);
}

async function getItem(ctx: Ctx, id: string, lock = false): Promise<ItemRow> {
  const row = isId(id) ? await findItem(ctx, id, lock) : undefined;
  if (!row || !itemAbilities(ctx.actor, ctx.networkId, row).readItem.allowed) throw notFound();
  return row;
}

/** One item with its versions, newest first. Error: `page.not_found`. */
export async function getItemFor(ctx: Ctx, id: string): Promise<ItemDetail> {
  const row = await getItem(ctx, id);
  const [versions, bound] = await Promise.all([listVersions(ctx, id), isBound(ctx, row.version_id)]);
  const names = await accountNames(ctx, versions.flatMap(({ created_by: by }) => by ?? []));
  const may = itemAbilities(ctx.actor, ctx.networkId, row);
  return {
    ...lineOfItem(ctx, row),
    competencyAs: competencyOfRow(row),
    content: row.content,
    version: row.version,
    isBound: bound,
    versions: versions.map((version) => ({ number: version.number, madeAt: version.created_at, by: names.get(version.created_by ?? '') ?? null, answers: version.answers })),
    may: { edit: may.editItem.allowed, use: may.useItem.allowed, retire: may.retireItem.allowed },
  };
}

const codeTaken = (error: unknown): never => {
  if (isUniqueViolation(error)) throw invalid('code', 'item.code_taken');
  throw error;
};

/** A draft of an item. Errors: `page.not_found`, `item.code_taken` beside `code`. */
export async function addItem(ctx: Ctx, input: NewItem): Promise<string> {
  needKeeper(ctx);
  await fillBank(ctx);
  return inTransaction(ctx, async (tx) => {
    const id = newId();
    const content = contentOf(input);
    const made = await insertItems(tx, [{ id, versionId: newId(), code: input.code, competency: input.competency, state: 'draft', type: input.type, step: input.step, content, languages: languagesOf(textsOf(input.type, content)) }], actorId(tx.actor));
    if (made === 0) throw invalid('code', 'item.code_taken');
    await audit(tx, { act: 'item.added', subjectType: 'item', subjectId: id, data: { code: input.code, type: input.type } });
    return id;
  });
}

/** JSON whose keys stand in one order: the database keeps them in its own. */
const ordered = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part));
export const sameContent = (row: Pick<ItemRow, 'type' | 'step' | 'content'>, input: { type: ItemType; step: number; content: ItemContent }): boolean =>
  row.type === input.type && row.step === input.step && ordered(row.content) === ordered(input.content);

/** Writes what an item says now: in place while nobody has answered it and no published test names it, else as a new version. Returns its number. */
export async function writeItem(tx: Ctx, row: ItemRow, input: Pick<NewItem, 'code' | 'competency' | 'type' | 'step'>, content: ItemContent): Promise<number> {
  const next = { type: input.type, step: input.step, content, languages: languagesOf(textsOf(input.type, content)) };
  let { number } = row;
  if (!sameContent(row, next)) {
    if (await isBound(tx, row.version_id)) await insertVersion(tx, { ...next, itemId: row.id, number: ++number, by: actorId(tx.actor) });
    else await updateVersion(tx, row.version_id, next);
  }
  await updateItem(tx, row.id, { code: input.code, competency: input.competency, number, state: row.state });
  return number;
}

/**
 * Changes an item; what was answered keeps its version, and a change makes a new one. Errors: `page.not_found`, `item.retired`,
 * `record.changed_meanwhile` (409), `item.code_taken` beside `code`.
 */
export async function changeItem(ctx: Ctx, id: string, input: EditItem): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getItem(tx, id, true);
    if (!itemAbilities(tx.actor, tx.networkId, row).editItem.allowed) throw new AppError('item.retired', 409);
    if (row.version !== input.version) throw conflict();
    const number = await writeItem(tx, row, input, contentOf(input));
    await audit(tx, { act: 'item.changed', subjectType: 'item', subjectId: id, data: { code: input.code, number } });
  }).catch(codeTaken);
}

/** Lets an item be used in tests, or takes it out of use; tests that have it keep it. Errors: `page.not_found`, `item.wrong_state` (409). */
export async function setItemState(ctx: Ctx, id: string, state: 'in_use' | 'retired'): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getItem(tx, id, true);
    const may = itemAbilities(tx.actor, tx.networkId, row);
    if (!(state === 'in_use' ? may.useItem : may.retireItem).allowed) throw new AppError('item.wrong_state', 409);
    await updateItem(tx, id, { code: row.code, competency: competencyOfRow(row), number: row.number, state });
    await audit(tx, { act: state === 'in_use' ? 'item.put_in_use' : 'item.retired', subjectType: 'item', subjectId: id, data: { code: row.code } });
  });
}

