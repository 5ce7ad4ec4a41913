import { createRoute, z } from '@hono/zod-openapi';
import { body, byLink, conflicts, done, instant, json, Made, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { holderCtx } from '#server/api/personal-link.ts';
import { closeCampaign, decide, getCalibration } from './campaign-calibration.service.ts';
import { confirmRater, declineRating, getParticipantDetail, nameRater, releaseRater } from './campaign-raters.service.ts';
import { answerCampaignSheet, getCampaignSheet, handInCampaignSheet, ownCampaignSheets } from './campaign-sheets.service.ts';
import { ANONYMOUS_KINDS, CAMPAIGN_KINDS } from './campaign.rule.ts';
import { addCampaign, cancelCampaign, changeAudience, choosePerson, endCollecting, extendCampaign, getCampaignDetail, listCampaignsFor, startCampaign } from './campaigns.service.ts';
import { AudienceInput, Decision, Extension, NewCampaign, NewRater, PersonChoice } from './campaigns.schemas.ts';
import { RATER_KINDS } from './effective.rule.ts';
import { SheetAnswers } from './sheets.service.ts';

const STATES = ['draft', 'running', 'calibration', 'closed', 'cancelled'] as const;
const RATER_STATES = ['proposed', 'invited', 'handed_in', 'declined', 'released', 'missed', 'gone'] as const;
const head = { id: z.uuid(), title: Written, organisationId: z.uuid(), versionId: z.uuid(), state: z.enum(STATES), closesOn: z.iso.date(), endsAt: instant() };
const Line = z.object({ ...head, participants: z.int(), raters: z.int(), handedIn: z.int() }).openapi('Campaign');
const Full = z
  .object({
    ...head,
    kinds: z.array(z.enum(CAMPAIGN_KINDS)),
    anonymous: z.array(z.enum(ANONYMOUS_KINDS)),
    minimumGroup: z.int(),
    revision: z.int(),
    participants: z.array(z.object({ id: z.uuid(), personId: z.uuid(), state: z.enum(['in', 'left', 'out']), written: z.boolean(), leftOut: z.int().openapi({ description: 'Words of anonymous raters that were too few to be shown' }) })),
  })
  .openapi('CampaignDetail');
const Rater = z.object({ id: z.uuid(), kind: z.enum(RATER_KINDS), personId: z.uuid().nullable(), name: z.string().nullable(), state: z.enum(RATER_STATES) }).openapi('CampaignRater');
const Group = z.object({ kinds: z.array(z.enum(RATER_KINDS)), count: z.int(), lowest: z.int(), highest: z.int(), middle: z.int(), comments: z.array(z.string()) });
/** Words of anonymous raters, as they are shown everywhere. */
export const WordGroup = named('WordGroup', Group);
const Calibration = z
  .object({
    total: z.int(),
    decided: z.int(),
    lines: z.array(
      z.object({
        participantId: z.uuid(),
        personId: z.uuid(),
        competencyId: z.uuid(),
        code: z.string(),
        apart: z.int(),
        words: z.array(z.object({ kind: z.enum(RATER_KINDS), name: z.string().nullable(), step: z.int(), comment: z.string().nullable() })),
        groups: z.array(WordGroup),
        leftOut: z.int(),
        decision: z.object({ step: z.int(), comment: z.string().nullable() }).nullable(),
      }),
    ),
  })
  .openapi('CampaignCalibration');
const Sheet = z
  .object({
    raterId: z.uuid(),
    kind: z.enum(RATER_KINDS),
    anonymous: z.boolean(),
    endsAt: instant(),
    answers: z.array(z.object({ competencyId: z.uuid(), step: z.int().nullable(), comment: z.string().nullable() })),
    competencies: z.array(z.object({ competencyId: z.uuid(), code: z.string(), title: Written })),
  })
  .openapi('CampaignSheet');

const tags = ['Competencies: campaigns'];
const campaign = z.object({ campaignId: z.uuid() });
const participant = z.object({ participantId: z.uuid() });
const rater = z.object({ raterId: z.uuid() });
const changed = { ...done, 409: conflicts[409] };

/** Assessment campaigns: running them, and the sheets of raters. */
export function registerCampaignsApi(api: Api): void {
  api.openapi(createRoute({ method: 'get', path: '/campaigns', tags, ...signedIn, summary: 'Campaigns of the organisations one keeps', responses: { 200: json(z.object({ campaigns: z.array(Line) }), 'The campaigns'), ...problems } }), async (c) =>
    c.json({ campaigns: (await listCampaignsFor(c.env.ctx)).map(({ id, title, organisationId, versionId, state, closesOn, endsAt, participants, raters, handedIn }) => ({ id, title, organisationId, versionId, state, closesOn, endsAt: endsAt.toISOString(), participants, raters, handedIn })) }, 200),
  );
  api.openapi(createRoute({ method: 'post', path: '/campaigns', tags, ...signedIn, summary: 'Writes a draft', request: body(named('NewCampaign', NewCampaign)), responses: { 201: json(Made, 'The campaign'), ...problems } }), async (c) =>
    c.json({ id: await addCampaign(c.env.ctx, c.req.valid('json')) }, 201),
  );
  api.openapi(createRoute({ method: 'get', path: '/campaigns/{campaignId}', tags, ...signedIn, summary: 'One campaign with who takes part', request: { params: campaign }, responses: { 200: json(Full, 'The campaign'), ...problems } }), async (c) => {
    const { campaign: row, participants } = await getCampaignDetail(c.env.ctx, c.req.valid('param').campaignId);
    const { id, title, organisationId, versionId, state, closesOn, kinds, anonymous, minimumGroup, revision } = row;
    return c.json({ id, title, organisationId, versionId, state, closesOn, endsAt: row.endsAt.toISOString(), kinds, anonymous, minimumGroup, revision, participants: participants.map((one) => ({ id: one.id, personId: one.personId, state: one.state, written: one.writtenAt !== null, leftOut: one.leftOut })) }, 200);
  });
  api.openapi(createRoute({ method: 'put', path: '/campaigns/{campaignId}/audience', tags, ...signedIn, summary: 'Says by a rule who takes part', request: { params: campaign, ...body(named('CampaignAudience', AudienceInput)) }, responses: changed }), async (c) => {
    await changeAudience(c.env.ctx, c.req.valid('param').campaignId, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/campaigns/{campaignId}/people', tags, ...signedIn, summary: 'Takes a single person in or out', request: { params: campaign, ...body(named('CampaignPerson', PersonChoice)) }, responses: changed }), async (c) => {
    const { personId, isIn } = c.req.valid('json');
    await choosePerson(c.env.ctx, c.req.valid('param').campaignId, personId, isIn);
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/campaigns/{campaignId}/start', tags, ...signedIn, summary: 'Freezes the audience and asks everybody', request: { params: campaign }, responses: { 200: json(z.object({ participants: z.int() }), 'How many'), ...conflicts } }), async (c) =>
    c.json({ participants: await startCampaign(c.env.ctx, c.req.valid('param').campaignId) }, 200),
  );
  api.openapi(createRoute({ method: 'post', path: '/campaigns/{campaignId}/extend', tags, ...signedIn, summary: 'Moves the last day', request: { params: campaign, ...body(named('CampaignExtension', Extension)) }, responses: changed }), async (c) => {
    await extendCampaign(c.env.ctx, c.req.valid('param').campaignId, c.req.valid('json'));
    return c.body(null, 204);
  });
  for (const [path, deed, summary] of [['end-collecting', endCollecting, 'Ends collecting; what is open stays uncounted'], ['close', closeCampaign, 'Makes ratings of what was said'], ['cancel', cancelCampaign, 'Stops a campaign; nothing becomes ratings']] as const) {
    api.openapi(createRoute({ method: 'post', path: `/campaigns/{campaignId}/${path}`, tags, ...signedIn, summary, request: { params: campaign }, responses: changed }), async (c) => {
      await deed(c.env.ctx, c.req.valid('param').campaignId);
      return c.body(null, 204);
    });
  }
  calibration(api);
  raters(api);
  sheets(api);
}

function calibration(api: Api): void {
  const query = z.object({ apart: z.coerce.number().int().min(0).max(20).default(0), from: z.coerce.number().int().min(0).max(100_000).default(0) });
  api.openapi(createRoute({ method: 'get', path: '/campaigns/{campaignId}/calibration', tags, ...signedIn, summary: 'Words side by side, farthest apart first; anonymous ones as groups', request: { params: campaign, query }, responses: { 200: json(Calibration, 'Some lines'), ...conflicts } }), async (c) => {
    const { apart: least, from } = c.req.valid('query');
    const { lines, total, decided } = await getCalibration(c.env.ctx, c.req.valid('param').campaignId, { least, participantId: null, from });
    return c.json({ total, decided, lines: lines.map(({ participantId, personId, competencyId, code, apart, words, groups, leftOut, decision }) => ({ participantId, personId, competencyId, code, apart, words: words.map((word) => ({ ...word, kind: word.kind as (typeof RATER_KINDS)[number] })), groups, leftOut, decision: decision && { step: decision.step, comment: decision.comment } })) }, 200);
  });
  api.openapi(createRoute({ method: 'post', path: '/campaigns/{campaignId}/decisions', tags, ...signedIn, summary: 'Writes down what the commission decided, or takes it back', request: { params: campaign, ...body(named('CampaignDecision', Decision)) }, responses: changed }), async (c) => {
    await decide(c.env.ctx, c.req.valid('param').campaignId, c.req.valid('json'));
    return c.body(null, 204);
  });
}

function raters(api: Api): void {
  api.openapi(createRoute({ method: 'get', path: '/campaign-participants/{participantId}/raters', tags, ...signedIn, summary: 'Who was asked about a person, and who has answered; never what', request: { params: participant }, responses: { 200: json(z.object({ raters: z.array(Rater) }), 'The raters'), ...problems } }), async (c) =>
    c.json({ raters: (await getParticipantDetail(c.env.ctx, c.req.valid('param').participantId)).raters.map(({ id, kind, personId, name, state }) => ({ id, kind, personId, name, state })) }, 200),
  );
  api.openapi(createRoute({ method: 'post', path: '/campaign-participants/{participantId}/raters', tags, ...signedIn, summary: 'Names a rater and asks her', request: { params: participant, ...body(named('NewCampaignRater', NewRater)) }, responses: { 201: json(Made, 'The rater'), ...conflicts } }), async (c) =>
    c.json({ id: await nameRater(c.env.ctx, c.req.valid('param').participantId, c.req.valid('json')) }, 201),
  );
  for (const [path, deed, summary] of [['confirm', confirmRater, 'Asks somebody whom the participant proposed'], ['release', releaseRater, 'Lets a rater go who has not handed in']] as const) {
    api.openapi(createRoute({ method: 'post', path: `/campaign-raters/{raterId}/${path}`, tags, ...signedIn, summary, request: { params: rater }, responses: changed }), async (c) => {
      await deed(c.env.ctx, c.req.valid('param').raterId);
      return c.body(null, 204);
    });
  }
}

function sheets(api: Api): void {
  api.openapi(createRoute({ method: 'get', path: '/own-campaign-sheets', tags, ...signedIn, summary: 'Sheets of campaigns that wait for oneself', responses: { 200: json(z.object({ sheets: z.array(z.object({ raterId: z.uuid(), kind: z.enum(RATER_KINDS), person: z.string(), endsAt: instant(), answered: z.int() })) }), 'The sheets'), ...problems } }), async (c) =>
    c.json({ sheets: (await ownCampaignSheets(c.env.ctx)).map(({ id, kind, ratedName, endsAt, answered }) => ({ raterId: id, kind, person: ratedName, endsAt: endsAt.toISOString(), answered })) }, 200),
  );
  api.openapi(createRoute({ method: 'get', path: '/campaign-sheets/{raterId}', tags, ...byLink, summary: 'A sheet of one’s own', request: { params: rater }, responses: { 200: json(Sheet, 'The sheet'), ...conflicts } }), async (c) => {
    const { rater: row, isAnonymous, campaign: of, answers, pages } = await getCampaignSheet(await holderCtx(c), c.req.valid('param').raterId);
    return c.json({ raterId: row.id, kind: row.kind, anonymous: isAnonymous, endsAt: of.endsAt.toISOString(), answers: [...answers.values()], competencies: pages.flatMap(({ items }) => items.map(({ competencyId, code, title }) => ({ competencyId, code, title }))) }, 200);
  });
  api.openapi(createRoute({ method: 'put', path: '/campaign-sheets/{raterId}/answers', tags, ...byLink, summary: 'Keeps answers; what is not named stays as it was', request: { params: rater, ...body(named('CampaignSheetAnswers', SheetAnswers)) }, responses: changed }), async (c) => {
    await answerCampaignSheet(await holderCtx(c), c.req.valid('param').raterId, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/campaign-sheets/{raterId}/hand-in', tags, ...byLink, summary: 'Hands a sheet in, once', request: { params: rater }, responses: { 200: json(z.object({ words: z.int() }), 'How many'), ...conflicts } }), async (c) =>
    c.json({ words: await handInCampaignSheet(await holderCtx(c), c.req.valid('param').raterId) }, 200),
  );
  api.openapi(createRoute({ method: 'post', path: '/campaign-sheets/{raterId}/decline', tags, ...byLink, summary: 'Declines to rate; what was written is thrown away', request: { params: rater }, responses: changed }), async (c) => {
    await declineRating(await holderCtx(c), c.req.valid('param').raterId);
    return c.body(null, 204);
  });
}
