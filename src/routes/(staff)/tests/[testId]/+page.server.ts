import { z } from 'zod';
import { LOCALES } from '#lib/i18n/index.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getOpenTest, startAttempt } from '#server/modules/assessment/index.ts';
import { pick, textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { id, competency, competencyTitle, settings, languages, items, mostPoints, start, openAttemptId, attempts } = await getOpenTest(locals.ctx, params.testId);
  const { title, introduction, ...rules } = settings;
  const intro = pick(introduction, locals.locale);
  return {
    test: { id, competency, competencyTitle: textIn(competencyTitle, locals.locale), title: textIn(title, locals.locale), introduction: { text: intro.text, lang: intro.isFallback ? intro.locale : undefined }, languages, items, mostPoints, start, openAttemptId, ...rules },
    attempts: attempts.map(({ id: attemptId, state, startedAt, points, mostPoints: most, passed }) => ({ id: attemptId, state, startedAt, points, mostPoints: most, passed })),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), z.object({ locale: z.enum(LOCALES, 'choice.missing') }), (input) => startAttempt(locals.ctx, params.testId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/tests/attempts/${done.result}`);
  },
};
