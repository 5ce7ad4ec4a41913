import { goTo, needAccount } from '#routes/go.ts';
import { planPage } from '#routes/plan-page.ts';
import { submit } from '#routes/submit.ts';
import { changePlan, PlanInput, PlanRevision, showPlan, withdrawPlan } from '#server/modules/competencies/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** Days and goal of a plan, and the way to give it up. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { person, plan, may } = planPage(await showPlan(locals.ctx, params.planId), locals.locale);
  if (!may.edit && !may.withdraw) goTo(locals, `/people/${person.id}/plan/${plan.id}`);
  return { person, plan, may };
};

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), PlanInput, (input) => changePlan(locals.ctx, params.planId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/plan?done=saved`);
  },
  withdraw: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), PlanRevision, ({ revision }) => withdrawPlan(locals.ctx, params.planId, revision));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/plan?done=withdrawn`);
  },
};
