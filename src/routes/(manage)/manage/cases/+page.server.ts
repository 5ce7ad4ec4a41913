import { z } from 'zod';
import { needAccount } from '#routes/go.ts';
import { listCasesFor } from '#server/modules/assessment/index.ts';
import { orNothing } from '#server/platform/fields.ts';
import type { PageServerLoad } from './$types';

const key = () => orNothing(z.string().max(400));

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { ...(await listCasesFor(locals.ctx, z.object({ after: key(), before: key() }).parse(Object.fromEntries(url.searchParams)))), done: url.searchParams.get('done') };
};
