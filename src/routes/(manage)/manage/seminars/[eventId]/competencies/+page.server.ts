import { goTo, needAccount } from '#routes/go.ts';
import { chooseFramework } from '#routes/competency-options.ts';
import { submit } from '#routes/submit.ts';
import { MOST_TAUGHT, NameCompetency, nameCompetency, setTakingPart, showTeaching, TakingPart, UnnameCompetency, unnameCompetency } from '#server/modules/seminars/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** An organiser names what the event teaches: by that people find it from what they lack. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { head, taught, isOnline, mayName, competencies } = await showTeaching(locals.ctx, params.eventId);
  const { locale } = locals;
  return {
    ...{ head, isOnline, mayName },
    taught: taught.map(({ competencyId, fromStep, toStep, named }) => {
      const label = (step: number) => textIn(named.steps.find((one) => one.step === step)?.label ?? {}, locale);
      return { competencyId, code: named.code, title: textIn(named.title, locale), framework: textIn(named.frameworkTitle, locale), from: fromStep === null ? null : { step: fromStep, label: label(fromStep) }, to: { step: toStep, label: label(toStep) } };
    }),
    most: MOST_TAUGHT,
    ...chooseFramework(competencies, { framework: url.searchParams.get('framework'), competency: null }, locale),
    done: url.searchParams.get('done'),
  };
};

/** Comes back to the page of the framework that was chosen. */
function back({ locals, params, url }: RequestEvent, done: string): never {
  const framework = url.searchParams.get('framework');
  goTo(locals, `/manage/seminars/${params.eventId}/competencies?${new URLSearchParams({ done, ...(framework ? { framework } : {}) }).toString()}`);
}

export const actions: Actions = {
  name: async (event) => {
    const done = await submit(event.locals, await event.request.formData(), NameCompetency, (input) => nameCompetency(event.locals.ctx, event.params.eventId, input));
    return done.ok ? back(event, 'named') : done.failure;
  },
  unname: async (event) => {
    const done = await submit(event.locals, await event.request.formData(), UnnameCompetency, ({ competencyId }) => unnameCompetency(event.locals.ctx, event.params.eventId, competencyId));
    return done.ok ? back(event, 'unnamed') : done.failure;
  },
  place: async (event) => {
    const done = await submit(event.locals, await event.request.formData(), TakingPart, ({ isOnline }) => setTakingPart(event.locals.ctx, event.params.eventId, isOnline));
    return done.ok ? back(event, 'saved') : done.failure;
  },
};
