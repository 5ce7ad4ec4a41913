import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { checkSignOn, readSignOnSettings, saveSignOnSettings, SignOnInput } from '#server/modules/access/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

/** A provider of identities for the installation. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { settings: await readSignOnSettings(locals.ctx), done: url.searchParams.get('done') };
};

export const actions: Actions = {
  save: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), SignOnInput, (input) => saveSignOnSettings(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/settings/sign-on?done=saved');
  },
  check: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => checkSignOn(locals.ctx));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/settings/sign-on?done=checked');
  },
};
