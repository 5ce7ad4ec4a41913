import { z } from 'zod';
import { translator } from '#lib/i18n/index.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { itemChoices, planPage } from '#routes/plan-page.ts';
import { submit } from '#routes/submit.ts';
import { addPlanItem, isUnfinished, NewPlanItem, planChoices, showPlan } from '#server/modules/competencies/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** A new item of a plan; what is missing for the post is offered first. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { person, plan, items, may } = planPage(await showPlan(locals.ctx, params.planId), locals.locale);
  if (!may.edit) goTo(locals, `/people/${person.id}/plan`);
  const taken = new Set(items.flatMap(({ competencyId, state }) => (competencyId && isUnfinished({ state }) ? [competencyId] : [])));
  const choices = await planChoices(locals.ctx, person.id, taken);
  const t = translator(locals.locale);
  const competencyId = z.uuid().safeParse(url.searchParams.get('competency')).data ?? null;
  const wanted = choices.gaps.find((gap) => gap.competencyId === competencyId);
  return {
    ...{ person, plan },
    ...itemChoices({ ...choices, competencies: choices.competencies.filter((one) => !taken.has(one.competencyId)) }, locals.locale, { gaps: t('plans.new.gaps'), others: t('competencies.growth.title') }),
    item: { competencyId, ownTitle: null, toStep: wanted?.toStep ?? null, reason: may.agree ? 'asked' : choices.gaps.length > 0 ? 'gap' : 'wish', measure: 'self_study', action: null, hours: null, dueOn: plan.untilOn },
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), NewPlanItem, (input) => addPlanItem(locals.ctx, params.planId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/plan?done=saved`);
  },
};
