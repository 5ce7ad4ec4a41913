import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { plainInput, removeSession, saveSession, sessionInput, showPartForm } from '#server/modules/seminars/index.ts';
import { originalLanguage } from '#routes/original-language.ts';
import type { Actions, PageServerLoad } from './$types';

const idOf = (param: string) => (param === 'new' ? null : param);

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const form = await showPartForm(locals.ctx, params.eventId, 'session', idOf(params.sessionId));
  return { ...form, removing: url.searchParams.has('remove') && form.id !== null };
};

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const form = await request.formData();
    const original = originalLanguage(form.get('original'), locals.locale);
    const done = await submit(locals, form, sessionInput, (input) => saveSession(locals.ctx, params.eventId, idOf(params.sessionId), original, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/programme?done=saved&draft=session-${params.eventId}-${params.sessionId}`);
  },
  remove: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => removeSession(locals.ctx, params.eventId, params.sessionId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/programme?done=removed`);
  },
};
