import { z } from 'zod';
import { dateAnswer } from '#lib/forms/index.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import { oneLine } from '#server/platform/fields.ts';
import type { BulkRecord } from './bulk-lines.ts';
import { differences } from './changes.ts';
import { LEAVING_REASONS, type EmploymentKind, type LeavingReason } from './registry.tables.ts';

export const BULK_ACTS = ['language', 'main_personnel', 'end_posts', 'move'] as const;
export type BulkActName = (typeof BULK_ACTS)[number];

const leavingReason = z.enum(LEAVING_REASONS, 'choice.missing').optional();

/** One change for many people. */
export const BulkAct = z.discriminatedUnion(
  'act',
  [
    /** In which language they are written to; absent: not known. */
    z.object({ act: z.literal('language'), language: z.enum(LOCALES, 'choice.missing').optional() }),
    z.object({ act: z.literal('main_personnel'), main: z.enum(['yes', 'no'], 'choice.missing') }),
    z.object({ act: z.literal('end_posts'), lastDay: dateAnswer(), leavingReason, leavingNote: oneLine(300).optional() }),
    /** The main post ends on the day before and goes on as it is in another organisation. */
    z.object({ act: z.literal('move'), organisationId: z.uuid('choice.missing'), fromDate: dateAnswer(), leavingReason }),
  ],
  'choice.missing',
);
export type BulkAct = z.output<typeof BulkAct>;

export interface BulkPost {
  id: string;
  organisationId: string;
  organisation: string;
  post: string;
  kind: EmploymentKind;
  isMainPersonnel: boolean;
  fromDate: string;
  toDate: string | null;
  /** Whether it lies where the actor keeps the staff, and below the organisation the list is of. */
  isMeant: boolean;
}

export interface BulkPerson {
  preferredLocale: string | null;
  posts: readonly BulkPost[];
}

export type BulkReason = 'nothing_to_change' | 'no_main_post' | 'no_open_post' | 'begins_later' | 'later_post';

/** What is written for one person: `postId` null is her record itself. */
export interface BulkStep {
  postId: string | null;
  set: { preferredLocale?: string | null; isMainPersonnel?: boolean; toDate?: string; leavingReason?: LeavingReason | null; leavingNote?: string | null };
  /** The post goes on there from this day on. */
  goesOn?: { organisationId: string; fromDate: string };
}

export interface BulkOutcome {
  reason: BulkReason | null;
  steps: BulkStep[];
  records: BulkRecord[];
}

const not = (reason: BulkReason): BulkOutcome => ({ reason, steps: [], records: [] });
const nameOf = (post: BulkPost): string => `${post.post}, ${post.organisation}`;
const dayBefore = (date: string): string => Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();
const runsOn = (post: BulkPost, date: string): boolean => post.fromDate <= date && (post.toDate === null || post.toDate >= date);

function setLanguage(person: BulkPerson, language: string | null): BulkOutcome {
  if (person.preferredLocale === language) return not('nothing_to_change');
  const changes = differences({ preferredLocale: person.preferredLocale }, { preferredLocale: language });
  return { reason: null, steps: [{ postId: null, set: { preferredLocale: language } }], records: [{ act: 'person.changed', about: null, changes }] };
}

function setMain(person: BulkPerson, isMainPersonnel: boolean, today: string): BulkOutcome {
  const post = person.posts.find((one) => one.kind === 'main' && one.isMeant && runsOn(one, today));
  if (!post) return not('no_main_post');
  if (post.isMainPersonnel === isMainPersonnel) return not('nothing_to_change');
  const changes = differences({ isMainPersonnel: post.isMainPersonnel }, { isMainPersonnel });
  return { reason: null, steps: [{ postId: post.id, set: { isMainPersonnel } }], records: [{ act: 'person.post_changed', about: nameOf(post), changes }] };
}

type Ending = { leavingReason?: LeavingReason | undefined; leavingNote?: string | undefined };

function ended(post: BulkPost, toDate: string, { leavingReason, leavingNote }: Ending): { set: BulkStep['set']; record: BulkRecord } {
  const changes = differences({ toDate: post.toDate, leavingReason: null }, { toDate, leavingReason: leavingReason ?? null });
  return { set: { toDate, leavingReason: leavingReason ?? null, leavingNote: leavingNote ?? null }, record: { act: 'person.post_ended', about: nameOf(post), changes } };
}

function endPosts(person: BulkPerson, lastDay: string, ending: Ending): BulkOutcome {
  const open = person.posts.filter((post) => post.isMeant && (post.toDate === null || post.toDate > lastDay));
  if (open.length === 0) return not('no_open_post');
  if (open.some(({ fromDate }) => fromDate > lastDay)) return not('begins_later');
  const done = open.map((post) => ({ post, ...ended(post, lastDay, ending) }));
  return { reason: null, steps: done.map(({ post, set }) => ({ postId: post.id, set })), records: done.map(({ record }) => record) };
}

function move(person: BulkPerson, to: { id: string; name: string }, fromDate: string, ending: Ending): BulkOutcome {
  const post = person.posts.find((one) => one.kind === 'main' && one.isMeant && runsOn(one, fromDate));
  if (person.posts.some((one) => one.kind === 'main' && one !== post && one.fromDate >= fromDate)) return not('later_post');
  if (!post) return not('no_main_post');
  if (post.organisationId === to.id) return not('nothing_to_change');
  if (post.fromDate >= fromDate) return not('begins_later');
  const { set, record } = ended(post, dayBefore(fromDate), ending);
  const added = { act: 'person.post_added', about: `${post.post}, ${to.name}`, changes: differences({}, { organisation: to.name, position: post.post, kind: post.kind, fromDate, toDate: post.toDate }) };
  return { reason: null, steps: [{ postId: post.id, set, goesOn: { organisationId: to.id, fromDate } }], records: [record, added] };
}

/** What one change does to one person, or why it cannot be. Pure: page, API and the deed itself all ask here. */
export function bulkOutcome(person: BulkPerson, act: BulkAct, at: { today: string; target: { id: string; name: string } | null }): BulkOutcome {
  if (act.act === 'language') return setLanguage(person, act.language ?? null);
  if (act.act === 'main_personnel') return setMain(person, act.main === 'yes', at.today);
  if (act.act === 'end_posts') return endPosts(person, act.lastDay, act);
  return at.target ? move(person, at.target, act.fromDate, act) : not('no_main_post');
}
