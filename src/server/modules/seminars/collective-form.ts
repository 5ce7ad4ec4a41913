import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalid, InvalidInput } from '#server/platform/errors.ts';
import { LIST_WITHOUT_APPROVAL, readList, type ReadList } from './collective-names.ts';
import { listMembers } from './collectives.queries.ts';
import type { ListOptions } from './collectives.service.ts';
import type { ListedPerson } from './name-list.ts';
import { getCollectiveFor } from './registrations.access.ts';

/** The steps of the form for a reading room, in their order. */
export const LIST_STEPS = ['country', 'room', 'names', 'notice', 'check'] as const;
export type ListStep = (typeof LIST_STEPS)[number];

/** What was answered so far, but the names: these are too many for a cookie and travel with the form from step to step. */
export interface ListDraft {
  /** Makes sending the last step twice harmless. */
  key: string;
  country?: string;
  organisation?: string;
  settlement?: string;
  contactName?: string;
  contactEmail?: string;
  certificateLocale?: Locale;
  mailLocale?: Locale;
  noticeVersion?: string;
}

/** The step asked for, unless it lies behind an unanswered question. `names`: whether the form brings a list with it. */
export function openListStep(asked: string | null, draft: ListDraft, names: boolean): ListStep {
  const furthest = furthestListStep(draft, names);
  const step = LIST_STEPS.find((one) => one === asked) ?? furthest;
  return LIST_STEPS.indexOf(step) > LIST_STEPS.indexOf(furthest) ? furthest : step;
}

function furthestListStep(draft: ListDraft, names: boolean): ListStep {
  if (!draft.country) return 'country';
  if (!draft.organisation || !draft.contactEmail) return 'room';
  if (!names) return 'names';
  return draft.noticeVersion ? 'check' : 'notice';
}

/** Another country has a notice of its own to be read. */
export function withListCountry(draft: ListDraft, country: string): ListDraft {
  const { noticeVersion, ...rest } = draft;
  return { ...rest, country, ...(country === draft.country && noticeVersion ? { noticeVersion } : {}) };
}

/** So many lines of each sort are shown; the rest is counted. */
const MOST_SHOWN = 100;

export interface PreviewLine {
  line: number;
  /** As it was read. */
  name: string;
  problems: { code: string; params: Record<string, string | number>; suggestion: string | null }[];
}

/** What would become of a list, before anything is stored. Each part holds the first hundred lines; the numbers count all. */
export interface ListPreview {
  people: { line: number; name: string; position: string; email: string }[];
  count: number;
  /** Cannot be registered. */
  refused: PreviewLine[];
  refusedCount: number;
  /** Left out: the name stands above, or in the list that is there. */
  duplicates: PreviewLine[];
  duplicateCount: number;
  /** To be looked at again; with a suggestion where there is one. */
  offers: PreviewLine[];
  /** Lines for which something is offered that can be taken with one tick. */
  offerCount: number;
  blankLines: number;
  /** So many names wait for the organiser. */
  needsApproval: boolean;
}

const lineOf = (person: ListedPerson): PreviewLine => ({
  line: person.line,
  name: person.name,
  problems: person.problems.map(({ code, params, suggestion }) => ({ code, params: { ...params }, suggestion: suggestion ?? null })),
});

/** Reads a pasted list for the page. `known`: keys of names that the list holds already. Errors beside `names`: `list.empty`, `list.too_long`, `list.too_large`. */
export function previewList(text: string, options: { tidy: boolean; known?: ReadonlySet<string>; already?: number }): ListPreview {
  const read = readOrRefuse(text, options);
  const asTyped = options.tidy ? readOrRefuse(text, { ...options, tidy: false }) : read;
  const toLookAt = asTyped.people.filter((person) => person.problems.length > 0);
  return {
    people: read.people.slice(0, MOST_SHOWN).map(({ line, name, position, email }) => ({ line, name, position: position ?? '', email: email ?? '' })),
    count: read.people.length,
    refused: read.refused.slice(0, MOST_SHOWN).map(lineOf),
    refusedCount: read.refused.length,
    duplicates: read.duplicates.slice(0, MOST_SHOWN).map(lineOf),
    duplicateCount: read.duplicates.length,
    offers: toLookAt.slice(0, MOST_SHOWN).map(lineOf),
    offerCount: toLookAt.filter((person) => person.problems.some((problem) => problem.suggestion !== undefined)).length,
    blankLines: read.blankLines,
    needsApproval: read.people.length + (options.already ?? 0) > LIST_WITHOUT_APPROVAL,
  };
}

/** A preview that may go on to the next step, or why not: `list.has_errors`, `list.nobody`. */
export function refuseUnusable(preview: ListPreview, options: ListOptions): void {
  if (preview.refusedCount > 0 && !options.leaveOut) throw invalid('names', 'list.has_errors', { count: preview.refusedCount });
  if (preview.count === 0) throw invalid('names', 'list.nobody');
}

function readOrRefuse(text: string, options: { tidy: boolean; known?: ReadonlySet<string> }): ReadList {
  const list = readList(text, options);
  if (!list.ok) throw new InvalidInput([{ field: 'names', code: list.code, params: { ...list.params } }]);
  return list;
}

/** The preview of names to be added to a list that stands. Needs `changeList`. */
export async function previewMoreNames(ctx: Ctx, collectiveId: string, text: string, tidy: boolean): Promise<ListPreview> {
  await getCollectiveFor(ctx, collectiveId, 'changeList');
  const members = await listMembers(ctx, collectiveId);
  return previewList(text, { tidy, known: new Set(members.map((member) => member.nameKey)), already: members.length });
}
