import { z } from 'zod';
import { translator } from '#lib/i18n/index.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { itemChoices, planPage, shownItem } from '#routes/plan-page.ts';
import { submit } from '#routes/submit.ts';
import { agreePlan, AgreePlan, changePlanItem, chooseEvidence, DropItem, dropPlanItem, evidenceChoices, FinishItem, finishPlanItem, getPlanItemFor, ItemEvidence, planChoices, PlanItemInput, PlanRevision, removePlanItem, showPlan, trackPlanItem } from '#server/modules/competencies/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** One item: what is planned, how far it is, and the way to give it up. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { item, plan: at } = await getPlanItemFor(locals.ctx, params.itemId, 'read');
  const { person, plan, items, may, today } = planPage(await showPlan(locals.ctx, at.id), locals.locale);
  if (!may.edit && !may.track && !may.prove) goTo(locals, `/people/${person.id}/plan/${plan.id}`);
  const t = translator(locals.locale);
  const shown = shownItem(item, locals.locale);
  const choices = may.edit ? itemChoices(await planChoices(locals.ctx, person.id), locals.locale, { gaps: t('plans.new.gaps'), others: t('competencies.growth.title') }, shown) : { groups: [], steps: [] };
  const evidence = { shown: items.find(({ id }) => id === item.id)?.evidence ?? [], ...(may.prove ? await tickable(locals, item.id) : { tied: [], options: [] }) };
  return { person, plan, may, today, item: shown, evidence, done: url.searchParams.get('done'), ...choices };
};

/** Her pieces, to be ticked. */
async function tickable({ ctx, locale }: App.Locals, itemId: string) {
  const { pieces, tied } = await evidenceChoices(ctx, itemId);
  return { tied, options: pieces.map(({ id, title, kind, state }) => ({ id, title: textIn(title, locale), kind, state })) };
}

const act =
  <S extends z.ZodType>(schema: S, work: (ctx: Ctx, itemId: string, input: z.output<S>) => Promise<unknown>) =>
  async ({ request, locals, params }: RequestEvent) => {
    const done = await submit(locals, await request.formData(), schema, (input) => work(locals.ctx, params.itemId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/plan?done=saved`);
  };
const Track = z.object({ revision: PlanRevision.shape.revision, state: z.enum(['planned', 'under_way'], 'choice.missing') });

export const actions: Actions = {
  save: act(PlanItemInput, changePlanItem),
  track: act(Track, trackPlanItem),
  finish: act(FinishItem, finishPlanItem),
  drop: act(DropItem, dropPlanItem),
  evidence: act(ItemEvidence, chooseEvidence),
  remove: act(PlanRevision, (ctx, itemId, { revision }) => removePlanItem(ctx, itemId, revision)),
  agree: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), AgreePlan, (input) => agreePlan(locals.ctx, params.planId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/plan?done=agreed`);
  },
};
