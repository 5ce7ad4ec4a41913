import type { BulkRecord } from './bulk-lines.ts';
import type { PostValues } from './posts.queries.ts';

export interface OrganisationFields {
  parentId?: string | null;
  kind?: string;
  languages?: readonly string[];
  timeZone?: string;
  closedOn?: string | null;
}
type PostFields = Partial<Pick<PostValues, 'isMainPersonnel' | 'toDate' | 'leavingReason' | 'leavingNote'>>;

/** What a change for many wrote, with what stood there: all that taking it back needs. `records`: the same in words. */
export type WrittenStep =
  | { table: 'person'; before: { preferredLocale: string | null }; after: { preferredLocale: string | null }; records: BulkRecord[] }
  | { table: 'post'; id: string; before: PostFields; after: PostFields; made: { id: string; values: PostValues } | null; records: BulkRecord[] }
  | { table: 'organisation'; before: OrganisationFields; after: OrganisationFields; records: BulkRecord[] };
export type PostStep = Extract<WrittenStep, { table: 'post' }>;

export const KEPT_REASONS = ['changed_since', 'in_the_way', 'gone', 'not_yours', 'closed', 'parent_closed', 'below_itself'] as const;
/** Why something is left as it is. */
export type KeptReason = (typeof KEPT_REASONS)[number];
export interface KeptStep {
  about: string | null;
  reason: KeptReason;
}

/** A post as it is now. */
export interface PostNow extends PostValues {
  id: string;
  /** Whether the actor keeps the staff of its organisation. */
  isKept: boolean;
  isClosed: boolean;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
/** Whether each of these fields still holds what was written. */
export const holdsStill = (now: object, written: object): boolean => Object.entries(written).every(([field, value]) => same((now as Record<string, unknown>)[field] ?? null, value ?? null));

const overlaps = (a: { fromDate: string; toDate: string | null }, b: { fromDate: string; toDate: string | null }): boolean => (b.toDate === null || a.fromDate <= b.toDate) && (a.toDate === null || b.fromDate <= a.toDate);

/** Why a post is not put back; null: it is. `posts`: all that she has now. */
export function keptPost(step: PostStep, posts: readonly PostNow[]): KeptReason | null {
  const post = posts.find(({ id }) => id === step.id);
  const made = step.made && posts.find(({ id }) => id === step.made?.id);
  if (!post || !holdsStill(post, step.after)) return 'changed_since';
  if (step.made && (!made || !holdsStill(made, step.made.values))) return 'changed_since';
  if (!post.isKept || (made && !made.isKept)) return 'not_yours';
  if (!('toDate' in step.before)) return null;
  // A closed organisation takes nobody.
  if (post.isClosed) return 'closed';
  const goesOn = { fromDate: post.fromDate, toDate: step.before.toDate ?? null };
  const others = posts.filter(({ id, kind }) => kind === 'main' && id !== post.id && id !== made?.id);
  return post.kind === 'main' && others.some((other) => overlaps(goesOn, other)) ? 'in_the_way' : null;
}

export interface OrganisationNow extends Required<OrganisationFields> {
  id: string;
}

/**
 * Why an organisation is not put back; null: it is. `parent`: what it hung under before, or hangs under now when it is opened again; null:
 * there is none, undefined: it is not there any more.
 */
export function keptOrganisation(step: Extract<WrittenStep, { table: 'organisation' }>, now: OrganisationNow, parent: { isOpen: boolean; path: readonly string[] } | null | undefined): KeptReason | null {
  if (!holdsStill(now, step.after)) return 'changed_since';
  const opens = 'closedOn' in step.before;
  if (!opens && now.closedOn !== null) return 'closed';
  if (!opens && !('parentId' in step.before)) return null;
  if (parent === undefined) return 'gone';
  if (parent?.path.includes(now.id)) return 'below_itself';
  return parent && !parent.isOpen ? 'parent_closed' : null;
}

/** What is told of a step that was put back: the other way round. */
export const turned = (records: readonly BulkRecord[]): BulkRecord[] =>
  records.map(({ act, about, changes }) => ({ act, about, changes: changes.map(({ field, before, after }) => ({ field, before: after, after: before })) }));
