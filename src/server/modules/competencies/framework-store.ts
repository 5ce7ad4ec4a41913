import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { inTreeOrder, type FrameworkContent, type Origin } from './framework-content.ts';
import { insertFramework, listForeignIdentifiers, insertScale, insertVersion, setVersionState } from './frameworks.queries.ts';
import { insertAssociations, insertCompetencies, insertDescriptors, insertItems, type DescriptorRow, type NewAssociation, type NewItem } from './items.queries.ts';

/** Rows that go in one statement; a statement of 50,000 texts would be too large for the wire. */
const CHUNK = 2000;
function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += CHUNK) yield rows.slice(at, at + CHUNK);
}

/** Where a framework is kept, and by whom it was brought. */
export interface StoreAt {
  organisationId: string;
  origin: Origin;
  isOpen: boolean;
  by: string | null;
}

/**
 * Stores a content without problems as the first version of a new framework, in the caller's transaction. Null: there is a framework of this
 * key already, nothing was written.
 */
export async function storeContent(tx: Ctx, brought: FrameworkContent, at: StoreAt, told: Told = untold): Promise<{ frameworkId: string; versionId: string } | null> {
  const content = await withOwnIdentifiers(tx, brought);
  const [frameworkId, versionId, scaleId] = [newId(), newId(), newId()];
  if (!(await insertFramework(tx, { id: frameworkId, key: content.key, ...at }))) return null;
  await insertScale(tx, scaleId, content.scale);
  await insertVersion(tx, { id: versionId, frameworkId, number: 1, scaleId, ...headOf(content) });
  await storeTree(tx, { frameworkId, versionId }, content, new Map(), told);
  return { frameworkId, versionId };
}

/** Under one identifier the world reads one thing: what another network of this installation has stored under it keeps it, and here it gets its own. */
export async function withOwnIdentifiers(tx: Ctx, content: FrameworkContent): Promise<FrameworkContent> {
  const given = [content.identifier, ...content.items.map(({ identifier }) => identifier), ...content.associations.map(({ identifier }) => identifier)].filter((id) => id !== null);
  const taken = given.length > 0 ? await listForeignIdentifiers(tx, given) : new Set<string>();
  if (taken.size === 0) return content;
  const own = <T extends { identifier: string | null }>(one: T): T => (one.identifier !== null && taken.has(one.identifier) ? { ...one, identifier: null } : one);
  return { ...own(content), items: content.items.map(own), associations: content.associations.map(own) };
}

export const headOf = ({ title, description, notes, sources, creator, licence, sourceUrl, languages, unreadLanguages, variants, identifier }: FrameworkContent) => ({
  ...{ title, description, notes, sources, creator, licence, sourceUrl, languages, unreadLanguages, variants, identifier },
});

/** Told how many rows are written; may throw to end it all. */
export type Told = (rows: number) => Promise<void>;
const untold: Told = async () => {};

/** Writes the tree of a content into an empty version. `known`: competencies that are there already, by code; others are made. */
export async function storeTree(tx: Ctx, at: { frameworkId: string; versionId: string }, content: FrameworkContent, known: ReadonlyMap<string, string>, told: Told = untold): Promise<void> {
  let rows = 0;
  const write = async <T>(all: readonly T[], work: (part: readonly T[]) => Promise<void>) => {
    for (const part of chunks(all)) {
      await work(part);
      await told((rows += part.length));
    }
  };
  const order = inTreeOrder(content.items);
  const ids = new Map(order.map(({ code }) => [code, { item: newId(), competency: known.get(code) ?? newId() }]));
  const fresh = order.flatMap(({ code }) => (known.has(code) ? [] : (ids.get(code)?.competency ?? [])));
  for (const part of chunks(fresh)) await insertCompetencies(tx, at.frameworkId, part);
  const items = order.map((item, index): NewItem => ({
    id: ids.get(item.code)?.item ?? '',
    competencyId: ids.get(item.code)?.competency ?? '',
    parentId: item.parent === null ? null : (ids.get(item.parent)?.item ?? null),
    ...{ kind: item.kind, code: item.code, title: item.title, description: item.description },
    sort: (index + 1) * 10,
    retired: item.isRetired,
    identifier: item.identifier,
  }));
  await write(items, (part) => insertItems(tx, at.versionId, part));
  const descriptors = order.flatMap((item): DescriptorRow[] =>
    Object.entries(item.levels).flatMap(([variant, levels]) =>
      Object.entries(levels)
        .filter(([, text]) => Object.keys(text).length > 0)
        .map(([step, text]) => ({ itemId: ids.get(item.code)?.item ?? '', variant, step: Number(step), text })),
    ),
  );
  await write(descriptors, (part) => insertDescriptors(tx, part));
  const associations = content.associations.map(({ from, to, kind, note, identifier }): NewAssociation => ({
    fromId: ids.get(from)?.competency ?? '',
    toId: 'code' in to ? (ids.get(to.code)?.competency ?? null) : null,
    toUri: 'uri' in to ? to.uri : null,
    toTitle: 'uri' in to ? to.title : null,
    kind,
    note,
    identifier,
  }));
  await write(associations, (part) => insertAssociations(tx, at.versionId, part));
}

/** Rows that {@link storeTree} writes of a content: what progress is counted in. */
export const rowsOf = (content: FrameworkContent): number =>
  content.items.length + content.associations.length + content.items.reduce((sum, { levels }) => sum + Object.values(levels).reduce((n, steps) => n + Object.keys(steps).length, 0), 0);

/** The same, published at once: what is shipped needs nobody's approval. */
export async function storePublished(tx: Ctx, content: FrameworkContent, at: StoreAt): Promise<{ frameworkId: string; versionId: string } | null> {
  const stored = await storeContent(tx, content, at);
  if (stored) await setVersionState(tx, stored.versionId, 'published');
  return stored;
}
