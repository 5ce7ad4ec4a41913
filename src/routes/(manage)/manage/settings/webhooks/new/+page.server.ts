import { needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { addWebhook, listWebhooksFor, NewWebhook, webhookEventNames } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  await listWebhooksFor(locals.ctx);
  return { events: webhookEventNames() };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), NewWebhook, (input) => addWebhook(locals.ctx, input));
    if (!done.ok) return done.failure;
    // Shown in this answer and never again.
    return { added: done.result };
  },
};
