import { needAccount } from '#routes/go.ts';
import { keepsBank, listOpenTests } from '#server/modules/assessment/index.ts';
import { ownPersonId } from '#server/modules/people/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

/** Tests that can be taken, and the reader's own attempts. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const keeps = keepsBank(locals.actor, locals.ctx.networkId);
  if ((await ownPersonId(locals.ctx)) === null) return { keeps, isInRegistry: false, tests: [], attempts: [] };
  const { tests, attempts } = await listOpenTests(locals.ctx);
  return {
    keeps,
    isInRegistry: true,
    tests: tests.map(({ id, competency, competencyTitle, settings, items, languages, openAttemptId, attempts: own }) => ({
      ...{ id, competency, items, languages, openAttemptId },
      title: textIn(settings.title, locals.locale),
      competencyTitle: textIn(competencyTitle, locals.locale),
      step: settings.step,
      minutes: settings.minutes,
      passed: own.some(({ passed }) => passed === true),
    })),
    attempts: attempts.map(({ id, title, state, startedAt, points, mostPoints, passed }) => ({ id, title: textIn(title, locals.locale), state, startedAt, points, mostPoints, passed })),
  };
};
