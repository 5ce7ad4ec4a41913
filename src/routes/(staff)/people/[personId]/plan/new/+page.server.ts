import { goTo, needAccount } from '#routes/go.ts';
import { fullName } from '#routes/plan-page.ts';
import { submit } from '#routes/submit.ts';
import { beginPlan, NewPlan, planChoices, showPlansOf } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { addMonths } from '#server/platform/time/wall-time.ts';
import type { Actions, PageServerLoad } from './$types';

/** A new plan: its days, and what it begins with. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { current } = await showPlansOf(locals.ctx, params.personId);
  if (current) goTo(locals, `/people/${params.personId}/plan`);
  const { person, gaps, isHidden, hasProfile, today } = await planChoices(locals.ctx, params.personId);
  return {
    person: { id: person.personId, name: fullName(person) },
    gaps: gaps.map(({ competencyId, code, title, fromStep, toStep, gap }) => ({ competencyId, title: `${code}. ${textIn(title, locals.locale)}`, fromStep, toStep, size: gap.size })),
    ...{ isHidden, hasProfile },
    days: { fromOn: today, untilOn: addMonths(today, 12), reviewOn: addMonths(today, 12) },
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), NewPlan, (input) => beginPlan(locals.ctx, params.personId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/plan?done=saved`);
  },
};
