import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { changeWebhook, EditWebhook, getWebhookFor, removeWebhook, renewWebhookSecret, replayDelivery, testWebhook, webhookEventNames } from '#server/modules/access/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { deliveries, ...webhook } = await getWebhookFor(locals.ctx, params.webhookId);
  return { webhook, deliveries: deliveries.map(({ data: _, ...one }) => one), events: webhookEventNames(), done: url.searchParams.get('done') };
};

const pathOf = (id: string) => `/manage/settings/webhooks/${id}`;

export const actions: Actions = {
  change: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), EditWebhook, (input) => changeWebhook(locals.ctx, params.webhookId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `${pathOf(params.webhookId)}?done=changed`);
  },
  renew: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => renewWebhookSecret(locals.ctx, params.webhookId));
    if (!done.ok) return done.failure;
    return { secret: done.result };
  },
  test: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => testWebhook(locals.ctx, params.webhookId));
    if (!done.ok) return done.failure;
    goTo(locals, `${pathOf(params.webhookId)}?done=${done.result?.state === 'delivered' ? 'test' : 'test_failed'}`);
  },
  replay: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), z.object({ deliveryId: z.string() }), ({ deliveryId }) => replayDelivery(locals.ctx, params.webhookId, deliveryId));
    if (!done.ok) return done.failure;
    goTo(locals, `${pathOf(params.webhookId)}?done=replayed`);
  },
  remove: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => removeWebhook(locals.ctx, params.webhookId));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/settings/webhooks?done=removed');
  },
};
