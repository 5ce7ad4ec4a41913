import { isLocale, translator } from '#lib/i18n/index.ts';
import { networkOf, publicUrl } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { queueMail } from '#server/platform/mail.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import type { TaskSource } from './tasks.port.ts';
import { countFailing, findWebhook, listNetworkAdministrators } from './webhooks.queries.ts';
import { managesWebhooks } from './webhooks.policy.ts';

const TEMPLATE = 'access.webhook_failing';

/** Tells the administrators of the network that a program is not told any more. */
export async function queueFailingMails(tx: Ctx, webhookId: string): Promise<void> {
  const { defaultLocale } = await networkOf(tx);
  for (const account of await listNetworkAdministrators(tx)) {
    if (account.email === null) continue;
    const locale = account.preferred_locale !== null && isLocale(account.preferred_locale) ? account.preferred_locale : defaultLocale;
    await queueMail(tx, { template: TEMPLATE, params: { webhookId }, to: account.email, locale, subjectType: 'webhook', subjectId: webhookId, organisationId: null });
  }
}

export function registerWebhookMails(platform: Platform): void {
  platform.mailer.patient.add(TEMPLATE);
  platform.mailer.templates.set(TEMPLATE, async (mail) => {
    const ctx = systemCtx(platform, mail.networkId, 'mail');
    const webhook = await findWebhook(ctx, mail.params.webhookId ?? '');
    // Somebody has looked after it meanwhile.
    if (webhook?.state !== 'failing') return null;
    const t = translator(mail.locale);
    const url = await publicUrl(ctx, `/manage/settings/webhooks/${webhook.id}`, mail.locale);
    return { subject: t('webhooks.mail.subject', { name: webhook.name }), text: [t('webhooks.mail.text', { name: webhook.name }), '', url].join('\n') };
  });
}

/** Programs that are not told any more: somebody has to look why. */
export const webhookTasks: TaskSource = {
  name: 'access.webhooks',
  async tasksFor(ctx) {
    if (!managesWebhooks(ctx.actor, ctx.networkId)) return [];
    const count = await countFailing(ctx);
    if (count === 0) return [];
    return [{ id: 'access.failing_webhooks', what: { key: 'webhooks.task', params: { count } }, about: null, path: '/manage/settings/webhooks', until: null, minutes: 10, timeZone: null }];
  },
  appointmentsFor: async () => [],
};
