import { accountNames } from '#server/modules/access/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { effectiveLevel, HOUSE_RULE, type Effective, type RaterKind, type RatingRule, type Weights } from './effective.rule.ts';
import { fillShipped } from './frameworks.service.ts';
import { listVersions, type FrameworkLine } from './frameworks.queries.ts';
import { groupAnonymous, shownGroup, SMALLEST_GROUP, type ShownGroup } from './campaign.rule.ts';
import { gapOf, type Gap, type Target } from './gap.rule.ts';
import { listItems, type ItemRow } from './items.queries.ts';
import { getRatedPersonFor, type growthAbilities } from './person-access.ts';
import { ratingOf } from './judging.ts';
import { findRule, listRatings, type RatingRow } from './ratings.queries.ts';
import { awaitsOwnSheet, listPostProfiles, listRequirements, listSheets, type RatedPerson, type SheetRow } from './sheets.queries.ts';
import { treeLines } from './tree.rule.ts';

export interface ShownRating {
  id: string;
  kind: RaterKind;
  step: number;
  comment: string | null;
  /** Null: gone. */
  author: string | null;
  ratedAt: Date;
  /** Whether the rule counted it. */
  counts: boolean;
}

export interface GrowthLine {
  item: Pick<ItemRow, 'id' | 'competencyId' | 'code' | 'title' | 'kind'>;
  depth: number;
  /** Null for areas, and before anybody has rated. */
  level: Effective | null;
  /** Null: the profile asks for nothing, or the target is hidden. */
  target: Target | null;
  gap: Gap | null;
  /** Words whose rater is named. */
  ratings: ShownRating[];
  /** Words of anonymous raters, of each campaign together. */
  groups: GrowthGroup[];
}

export interface GrowthGroup extends ShownGroup {
  campaignId: string;
  /** When the campaign was closed; the day of a single word is kept from everybody. */
  ratedAt: Date;
  counts: boolean;
}

export interface Growth {
  person: RatedPerson;
  may: ReturnType<typeof growthAbilities>;
  /** Frameworks in use, with the profile of her post in each. */
  frameworks: { frameworkId: string; versionId: string; title: LocalizedText; profile: LocalizedText | null }[];
  version: FrameworkLine;
  profile: LocalizedText | null;
  rule: { rule: RatingRule; weights: Weights };
  /** Her own sheet is open: neither what is asked nor what others said is shown to her until she has handed it in. */
  isTargetHidden: boolean;
  lines: GrowthLine[];
  sheets: SheetRow[];
  /** Of what is asked: met, missing, not rated yet. */
  counts: { asked: number; met: number; gaps: number; unrated: number };
}

/**
 * A person in one framework: what her post asks, what she has by the rule, who said what, and what is missing. Without `frameworkId` the first one
 * that has a profile for her post. Ratings on an older scale are not compared. Errors: `page.not_found`.
 */
export async function showGrowth(ctx: Ctx, personId: string, frameworkId: string | null = null): Promise<Growth> {
  const { may, ...person } = await getRatedPersonFor(ctx, personId, 'read');
  await fillShipped(ctx);
  const published = (await listVersions(ctx)).filter(({ state }) => state === 'published');
  const profiles = person.positionId ? await listPostProfiles(ctx, person.positionId, person.organisationKind ?? '') : [];
  const profileOf = (id: string) => profiles.find((one) => one.frameworkId === id) ?? null;
  const version = frameworkId === null ? (published.find((one) => profileOf(one.frameworkId)) ?? published[0]) : published.find((one) => one.frameworkId === frameworkId);
  if (!version) throw notFound();
  const profile = profileOf(version.frameworkId);
  const sheets = await listSheets(ctx, person.personId);
  const isOwnOpen = sheets.some((one) => one.kind === 'self' && one.state === 'open' && one.frameworkId === version.frameworkId);
  const isTargetHidden = may.rateSelf.allowed && (isOwnOpen || (await awaitsOwnSheet(ctx, person.personId, version.frameworkId)));
  const targets = new Map(profile ? (await listRequirements(ctx, profile.profileId)).map(({ competencyId, ...target }) => [competencyId, target]) : []);
  const rule = (await findRule(ctx, version.frameworkId)) ?? HOUSE_RULE;
  const items = (await listItems(ctx, version.id)).filter(({ retiredAt }) => retiredAt === null);
  const ratings = (await listRatings(ctx, [person.personId], items.map(({ competencyId }) => competencyId))).filter(({ scaleId }) => scaleId === version.scaleId);
  const names = await namesOf(ctx, ratings);
  const steps = version.steps.map(({ step }) => step);
  const lines = treeLines(items).map(({ item, depth }): GrowthLine => {
    const said = ratings.filter(({ competencyId }) => competencyId === item.competencyId);
    const level = item.kind === 'competency' ? effectiveLevel(said.map(ratingOf), rule, steps) : null;
    const target = targets.get(item.competencyId) ?? null;
    return {
      item,
      depth,
      level: isTargetHidden ? null : level,
      target: isTargetHidden ? null : target,
      gap: item.kind === 'area' || isTargetHidden ? null : gapOf(level?.step ?? null, target, steps),
      ratings: said
        .filter(({ isAnonymous, kind }) => !isAnonymous && (!isTargetHidden || kind === 'self'))
        .map((one) => ({ id: one.id, kind: one.kind, step: one.step, comment: one.comment, author: names.get(one.authorId ?? '') ?? one.authorName, ratedAt: one.ratedAt, counts: level?.used.includes(one.id) ?? false })),
      groups: isTargetHidden ? [] : groupsOf(said, level?.used ?? []),
    };
  });
  const asked = lines.flatMap(({ gap }) => (gap && gap.standing !== 'not_asked' ? [gap] : []));
  return {
    person,
    may,
    frameworks: published.map((one) => ({ frameworkId: one.frameworkId, versionId: one.id, title: one.title, profile: profileOf(one.frameworkId)?.title ?? null })),
    version,
    profile: profile?.title ?? null,
    rule,
    isTargetHidden,
    lines,
    sheets: sheets.filter((one) => one.frameworkId === version.frameworkId),
    counts: { asked: asked.length, met: asked.filter(({ standing }) => standing === 'met' || standing === 'above').length, gaps: asked.filter(({ standing }) => standing === 'gap').length, unrated: asked.filter(({ standing }) => standing === 'unrated').length },
  };
}

/** Words of anonymous raters by campaign, as they may be shown. Pure. */
export function groupsOf(said: readonly RatingRow[], used: readonly string[]): GrowthGroup[] {
  const byCampaign = new Map<string, RatingRow[]>();
  for (const one of said) if (one.isAnonymous && one.campaignId) byCampaign.set(one.campaignId, [...(byCampaign.get(one.campaignId) ?? []), one]);
  return [...byCampaign].flatMap(([campaignId, words]) =>
    groupAnonymous(words, words[0]?.minimumGroup ?? SMALLEST_GROUP).groups.map((group) => ({ ...shownGroup(group), campaignId, ratedAt: words[0]!.ratedAt, counts: group.words.some(({ id }) => used.includes(id)) })),
  );
}

async function namesOf(ctx: Ctx, ratings: readonly RatingRow[]): Promise<Map<string, string>> {
  const ids = [...new Set(ratings.flatMap(({ authorId, isAnonymous }) => (authorId && !isAnonymous ? [authorId] : [])))];
  return ids.length === 0 ? new Map() : accountNames(ctx, ids);
}
