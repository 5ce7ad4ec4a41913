import { z } from 'zod';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { severalLines } from '#server/platform/fields.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { emit } from '#server/platform/outbox.ts';
import { countTry } from '#server/platform/rate-limit.ts';
import { findPublished, findVersion, type VersionRow } from './frameworks.queries.ts';
import { listDescriptors, listItems, type DescriptorRow, type ItemRow } from './items.queries.ts';
import { getRatedPersonFor } from './person-access.ts';
import { recordRatings } from './ratings.service.ts';
import { findSheet, listAnswers, listOpenSheets, lockSheet, openSheetRow, saveAnswers, setSheetState, type AnswerRow, type RatedPerson, type SheetRow } from './sheets.queries.ts';

export const SHEET = 'competencies.sheet';
export const SHEET_KINDS = ['self', 'head'] as const;
/** Ratings are kept for ever: nobody needs more of one rater about one person in a day. */
const HANDING_IN = { name: 'sheet_handed_in', max: 20, windowSeconds: 86_400 };
export type SheetKind = (typeof SHEET_KINDS)[number];

const text = z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? null : value), severalLines(2000).nullable().default(null));
/**
 * Answers by competency: a step of the scale or nothing, and a word on it. `shown`: the competencies of the page; what is said of them is all there is, so
 * that a step or a word can be taken back.
 */
export const SheetAnswers = z.object({
  steps: z.record(z.uuid(), z.preprocess((value) => (value === '' || value === null ? undefined : value), z.coerce.number().int().min(0).max(20).optional())).default({}),
  comments: z.record(z.uuid(), text).default({}),
  shown: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.uuid()).max(500).default([])),
});
export type SheetAnswers = z.output<typeof SheetAnswers>;

/**
 * Opens a sheet about a person in the published version of a framework; an open one of the same rater is gone on with. Errors: `page.not_found`,
 * `sheet.no_framework` (409).
 */
export async function openSheet(ctx: Ctx, wish: { personId: string; frameworkId: string; kind: SheetKind }): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const person = await getRatedPersonFor(tx, wish.personId, wish.kind === 'self' ? 'rateSelf' : 'rateAsHead');
    const version = isId(wish.frameworkId) ? await findPublished(tx, wish.frameworkId) : undefined;
    if (!version) throw new AppError('sheet.no_framework', 409);
    if (tx.actor.kind !== 'account') throw notFound();
    return openSheetRow(tx, { id: newId(), personId: person.personId, versionId: version.id, kind: wish.kind, authorId: tx.actor.accountId, authorName: tx.actor.name });
  });
}

export interface SheetDetail {
  sheet: SheetRow;
  person: RatedPerson;
  version: VersionRow;
  /** Areas in their order with their competencies: one page each. */
  pages: { area: ItemRow | null; items: ItemRow[]; answered: number }[];
  answers: Map<string, AnswerRow>;
  descriptors: DescriptorRow[];
}

async function ownSheet(ctx: Ctx, sheetId: string, options: { lock?: boolean } = {}): Promise<SheetRow> {
  if (!isId(sheetId)) throw notFound();
  if (options.lock) await lockSheet(ctx, sheetId);
  const sheet = await findSheet(ctx, sheetId);
  // A sheet is its rater's alone; it is handed in, and then ratings are what others see.
  if (!sheet || ctx.actor.kind !== 'account' || sheet.authorId !== ctx.actor.accountId || sheet.state === 'withdrawn' || sheet.campaignRaterId !== null) throw notFound();
  return sheet;
}

/** A sheet of one's own with everything to fill it in by. Error `page.not_found`. */
export async function getSheetFor(ctx: Ctx, sheetId: string): Promise<SheetDetail> {
  const sheet = await ownSheet(ctx, sheetId);
  const person = await getRatedPersonFor(ctx, sheet.personId, sheet.kind === 'self' ? 'rateSelf' : 'rateAsHead');
  const version = await findVersion(ctx, sheet.versionId);
  if (!version) throw notFound();
  const items = (await listItems(ctx, version.id)).filter(({ retiredAt }) => retiredAt === null);
  const answers = new Map((await listAnswers(ctx, sheetId)).map((answer) => [answer.competencyId, answer]));
  return { sheet, person, version, pages: pagesOf(items, answers), answers, descriptors: await listDescriptors(ctx, version.id) };
}

/** Competencies by the top area they stand in, in the order of the tree. Pure. */
export function pagesOf(items: readonly ItemRow[], answers: ReadonlyMap<string, AnswerRow>): SheetDetail['pages'] {
  const byId = new Map(items.map((item) => [item.id, item]));
  const top = (item: ItemRow): ItemRow => {
    let at = item;
    for (let parent = at.parentId ? byId.get(at.parentId) : undefined; parent; parent = at.parentId ? byId.get(at.parentId) : undefined) at = parent;
    return at;
  };
  const pages = new Map<string, { area: ItemRow | null; items: ItemRow[]; answered: number }>();
  for (const item of items) {
    if (item.kind !== 'competency') continue;
    const area = top(item);
    const key = area === item ? '' : area.id;
    const page = pages.get(key) ?? { area: area === item ? null : area, items: [], answered: 0 };
    page.items.push(item);
    if (answers.get(item.competencyId)?.step != null) page.answered++;
    pages.set(key, page);
  }
  const place = new Map(items.map(({ id }, index) => [id, index]));
  return [...pages.values()].sort((a, b) => (place.get(a.area?.id ?? '') ?? -1) - (place.get(b.area?.id ?? '') ?? -1));
}

/** Keeps answers of one page; what is not named stays as it was. Errors: `sheet.handed_in_already` (409), `page.not_found`, `sheet.step_unknown` beside the competency. */
export async function answerSheet(ctx: Ctx, sheetId: string, input: SheetAnswers): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const sheet = await ownSheet(tx, sheetId, { lock: true });
    if (sheet.state !== 'open') throw new AppError('sheet.handed_in_already', 409);
    await getRatedPersonFor(tx, sheet.personId, sheet.kind === 'self' ? 'rateSelf' : 'rateAsHead');
    await saveAnswers(tx, sheetId, await readAnswers(tx, sheet, input));
  });
}

/** Answers as they are to be kept; what a form leaves out stays as it was. Error `sheet.step_unknown`. */
export async function readAnswers(tx: Ctx, sheet: SheetRow, input: SheetAnswers): Promise<AnswerRow[]> {
  const version = await findVersion(tx, sheet.versionId);
  const known = new Set((await listItems(tx, sheet.versionId)).filter(({ kind }) => kind === 'competency').map(({ competencyId }) => competencyId));
  const steps = new Set(version?.steps.map(({ step }) => step));
  const before = new Map((await listAnswers(tx, sheet.id)).map((answer) => [answer.competencyId, answer]));
  const shown = new Set(input.shown);
  const named = [...new Set([...Object.keys(input.steps), ...Object.keys(input.comments), ...shown])].filter((id) => known.has(id));
  return named.map((competencyId) => {
    const stands = shown.has(competencyId) ? undefined : before.get(competencyId);
    const step = Object.hasOwn(input.steps, competencyId) ? input.steps[competencyId] : stands?.step;
    if (step !== undefined && step !== null && !steps.has(step)) throw new AppError('sheet.step_unknown', 422);
    return { competencyId, step: step ?? null, comment: Object.hasOwn(input.comments, competencyId) ? (input.comments[competencyId] ?? null) : (stands?.comment ?? null) };
  });
}

/** Hands a sheet in: its answers become ratings, once. Errors: `sheet.empty`, `sheet.handed_in_already` (409), `page.not_found`. */
export async function handInSheet(ctx: Ctx, sheetId: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const sheet = await ownSheet(tx, sheetId, { lock: true });
    if (sheet.state !== 'open') throw new AppError('sheet.handed_in_already', 409);
    await getRatedPersonFor(tx, sheet.personId, sheet.kind === 'self' ? 'rateSelf' : 'rateAsHead');
    const version = await findVersion(tx, sheet.versionId);
    // What the version does not hold any more is not rated by it.
    const held = new Set((await listItems(tx, sheet.versionId)).filter(({ retiredAt }) => retiredAt === null).map(({ competencyId }) => competencyId));
    const answers = (await listAnswers(tx, sheetId)).flatMap(({ competencyId, step, comment }) => (step === null || !held.has(competencyId) ? [] : [{ competencyId, step, comment }]));
    if (!version || answers.length === 0) throw new AppError('sheet.empty', 409);
    const author = actorId(tx.actor);
    await countTry(tx.db, HANDING_IN, `${author} ${sheet.personId}`, tx.clock.now());
    await recordRatings(
      tx,
      answers.map((answer) => ({ ...answer, personId: sheet.personId, scaleId: version.scaleId, versionId: version.id, kind: sheet.kind, authorId: author, authorName: sheet.authorName, isAnonymous: false, sourceType: SHEET, sourceId: sheet.id })),
    );
    await setSheetState(tx, sheetId, 'handed_in');
    await audit(tx, { act: 'competency.rated', subjectType: 'person', subjectId: sheet.personId, data: { kind: sheet.kind, count: answers.length } });
    await emit(tx, 'competencies.person_rated', { personId: sheet.personId, kind: sheet.kind });
    return answers.length;
  });
}

/** Throws an open sheet away. Errors: `sheet.handed_in_already` (409), `page.not_found`. */
export async function withdrawSheet(ctx: Ctx, sheetId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const sheet = await ownSheet(tx, sheetId, { lock: true });
    if (sheet.state !== 'open') throw new AppError('sheet.handed_in_already', 409);
    await setSheetState(tx, sheetId, 'withdrawn');
  });
}

/** Sheets that wait for the actor. */
export async function ownOpenSheets(ctx: Ctx): Promise<(SheetRow & { familyName: string; givenName: string | null })[]> {
  return ctx.actor.kind === 'account' ? listOpenSheets(ctx, ctx.actor.accountId) : [];
}
