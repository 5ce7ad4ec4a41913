import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, instant, json, Made, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { RATER_KINDS, RATING_RULES } from './effective.rule.ts';
import { showGrowth } from './growth.service.ts';
import { addProfile, changeProfile, getProfileFor, listProfilesFor, NewProfile, ProfileInput, setProfileInUse } from './profiles.service.ts';
import { answerSheet, getSheetFor, handInSheet, openSheet, SHEET_KINDS, SheetAnswers, withdrawSheet } from './sheets.service.ts';

const Asked = z.object({ least: z.int(), preferred: z.int() });
const Line = z.object({
  competencyId: z.uuid(),
  code: z.string(),
  title: Written,
  level: z.object({ step: z.int(), by: z.enum(RATING_RULES), lowest: z.int(), highest: z.int() }).nullable(),
  target: Asked.nullable(),
  standing: z.enum(['gap', 'met', 'above', 'unrated', 'not_asked']).nullable().openapi({ description: 'Null while the target is hidden from a person who rates herself' }),
  missingSteps: z.int(),
  ratings: z.array(z.object({ kind: z.enum(RATER_KINDS), step: z.int(), comment: z.string().nullable(), author: z.string().nullable(), ratedAt: instant(), counts: z.boolean() })),
  groups: z.array(z.object({ campaignId: z.uuid(), kinds: z.array(z.enum(RATER_KINDS)), count: z.int(), lowest: z.int(), highest: z.int(), middle: z.int(), comments: z.array(z.string()), closedAt: instant(), counts: z.boolean() })).openapi({ description: 'Words of anonymous raters, of each campaign together' }),
});
const Growth = z
  .object({ personId: z.uuid(), frameworkId: z.uuid(), versionId: z.uuid(), rule: z.enum(RATING_RULES), targetHidden: z.boolean(), profile: Written.nullable(), asked: z.int(), met: z.int(), gaps: z.int(), unrated: z.int(), competencies: z.array(Line) })
  .openapi('PersonCompetencies');
const Sheet = z
  .object({
    id: z.uuid(),
    personId: z.uuid(),
    versionId: z.uuid(),
    kind: z.enum(RATER_KINDS),
    state: z.enum(['open', 'handed_in', 'withdrawn']),
    answers: z.array(z.object({ competencyId: z.uuid(), step: z.int().nullable(), comment: z.string().nullable() })),
    competencies: z.array(z.object({ competencyId: z.uuid(), code: z.string(), title: Written })),
  })
  .openapi('RatingSheet');
const Profile = z.object({ id: z.uuid(), frameworkId: z.uuid(), title: Written, retired: z.boolean(), asked: z.int(), notNeeded: z.int() }).openapi('PositionProfile');
const ProfileFull = z
  .object({ id: z.uuid(), frameworkId: z.uuid(), title: Written, parentId: z.uuid().nullable(), version: z.int(), retired: z.boolean(), positions: z.array(z.object({ positionId: z.uuid(), organisationKind: z.string() })), levels: z.array(z.object({ competencyId: z.uuid(), asked: Asked.nullable(), inherited: z.boolean() })) })
  .openapi('PositionProfileDetail');

/** Competencies of people and what posts ask of them. */
export function registerGrowthApi(api: Api): void {
  const tags = ['Competencies: people'];
  const person = z.object({ personId: z.uuid() });
  const sheet = z.object({ sheetId: z.uuid() });
  api.openapi(
    createRoute({ method: 'get', path: '/people/{personId}/competencies', tags, ...signedIn, summary: 'What a person can do by the rule of a framework, what her post asks, and who said what', request: { params: person, query: z.object({ framework: z.uuid().optional() }) }, responses: { 200: json(Growth, 'The person in one framework'), ...problems } }),
    async (c) => {
      const growth = await showGrowth(c.env.ctx, c.req.valid('param').personId, c.req.valid('query').framework ?? null);
      const competencies = growth.lines.flatMap(({ item, level, target, gap, ratings, groups }) =>
        item.kind === 'area'
          ? []
          : [{ competencyId: item.competencyId, code: item.code, title: item.title, level: level && { step: level.step, by: level.by, lowest: level.lowest, highest: level.highest }, target, standing: gap?.standing ?? null, missingSteps: gap?.size ?? 0, ratings: ratings.map(({ id: _, ratedAt, ...rating }) => ({ ...rating, ratedAt: ratedAt.toISOString() })), groups: groups.map(({ ratedAt, ...group }) => ({ ...group, closedAt: ratedAt.toISOString() })) }],
      );
      return c.json({ personId: growth.person.personId, frameworkId: growth.version.frameworkId, versionId: growth.version.id, rule: growth.rule.rule, targetHidden: growth.isTargetHidden, profile: growth.profile, ...growth.counts, competencies }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/people/{personId}/rating-sheets', tags, ...signedIn, summary: 'Opens a sheet about a person, or goes on with the open one', request: { params: person, ...body(z.object({ frameworkId: z.uuid(), kind: z.enum(SHEET_KINDS, 'choice.missing') })) }, responses: { 201: json(Made, 'The sheet'), ...conflicts } }),
    async (c) => c.json({ id: await openSheet(c.env.ctx, { ...c.req.valid('json'), personId: c.req.valid('param').personId }) }, 201),
  );
  api.openapi(
    createRoute({ method: 'get', path: '/rating-sheets/{sheetId}', tags, ...signedIn, summary: 'A sheet of one’s own', request: { params: sheet }, responses: { 200: json(Sheet, 'The sheet'), ...problems } }),
    async (c) => {
      const { sheet: row, version, answers, pages } = await getSheetFor(c.env.ctx, c.req.valid('param').sheetId);
      return c.json({ id: row.id, personId: row.personId, versionId: version.id, kind: row.kind, state: row.state, answers: [...answers.values()], competencies: pages.flatMap(({ items }) => items.map(({ competencyId, code, title }) => ({ competencyId, code, title }))) }, 200);
    },
  );
  api.openapi(createRoute({ method: 'put', path: '/rating-sheets/{sheetId}/answers', tags, ...signedIn, summary: 'Keeps answers; what is not named stays as it was', request: { params: sheet, ...body(named('SheetAnswers', SheetAnswers)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await answerSheet(c.env.ctx, c.req.valid('param').sheetId, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(
    createRoute({ method: 'post', path: '/rating-sheets/{sheetId}/hand-in', tags, ...signedIn, summary: 'Makes ratings of a sheet, once', request: { params: sheet }, responses: { 200: json(z.object({ ratings: z.int() }), 'How many'), ...conflicts } }),
    async (c) => c.json({ ratings: await handInSheet(c.env.ctx, c.req.valid('param').sheetId) }, 200),
  );
  api.openapi(createRoute({ method: 'post', path: '/rating-sheets/{sheetId}/withdraw', tags, ...signedIn, summary: 'Throws an open sheet away', request: { params: sheet }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await withdrawSheet(c.env.ctx, c.req.valid('param').sheetId);
    return c.body(null, 204);
  });
  profiles(api);
}

function profiles(api: Api): void {
  const tags = ['Competencies: profiles'];
  const at = z.object({ profileId: z.uuid() });
  api.openapi(
    createRoute({ method: 'get', path: '/position-profiles', tags, ...signedIn, summary: 'What posts ask', request: { query: z.object({ framework: z.uuid().optional() }) }, responses: { 200: json(z.object({ profiles: z.array(Profile) }), 'The profiles'), ...problems } }),
    async (c) => c.json({ profiles: (await listProfilesFor(c.env.ctx, c.req.valid('query').framework ?? null)).map(({ id, frameworkId, title, isRetired, asked, left }) => ({ id, frameworkId, title, retired: isRetired, asked, notNeeded: left })) }, 200),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/position-profiles', tags, ...signedIn, summary: 'Adds a profile', request: body(named('NewPositionProfile', NewProfile)), responses: { 201: json(Made, 'The profile'), ...problems } }),
    async (c) => c.json({ id: await addProfile(c.env.ctx, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({ method: 'get', path: '/position-profiles/{profileId}', tags, ...signedIn, summary: 'One profile, inheritance resolved', request: { params: at }, responses: { 200: json(ProfileFull, 'The profile'), ...problems } }),
    async (c) => {
      const { profile, positions, resolved } = await getProfileFor(c.env.ctx, c.req.valid('param').profileId);
      return c.json(
        {
          ...{ id: profile.id, frameworkId: profile.frameworkId, title: profile.title, parentId: profile.parentId, version: profile.version, retired: profile.retiredAt !== null },
          positions: positions.map(({ positionId, organisationKind }) => ({ positionId, organisationKind })),
          levels: [...resolved].map(([competencyId, { asked, from }]) => ({ competencyId, asked, inherited: from !== profile.id })),
        },
        200,
      );
    },
  );
  api.openapi(createRoute({ method: 'put', path: '/position-profiles/{profileId}', tags, ...signedIn, summary: 'Changes a profile; whoever inherits from it changes with it', request: { params: at, ...body(named('PositionProfileInput', ProfileInput)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await changeProfile(c.env.ctx, c.req.valid('param').profileId, c.req.valid('json'));
    return c.body(null, 204);
  });
  for (const [path, isInUse, summary] of [['retire', false, 'Takes a profile out of use'], ['revive', true, 'Brings a profile back']] as const) {
    api.openapi(createRoute({ method: 'post', path: `/position-profiles/{profileId}/${path}`, tags, ...signedIn, summary, request: { params: at }, responses: done }), async (c) => {
      await setProfileInUse(c.env.ctx, c.req.valid('param').profileId, isInUse);
      return c.body(null, 204);
    });
  }
}
