import { isLocale, translator, type MessageKey, type T } from '#lib/i18n/index.ts';
import { publicUrl } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { queueMail } from '#server/platform/mail.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { findAccount } from './access.queries.ts';

/** What the owner of an account is told of, since she may not have done it herself. */
const TOLD = {
  'account.password_changed': { subject: 'account.mail.password_changed_subject', text: 'account.mail.password_changed_text' },
  'account.second_step_on': { subject: 'account.mail.second_step_on_subject', text: 'account.mail.second_step_on_text' },
  'account.second_step_off': { subject: 'account.mail.second_step_off_subject', text: 'account.mail.second_step_off_text' },
  'account.second_step_reset': { subject: 'account.mail.second_step_off_subject', text: 'account.mail.second_step_reset_text' },
  'account.delegation_given': { subject: 'account.mail.delegation_given_subject', text: 'account.mail.delegation_given_text' },
} as const satisfies Record<string, { subject: MessageKey; text: MessageKey }>;
export type AccountMail = keyof typeof TOLD;

/** All but lent roles may be things that are not her doing: they do not wait for the morning. */
const PATIENT: AccountMail = 'account.delegation_given';

export async function queueAccountMail(tx: Ctx, template: AccountMail, accountId: string): Promise<void> {
  const account = await findAccount(tx.db, accountId);
  // Without a mailbox the journal of signing in alone says it.
  if (!account?.email || tx.networkId === '') return;
  const locale = account.preferred_locale;
  await queueMail(tx, {
    template,
    params: { accountId },
    to: account.email,
    locale: locale !== null && isLocale(locale) ? locale : tx.locale,
    subjectType: 'account',
    subjectId: accountId,
    organisationId: null,
  });
}

export function registerAccountMails(platform: Platform): void {
  platform.mailer.patient.add(PATIENT);
  for (const [template, words] of Object.entries(TOLD)) {
    platform.mailer.templates.set(template, async (mail) => {
      const account = await findAccount(platform.db, mail.params.accountId ?? '');
      if (!account) return null;
      const t: T = translator(mail.locale);
      const url = await publicUrl(systemCtx(platform, mail.networkId, 'mail'), template === 'account.delegation_given' ? '/account/delegation' : '/account', mail.locale);
      return {
        subject: t(words.subject),
        text: [t('access.mail.greeting', { name: account.name }), '', t(words.text), '', ...(template === 'account.delegation_given' ? [] : [t('account.mail.not_you'), '']), url].join('\n'),
      };
    });
  }
}
