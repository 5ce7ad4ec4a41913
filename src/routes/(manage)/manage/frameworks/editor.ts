import type { RequestLocals } from '#server/http/request.ts';
import { getVersionFor, titleOf, treeLines, type ItemRow } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';

type Version = Awaited<ReturnType<typeof getVersionFor>>;

/** What every page of the editor knows of the version. */
export const headOf = (locals: RequestLocals, version: Version) => ({
  ...{ id: version.id, number: version.number, state: version.state, revision: version.revision, languages: version.languages },
  original: version.languages[0] ?? locals.locale,
  title: titleOf(version, locals.locale),
});
export type EditorHead = ReturnType<typeof headOf>;

/** A draft that the reader may edit. Errors: `version.not_draft` (409), `page.not_found`. */
export async function draftOf(locals: RequestLocals, versionId: string): Promise<{ version: Version; head: EditorHead }> {
  const version = await getVersionFor(locals.ctx, versionId, 'edit');
  return { version, head: headOf(locals, version) };
}

/** Lines of a select that shows a tree: what lies deeper begins further in. */
export function treeChoices(locals: RequestLocals, items: readonly ItemRow[], value: (item: ItemRow) => string = ({ id }) => id): { value: string; text: string }[] {
  return treeLines(items).map(({ item, depth }) => ({ value: value(item), text: `${'\u2003'.repeat(depth - 1)}${item.code} ${textIn(item.title, locals.locale)}` }));
}
