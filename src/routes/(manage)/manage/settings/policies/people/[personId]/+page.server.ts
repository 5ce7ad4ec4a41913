import { needAccount } from '#routes/go.ts';
import { readersOfPerson } from '#server/flows/policies.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  return { person: await readersOfPerson(locals.ctx, params.personId) };
};
