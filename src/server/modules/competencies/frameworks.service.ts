import { listOrganisationsOf } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, invalid, notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { frameworkAbilities, readsFrameworks } from './competencies.policy.ts';
import { asWritten } from './as-written.rule.ts';
import type { VersionState } from './competencies.tables.ts';
import { abilitiesOn, getVersionFor } from './framework-access.ts';
import { deleteDraft, findPublished, findVersion, insertFramework, insertScale, insertVersion, listFrameworkKeys, listVersions, setVersionState, updateFrameworkOpen, updateScale, updateVersion, type FrameworkLine, type VersionRow, type VersionValues } from './frameworks.queries.ts';
import type { FrameworkHead, NewFramework, ScaleInput, VariantsInput } from './frameworks.schemas.ts';
import { copyItems, listDescriptors, listItems, type ItemRow } from './items.queries.ts';
import { publishProblems, type VersionProblem } from './publishing.rule.ts';
import { refreshRequirements } from './requirements.ts';
import { moveOpenSheets } from './sheets.queries.ts';
import { isScaleUsed } from './usage.queries.ts';
import { SHIPPED_FRAMEWORKS, shippedFramework } from './shipped.ts';
import { storeShippedProfiles } from './shipped-profiles.ts';
import { recountFramework } from './summary.service.ts';
import { storePublished } from './framework-store.ts';

/** The organisation that keeps what is shipped: the head of the network, the oldest one that stands below nobody. */
async function headOfNetwork(ctx: Ctx): Promise<string | null> {
  const roots = (await listOrganisationsOf(ctx)).filter(({ path, closed_on: closedOn }) => path.length === 1 && closedOn === null);
  return roots.map(({ id }) => id).sort()[0] ?? null;
}

/** Copies the shipped frameworks and profiles into a network that has none of their keys. Asks no rights: their texts are public. */
export async function fillShipped(ctx: Ctx): Promise<void> {
  const known = await listFrameworkKeys(ctx);
  const missing = SHIPPED_FRAMEWORKS.filter((key) => !known.includes(key));
  if (missing.length === 0) return;
  const organisationId = await headOfNetwork(ctx);
  if (organisationId === null) return;
  for (const key of missing) {
    await inTransaction(ctx, async (tx) => {
      const stored = await storePublished(tx, shippedFramework(key), { organisationId, origin: 'shipped', isOpen: true, by: null });
      if (stored && key === 'library-specialist') await storeShippedProfiles(tx, { organisationId, ...stored });
    });
  }
}

export interface FrameworkView {
  frameworkId: string;
  key: string;
  /** Newest first. */
  versions: (FrameworkLine & { may: ReturnType<typeof frameworkAbilities> })[];
}

/** The frameworks of the network with their versions; drafts for their keepers only. Error `page.not_found` for whoever has no role here. */
export async function listFrameworksFor(ctx: Ctx): Promise<FrameworkView[]> {
  if (!readsFrameworks(ctx.actor, ctx.networkId)) throw notFound();
  await fillShipped(ctx);
  const views = new Map<string, FrameworkView>();
  for (const row of await listVersions(ctx)) {
    const may = abilitiesOn(ctx, row) as ReturnType<typeof frameworkAbilities>;
    if (!may.read.allowed) continue;
    const view = views.get(row.frameworkId) ?? { frameworkId: row.frameworkId, key: row.key, versions: [] };
    view.versions.push({ ...row, may });
    views.set(row.frameworkId, view);
  }
  return [...views.values()];
}

export interface VersionDetail {
  version: VersionRow;
  items: ItemRow[];
  /** How many descriptors each item has, of how many it should have. */
  described: Map<string, number>;
  wanted: number;
  may: ReturnType<typeof frameworkAbilities>;
  /** The draft of the same framework, for its keepers. */
  draftId: string | null;
  publishedId: string | null;
}

/** One version with its tree. Error `page.not_found`. */
export async function getVersionDetail(ctx: Ctx, versionId: string): Promise<VersionDetail> {
  const version = await getVersionFor(ctx, versionId, 'read');
  const [items, descriptors, all] = [await listItems(ctx, versionId), await listDescriptors(ctx, versionId), await listVersions(ctx)];
  const described = new Map<string, number>();
  for (const { itemId } of descriptors) described.set(itemId, (described.get(itemId) ?? 0) + 1);
  const may = abilitiesOn(ctx, version) as ReturnType<typeof frameworkAbilities>;
  const beside = (state: VersionState) => all.find((row) => row.frameworkId === version.frameworkId && row.state === state)?.id ?? null;
  return { version, items, described, wanted: version.steps.length * Math.max(1, version.variants.length), may, draftId: may.keep.allowed ? beside('draft') : null, publishedId: beside('published') };
}

/** Begins a framework of one's own as an empty draft. Errors: `choice.missing`, `framework.key_taken` beside the fields, `page.not_found`. */
export async function addFramework(ctx: Ctx, input: NewFramework): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const organisation = (await listOrganisationsOf(tx)).find(({ id }) => id === input.organisationId);
    const place = organisation && { networkId: tx.networkId, organisationPath: organisation.path };
    if (!place || !frameworkAbilities(tx.actor, place).keep.allowed) throw anyKept(tx, await listOrganisationsOf(tx)) ? invalid('organisationId', 'choice.missing') : notFound();
    const model = input.scaleOf ? await findVersion(tx, input.scaleOf) : undefined;
    if (input.scaleOf && (!model || !abilitiesOn(tx, model).read.allowed)) throw invalid('scaleOf', 'choice.missing');
    const [frameworkId, versionId, scaleId] = [newId(), newId(), newId()];
    const by = tx.actor.kind === 'account' ? tx.actor.accountId : null;
    if (!(await insertFramework(tx, { id: frameworkId, organisationId: input.organisationId, key: input.key, origin: 'own', isOpen: input.isOpen, by }))) throw invalid('key', 'framework.key_taken');
    await insertScale(tx, scaleId, model?.steps ?? shippedFramework('library-specialist').scale);
    await insertVersion(tx, { ...input, ...textsOf(input), id: versionId, frameworkId, number: 1, unreadLanguages: [], variants: [], scaleId, identifier: null });
    await audit(tx, { act: 'framework.added', subjectType: 'framework', subjectId: frameworkId, data: { key: input.key } });
    return versionId;
  });
}

const anyKept = (ctx: Ctx, organisations: readonly { path: string[] }[]) => organisations.some(({ path }) => frameworkAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: path }).keep.allowed);

/** Organisations in whose name the actor may keep frameworks; empty for whoever keeps none. */
export async function keptOrganisations(ctx: Ctx): Promise<{ id: string; name: LocalizedText }[]> {
  const all = await listOrganisationsOf(ctx);
  return all.filter(({ path, closed_on: closedOn }) => closedOn === null && frameworkAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: path }).keep.allowed).map(({ id, name }) => ({ id, name }));
}

/** Begins the next version as a copy of the one in use; the draft that is there already, if there is one. Error `page.not_found`. */
export async function beginDraft(ctx: Ctx, versionId: string): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const from = await getVersionFor(tx, versionId, 'keep', { lock: true });
    const siblings = (await listVersions(tx)).filter(({ frameworkId }) => frameworkId === from.frameworkId);
    const open = siblings.find(({ state }) => state === 'draft');
    if (open) return open.id;
    const id = newId();
    await insertVersion(tx, { ...valuesOf(from), id, frameworkId: from.frameworkId, number: Math.max(...siblings.map(({ number }) => number)) + 1, identifier: null });
    await copyItems(tx, from.id, id);
    await audit(tx, { act: 'framework.draft_begun', subjectType: 'framework', subjectId: from.frameworkId, data: { versionId: id, from: from.number } });
    return id;
  });
}

const valuesOf = ({ title, description, notes, sources, creator, licence, sourceUrl, languages, unreadLanguages, variants, scaleId }: VersionRow): VersionValues => ({ title, description, notes, sources, creator, licence, sourceUrl, languages, unreadLanguages, variants, scaleId });

/** The texts of a head as its first language makes them originals and translations. */
const textsOf = ({ title, description, notes, languages }: Pick<FrameworkHead, 'title' | 'description' | 'notes' | 'languages'>) => ({ title: asWritten(title, languages), description: asWritten(description, languages), notes: asWritten(notes, languages) });

async function changeDraft(ctx: Ctx, versionId: string, revision: number, change: (tx: Ctx, row: VersionRow) => Promise<Partial<VersionValues>>, act: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getVersionFor(tx, versionId, 'edit', { lock: true });
    if (row.revision !== revision) throw conflict();
    const changed = await change(tx, row);
    if (!(await updateVersion(tx, versionId, revision, { ...valuesOf(row), ...changed }))) throw conflict();
    await audit(tx, { act, subjectType: 'framework', subjectId: row.frameworkId, data: { versionId } });
  });
}

/** What stands above the tree of a draft. Errors: `record.changed_meanwhile`, `version.not_draft` (409), `page.not_found`. */
export async function changeHead(ctx: Ctx, versionId: string, { revision, ...head }: FrameworkHead): Promise<void> {
  // What a person has written anew she has read.
  await changeDraft(ctx, versionId, revision, async (_tx, row) => ({ ...head, ...textsOf(head), unreadLanguages: row.unreadLanguages.filter((locale) => head.languages.includes(locale)) }), 'framework.head_changed');
}

/**
 * The scale of a draft. One on which something was said stays as it is for what was said; the draft gets a new one. Errors as in {@link changeHead}.
 * Returns whether ratings given before stay on the old scale.
 */
export async function changeScale(ctx: Ctx, versionId: string, { revision, steps }: ScaleInput): Promise<{ isNew: boolean }> {
  let isNew = false;
  await changeDraft(
    ctx,
    versionId,
    revision,
    async (tx, row) => {
      const ordered = [...steps].sort((a, b) => a.step - b.step).map((one) => ({ ...one, label: asWritten(one.label, row.languages), text: asWritten(one.text, row.languages) }));
      isNew = await isScaleUsed(tx, row.scaleId, versionId);
      if (!isNew) {
        await updateScale(tx, row.scaleId, ordered);
        return {};
      }
      const scaleId = newId();
      await insertScale(tx, scaleId, ordered);
      return { scaleId };
    },
    'framework.scale_changed',
  );
  return { isNew };
}

/** Whether a changed scale would be a new one: something was said on it already. Error `page.not_found`. */
export async function scaleIsUsed(ctx: Ctx, versionId: string): Promise<boolean> {
  const version = await getVersionFor(ctx, versionId, 'keep');
  return isScaleUsed(ctx, version.scaleId, versionId);
}

/** For whom a draft has descriptors of their own. Errors as in {@link changeHead}. */
export async function changeVariants(ctx: Ctx, versionId: string, { revision, variants }: VariantsInput): Promise<void> {
  await changeDraft(ctx, versionId, revision, async (_tx, row) => ({ variants: variants.map((one) => ({ ...one, title: asWritten(one.title, row.languages) })) }), 'framework.variants_changed');
}

/** What stands against publishing a draft; empty: nothing. */
export async function publishProblemsFor(ctx: Ctx, versionId: string): Promise<VersionProblem[]> {
  const version = await getVersionFor(ctx, versionId, 'edit');
  return publishProblems(version, await listItems(ctx, versionId), await listDescriptors(ctx, versionId));
}

/** Publishes a draft; the version in use is retired by it. Errors: `framework.not_ready` with `count`, `version.not_draft` (409), `page.not_found`. */
export async function publishVersion(ctx: Ctx, versionId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const version = await getVersionFor(tx, versionId, 'publish', { lock: true });
    const problems = publishProblems(version, await listItems(tx, versionId), await listDescriptors(tx, versionId));
    if (problems.length > 0) throw new AppError('framework.not_ready', 409, { count: problems.length });
    const before = await findPublished(tx, version.frameworkId);
    if (before) await setVersionState(tx, before.id, 'retired');
    await setVersionState(tx, versionId, 'published');
    await moveOpenSheets(tx, version);
    await refreshRequirements(tx, version.frameworkId);
    await recountFramework(tx, version.frameworkId);
    await audit(tx, { act: 'framework.published', subjectType: 'framework', subjectId: version.frameworkId, data: { versionId, number: version.number } });
  });
}

/** Takes a version out of use without another one in its place. What points at it goes on pointing. Errors: `version.not_published` (409), `page.not_found`. */
export async function retireVersion(ctx: Ctx, versionId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const version = await getVersionFor(tx, versionId, 'retire', { lock: true });
    await setVersionState(tx, versionId, 'retired');
    await recountFramework(tx, version.frameworkId);
    await audit(tx, { act: 'framework.retired', subjectType: 'framework', subjectId: version.frameworkId, data: { versionId, number: version.number } });
  });
}

/** Throws a draft away. Errors: `version.not_draft` (409), `page.not_found`. */
export async function discardDraft(ctx: Ctx, versionId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const version = await getVersionFor(tx, versionId, 'edit', { lock: true });
    await audit(tx, { act: 'framework.draft_discarded', subjectType: 'framework', subjectId: version.frameworkId, data: { number: version.number } });
    await deleteDraft(tx, versionId, version.frameworkId);
  });
}

/** Opens a framework to the world by CASE, or closes it. Error `page.not_found`. */
export async function openFramework(ctx: Ctx, versionId: string, isOpen: boolean): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const version = await getVersionFor(tx, versionId, 'keep');
    await updateFrameworkOpen(tx, version.frameworkId, isOpen);
    await audit(tx, { act: isOpen ? 'framework.opened' : 'framework.closed', subjectType: 'framework', subjectId: version.frameworkId, data: {} });
  });
}
