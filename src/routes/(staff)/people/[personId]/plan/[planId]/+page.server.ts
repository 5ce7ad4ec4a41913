import { goTo, needAccount } from '#routes/go.ts';
import { doneOf, planActions } from '#routes/plan-actions.ts';
import { planPage } from '#routes/plan-page.ts';
import { showPlan } from '#server/modules/competencies/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** One plan, open or past. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const view = await showPlan(locals.ctx, params.planId);
  // A plan is shown below whom it belongs to; the record may have been merged since the address was made.
  if (view.person.personId !== params.personId) goTo(locals, `/people/${view.person.personId}/plan/${params.planId}`);
  return { shown: planPage(view, locals.locale), done: doneOf(url) };
};

export const actions: Actions = planActions;
