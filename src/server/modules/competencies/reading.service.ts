import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { pick, textIn, type LocalizedText } from '#server/platform/text/index.ts';
import { abilitiesOn } from './framework-access.ts';
import { versionChanges, type ItemChange } from './changes.rule.ts';
import { getVersionDetail } from './frameworks.service.ts';
import { getVersionFor } from './framework-access.ts';
import { listVersions, type VersionRow } from './frameworks.queries.ts';
import { listDescriptors, listItems, listPublishedItems, type DescriptorRow, type ItemRow, type NamedItem } from './items.queries.ts';
import { countedDescriptors } from './publishing.rule.ts';
import { itemsWith, wordsOf } from './reading.rule.ts';
import { branchOf, treeLines } from './tree.rule.ts';

/** A text as a page shows it; `lang` where it is not the reader's language. */
export interface ShownText {
  text: string;
  lang?: Locale;
}
export function shown(text: LocalizedText, locale: Locale): ShownText | null {
  if (Object.keys(text).length === 0) return null;
  const picked = pick(text, locale);
  return { text: picked.text, ...(picked.isFallback ? { lang: picked.locale } : {}) };
}
const named = (text: LocalizedText, locale: Locale): ShownText => shown(text, locale) ?? { text: '' };

/** So many items of a tree stand on one page; the rest is found by words. */
export const TREE_SHOWN = 600;

export interface ShownLine {
  id: string;
  kind: ItemRow['kind'];
  code: string;
  title: ShownText;
  /** Of areas only. */
  description: ShownText | null;
  depth: number;
  isRetired: boolean;
  /** How many descriptors it has. */
  described: number;
  /** Of an area: how many competencies in use lie below it. */
  holds: number;
}

export interface ShownTree {
  lines: ShownLine[];
  /** Items that were found but do not fit. */
  beyond: number;
}

/** The tree of a version in the reader's language, narrowed by words. Pure. */
export function shownTree(items: readonly ItemRow[], descriptors: readonly DescriptorRow[], locale: Locale, options: { q?: string | undefined; retired: boolean }): ShownTree {
  const found = itemsWith(items, descriptors, wordsOf(options.q ?? ''));
  const described = new Map<string, number>();
  for (const { itemId } of descriptors) described.set(itemId, (described.get(itemId) ?? 0) + 1);
  const byId = new Map(items.map((item) => [item.id, item]));
  const holds = new Map<string, number>();
  for (const item of items) {
    if (item.kind !== 'competency' || item.retiredAt !== null) continue;
    for (let at = item.parentId; at !== null; at = byId.get(at)?.parentId ?? null) holds.set(at, (holds.get(at) ?? 0) + 1);
  }
  const lines = treeLines(items).filter(({ item }) => (options.retired || item.retiredAt === null) && (found === null || found.has(item.id)));
  return {
    beyond: Math.max(0, lines.length - TREE_SHOWN),
    lines: lines.slice(0, TREE_SHOWN).map(({ item, depth }) => ({
      ...{ id: item.id, kind: item.kind, code: item.code, depth },
      title: named(item.title, locale),
      description: item.kind === 'area' ? shown(item.description, locale) : null,
      isRetired: item.retiredAt !== null,
      described: described.get(item.id) ?? 0,
      holds: holds.get(item.id) ?? 0,
    })),
  };
}

export interface OtherVersion {
  id: string;
  number: number;
  state: VersionRow['state'];
}

/** A version to be read: its tree, and the other versions of its framework that the reader may see. Error `page.not_found`. */
export async function readVersion(ctx: Ctx, versionId: string, options: { q?: string | undefined; retired?: boolean }) {
  const detail = await getVersionDetail(ctx, versionId);
  const [descriptors, all] = [countedDescriptors(detail.version, await listDescriptors(ctx, versionId)), await listVersions(ctx)];
  const others = all.filter((row) => row.frameworkId === detail.version.frameworkId && row.id !== versionId && abilitiesOn(ctx, row).read.allowed).map(({ id, number, state }): OtherVersion => ({ id, number, state }));
  const inUse = detail.items.filter(({ retiredAt }) => retiredAt === null);
  return {
    ...detail,
    others,
    tree: shownTree(detail.items, descriptors, ctx.locale, { q: options.q, retired: options.retired ?? false }),
    areas: inUse.filter(({ kind }) => kind === 'area').length,
    competencies: inUse.filter(({ kind }) => kind === 'competency').length,
  };
}

export interface Ladder {
  id: string;
  code: string;
  title: ShownText;
  description: ShownText | null;
  isRetired: boolean;
  steps: { step: number; label: ShownText; text: ShownText | null }[];
}

/** The competencies of a branch with their steps in words, for one variant: what is read and printed of a whole area, or of one. */
export async function readLadders(ctx: Ctx, version: VersionRow, itemId: string, variant: string): Promise<Ladder[]> {
  const items = await listItems(ctx, version.id);
  const branch = branchOf(items, itemId);
  const ids = new Set(branch.map(({ id }) => id));
  const descriptors = branch.length === 1 ? await listDescriptors(ctx, version.id, itemId) : await listDescriptors(ctx, version.id);
  const texts = new Map(descriptors.filter((one) => one.variant === variant).map(({ itemId: of, step, text }) => [`${of} ${step}`, text]));
  return treeLines(items)
    .filter(({ item }) => ids.has(item.id) && item.kind === 'competency' && (item.retiredAt === null || item.id === itemId))
    .slice(0, TREE_SHOWN)
    .map(({ item }) => ({
      id: item.id,
      code: item.code,
      title: named(item.title, ctx.locale),
      description: shown(item.description, ctx.locale),
      isRetired: item.retiredAt !== null,
      steps: [...version.steps].sort((a, b) => a.step - b.step).map(({ step, label }) => {
        const text = texts.get(`${item.id} ${step}`);
        return { step, label: named(label, ctx.locale), text: text ? shown(text, ctx.locale) : null };
      }),
    }));
}

/** What a version does otherwise than the one before it; null: it is the first. Error `page.not_found`. */
export async function changesOf(ctx: Ctx, versionId: string): Promise<{ version: VersionRow; before: OtherVersion | null; changes: ItemChange[] }> {
  const version = await getVersionFor(ctx, versionId, 'read');
  const before = (await listVersions(ctx)).find((row) => row.frameworkId === version.frameworkId && row.number < version.number);
  if (!before) return { version, before: null, changes: [] };
  const side = async (row: VersionRow) => ({ items: treeLines(await listItems(ctx, row.id)).map(({ item }) => item), descriptors: countedDescriptors(row, await listDescriptors(ctx, row.id)) });
  return { version, before: { id: before.id, number: before.number, state: before.state }, changes: versionChanges(await side(before), await side(version)) };
}

/** Competencies and areas of published frameworks whose code or title holds the words, for choosing and for the search. */
export async function findPublishedItems(ctx: Ctx, q: string, limit: number): Promise<NamedItem[]> {
  return listPublishedItems(ctx, { words: wordsOf(q), limit });
}

/** The title of a version for a reader. */
export const titleOf = (version: Pick<VersionRow, 'title'>, locale: Locale): ShownText => shown(version.title, locale) ?? { text: textIn(version.title, locale) };
