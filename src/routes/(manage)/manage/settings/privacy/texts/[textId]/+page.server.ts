import { goTo, needAccount } from '#routes/go.ts';
import { originalLanguage } from '#routes/original-language.ts';
import { submit } from '#routes/submit.ts';
import { addConsentText, changeConsentText, CONSENT_PURPOSES, consentTextInput, getConsentTextFor, publishConsentText, retireConsentText, writesConsentTexts } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import { originalOf } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

const LIST = '/manage/settings/privacy/texts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  if (!writesConsentTexts(locals.ctx)) throw notFound();
  const from = url.searchParams.get('from');
  const text = params.textId === 'new' ? null : await getConsentTextFor(locals.ctx, params.textId);
  // The next version begins with the words of the one before.
  const model = text ?? (from ? await getConsentTextFor(locals.ctx, from) : null);
  return { text, model, purposes: CONSENT_PURPOSES, original: originalOf(model?.title, locals.locale) };
};

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const form = await request.formData();
    const original = originalLanguage(form.get('original'), locals.locale);
    const done = await submit(locals, form, consentTextInput(original), async (input) => {
      if (params.textId === 'new') await addConsentText(locals.ctx, input);
      else await changeConsentText(locals.ctx, params.textId, input);
    });
    if (!done.ok) return done.failure;
    goTo(locals, `${LIST}?done=saved`);
  },
  publish: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => publishConsentText(locals.ctx, params.textId));
    if (!done.ok) return done.failure;
    goTo(locals, `${LIST}?done=published`);
  },
  retire: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => retireConsentText(locals.ctx, params.textId));
    if (!done.ok) return done.failure;
    goTo(locals, `${LIST}?done=retired`);
  },
};
