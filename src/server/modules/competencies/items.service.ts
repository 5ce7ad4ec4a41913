import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, invalid, notFound } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { asWritten } from './as-written.rule.ts';
import { CONTENT_LIMITS } from './framework-content.ts';
import { getVersionFor } from './framework-access.ts';
import { touchVersion, type VersionRow } from './frameworks.queries.ts';
import type { ItemInput, MergeItems, MoveItem, NewAssociation, NewItem, SplitItem } from './frameworks.schemas.ts';
import { deleteAssociation, deleteItems, insertAssociations, insertCompetencies, insertItems, isInOtherVersions, isPublished, listTies, listDescriptors, listItems, replaceDescriptors, setRetired, type TieRow, updateItem, updatePlaces, type DescriptorRow, type ItemRow } from './items.queries.ts';
import { branchOf, placesAfterMove, treeLines } from './tree.rule.ts';
import { usageOf, type Usage } from './usage.queries.ts';

/** The key of the levels of a version without variants: a field of a form cannot have an empty name. */
export const NO_VARIANT = '-';

/** The key of a variant in `levels`: a full stop divides the parts of a field's name. */
export const fieldOf = (variant: string): string => (variant === '' ? NO_VARIANT : variant.replaceAll('.', '_'));

export interface ItemDetail {
  version: VersionRow;
  item: ItemRow;
  /** From the top down to the item it stands in. */
  trail: ItemRow[];
  descriptors: DescriptorRow[];
  /** What it is tied to, and what is tied to it, also of other frameworks. */
  associations: (TieRow & { toCode: string | null; fromCode: string | null })[];
  children: ItemRow[];
  usage: Usage;
}

/** One item with its descriptors, and what points at it. Error `page.not_found`. */
export async function getItemDetail(ctx: Ctx, versionId: string, itemId: string): Promise<ItemDetail> {
  const version = await getVersionFor(ctx, versionId, 'read');
  const items = await listItems(ctx, versionId);
  const item = items.find(({ id }) => id === itemId);
  if (!item) throw notFound();
  const byId = new Map(items.map((one) => [one.id, one]));
  const trail: ItemRow[] = [];
  for (let at = item.parentId ? byId.get(item.parentId) : undefined; at; at = at.parentId ? byId.get(at.parentId) : undefined) trail.unshift(at);
  const codes = new Map(items.map(({ competencyId, code }) => [competencyId, code]));
  const associations = await listTies(ctx, versionId, item.competencyId);
  return {
    version,
    item,
    trail,
    descriptors: await listDescriptors(ctx, versionId, itemId),
    associations: associations.map((one) => ({ ...one, fromCode: codes.get(one.fromId) ?? one.otherCode, toCode: one.toId ? (codes.get(one.toId) ?? one.otherCode) : one.toTitle })),
    children: items.filter(({ parentId }) => parentId === itemId),
    usage: await usageOf(ctx, branchOf(items, itemId).map(({ competencyId }) => competencyId)),
  };
}

/** One change of a draft's tree, under the lock of its version. */
async function change<R>(ctx: Ctx, versionId: string, revision: number, act: string, work: (tx: Ctx, version: VersionRow, items: ItemRow[]) => Promise<{ result: R; about: object }>): Promise<R> {
  return inTransaction(ctx, async (tx) => {
    const version = await getVersionFor(tx, versionId, 'edit', { lock: true });
    if (version.revision !== revision) throw conflict();
    const { result, about } = await work(tx, version, await listItems(tx, versionId));
    await touchVersion(tx, versionId);
    await audit(tx, { act, subjectType: 'framework', subjectId: version.frameworkId, data: { versionId, ...about } });
    return result;
  });
}

function refuseDoubled(items: readonly ItemRow[], code: string, field: string, self?: string): void {
  if (items.some((item) => item.code === code && item.id !== self)) throw invalid(field, 'framework.code_doubled');
}

function rowsOf(version: VersionRow, itemId: string, levels: ItemInput['levels']): DescriptorRow[] {
  const variants = version.variants.length > 0 ? version.variants.map(({ code }) => [fieldOf(code), code] as const) : [[NO_VARIANT, ''] as const];
  return variants.flatMap(([key, variant]) =>
    version.steps.flatMap(({ step }) => {
      const text = Object.hasOwn(levels, key) ? levels[key]?.[String(step)] : undefined;
      return text && Object.keys(text).length > 0 ? [{ itemId, variant, step, text: asWritten(text, version.languages) }] : [];
    }),
  );
}

/** Adds an item as the last below its parent. Errors: `framework.code_doubled`, `choice.missing` beside the fields, `framework.too_deep`, `framework.too_many_items`, `record.changed_meanwhile`, `version.not_draft`, `page.not_found`. */
export async function addItem(ctx: Ctx, versionId: string, input: NewItem): Promise<string> {
  return change(ctx, versionId, input.revision, 'framework.item_added', async (tx, version, items) => {
    refuseDoubled(items, input.code, 'code');
    if (items.length >= CONTENT_LIMITS.items) throw new AppError('framework.too_many_items', 409, { max: CONTENT_LIMITS.items });
    if (input.parentId && !items.some(({ id, kind }) => id === input.parentId && kind === 'area')) throw invalid('parentId', 'choice.missing');
    refuseDepth(items, input.parentId, 1);
    const [id, competencyId] = [newId(), newId()];
    await insertCompetencies(tx, version.frameworkId, [competencyId]);
    const { code, kind, parentId } = input;
    const [title, description] = [asWritten(input.title, version.languages), asWritten(input.description, version.languages)];
    const last = Math.max(0, ...items.filter((item) => item.parentId === parentId).map(({ sort }) => sort));
    await insertItems(tx, versionId, [{ id, competencyId, parentId, kind, code, title, description, sort: last + 10, retired: false, identifier: null }]);
    if (kind === 'competency') await replaceDescriptors(tx, id, rowsOf(version, id, input.levels));
    return { result: id, about: { code } };
  });
}

function refuseDepth(items: readonly ItemRow[], parentId: string | null, below: number): void {
  const depth = parentId === null ? 0 : (treeLines(items).find(({ item }) => item.id === parentId)?.depth ?? 0);
  if (depth + below > CONTENT_LIMITS.depth) throw invalid('parentId', 'framework.too_deep', { max: CONTENT_LIMITS.depth });
}

/** Code, texts and descriptors of an item. Errors as in {@link addItem}. */
export async function changeItem(ctx: Ctx, versionId: string, itemId: string, input: ItemInput): Promise<void> {
  await change(ctx, versionId, input.revision, 'framework.item_changed', async (tx, version, items) => {
    const item = items.find(({ id }) => id === itemId);
    if (!item) throw notFound();
    refuseDoubled(items, input.code, 'code', itemId);
    await updateItem(tx, versionId, itemId, { code: input.code, title: asWritten(input.title, version.languages), description: asWritten(input.description, version.languages) });
    if (item.kind === 'competency') await replaceDescriptors(tx, itemId, rowsOf(version, itemId, input.levels));
    return { result: undefined, about: { code: input.code } };
  });
}

/** Moves an item with everything below it. Errors: `framework.below_itself`, `choice.missing` beside `parentId`, and those of {@link addItem}. */
export async function moveItem(ctx: Ctx, versionId: string, itemId: string, input: MoveItem): Promise<void> {
  await change(ctx, versionId, input.revision, 'framework.item_moved', async (tx, _version, items) => {
    const item = items.find(({ id }) => id === itemId);
    if (!item) throw notFound();
    if (input.parentId && !items.some(({ id, kind }) => id === input.parentId && kind === 'area')) throw invalid('parentId', 'choice.missing');
    if (input.afterId && !items.some(({ id }) => id === input.afterId)) throw invalid('afterId', 'choice.missing');
    const places = placesAfterMove(items, itemId, input);
    if (!places) throw invalid('parentId', 'framework.below_itself');
    const tall = Math.max(...treeLines(branchOf(items, itemId).map((one) => (one.id === itemId ? { ...one, parentId: null } : one))).map(({ depth }) => depth));
    refuseDepth(items, input.parentId, tall);
    await updatePlaces(tx, versionId, places);
    return { result: undefined, about: { code: item.code } };
  });
}

/** The parts are retired and name the one they went into; ratings stay where they were given. Errors: `choice.missing` beside the fields, and those of {@link addItem}. */
export async function mergeItems(ctx: Ctx, versionId: string, input: MergeItems): Promise<void> {
  await change(ctx, versionId, input.revision, 'framework.items_merged', async (tx, _version, items) => {
    const known = (id: string) => items.find((item) => item.id === id && item.kind === 'competency' && item.retiredAt === null);
    const into = known(input.into);
    if (!into) throw invalid('into', 'choice.missing');
    const parts = input.parts.map((id) => known(id));
    if (parts.some((part) => !part || part.id === into.id)) throw invalid('parts', 'choice.missing');
    const found = parts.flatMap((part) => part ?? []);
    await retire(tx, versionId, found, [into]);
    return { result: undefined, about: { code: into.code, parts: found.map(({ code }) => code) } };
  });
}

/** The item is retired and names those that take its place; they stand behind it, and begin with its description. Errors as in {@link addItem}. */
export async function splitItem(ctx: Ctx, versionId: string, itemId: string, input: SplitItem): Promise<string[]> {
  return change(ctx, versionId, input.revision, 'framework.item_split', async (tx, version, items) => {
    const item = items.find(({ id, kind, retiredAt }) => id === itemId && kind === 'competency' && retiredAt === null);
    if (!item) throw notFound();
    input.codes.forEach(({ code }, index) => {
      refuseDoubled(items, code, `codes.${index}.code`);
      if (input.codes.findIndex((one) => one.code === code) !== index) throw invalid(`codes.${index}.code`, 'framework.code_doubled');
    });
    const made = input.codes.map((one) => ({ ...one, title: asWritten(one.title, version.languages), id: newId(), competencyId: newId() }));
    await insertCompetencies(tx, version.frameworkId, made.map(({ competencyId }) => competencyId));
    await insertItems(tx, versionId, made.map(({ id, competencyId, code, title }) => ({ id, competencyId, parentId: item.parentId, kind: 'competency' as const, code, title, description: item.description, sort: item.sort, retired: false, identifier: null })));
    await retire(tx, versionId, [item], made);
    return { result: made.map(({ id }) => id), about: { code: item.code, into: made.map(({ code }) => code) } };
  });
}

async function retire(tx: Ctx, versionId: string, parts: readonly Pick<ItemRow, 'id' | 'competencyId'>[], into: readonly Pick<ItemRow, 'competencyId'>[]): Promise<void> {
  await setRetired(tx, versionId, parts.map(({ id }) => id), tx.clock.now());
  await insertAssociations(tx, versionId, parts.flatMap((part) => into.map(({ competencyId }) => ({ fromId: part.competencyId, toId: competencyId, toUri: null, toTitle: null, kind: 'replaced_by' as const, note: null, identifier: null }))));
}

/**
 * Takes an item, with everything below it, out of use; what was never published goes altogether. Returns whether it is gone. Errors as in
 * {@link addItem}.
 */
export async function retireItem(ctx: Ctx, versionId: string, itemId: string, revision: number): Promise<{ gone: boolean }> {
  return change(ctx, versionId, revision, 'framework.item_retired', async (tx, _version, items) => {
    const branch = branchOf(items, itemId);
    const [item] = branch;
    if (!item) throw notFound();
    const gone = !(await isInOtherVersions(tx, versionId, branch.map(({ competencyId }) => competencyId))) && (await usageOf(tx, branch.map(({ competencyId }) => competencyId))).profiles === 0;
    const ids = branch.map(({ id }) => id);
    if (gone) await deleteItems(tx, versionId, ids);
    else await setRetired(tx, versionId, ids, tx.clock.now());
    return { result: { gone }, about: { code: item.code } };
  });
}

/** Brings a retired item back into use, with what it stands in. Errors as in {@link addItem}. */
export async function reviveItem(ctx: Ctx, versionId: string, itemId: string, revision: number): Promise<void> {
  await change(ctx, versionId, revision, 'framework.item_revived', async (tx, _version, items) => {
    const byId = new Map(items.map((one) => [one.id, one]));
    const trail: string[] = [];
    for (let at = byId.get(itemId); at; at = at.parentId ? byId.get(at.parentId) : undefined) trail.push(at.id);
    if (trail.length === 0) throw notFound();
    await setRetired(tx, versionId, trail, null);
    return { result: undefined, about: { code: byId.get(itemId)?.code ?? '' } };
  });
}

/** Ties an item of a draft to another one, also of another framework that the actor reads, or to an address outside. Errors: `choice.missing`, `framework.to_itself`, those of {@link addItem}. */
export async function addAssociation(ctx: Ctx, versionId: string, itemId: string, input: NewAssociation): Promise<void> {
  await change(ctx, versionId, input.revision, 'framework.association_added', async (tx, _version, items) => {
    const from = items.find(({ id }) => id === itemId);
    if (!from) throw notFound();
    const toId = input.competencyId;
    if (toId === from.competencyId) throw invalid('competencyId', 'framework.to_itself');
    const isHere = items.some(({ competencyId }) => competencyId === toId);
    if (toId !== null && !isHere && !(await isPublished(tx, toId))) throw invalid('competencyId', 'choice.missing');
    await insertAssociations(tx, versionId, [{ fromId: from.competencyId, toId, toUri: input.uri, toTitle: input.uri === null ? null : input.title, kind: input.kind, note: input.note, identifier: null }]);
    return { result: undefined, about: { code: from.code } };
  });
}

/** Unties it again. Errors as in {@link addItem}. */
export async function removeAssociation(ctx: Ctx, versionId: string, associationId: string, revision: number): Promise<void> {
  await change(ctx, versionId, revision, 'framework.association_removed', async (tx) => {
    if (!isId(associationId) || !(await deleteAssociation(tx, versionId, associationId))) throw notFound();
    return { result: undefined, about: {} };
  });
}

/** What retiring a whole version would leave behind: its competencies in use, the profiles that ask them the open plans that name them, and campaigns that go on with it. Error `page.not_found`. */
export async function retiringAffects(ctx: Ctx, versionId: string): Promise<{ competencies: number; profiles: number; plans: number; campaigns: number }> {
  await getVersionFor(ctx, versionId, 'keep');
  const inUse = (await listItems(ctx, versionId)).filter(({ kind, retiredAt }) => kind === 'competency' && retiredAt === null);
  const { profiles, plans, campaigns } = await usageOf(ctx, inUse.map(({ competencyId }) => competencyId));
  return { competencies: inUse.length, profiles, plans, campaigns };
}
