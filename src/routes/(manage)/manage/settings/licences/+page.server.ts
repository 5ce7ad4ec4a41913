import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { organisationChoices } from '#server/flows/network-settings.ts';
import { addLicence, endLicence, listLicencesFor, NewLicence } from '#server/modules/credentials/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** Which organisations may give documents of qualification. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const licences = await listLicencesFor(locals.ctx);
  return {
    licences: licences.map(({ organisationName, ...licence }) => ({ ...licence, organisation: textIn(organisationName, locals.locale) })),
    organisations: await organisationChoices(locals.ctx),
    done: url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  add: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), NewLicence, (input) => addLicence(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/settings/licences?done=added');
  },
  end: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), z.object({ licenceId: z.uuid() }), ({ licenceId }) => endLicence(locals.ctx, licenceId));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/settings/licences?done=ended');
  },
};
