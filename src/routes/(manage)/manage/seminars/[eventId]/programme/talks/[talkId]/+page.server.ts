import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { plainInput, removePart, saveTalk, talkInput, showPartForm } from '#server/modules/seminars/index.ts';
import { originalLanguage } from '#routes/original-language.ts';
import type { Actions, PageServerLoad } from './$types';

const idOf = (param: string) => (param === 'new' ? null : param);

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const form = await showPartForm(locals.ctx, params.eventId, 'talk', idOf(params.talkId), { sessionId: url.searchParams.get('session') });
  return { ...form, removing: url.searchParams.has('remove') && form.id !== null };
};

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const form = await request.formData();
    const original = originalLanguage(form.get('original'), locals.locale);
    const done = await submit(locals, form, talkInput(original), (input) => saveTalk(locals.ctx, params.eventId, idOf(params.talkId), original, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/programme?done=saved&draft=talk-${params.eventId}-${params.talkId}`);
  },
  remove: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => removePart(locals.ctx, params.eventId, 'talk', params.talkId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/programme?done=removed`);
  },
};
