import { z } from 'zod';
import { LOCALES } from '#lib/i18n/index.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { archiveTemplate, getTemplateFor, restoreVersion, reviveTemplate } from '#server/modules/credentials/index.ts';
import { orNothing, plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

const Shown = z.object({ language: orNothing(z.enum(LOCALES)) });

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { pictures: _, ...template } = await getTemplateFor(locals.ctx, params.templateId);
  const { language } = Shown.parse(Object.fromEntries(url.searchParams));
  return { template, language: language ?? locals.locale, done: url.searchParams.get('done') };
};

export const actions: Actions = {
  restore: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), z.object({ number: z.coerce.number().int().min(1) }), ({ number }) => restoreVersion(locals.ctx, params.templateId, number));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/templates/${params.templateId}?done=restored`);
  },
  archive: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => archiveTemplate(locals.ctx, params.templateId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/templates/${params.templateId}?done=archived`);
  },
  revive: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => reviveTemplate(locals.ctx, params.templateId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/templates/${params.templateId}?done=revived`);
  },
};
