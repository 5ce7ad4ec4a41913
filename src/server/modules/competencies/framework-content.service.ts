import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { getVersionFor } from './framework-access.ts';
import { noLevels, putLevel, type ContentAssociation, type ContentItem, type FrameworkContent } from './framework-content.ts';
import type { VersionRow } from './frameworks.queries.ts';
import { listAssociations, listDescriptors, listItems, type ItemRow } from './items.queries.ts';
import { countedDescriptors } from './publishing.rule.ts';
import { treeLines } from './tree.rule.ts';

/** A version as content, for whoever reads it. Four queries, however large it is. Error `page.not_found`. */
export async function contentOf(ctx: Ctx, versionId: string): Promise<{ version: VersionRow; content: FrameworkContent }> {
  const version = await getVersionFor(ctx, versionId, 'read');
  return { version, content: await contentOfRow(ctx, version) };
}

/** The same of a row that its caller may read. */
export async function contentOfRow(ctx: Ctx, version: VersionRow): Promise<FrameworkContent> {
  const rows = await listItems(ctx, version.id);
  const levels = new Map<string, Record<string, Record<number, LocalizedText>>>();
  for (const { itemId, variant, step, text } of countedDescriptors(version, await listDescriptors(ctx, version.id))) {
    const own = levels.get(itemId) ?? noLevels();
    levels.set(itemId, own);
    putLevel(own, variant, step, text);
  }
  const codes = new Map(rows.map(({ id, code }) => [id, code]));
  const codeOf = new Map(rows.map(({ competencyId, code }) => [competencyId, code]));
  const items = treeLines(rows).map(({ item }) => itemOf(item, codes, levels));
  const associations = (await listAssociations(ctx, version.id)).flatMap(({ fromId, toId, toUri, toTitle, kind, note, identifier }): ContentAssociation[] => {
    const from = codeOf.get(fromId);
    // A competency of another framework of the network has no code here; CASE knows it by where it can be read.
    const code = toId === null ? undefined : codeOf.get(toId);
    const to = code === undefined ? { uri: toUri ?? `urn:uuid:${toId ?? ''}`, title: toTitle } : { code };
    return from === undefined ? [] : [{ from, to, kind, note, identifier }];
  });
  const { key, title, description, notes, sources, creator, licence, sourceUrl, identifier, languages, unreadLanguages, variants, steps } = version;
  return { key, title, description, notes, sources, creator, licence, sourceUrl, identifier, languages, unreadLanguages, variants, scale: steps, items, associations };
}

const itemOf = (row: ItemRow, codes: ReadonlyMap<string, string>, levels: ReadonlyMap<string, ContentItem['levels']>): ContentItem => ({
  code: row.code,
  parent: row.parentId === null ? null : (codes.get(row.parentId) ?? null),
  kind: row.kind,
  title: row.title,
  description: row.description,
  levels: levels.get(row.id) ?? {},
  identifier: row.identifier,
  isRetired: row.retiredAt !== null,
});
