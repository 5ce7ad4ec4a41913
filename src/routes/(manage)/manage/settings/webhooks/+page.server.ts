import { needAccount } from '#routes/go.ts';
import { listWebhooksFor } from '#server/modules/access/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { webhooks: await listWebhooksFor(locals.ctx), done: url.searchParams.get('done') };
};
