import { goTo, needAccount } from '#routes/go.ts';
import { planPage } from '#routes/plan-page.ts';
import { submit } from '#routes/submit.ts';
import { nextPeriod, PlanReview, reviewPlan, showPlan } from '#server/modules/competencies/index.ts';
import { addDays } from '#server/platform/time/wall-time.ts';
import type { Actions, PageServerLoad } from './$types';

/** The end of a plan: what came of each item, and what goes into the next one. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { person, plan, items, may, progress, today } = planPage(await showPlan(locals.ctx, params.planId), locals.locale);
  if (!may.review || progress.waiting > 0) goTo(locals, `/people/${person.id}/plan/${plan.id}`);
  return { person, plan, items: items.filter(({ state }) => state !== 'dropped'), next: nextPeriod(plan, today, addDays) };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), PlanReview, (input) => reviewPlan(locals.ctx, params.planId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/plan?done=reviewed`);
  },
};
