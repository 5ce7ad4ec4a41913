import { listOrganisationsOf } from '#server/modules/people/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const centres = locals.network ? (await listOrganisationsOf(locals.ctx)).filter(({ kind }) => kind === 'methodical_centre') : [];
  return {
    dataLocation: textIn(locals.network?.dataLocation, locals.locale),
    centres: centres.map(({ id, name, contact_email: email }) => ({ id, name: textIn(name, locals.locale), email })),
  };
};
