import { accountNames } from '#server/modules/access/index.ts';
import { ownPersonId } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { effectiveLevel, HOUSE_RULE, type Effective, type RaterKind, type RatingRule } from './effective.rule.ts';
import { fillShipped } from './frameworks.service.ts';
import { gapOf, type Gap } from './gap.rule.ts';
import { findLearner, listAsked, type AskedRow } from './gaps.queries.ts';
import { listNamable, listNamed, type NamedCompetency } from './named.queries.ts';
import { listOpenOffers, type OfferRow } from './offers.queries.ts';
import { getRatedPersonFor, type growthAbilities } from './person-access.ts';
import { listRatings, listRules } from './ratings.queries.ts';
import { ratingOf } from './judging.ts';
import { readsFrameworks } from './competencies.policy.ts';
import { closedBy, recommend, type LearningGap, type Offered, type Recommendation } from './recommend.rule.ts';
import { listSheets, type RatedPerson } from './sheets.queries.ts';

/** So many offers stand below one gap; the rest is on the page of all offers. */
export const RECOMMENDED = 5;

export interface GapLine {
  competency: NamedCompetency;
  profile: LocalizedText;
  asked: { least: number; preferred: number };
  /** Null: nobody has rated it yet. */
  level: Effective | null;
  gap: Gap;
  /** By which rule the level came. */
  rule: RatingRule;
  /** Where raters are more than one step apart: who said the lowest and who the highest. */
  apart: { kind: RaterKind; step: number; author: string | null }[];
  offers: (Recommendation & { offer: OfferRow })[];
  /** Further offers that are not shown here. */
  more: number;
}

export interface Gaps {
  person: RatedPerson;
  may: ReturnType<typeof growthAbilities>;
  /** Frameworks with a profile of her post. */
  frameworks: { frameworkId: string; title: LocalizedText; profile: LocalizedText; isHidden: boolean; asked: number; met: number }[];
  /** What is missing, the largest gap first. */
  gaps: GapLine[];
  /** Asked, and rated by nobody. */
  unrated: GapLine[];
}

export const offeredOf = (row: OfferRow): Offered => ({
  ...{ id: row.id, minutes: row.minutes, free: row.free, languages: row.languages, isOnline: row.isOnline, startsAt: row.startsAt, closesAt: row.closesAt, teaches: row.taught },
  place: row.latitude === null || row.longitude === null ? null : { latitude: row.latitude, longitude: row.longitude },
});

/** What the post of a person asks against what she has, without a word on offers. */
async function gapsOf(ctx: Ctx, person: RatedPerson, may: ReturnType<typeof growthAbilities>) {
  await fillShipped(ctx);
  const asked = person.positionId ? await listAsked(ctx, person.positionId, person.organisationKind ?? '') : [];
  const named = await listNamed(ctx, asked.map(({ competencyId }) => competencyId));
  const byCompetency = new Map(asked.map((row) => [row.competencyId, row]));
  const sheets = may.rateSelf.allowed ? await listSheets(ctx, person.personId) : [];
  const hidden = new Set(sheets.flatMap(({ kind, state, versionId }) => (kind === 'self' && state === 'open' ? [versionId] : [])));
  const ids = named.map(({ competencyId }) => competencyId);
  const ratings = await listRatings(ctx, [person.personId], ids);
  const rules = new Map((await listRules(ctx, ids)).map(({ competencyId, ...rule }) => [competencyId, rule]));
  const lines = named.flatMap((competency) => {
    const row = byCompetency.get(competency.competencyId);
    if (!row) return [];
    const said = ratings.filter(({ competencyId, scaleId }) => competencyId === competency.competencyId && scaleId === competency.scaleId);
    const rule = rules.get(competency.competencyId) ?? HOUSE_RULE;
    const steps = competency.steps.map(({ step }) => step);
    const level = effectiveLevel(said.map(ratingOf), rule, steps);
    return [{ competency, row, said, level, rule: level?.by ?? rule.rule, gap: gapOf(level?.step ?? null, row, steps), isHidden: hidden.has(competency.versionId) }];
  });
  return { lines };
}
type Line = Awaited<ReturnType<typeof gapsOf>>['lines'][number];

const learningGap = ({ competency, row, level }: { competency: NamedCompetency; row: Pick<AskedRow, 'least'>; level: Effective | null }): LearningGap => ({ competencyId: competency.competencyId, scaleId: competency.scaleId, level: level?.step ?? null, least: row.least, steps: competency.steps.map(({ step }) => step) });

/** Who stands at the two ends, where raters are more than a step apart. */
function apartOf({ said, level }: Line, names: ReadonlyMap<string, string>): GapLine['apart'] {
  if (!level || level.highest - level.lowest < 2) return [];
  const latest = said.filter(({ id }) => level.used.includes(id));
  return [level.lowest, level.highest].flatMap((end) => {
    const one = latest.find(({ step }) => step === end) ?? said.find(({ step }) => step === end);
    return one ? [{ kind: one.kind, step: one.step, author: one.isAnonymous || one.kind === 'self' ? null : (names.get(one.authorId ?? '') ?? one.authorName) }] : [];
  });
}

/**
 * What is missing of a person for her post, why, and what closes it: in every framework with a profile of her post. As many statements however many
 * gaps and offers there are. Error `page.not_found`.
 */
export async function showGaps(ctx: Ctx, personId: string): Promise<Gaps> {
  const { may, ...person } = await getRatedPersonFor(ctx, personId, 'read');
  const { lines } = await gapsOf(ctx, person, may);
  const shown = lines.filter(({ isHidden }) => !isHidden);
  const missing = shown.filter(({ gap }) => gap.standing === 'gap' || gap.standing === 'unrated');
  const offers = new Map((await listOpenOffers(ctx, missing.map(({ competency }) => competency.competencyId))).map((row) => [row.id, row]));
  const authors = [...new Set(missing.flatMap(({ said }) => said.flatMap(({ authorId, isAnonymous }) => (authorId && !isAnonymous ? [authorId] : []))))];
  const names = authors.length === 0 ? new Map<string, string>() : await accountNames(ctx, authors);
  const learner = await findLearner(ctx, person.personId);
  // What nobody has rated is no gap yet, and nothing is promised to close it.
  const gaps = missing.filter(({ gap }) => gap.standing === 'gap').map(learningGap);
  const offered = [...offers.values()].map(offeredOf);
  const gapLines = missing.map((line): GapLine => {
    const ranked = recommend(learningGap(line), gaps, offered, learner, ctx.clock.now()).flatMap((one) => {
      const offer = offers.get(one.offerId);
      return offer ? [{ ...one, offer }] : [];
    });
    return { competency: line.competency, profile: line.row.profileTitle, asked: { least: line.row.least, preferred: line.row.preferred }, level: line.level, gap: line.gap, rule: line.rule, apart: apartOf(line, names), offers: ranked.slice(0, RECOMMENDED), more: Math.max(0, ranked.length - RECOMMENDED) };
  });
  return { person, may, frameworks: frameworksOf(lines), gaps: gapLines.filter(({ gap }) => gap.standing === 'gap').sort((a, b) => b.gap.size - a.gap.size), unrated: gapLines.filter(({ gap }) => gap.standing === 'unrated') };
}

function frameworksOf(lines: readonly Line[]): Gaps['frameworks'] {
  return [...Map.groupBy(lines, ({ competency }) => competency.frameworkId)].flatMap(([frameworkId, group]) => {
    const [first] = group;
    if (!first) return [];
    const met = group.filter(({ gap }) => gap.standing === 'met' || gap.standing === 'above').length;
    return [{ frameworkId, title: first.competency.frameworkTitle, profile: first.row.profileTitle, isHidden: first.isHidden, asked: group.length, met: first.isHidden ? 0 : met }];
  });
}

export interface OffersByCompetency {
  competency: NamedCompetency;
  /** How far it closes the reader's own gap; null where she has none there. */
  offers: { offer: OfferRow; toStep: number; fromStep: number | null; closes: { closes: number; missing: number } | null }[];
}

/**
 * All that one can still come to, by competency, for everybody with a role in the network. `mine`: only what closes a gap of the reader. `frameworkId`:
 * of one framework. Error `page.not_found`.
 */
export async function listOffersFor(ctx: Ctx, filter: { frameworkId: string | null; mine: boolean }): Promise<{ frameworks: { frameworkId: string; title: LocalizedText }[]; hasGaps: boolean; groups: OffersByCompetency[]; count: number }> {
  if (!readsFrameworks(ctx.actor, ctx.networkId)) throw notFound();
  const named = await listNamable(ctx, null);
  const offers = await listOpenOffers(ctx, null);
  const own = await ownPersonId(ctx);
  const gaps = new Map<string, LearningGap>();
  if (own !== null) {
    const { may, ...person } = await getRatedPersonFor(ctx, own, 'read');
    for (const line of (await gapsOf(ctx, person, may)).lines) if (!line.isHidden && line.gap.standing === 'gap') gaps.set(line.competency.competencyId, learningGap(line));
  }
  const groups = named
    .filter(({ frameworkId }) => filter.frameworkId === null || frameworkId === filter.frameworkId)
    .flatMap((competency): OffersByCompetency[] => {
      const gap = gaps.get(competency.competencyId);
      const found = offers.flatMap((offer) => {
        const one = offer.taught.find(({ competencyId, scaleId }) => competencyId === competency.competencyId && scaleId === competency.scaleId);
        const closes = gap ? gapClosed(gap, offer) : null;
        return one && (!filter.mine || closes) ? [{ offer, toStep: one.toStep, fromStep: one.fromStep, closes }] : [];
      });
      return found.length > 0 ? [{ competency, offers: found }] : [];
    });
  const frameworks = [...new Map(named.map(({ frameworkId, frameworkTitle }) => [frameworkId, { frameworkId, title: frameworkTitle }])).values()];
  return { frameworks, hasGaps: gaps.size > 0, groups, count: new Set(groups.flatMap((group) => group.offers.map(({ offer }) => offer.id))).size };
}

function gapClosed(gap: LearningGap, offer: OfferRow): { closes: number; missing: number } | null {
  const { closes, missing } = closedBy(gap, offeredOf(offer));
  return closes > 0 ? { closes, missing } : null;
}
