import { needAccount } from '#routes/go.ts';
import { listIssuingListsFor } from '#server/modules/credentials/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { lists: await listIssuingListsFor(locals.ctx) };
};
