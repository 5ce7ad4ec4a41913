import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { MailSettingsInput, ownMailSettings, saveMailSettings } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { settings: await ownMailSettings(locals.ctx), done: url.searchParams.has('done') };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), MailSettingsInput, (input) => saveMailSettings(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, '/account/mails?done');
  },
};
