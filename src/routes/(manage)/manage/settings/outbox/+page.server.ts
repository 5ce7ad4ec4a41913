import { needAccount } from '#routes/go.ts';
import { listMailsFor, OutboxFilter } from '#server/modules/access/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const filter = OutboxFilter.parse(Object.fromEntries(url.searchParams));
  return { filter, list: await listMailsFor(locals.ctx, filter), hasMailServer: locals.platform.mailer.configured };
};
