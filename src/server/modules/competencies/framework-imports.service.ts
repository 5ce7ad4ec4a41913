import { isDeepStrictEqual } from 'node:util';
import { listOrganisationsOf } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { findJob, startJob, stopJob } from '#server/platform/jobs.ts';
import { countTry } from '#server/platform/rate-limit.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';
import { frameworkAbilities } from './competencies.policy.ts';
import { abilitiesOn } from './framework-access.ts';
import { contentOfRow } from './framework-content.service.ts';
import { contentProblems, type FrameworkContent, type Origin, type ScaleStep } from './framework-content.ts';
import { readFiles, type BroughtFile } from './framework-files.ts';
import { deleteImportsBefore, findFrameworkImport, findImportedContent, insertImport, listFrameworkImports, listKnownItems, setImported, setWish, type FrameworkImportRow, type KnownItem } from './framework-imports.queries.ts';
import { HOUSE_SCALE, type ImportReport, type ImportWish } from './framework-imports.schemas.ts';
import type { ReadContent } from './framework-reading.ts';
import { headOf, rowsOf, storeContent, storeTree, type Told } from './framework-store.ts';
import { findVersion, insertScale, insertVersion, listVersions, lockFramework, type FrameworkLine } from './frameworks.queries.ts';
import { fillShipped, keptOrganisations } from './frameworks.service.ts';
import { shippedFramework } from './shipped.ts';

export const IMPORT_FRAMEWORK_JOB = 'exchange.import_framework';
/** Above this many items it is long work. */
export const LONG_IMPORT = 2_000;
const KEPT_DAYS = 30;
const BRINGING = { name: 'framework_import', max: 60, windowSeconds: 3600 };

/** Looks at files that somebody brings, and keeps what was read until she says where it goes. Nothing is a framework yet. Error `page.not_found` for whoever keeps none. */
export async function bringFramework(ctx: Ctx, files: readonly BroughtFile[]): Promise<string> {
  if ((await keptOrganisations(ctx)).length === 0) throw notFound();
  // Their short names are theirs, whether or not somebody has looked at them yet.
  await fillShipped(ctx);
  const by = ctx.actor.kind === 'account' ? ctx.actor.accountId : null;
  await countTry(ctx.db, BRINGING, by ?? 'system', ctx.clock.now());
  const { origin, ...read } = await readFiles(files, ctx.clock.now());
  return inTransaction(ctx, async (tx) => {
    await deleteImportsBefore(tx, new Date(tx.clock.now().getTime() - KEPT_DAYS * 86_400_000));
    const id = newId();
    // What cannot be stored is only told of.
    await insertImport(tx, { id, origin, fileNames: files.map(({ name }) => name.slice(0, 200)), content: read.problemCount > 0 ? null : read.content, report: reportOf(read), by });
    return id;
  });
}

function reportOf({ content, problems, notes, problemCount, noteCount, needsScale }: ReadContent): ImportReport {
  const items = content?.items ?? [];
  const count = (kind: string) => items.filter((item) => item.kind === kind).length;
  const descriptors = items.reduce((sum, { levels }) => sum + Object.values(levels).reduce((n, steps) => n + Object.keys(steps).length, 0), 0);
  return { problems, notes, problemCount, noteCount, needsScale, counts: { areas: count('area'), competencies: count('competency'), descriptors, associations: content?.associations.length ?? 0, steps: content?.scale.length ?? 0 } };
}

export interface FrameworkImport extends FrameworkImportRow {
  state: 'refused' | 'read' | 'waiting' | 'running' | 'failed' | 'stopped' | 'done';
  job: { done: number; total: number; stopRequested: boolean; createdAt: Date; finishedAt: Date | null; errorCode: string | null } | null;
}

/** What was read, for who brought it. Error `page.not_found`. */
export async function getFrameworkImport(ctx: Ctx, id: string, lock = false): Promise<FrameworkImport> {
  const row = isId(id) ? await findFrameworkImport(ctx, id, lock) : undefined;
  const isOwn = row && (ctx.actor.kind === 'system' || (ctx.actor.kind === 'account' && row.createdBy === ctx.actor.accountId));
  if (!row || !isOwn || (await keptOrganisations(ctx)).length === 0) throw notFound();
  const job = row.jobId ? await findJob(ctx, row.jobId) : undefined;
  const state = row.doneAt ? 'done' : row.report.problemCount > 0 ? 'refused' : job && job.state !== 'done' ? job.state : 'read';
  return { ...row, state, job: job ? { done: job.done, total: job.total, stopRequested: job.stop_requested, createdAt: job.created_at, finishedAt: job.finished_at, errorCode: job.error_code } : null };
}

export interface BroughtFramework {
  id: string;
  title: LocalizedText | null;
  fileNames: string[];
  createdAt: Date;
  /** `storing`: in the background, or it was stopped or failed there; its own page tells. */
  state: 'refused' | 'read' | 'storing' | 'done';
}

/** What the actor brought in the last thirty days, newest first, twenty at most. */
export async function ownFrameworkImports(ctx: Ctx): Promise<BroughtFramework[]> {
  const rows = ctx.actor.kind === 'account' ? await listFrameworkImports(ctx, ctx.actor.accountId, 20) : [];
  return rows.map(({ id, title, fileNames, createdAt, doneAt, report, jobId }) => ({ id, title, fileNames, createdAt, state: doneAt ? 'done' : report.problemCount > 0 ? 'refused' : jobId ? 'storing' : 'read' }));
}

export interface ImportChoices {
  organisations: { id: string; name: string }[];
  /** Frameworks that may get a new version: no draft of them is open. */
  frameworks: { frameworkId: string; title: string }[];
  /** Versions whose scale may be taken. */
  scales: { versionId: string; title: string; steps: number }[];
}

/** What somebody may choose from, for what she has brought. */
export async function importChoices(ctx: Ctx): Promise<ImportChoices> {
  const [organisations, versions] = [await keptOrganisations(ctx), await listVersions(ctx)];
  const newest = new Map<string, FrameworkLine>();
  for (const row of versions) if (!newest.has(row.frameworkId)) newest.set(row.frameworkId, row);
  const named = (row: { title: LocalizedText; key: string }) => textIn(row.title, ctx.locale) || row.key;
  return {
    organisations: organisations.map(({ id, name }) => ({ id, name: textIn(name, ctx.locale) })),
    frameworks: [...newest.values()].filter((row) => row.state !== 'draft' && abilitiesOn(ctx, row).keep.allowed).map((row) => ({ frameworkId: row.frameworkId, title: named(row) })),
    scales: [...newest.values()].filter((row) => abilitiesOn(ctx, row).read.allowed).map((row) => ({ versionId: row.id, title: named(row), steps: row.steps.length })),
  };
}

/**
 * Stores what was brought as a draft; long ones in the background. Returns the version, or null while a job is at it. Errors: `choice.missing`,
 * `field.required`, `framework.key_taken`, `framework.draft_open`, `framework.scale_unfit` beside the fields, `framework.import_over` (409), `page.not_found`.
 */
export async function runFrameworkImport(ctx: Ctx, id: string, wish: ImportWish): Promise<string | null> {
  return inTransaction(ctx, async (tx) => {
    const row = await getFrameworkImport(tx, id, true);
    if (row.state === 'done') return row.versionId;
    if (row.state === 'refused' || row.state === 'waiting' || row.state === 'running') throw new AppError('framework.import_over', 409);
    const content = await findImportedContent(tx, id);
    if (!content) throw new AppError('framework.import_over', 409);
    const target = await targetFor(tx, wish);
    const ready = await prepared(tx, content, row.origin, wish, target);
    if (content.items.length > LONG_IMPORT) {
      await setWish(tx, id, wish, await startJob(tx, IMPORT_FRAMEWORK_JOB, { frameworkImportId: id }));
      return null;
    }
    await setWish(tx, id, wish, null);
    return store(tx, { ...row, wish }, ready, target);
  });
}

/** What the job does: the same, told as it goes. Killed at any moment it begins again, and what was written is gone with it. */
export async function storeImported(tx: Ctx, id: string, told: (done: number, total: number) => Promise<void>): Promise<{ versionId: string | null }> {
  const row = await findFrameworkImport(tx, id, true);
  if (!row || row.doneAt || !row.wish) return { versionId: row?.versionId ?? null };
  const content = await findImportedContent(tx, id);
  if (!content) throw new AppError('framework.import_over', 409);
  const target = await targetFor(tx, row.wish);
  const ready = await prepared(tx, content, row.origin, row.wish, target);
  const total = rowsOf(ready);
  return { versionId: await store(tx, row, ready, target, (done) => told(done, total)) };
}

/** Asks the job to stop; nothing of it stays. Error `page.not_found`. */
export async function stopFrameworkImport(ctx: Ctx, id: string): Promise<void> {
  const { jobId } = await getFrameworkImport(ctx, id);
  if (jobId) await inTransaction(ctx, (tx) => stopJob(tx, jobId));
}

/** The newest version of the framework it goes into; null: it becomes one of its own. */
async function targetFor(tx: Ctx, wish: ImportWish): Promise<{ before: FrameworkLine; number: number } | null> {
  if (!wish.into) {
    const organisation = wish.organisationId ? (await listOrganisationsOf(tx)).find(({ id }) => id === wish.organisationId) : undefined;
    if (!organisation || organisation.closed_on !== null || !frameworkAbilities(tx.actor, { networkId: tx.networkId, organisationPath: organisation.path }).keep.allowed) throw invalid('organisationId', 'choice.missing');
    if (!wish.key) throw invalid('key', 'field.required');
    return null;
  }
  await lockFramework(tx, wish.into);
  const versions = (await listVersions(tx)).filter(({ frameworkId }) => frameworkId === wish.into);
  const [newest] = versions;
  if (!newest || !abilitiesOn(tx, newest).keep.allowed) throw invalid('into', 'choice.missing');
  if (newest.state === 'draft') throw invalid('into', 'framework.draft_open');
  return { before: newest, number: newest.number + 1 };
}

/** The content with what it does not bring itself: a scale, and, where it is a table, all that has no column. */
async function prepared(tx: Ctx, content: FrameworkContent, origin: Origin, wish: ImportWish, target: { before: FrameworkLine } | null): Promise<FrameworkContent> {
  const before = target?.before;
  let ready: FrameworkContent = { ...content, key: before?.key ?? wish.key ?? content.key };
  if (ready.scale.length === 0) ready = { ...ready, scale: await chosenScale(tx, wish, before) };
  if (before && origin === 'table') {
    const { title, description, notes, sources, creator, licence, sourceUrl, unreadLanguages } = before;
    const codes = new Set(ready.items.map(({ code }) => code));
    const associations = (await contentOfRow(tx, before)).associations.filter(({ from, to }) => codes.has(from) && (!('code' in to) || codes.has(to.code)));
    const variants = ready.variants.map((variant) => before.variants.find(({ code }) => code === variant.code) ?? variant);
    ready = { ...ready, variants, title, description, notes, sources, creator, licence, sourceUrl, unreadLanguages: unreadLanguages.filter((locale) => ready.languages.includes(locale)), associations };
  }
  const [problem] = contentProblems(ready);
  // Everything else was looked at when it was brought: what is left does not fit the scale that was chosen.
  if (problem) throw invalid('scaleOf', 'framework.scale_unfit', { item: problem.item ?? '—' });
  return ready;
}

async function chosenScale(tx: Ctx, { scaleOf }: ImportWish, before: FrameworkLine | undefined): Promise<readonly ScaleStep[]> {
  if (scaleOf === undefined && before) return before.steps;
  if (scaleOf === undefined || scaleOf === HOUSE_SCALE) return shippedFramework('library-specialist').scale;
  const model = await findVersion(tx, scaleOf);
  if (!model || !abilitiesOn(tx, model).read.allowed) throw invalid('scaleOf', 'choice.missing');
  return model.steps;
}

async function store(tx: Ctx, row: FrameworkImportRow, content: FrameworkContent, target: { before: FrameworkLine; number: number } | null, told?: Told): Promise<string> {
  const by = row.createdBy;
  const stored = target ? await storeVersion(tx, content, target, told) : await storeContent(tx, content, { organisationId: row.wish?.organisationId ?? '', origin: row.origin, isOpen: row.wish?.isOpen ?? false, by }, told);
  if (!stored) throw invalid('key', 'framework.key_taken');
  await setImported(tx, row.id, stored.versionId);
  await audit(tx, { act: 'framework.imported', subjectType: 'framework', subjectId: stored.frameworkId, data: { versionId: stored.versionId, origin: row.origin, items: content.items.length } });
  return stored.versionId;
}

/** The next version of a framework: what has the identifier or the code of a competency of it is that competency. */
async function storeVersion(tx: Ctx, content: FrameworkContent, { before, number }: { before: FrameworkLine; number: number }, told?: Told): Promise<{ frameworkId: string; versionId: string }> {
  const { frameworkId } = before;
  const versionId = newId();
  const isSame = isDeepStrictEqual(JSON.parse(JSON.stringify(before.steps)), JSON.parse(JSON.stringify(content.scale)));
  const scaleId = isSame ? before.scaleId : newId();
  if (!isSame) await insertScale(tx, scaleId, content.scale);
  // The document of the version before goes on being that version's.
  await insertVersion(tx, { ...headOf(content), id: versionId, frameworkId, number, scaleId, identifier: null });
  const { known, identified } = matched(content, await listKnownItems(tx, frameworkId));
  await storeTree(tx, { frameworkId, versionId }, identified, known, told);
  return { frameworkId, versionId };
}

function matched(content: FrameworkContent, items: readonly KnownItem[]): { known: Map<string, string>; identified: FrameworkContent } {
  const [byIdentifier, byCode] = [new Map(items.map((item) => [item.identifier, item])), new Map(items.map((item) => [item.code, item]))];
  const [known, used] = [new Map<string, string>(), new Set<string>()];
  const match = (code: string, item: KnownItem | undefined) => {
    if (!item || used.has(item.competencyId) || known.has(code)) return;
    used.add(item.competencyId);
    known.set(code, item.competencyId);
  };
  for (const { code, identifier } of content.items) if (identifier) match(code, byIdentifier.get(identifier));
  for (const { code } of content.items) match(code, byCode.get(code));
  return { known, identified: { ...content, items: content.items.map((item) => (item.identifier === null && known.has(item.code) ? { ...item, identifier: byCode.get(item.code)?.identifier ?? null } : item)) } };
}
