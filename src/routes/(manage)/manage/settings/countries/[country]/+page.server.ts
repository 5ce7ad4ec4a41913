import { needAccount } from '#routes/go.ts';
import { showCountry } from '#server/flows/country-rules.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  return showCountry(locals.ctx, params.country);
};
