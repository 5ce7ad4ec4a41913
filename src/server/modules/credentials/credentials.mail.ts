import { formatters, translator } from '#lib/i18n/index.ts';
import { findLinkFor } from '#server/modules/access/index.ts';
import { getOrganisation, publicUrl } from '#server/modules/people/index.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { textIn } from '#server/platform/text/index.ts';
import { renderCertificate } from './certificates.service.ts';
import { checkUrl } from './check-address.ts';
import { findIssue } from './issues.queries.ts';

/**
 * The mails of the register, in the language of the record. The certificate is attached (about 30 KB): a rural library reads its mail
 * where the web is slow or paid by the megabyte, prints from the attachment, and finds it again years later without us. The personal
 * link stands beside it for those whose mail server takes attachments away.
 */
export function registerCredentialMails(platform: Platform): void {
  for (const kind of ['credentials.issued', 'credentials.revoked', 'credentials.suspended', 'credentials.suspension_lifted', 'credentials.expiring']) platform.mailer.patient.add(kind);
  platform.mailer.templates.set('credentials.issued', async (mail) => {
    const ctx = systemCtx(platform, mail.networkId, 'mail', mail.locale);
    const issue = await findIssue(ctx, mail.params.issueId ?? '');
    if (!issue || issue.revoked_at) return null;
    const [link, organisation, paper] = await Promise.all([
      findLinkFor(ctx, 'certificate', issue.id),
      getOrganisation(ctx, issue.organisation_id),
      renderCertificate(ctx, issue.id),
    ]);
    const t = translator(mail.locale);
    const personal = link
      ? [
          '',
          t('credentials.mail.issued_link', { until: formatters(mail.locale).date(link.expiresAt, organisation.time_zone) }),
          await publicUrl(ctx, link.path, mail.locale),
        ]
      : [];
    return {
      subject: t('credentials.mail.issued_subject', { number: issue.number }),
      text: [
        t('credentials.mail.greeting', { name: issue.holder_name }),
        '',
        t('credentials.mail.issued_text'),
        ...(issue.series === 'register' ? [] : [t('credentials.mail.demo')]),
        '',
        t('credentials.mail.event', { title: issue.fields.eventTitle }),
        t('credentials.mail.number', { number: issue.number }),
        ...personal,
        '',
        t('credentials.mail.issued_check'),
        checkUrl(ctx, issue),
        '',
        issue.fields.organisation,
      ].join('\n'),
      attachments: [{ filename: `${issue.number}.pdf`, content: paper.pdf, contentType: 'application/pdf' }],
      ...(organisation.contact_email ? { replyTo: organisation.contact_email } : {}),
    };
  });

  platform.mailer.templates.set('credentials.revoked', async (mail) => {
    const ctx = systemCtx(platform, mail.networkId, 'mail', mail.locale);
    const issue = await findIssue(ctx, mail.params.issueId ?? '');
    if (!issue?.revoked_at) return null;
    const organisation = await getOrganisation(ctx, issue.organisation_id);
    const contact = [textIn(organisation.name, mail.locale), organisation.contact_email].filter(Boolean).join(', ');
    const t = translator(mail.locale);
    return {
      subject: t('credentials.mail.revoked_subject', { number: issue.number }),
      text: [
        t('credentials.mail.greeting', { name: issue.holder_name }),
        '',
        t('credentials.mail.revoked_text'),
        '',
        t('credentials.mail.event', { title: issue.fields.eventTitle }),
        t('credentials.mail.number', { number: issue.number }),
        t('credentials.mail.revoked_reason', { reason: issue.revoke_reason ?? '' }),
        '',
        t('credentials.mail.revoked_next', { organisation: contact }),
      ].join('\n'),
      ...(organisation.contact_email ? { replyTo: organisation.contact_email } : {}),
    };
  });

  platform.mailer.templates.set('credentials.expiring', async (mail) => {
    const ctx = systemCtx(platform, mail.networkId, 'mail', mail.locale);
    const issue = await findIssue(ctx, mail.params.issueId ?? '');
    // Prolonged or revoked meanwhile: there is nothing left to remind of.
    if (!issue?.valid_until || issue.revoked_at || issue.renewal_id) return null;
    const organisation = await getOrganisation(ctx, issue.organisation_id);
    const contact = [textIn(organisation.name, mail.locale), organisation.contact_email].filter(Boolean).join(', ');
    const t = translator(mail.locale);
    const until = formatters(mail.locale).date(new Date(`${issue.valid_until}T12:00:00Z`), 'UTC');
    return {
      subject: t('credentials.mail.expiring_subject', { number: issue.number }),
      text: [
        t('credentials.mail.greeting', { name: issue.holder_name }),
        '',
        t('credentials.mail.expiring_text', { until }),
        '',
        t('credentials.mail.event', { title: issue.fields.eventTitle }),
        t('credentials.mail.number', { number: issue.number }),
        '',
        t('credentials.mail.expiring_next', { organisation: contact }),
        checkUrl(ctx, issue),
      ].join('\n'),
      ...(organisation.contact_email ? { replyTo: organisation.contact_email } : {}),
    };
  });

  for (const template of ['credentials.suspended', 'credentials.suspension_lifted'] as const) {
    platform.mailer.templates.set(template, async (mail) => {
      const ctx = systemCtx(platform, mail.networkId, 'mail', mail.locale);
      const issue = await findIssue(ctx, mail.params.issueId ?? '');
      // Whatever happened since has a mail of its own.
      if (!issue || issue.revoked_at || (issue.suspended_at === null) === (template === 'credentials.suspended')) return null;
      const organisation = await getOrganisation(ctx, issue.organisation_id);
      const contact = [textIn(organisation.name, mail.locale), organisation.contact_email].filter(Boolean).join(', ');
      const t = translator(mail.locale);
      const kind = template === 'credentials.suspended' ? 'suspended' : 'lifted';
      return {
        subject: t(`credentials.mail.${kind}_subject`, { number: issue.number }),
        text: [
          t('credentials.mail.greeting', { name: issue.holder_name }),
          '',
          t(`credentials.mail.${kind}_text`),
          '',
          t('credentials.mail.event', { title: issue.fields.eventTitle }),
          t('credentials.mail.number', { number: issue.number }),
          ...(issue.suspend_reason ? [t('credentials.mail.revoked_reason', { reason: issue.suspend_reason })] : []),
          '',
          t('credentials.mail.revoked_next', { organisation: contact }),
        ].join('\n'),
        ...(organisation.contact_email ? { replyTo: organisation.contact_email } : {}),
      };
    });
  }
}
