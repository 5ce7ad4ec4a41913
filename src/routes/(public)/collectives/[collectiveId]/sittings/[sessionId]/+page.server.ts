import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { loadPresence, saveAllPresent, savePresence } from '#routes/presence-form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const pathOf = ({ params }: Pick<RequestEvent, 'params'>) => `/collectives/${params.collectiveId}/sittings/${params.sessionId}`;

export const load: PageServerLoad = async (event) => {
  event.setHeaders(PRIVATE);
  const { locals, cookies, params } = event;
  const ctx = await holderCtx(locals, cookies, params.collectiveId);
  return { ...(await loadPresence(event, ctx, params.collectiveId, params.sessionId)), path: pathOf(event) };
};

export const actions: Actions = {
  save: async (event) => {
    const { collectiveId, sessionId } = event.params;
    return savePresence(event, await holderCtx(event.locals, event.cookies, collectiveId), collectiveId, sessionId, pathOf(event));
  },
  all: async (event) => {
    const { collectiveId, sessionId } = event.params;
    return saveAllPresent(event, await holderCtx(event.locals, event.cookies, collectiveId), collectiveId, sessionId, pathOf(event));
  },
};
