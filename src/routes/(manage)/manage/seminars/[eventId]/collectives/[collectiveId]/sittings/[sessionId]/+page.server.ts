import { needAccount } from '#routes/go.ts';
import { loadPresence, saveAllPresent, savePresence } from '#routes/presence-form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const pathOf = ({ params }: Pick<RequestEvent, 'params'>) => `/manage/seminars/${params.eventId}/collectives/${params.collectiveId}/sittings/${params.sessionId}`;

/** An organiser confirms presence on behalf of the contact person, also when the day is over. */
export const load: PageServerLoad = async (event) => {
  const { locals, params } = event;
  needAccount(locals, event.url);
  return { ...(await loadPresence(event, locals.ctx, params.collectiveId, params.sessionId, params.eventId)), path: pathOf(event) };
};

export const actions: Actions = {
  save: async (event) => {
    needAccount(event.locals, event.url);
    return savePresence(event, event.locals.ctx, event.params.collectiveId, event.params.sessionId, pathOf(event));
  },
  all: async (event) => {
    needAccount(event.locals, event.url);
    return saveAllPresent(event, event.locals.ctx, event.params.collectiveId, event.params.sessionId, pathOf(event));
  },
};
