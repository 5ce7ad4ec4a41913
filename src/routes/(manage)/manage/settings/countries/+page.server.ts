import { needAccount } from '#routes/go.ts';
import { showCountries } from '#server/flows/country-rules.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { countries: await showCountries(locals.ctx) };
};
