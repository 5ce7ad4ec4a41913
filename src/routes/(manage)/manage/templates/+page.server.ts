import { z } from 'zod';
import { needAccount } from '#routes/go.ts';
import { listTemplatesFor } from '#server/modules/credentials/index.ts';
import { orNothing } from '#server/platform/fields.ts';
import type { PageServerLoad } from './$types';

const Filter = z.object({ q: orNothing(z.string().trim().min(1).max(120)), archived: orNothing(z.literal('yes')) });

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const filter = Filter.parse(Object.fromEntries(url.searchParams));
  return { filter, templates: await listTemplatesFor(locals.ctx, { q: filter.q, archived: filter.archived === 'yes' }) };
};
