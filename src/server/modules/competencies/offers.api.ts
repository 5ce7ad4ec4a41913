import { createRoute, z } from '@hono/zod-openapi';
import { instant, iso, json, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { RATING_RULES } from './effective.rule.ts';
import { listOffersFor, showGaps, type GapLine } from './gaps.service.ts';
import { OFFER_KINDS, type OfferRow } from './offers.queries.ts';

const Offer = z
  .object({
    id: z.uuid(),
    kind: z.enum(OFFER_KINDS),
    title: Written,
    path: z.string(),
    startsAt: instant().nullable().openapi({ description: 'Null: at any time' }),
    closesAt: instant().nullable(),
    seats: z.int().nullable().openapi({ description: 'Null: no limit' }),
    free: z.int().nullable(),
    languages: z.array(z.string()),
    online: z.boolean(),
    minutes: z.int().nullable(),
  })
  .openapi('LearningOffer');
const Recommended = Offer.extend({
  standing: z.enum(['open', 'beyond', 'full']),
  closes: z.int(),
  missing: z.int(),
  closesElsewhere: z.int(),
  beginsAt: z.int().nullable(),
  language: z.enum(['known', 'unsaid', 'unknown']),
  kilometres: z.int().nullable(),
}).openapi('RecommendedOffer');
const Line = z
  .object({
    competencyId: z.uuid(),
    code: z.string(),
    title: Written,
    asked: z.object({ least: z.int(), preferred: z.int() }),
    level: z.int().nullable(),
    rule: z.enum(RATING_RULES),
    missingSteps: z.int(),
    offers: z.array(Recommended).openapi({ description: 'The best first' }),
    more: z.int(),
  })
  .openapi('CompetencyGap');

const offerJson = ({ id, kind, title, path, startsAt, closesAt, seats, free, languages, isOnline, minutes }: OfferRow) => ({ id, kind, title, path, startsAt: iso(startsAt), closesAt: iso(closesAt), seats, free, languages: [...languages], online: isOnline, minutes });
const lineJson = ({ competency, asked, level, rule, gap, offers, more }: GapLine) => ({
  ...{ competencyId: competency.competencyId, code: competency.code, title: competency.title, asked, level: level?.step ?? null, rule, missingSteps: gap.size, more },
  offers: offers.map(({ offer, standing, closes, missing, closesElsewhere, beginsAt, language, kilometres }) => ({ ...offerJson(offer), standing, closes, missing, closesElsewhere, beginsAt, language, kilometres })),
});

/** What is missing of people, and what closes it. */
export function registerOffersApi(api: Api): void {
  const tags = ['Competencies: people'];
  api.openapi(
    createRoute({ method: 'get', path: '/people/{personId}/competency-gaps', tags, ...signedIn, summary: 'What is missing of a person for her post, and what closes it, the best first', request: { params: z.object({ personId: z.uuid() }) }, responses: { 200: json(z.object({ gaps: z.array(Line), unrated: z.array(Line) }), 'Gaps, the largest first, and what nobody has rated'), ...problems } }),
    async (c) => {
      const { gaps, unrated } = await showGaps(c.env.ctx, c.req.valid('param').personId);
      return c.json({ gaps: gaps.map(lineJson), unrated: unrated.map(lineJson) }, 200);
    },
  );
  const Group = z.object({ competencyId: z.uuid(), code: z.string(), title: Written, offers: z.array(Offer.extend({ fromStep: z.int().nullable(), toStep: z.int(), closes: z.int().nullable().openapi({ description: 'Steps of the caller’s own gap; null where there is none' }) })) });
  api.openapi(
    createRoute({ method: 'get', path: '/offers', tags, ...signedIn, summary: 'All one can still come to, by competency', request: { query: z.object({ framework: z.uuid().optional(), mine: z.enum(['true', 'false']).optional().openapi({ description: 'Only what closes a gap of the caller' }) }) }, responses: { 200: json(z.object({ count: z.int(), competencies: z.array(Group) }), 'Offers'), ...problems } }),
    async (c) => {
      const { framework, mine } = c.req.valid('query');
      const { count, groups } = await listOffersFor(c.env.ctx, { frameworkId: framework ?? null, mine: mine === 'true' });
      return c.json({ count, competencies: groups.map(({ competency, offers }) => ({ competencyId: competency.competencyId, code: competency.code, title: competency.title, offers: offers.map(({ offer, fromStep, toStep, closes }) => ({ ...offerJson(offer), fromStep, toStep, closes: closes?.closes ?? null })) })) }, 200);
    },
  );
}
