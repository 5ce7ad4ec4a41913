import { accountNames } from '#server/modules/access/index.ts';
import { LOCALES, type Locale } from '#lib/i18n/index.ts';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, invalid, notFound } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { textIn } from '#server/platform/text/index.ts';
import { testAbilities } from './assessment.policy.ts';
import type { ItemState, TestState } from './assessment.tables.ts';
import { listUsableItems, lockItemsOf } from './items.queries.ts';
import type { Competency, ItemType } from './items.schemas.ts';
import { competencyOfRow, fillBank, needKeeper } from './items.service.ts';
import { shippedTests } from './shipped.ts';
import { findTest, hasTests, insertDraft, insertTests, listTestItems, listTests, listTestVersions, publishVersion, replaceItems, touchTest, updateSettings, type TestItemRow, type TestRow } from './tests.queries.ts';
import { settingsOf, type EditTest, type NewTest, type TestItems, type TestSettings } from './tests.schemas.ts';

const MOST_SHOWN = 200;

export interface TestLine {
  id: string;
  title: string;
  competency: string;
  competencyTitle: string;
  step: number;
  state: TestState;
  items: number;
  /** Of the newest version. */
  number: number;
  /** The newest version has not been published. */
  hasDraft: boolean;
  changedAt: Date;
}

export interface TestItemView {
  itemId: string;
  code: string;
  stem: string;
  type: ItemType;
  step: number;
  state: ItemState;
  points: number;
  languages: Locale[];
}

export interface TestDetail extends TestLine {
  competencyAs: Competency;
  settings: TestSettings;
  version: number;
  versionId: string;
  publishedNumber: number | null;
  contents: TestItemView[];
  mostPoints: number;
  /** In which it could be taken if it were published as it is. */
  languages: Locale[];
  versions: { number: number; madeAt: Date; by: string | null; publishedAt: Date | null; attempts: number }[];
  may: { edit: boolean; publish: boolean; retire: boolean; revive: boolean };
}

const stateOf = (row: TestRow): TestState => (row.retired_at ? 'retired' : row.published_number === null ? 'draft' : 'published');
const standing = (row: TestRow) => ({ state: stateOf(row), hasDraft: row.published_at === null });

const lineOf = (ctx: Ctx, row: TestRow): TestLine => ({
  id: row.id,
  title: textIn(row.settings.title, ctx.locale),
  competency: row.competency,
  competencyTitle: textIn(row.competency_title, ctx.locale),
  step: row.settings.step,
  items: row.items,
  number: row.number,
  changedAt: row.changed_at,
  ...standing(row),
});

/** Languages in which title, introduction and every item are there. */
export function languagesOfTest(settings: TestSettings, items: readonly { languages: readonly Locale[] }[]): Locale[] {
  return LOCALES.filter((locale) => settings.title[locale] && settings.introduction[locale] && items.length > 0 && items.every(({ languages }) => languages.includes(locale)));
}

/** The first look at the tests of a network puts the ready-made ones there as drafts: the network decides what is taken. */
export async function fillTests(ctx: Ctx): Promise<void> {
  await fillBank(ctx);
  if (!(await hasTests(ctx))) await insertTests(ctx, shippedTests().map((test) => ({ ...test, id: newId(), versionId: newId() })), null);
}

/** All tests of the network, at most 200. Error: `page.not_found` for whoever does not keep the bank. */
export async function listTestsFor(ctx: Ctx): Promise<TestLine[]> {
  needKeeper(ctx);
  await fillTests(ctx);
  return (await listTests(ctx, MOST_SHOWN)).map((row) => lineOf(ctx, row));
}

export async function getTest(ctx: Ctx, id: string, lock = false): Promise<TestRow> {
  const row = isId(id) ? await findTest(ctx, id, lock) : undefined;
  if (!row || !testAbilities(ctx.actor, ctx.networkId, standing(row)).readTest.allowed) throw notFound();
  return row;
}

export const itemView = (ctx: Ctx, row: Pick<TestItemRow, 'item_id' | 'code' | 'content' | 'type' | 'step' | 'state' | 'points' | 'languages'>): TestItemView => ({
  itemId: row.item_id, code: row.code, stem: textIn(row.content.stem, ctx.locale), type: row.type, step: row.step, state: row.state, points: row.points, languages: row.languages,
}); // prettier-ignore

/** One test with its items and versions. Error: `page.not_found`. */
export async function getTestFor(ctx: Ctx, id: string): Promise<TestDetail> {
  const row = await getTest(ctx, id);
  const [items, versions] = await Promise.all([listTestItems(ctx, row.version_id), listTestVersions(ctx, id)]);
  const names = await accountNames(ctx, versions.flatMap(({ created_by: by }) => by ?? []));
  const may = testAbilities(ctx.actor, ctx.networkId, standing(row));
  return {
    ...lineOf(ctx, row),
    competencyAs: competencyOfRow(row),
    settings: row.settings,
    version: row.version,
    versionId: row.version_id,
    publishedNumber: row.published_number,
    contents: items.map((item) => itemView(ctx, item)),
    mostPoints: items.reduce((sum, { points }) => sum + points, 0),
    languages: row.published_at ? row.languages : languagesOfTest(row.settings, items),
    versions: versions.map((version) => ({ number: version.number, madeAt: version.created_at, by: names.get(version.created_by ?? '') ?? null, publishedAt: version.published_at, attempts: version.attempts })),
    may: { edit: may.editTest.allowed, publish: may.publishTest.allowed, retire: may.retireTest.allowed, revive: may.reviveTest.allowed },
  };
}

/** A draft of a test, without items as yet. Error: `page.not_found`. */
export async function addTest(ctx: Ctx, input: NewTest): Promise<string> {
  needKeeper(ctx);
  await fillTests(ctx);
  return inTransaction(ctx, async (tx) => {
    const id = newId();
    await insertTests(tx, [{ id, versionId: newId(), code: null, competency: input.competency, settings: settingsOf(input), items: [] }], actorId(tx.actor));
    await audit(tx, { act: 'test.added', subjectType: 'test', subjectId: id, data: { competency: input.competency.code, step: input.step } });
    return id;
  });
}

/** A test under its lock with a version that may be changed: the draft that is there, or a new one like the published. */
async function toEdit(tx: Ctx, id: string, version: number): Promise<{ row: TestRow; versionId: string; number: number }> {
  const row = await getTest(tx, id, true);
  if (!testAbilities(tx.actor, tx.networkId, standing(row)).editTest.allowed) throw new AppError('test.retired', 409);
  if (row.version !== version) throw conflict();
  if (row.published_at === null) return { row, versionId: row.version_id, number: row.number };
  return { row, versionId: await insertDraft(tx, { id, versionId: row.version_id, number: row.number + 1 }, actorId(tx.actor)), number: row.number + 1 };
}

/** Changes what a test says; a published version stays as it is, the change makes a new one. Errors: `page.not_found`, `test.retired` (409), `record.changed_meanwhile` (409). */
export async function changeTest(ctx: Ctx, id: string, input: EditTest): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { versionId, number } = await toEdit(tx, id, input.version);
    await updateSettings(tx, versionId, settingsOf(input));
    await touchTest(tx, id);
    await audit(tx, { act: 'test.changed', subjectType: 'test', subjectId: id, data: { number } });
  });
}

/** Items that could stand in a test, those that do first in their order. Error: `page.not_found`. */
export async function openTestItems(ctx: Ctx, id: string): Promise<{ title: string; version: number; items: (TestItemView & { place: number | null })[] }> {
  const row = await getTest(ctx, id);
  if (!testAbilities(ctx.actor, ctx.networkId, standing(row)).editTest.allowed) throw notFound();
  const placed = await listTestItems(ctx, row.version_id);
  const usable = await listUsableItems(ctx, { framework: row.framework, code: row.competency }, placed.map(({ item_id: itemId }) => itemId));
  const places = new Map(placed.map((item) => [item.item_id, item]));
  const items = usable.map((item) => {
    const points = places.get(item.id)?.points ?? (item.type === 'case' ? item.content.criteria.reduce((sum, one) => sum + one.points, 0) : 1);
    return { ...itemView(ctx, { ...item, item_id: item.id, points }), place: places.get(item.id)?.position ?? null };
  });
  return { title: textIn(row.settings.title, ctx.locale), version: row.version, items: items.toSorted((a, b) => (a.place ?? 1000) - (b.place ?? 1000)) };
}

/** Says which items stand in a test, in which order and for how many points. Errors as in `changeTest`; `choice.missing` beside `items` for one that is not there. */
export async function setTestItems(ctx: Ctx, id: string, input: TestItems): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row, versionId, number } = await toEdit(tx, id, input.version);
    const wanted = input.items.filter((item) => item.place !== undefined).toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0));
    const usable = new Set((await listUsableItems(tx, { framework: row.framework, code: row.competency }, (await listTestItems(tx, versionId)).map(({ item_id: itemId }) => itemId))).map((item) => item.id));
    if (new Set(wanted.map(({ itemId }) => itemId)).size < wanted.length || wanted.some(({ itemId }) => !usable.has(itemId))) throw invalid('items', 'choice.missing');
    await replaceItems(tx, versionId, wanted.map(({ itemId, points }) => ({ itemId, points })));
    await touchTest(tx, id);
    await audit(tx, { act: 'test.items_set', subjectType: 'test', subjectId: id, data: { number, items: wanted.length } });
  });
}

/**
 * Publishes the newest version: frozen from now on, with its items as they are now. Errors: `page.not_found`, `test.nothing_new` (409),
 * `test.no_items`, `test.items_not_in_use`, `test.no_language`.
 */
export async function publishTest(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getTest(tx, id, true);
    if (!testAbilities(tx.actor, tx.networkId, standing(row)).publishTest.allowed) throw new AppError('test.nothing_new', 409);
    // Else an editor who has just seen that nothing names the item would change what is frozen here.
    await lockItemsOf(tx, row.version_id);
    const items = await listTestItems(tx, row.version_id);
    if (items.length === 0) throw invalid('', 'test.no_items');
    if (items.some(({ state }) => state !== 'in_use')) throw invalid('', 'test.items_not_in_use');
    const languages = languagesOfTest(row.settings, items);
    if (languages.length === 0) throw invalid('', 'test.no_language');
    await publishVersion(tx, row.version_id, languages);
    await touchTest(tx, id);
    await audit(tx, { act: 'test.published', subjectType: 'test', subjectId: id, data: { number: row.number, items: items.length } });
  });
}

/** Lets nobody begin a test any more, or lets people again; attempts that were begun go on. Errors: `page.not_found`, `test.wrong_state` (409). */
export async function setTestRetired(ctx: Ctx, id: string, retired: boolean): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getTest(tx, id, true);
    const may = testAbilities(tx.actor, tx.networkId, standing(row));
    if (!(retired ? may.retireTest : may.reviveTest).allowed) throw new AppError('test.wrong_state', 409);
    await touchTest(tx, id, { retiredAt: retired ? tx.clock.now() : null });
    await audit(tx, { act: retired ? 'test.retired' : 'test.revived', subjectType: 'test', subjectId: id });
  });
}
