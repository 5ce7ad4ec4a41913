import { needAccount } from '#routes/go.ts';
import { doneOf, planActions } from '#routes/plan-actions.ts';
import { fullName, planPage } from '#routes/plan-page.ts';
import { showPlansOf } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** The plan of development of a person, and those before it. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { person, current, past, mayBegin } = await showPlansOf(locals.ctx, params.personId);
  const say = (text: Parameters<typeof textIn>[0] | null) => (text ? textIn(text, locals.locale) : '');
  return {
    person: { id: person.personId, name: fullName(person), post: [say(person.positionName), say(person.organisationName)].filter(Boolean).join(', ') },
    current: current && planPage(current, locals.locale),
    past: past.map(({ plan, progress }) => ({ id: plan.id, fromOn: plan.fromOn, untilOn: plan.untilOn, state: plan.state, left: plan.closedReason === 'left', summary: plan.summary, done: progress.done, total: progress.total })),
    mayBegin,
    done: doneOf(url),
  };
};

export const actions: Actions = planActions;
