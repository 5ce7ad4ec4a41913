import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, instant, json, Made, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { tieEvidence, untieEvidence } from './plan-evidence.service.ts';
import { addPlanItem, changePlanItem, dropPlanItem, finishPlanItem, removePlanItem, trackPlanItem } from './plan-items.service.ts';
import { takeOffer } from './plan-offers.service.ts';
import { reviewPlan } from './plan-review.service.ts';
import { ITEM_REASONS, ITEM_STATES, MEASURES, PLAN_STATES } from './plan.rule.ts';
import { showPlan, showPlansOf, type PlanView } from './plan-view.service.ts';
import { AgreePlan, DropItem, FinishItem, NewPlan, NewPlanItem, PlanComment, PlanInput, PlanItemInput, PlanNote, PlanReview, PlanRevision, PlanWords, TakeOffer } from './plans.schemas.ts';
import { agreePlan, beginPlan, changePlan, notePlan, proposePlan, sendPlanBack, takePlanBack, withdrawPlan } from './plans.service.ts';

const Item = z.object({
  id: z.uuid(),
  competencyId: z.uuid().nullable(),
  title: z.string().nullable().openapi({ description: 'In her own words; null where the item is about a competency' }),
  competency: Written.nullable(),
  retired: z.boolean().openapi({ description: 'The competency is in no version in use any more; the plan goes on' }),
  fromStep: z.int().nullable(),
  toStep: z.int().nullable(),
  nowStep: z.int().nullable(),
  reachedStep: z.int().nullable(),
  reason: z.enum(ITEM_REASONS),
  measure: z.enum(MEASURES),
  action: z.string().nullable(),
  hours: z.number().nullable(),
  dueOn: z.iso.date(),
  state: z.enum(ITEM_STATES),
  doneOn: z.iso.date().nullable(),
  result: z.string().nullable(),
  offer: z.object({ id: z.uuid(), title: z.string(), path: z.string() }).nullable().openapi({ description: 'What was offered, as it was named then: it may be gone since' }),
  evidence: z.array(z.object({ id: z.uuid(), title: Written, state: z.enum(['offered', 'accepted', 'returned', 'withdrawn']), acceptedStep: z.int().nullable() })).openapi({ description: 'What shows it; `acceptedStep`: of the competency of the item' }),
  carriedFrom: z.uuid().nullable(),
  carried: z.int().openapi({ description: 'How often it was taken over into a next plan' }),
  agreed: z.boolean(),
  revision: z.int(),
});
const Plan = z
  .object({
    id: z.uuid(),
    personId: z.uuid(),
    state: z.enum(PLAN_STATES),
    fromOn: z.iso.date(),
    untilOn: z.iso.date(),
    reviewOn: z.iso.date(),
    goal: z.string().nullable(),
    agreedAt: instant().nullable(),
    agreedBy: z.string().nullable(),
    summary: z.string().nullable(),
    carriedFrom: z.uuid().nullable(),
    revision: z.int(),
    progress: z.object({ total: z.int(), done: z.int(), overdue: z.int(), waiting: z.int(), hours: z.number(), hoursDone: z.number() }),
    items: z.array(Item),
    notes: z.array(z.object({ kind: z.enum(['word', 'returned', 'agreed', 'reviewed']), author: z.string().nullable(), own: z.boolean(), words: z.string(), at: instant() })),
  })
  .openapi('DevelopmentPlan');
const Past = z.object({ id: z.uuid(), state: z.enum(PLAN_STATES), fromOn: z.iso.date(), untilOn: z.iso.date(), done: z.int(), total: z.int() });

function bodyOf({ plan, items, notes, progress }: PlanView): z.infer<typeof Plan> {
  const { total, done: finished, overdue, waiting, hours, hoursDone } = progress;
  return {
    ...{ id: plan.id, personId: plan.personId, state: plan.state, fromOn: plan.fromOn, untilOn: plan.untilOn, reviewOn: plan.reviewOn, goal: plan.goal },
    ...{ agreedAt: plan.agreedAt?.toISOString() ?? null, agreedBy: plan.agreedName, summary: plan.summary, carriedFrom: plan.carriedFrom, revision: plan.revision },
    progress: { total, done: finished, overdue, waiting, hours, hoursDone },
    items: items.map((item) => ({
      ...{ id: item.id, competencyId: item.competencyId, title: item.title, competency: item.competencyTitle, retired: item.isRetired, fromStep: item.fromStep, toStep: item.toStep, nowStep: item.nowStep, reachedStep: item.reachedStep },
      ...{ reason: item.reason, measure: item.measure, action: item.action, hours: item.hours, dueOn: item.dueOn, state: item.state, doneOn: item.doneOn, result: item.result },
      offer: item.offerId === null || item.offerTitle === null || item.offerPath === null ? null : { id: item.offerId, title: item.offerTitle, path: item.offerPath },
      evidence: item.evidence.map(({ id, title, state, acceptedStep }) => ({ id, title, state, acceptedStep })),
      ...{ carriedFrom: item.carriedFrom, carried: item.carried, agreed: item.agreedAt !== null, revision: item.revision },
    })),
    notes: notes.map(({ kind, authorName, isOwn, body: words, at }) => ({ kind, author: authorName, own: isOwn, words, at: at.toISOString() })),
  };
}

/** Individual plans of development. */
export function registerPlansApi(api: Api): void {
  const tags = ['Competencies: plans'];
  const person = z.object({ personId: z.uuid() });
  const plan = z.object({ planId: z.uuid() });
  api.openapi(
    createRoute({ method: 'get', path: '/people/{personId}/plans', tags, ...signedIn, summary: 'The open plan of a person, and those before', request: { params: person }, responses: { 200: json(z.object({ current: Plan.nullable(), past: z.array(Past) }), 'The plans'), ...problems } }),
    async (c) => {
      const { current, past } = await showPlansOf(c.env.ctx, c.req.valid('param').personId);
      return c.json({ current: current && bodyOf(current), past: past.map(({ plan: one, progress }) => ({ id: one.id, state: one.state, fromOn: one.fromOn, untilOn: one.untilOn, done: progress.done, total: progress.total })) }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/people/{personId}/plans', tags, ...signedIn, summary: 'Begins a plan; gaps that are named become its first items', request: { params: person, ...body(named('NewDevelopmentPlan', NewPlan)) }, responses: { 201: json(Made, 'The plan'), ...conflicts } }),
    async (c) => c.json({ id: await beginPlan(c.env.ctx, c.req.valid('param').personId, c.req.valid('json')) }, 201),
  );
  api.openapi(createRoute({ method: 'get', path: '/plans/{planId}', tags, ...signedIn, summary: 'One plan', request: { params: plan }, responses: { 200: json(Plan, 'The plan'), ...problems } }), async (c) => c.json(bodyOf(await showPlan(c.env.ctx, c.req.valid('param').planId)), 200));
  api.openapi(createRoute({ method: 'put', path: '/plans/{planId}', tags, ...signedIn, summary: 'Changes days and goal', request: { params: plan, ...body(named('DevelopmentPlanInput', PlanInput)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await changePlan(c.env.ctx, c.req.valid('param').planId, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/plans/{planId}/propose', tags, ...signedIn, summary: 'Gives it to the head', request: { params: plan, ...body(named('PlanWords', PlanWords)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await proposePlan(c.env.ctx, c.req.valid('param').planId, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/plans/{planId}/take-back', tags, ...signedIn, summary: 'Takes it back to go on with it', request: { params: plan, ...body(named('PlanRevision', PlanRevision)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await takePlanBack(c.env.ctx, c.req.valid('param').planId, c.req.valid('json').revision);
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/plans/{planId}/send-back', tags, ...signedIn, summary: 'Returns it with a comment', request: { params: plan, ...body(named('PlanComment', PlanComment)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await sendPlanBack(c.env.ctx, c.req.valid('param').planId, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/plans/{planId}/agree', tags, ...signedIn, summary: 'Agrees to the plan, or to items that were added or changed since', request: { params: plan, ...body(named('AgreePlan', AgreePlan)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await agreePlan(c.env.ctx, c.req.valid('param').planId, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/plans/{planId}/notes', tags, ...signedIn, summary: 'Says a word on it', request: { params: plan, ...body(named('PlanNote', PlanNote)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await notePlan(c.env.ctx, c.req.valid('param').planId, c.req.valid('json').note);
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/plans/{planId}/withdraw', tags, ...signedIn, summary: 'Gives it up', request: { params: plan, ...body(named('PlanRevision', PlanRevision)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await withdrawPlan(c.env.ctx, c.req.valid('param').planId, c.req.valid('json').revision);
    return c.body(null, 204);
  });
  api.openapi(
    createRoute({ method: 'post', path: '/plans/{planId}/review', tags, ...signedIn, summary: 'Looks back: ratings, the end of the plan, and the next one out of what was not finished', request: { params: plan, ...body(named('PlanReview', PlanReview)) }, responses: { 200: json(z.object({ nextPlanId: z.uuid().nullable() }), 'The next plan, if there is one'), ...conflicts } }),
    async (c) => c.json({ nextPlanId: await reviewPlan(c.env.ctx, c.req.valid('param').planId, c.req.valid('json')) }, 200),
  );
  items(api);
}

function items(api: Api): void {
  const tags = ['Competencies: plans'];
  const item = z.object({ itemId: z.uuid() });
  api.openapi(
    createRoute({ method: 'post', path: '/plans/{planId}/items', tags, ...signedIn, summary: 'Adds an item', request: { params: z.object({ planId: z.uuid() }), ...body(named('NewPlanItem', NewPlanItem)) }, responses: { 201: json(Made, 'The item'), ...conflicts } }),
    async (c) => c.json({ id: await addPlanItem(c.env.ctx, c.req.valid('param').planId, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/plans/{planId}/offers', tags, ...signedIn, summary: 'Takes an offer into her own plan; the same again changes nothing', request: { params: z.object({ planId: z.uuid() }), ...body(named('TakeOffer', TakeOffer)) }, responses: { 200: json(Made, 'The item'), ...conflicts } }),
    async (c) => c.json({ id: await takeOffer(c.env.ctx, c.req.valid('param').planId, c.req.valid('json')) }, 200),
  );
  api.openapi(createRoute({ method: 'put', path: '/plan-items/{itemId}', tags, ...signedIn, summary: 'Changes what is planned; what was agreed to waits for the head anew', request: { params: item, ...body(named('PlanItemInput', PlanItemInput)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await changePlanItem(c.env.ctx, c.req.valid('param').itemId, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/plan-items/{itemId}/remove', tags, ...signedIn, summary: 'Removes an item that nobody agreed to', request: { params: item, ...body(named('PlanRevision', PlanRevision)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await removePlanItem(c.env.ctx, c.req.valid('param').itemId, c.req.valid('json').revision);
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/plan-items/{itemId}/begin', tags, ...signedIn, summary: 'Begins it, or says that a finished one goes on', request: { params: item, ...body(named('PlanRevision', PlanRevision)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await trackPlanItem(c.env.ctx, c.req.valid('param').itemId, { ...c.req.valid('json'), state: 'under_way' });
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/plan-items/{itemId}/finish', tags, ...signedIn, summary: 'Says that it is done, and what came of it', request: { params: item, ...body(named('FinishPlanItem', FinishItem)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await finishPlanItem(c.env.ctx, c.req.valid('param').itemId, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/plan-items/{itemId}/drop', tags, ...signedIn, summary: 'Gives it up, with the reason', request: { params: item, ...body(named('DropPlanItem', DropItem)) }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await dropPlanItem(c.env.ctx, c.req.valid('param').itemId, c.req.valid('json'));
    return c.body(null, 204);
  });
  const tied = z.object({ itemId: z.uuid(), evidenceId: z.uuid() });
  api.openapi(createRoute({ method: 'put', path: '/plan-items/{itemId}/evidence/{evidenceId}', tags, ...signedIn, summary: 'Her own piece of evidence shows this item', request: { params: tied }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    const { itemId, evidenceId } = c.req.valid('param');
    await tieEvidence(c.env.ctx, itemId, evidenceId);
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'delete', path: '/plan-items/{itemId}/evidence/{evidenceId}', tags, ...signedIn, summary: 'It shows this item no more', request: { params: tied }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    const { itemId, evidenceId } = c.req.valid('param');
    await untieEvidence(c.env.ctx, itemId, evidenceId);
    return c.body(null, 204);
  });
}
