import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { plainInput, removePart, saveSection, sectionInput, showPartForm } from '#server/modules/seminars/index.ts';
import { originalLanguage } from '#routes/original-language.ts';
import type { Actions, PageServerLoad } from './$types';

const idOf = (param: string) => (param === 'new' ? null : param);

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const form = await showPartForm(locals.ctx, params.eventId, 'section', idOf(params.sectionId));
  return { ...form, removing: url.searchParams.has('remove') && form.id !== null };
};

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const form = await request.formData();
    const original = originalLanguage(form.get('original'), locals.locale);
    const done = await submit(locals, form, sectionInput(original), (input) => saveSection(locals.ctx, params.eventId, idOf(params.sectionId), original, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/programme?done=saved&draft=section-${params.eventId}-${params.sectionId}`);
  },
  remove: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => removePart(locals.ctx, params.eventId, 'section', params.sectionId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/programme?done=removed`);
  },
};
