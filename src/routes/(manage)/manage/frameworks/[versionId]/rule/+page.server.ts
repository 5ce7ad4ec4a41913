import { readForm } from '#lib/forms/index.ts';
import { translator } from '#lib/i18n/index.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { codeWords } from '#routes/reason-words.ts';
import { submit } from '#routes/submit.ts';
import { changeRule, MOST_WEIGHT, previewRule, RATER_KINDS, RATING_RULES, RuleInput, showRule, steerJudging } from '#server/modules/competencies/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import { headOf } from '../../editor.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** By which rule ratings make a level, and what another one would change. */
export const load: PageServerLoad = async ({ locals, url, params, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { framework, job, ...view } = await showRule(locals.ctx, params.versionId);
  return {
    head: headOf(locals, framework),
    ...view,
    job,
    problem: job?.errorCode ? codeWords(translator(locals.locale), job.errorCode) : null,
    ...{ rules: RATING_RULES, kinds: RATER_KINDS, mostWeight: MOST_WEIGHT },
    done: url.searchParams.get('done'),
  };
};

const again = ({ locals, params }: RequestEvent, done = ''): never => goTo(locals, `/manage/frameworks/${params.versionId}/rule${done}`);

async function steered(event: RequestEvent, wish: 'stop' | 'resume') {
  const done = await submit(event.locals, await event.request.formData(), plainInput, () => steerJudging(event.locals.ctx, event.params.versionId, wish));
  return done.ok ? again(event) : done.failure;
}

export const actions: Actions = {
  preview: async ({ request, locals, params }) => {
    const form = await request.formData();
    const done = await submit(locals, form, RuleInput, (input) => previewRule(locals.ctx, params.versionId, input));
    return done.ok ? { values: readForm(form).values, preview: done.result } : done.failure;
  },
  save: async (event) => {
    const done = await submit(event.locals, await event.request.formData(), RuleInput, (input) => changeRule(event.locals.ctx, event.params.versionId, input));
    return done.ok ? again(event, '?done=saved') : done.failure;
  },
  stop: (event) => steered(event, 'stop'),
  resume: (event) => steered(event, 'resume'),
};
