import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { previewNames, type NamesPreview } from '#server/modules/people/index.ts';
import { LIST_WITHOUT_APPROVAL } from './collective-names.ts';
import { listMembers } from './collectives.queries.ts';
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

export interface ListPreview extends NamesPreview {
  /** So many names wait for the organiser. */
  needsApproval: boolean;
}

/** Reads a pasted list for the page. `known`: keys of names that the list holds already. Errors beside `names`: `list.empty`, `list.too_long`, `list.too_large`. */
export function previewList(text: string, options: { tidy: boolean; known?: ReadonlySet<string>; already?: number }): ListPreview {
  const preview = previewNames(text, options);
  return { ...preview, needsApproval: preview.count + (options.already ?? 0) > LIST_WITHOUT_APPROVAL };
}

/** The preview of names to be added to a list that stands. Needs `changeList`. */
export async function previewMoreNames(ctx: Ctx, collectiveId: string, text: string, tidy: boolean): Promise<ListPreview> {
  await getCollectiveFor(ctx, collectiveId, 'changeList');
  const members = await listMembers(ctx, collectiveId);
  return previewList(text, { tidy, known: new Set(members.map((member) => member.nameKey)), already: members.length });
}
