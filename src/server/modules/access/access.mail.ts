import { translator } from '#lib/i18n/index.ts';
import { publicUrl } from '#server/modules/people/index.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { findAccount, findInvitation } from './access.queries.ts';
import { registerAccountMails } from './account.mail.ts';
import { registerDigestMail } from './digest.mail.ts';
import { findLinkFor } from './links.service.ts';
import { registerQuietHours } from './mail-habits.ts';

/** Mails of sign-in and invitation. Links are made again from their ids at the moment of sending. */
export function registerAccessMails(platform: Platform): void {
  registerQuietHours(platform);
  platform.mailer.patient.add('access.invitation');
  registerAccountMails(platform);
  registerDigestMail(platform);
  platform.mailer.templates.set('access.sign_in_link', async (mail) => {
    const account = await findAccount(platform.db, mail.params.accountId ?? '');
    const ctx = systemCtx(platform, mail.networkId, 'mail');
    const link = await findLinkFor(ctx, 'sign_in', mail.params.accountId ?? '');
    if (!account || !link) return null;
    const t = translator(mail.locale);
    const url = await publicUrl(ctx, link.path, mail.locale);
    return {
      subject: t('access.mail.sign_in_subject'),
      text: [t('access.mail.greeting', { name: account.name }), '', t('access.mail.sign_in_text'), '', url, '', t('access.mail.sign_in_ignore')].join('\n'),
    };
  });

  platform.mailer.templates.set('access.mailbox_link', async (mail) => {
    const ctx = systemCtx(platform, mail.networkId, 'mail');
    const link = await findLinkFor(ctx, 'mailbox', mail.params.mailboxId ?? '');
    if (!link) return null;
    const t = translator(mail.locale);
    const url = await publicUrl(ctx, link.path, mail.locale);
    return { subject: t('access.mail.sign_in_subject'), text: [t('access.mail.mailbox_text'), '', url, '', t('access.mail.sign_in_ignore')].join('\n') };
  });

  platform.mailer.templates.set('access.invitation', async (mail) => {
    const id = mail.params.invitationId ?? '';
    const invitation = await findInvitation(platform.db, mail.networkId, id);
    const ctx = systemCtx(platform, mail.networkId, 'mail');
    const link = await findLinkFor(ctx, 'invitation', id);
    if (!invitation || invitation.state !== 'open' || !link) return null;
    const t = translator(mail.locale);
    const url = await publicUrl(ctx, link.path, mail.locale);
    return {
      subject: t('access.mail.invitation_subject'),
      text: [
        t('access.mail.greeting', { name: invitation.name }),
        '',
        t('access.mail.invitation_text'),
        t('access.mail.invitation_role', { role: t(`access.role.${invitation.role}`) }),
        '',
        url,
        '',
        t('access.mail.invitation_ignore'),
      ].join('\n'),
    };
  });
}
