import { formatters, translator } from '#lib/i18n/index.ts';
import { findLinkFor, issueLink } from '#server/modules/access/index.ts';
import { networkOf, noteParentAsked, PARENT_MAIL, parentMail, publicUrl, showConsents, type AskParent, type ConsentsOfPerson } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { queueMail } from '#server/platform/mail.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { textIn } from '#server/platform/text/index.ts';

/** The link outlives the question: by it a parent sees what was agreed to, and takes it back. */
const LINK_DAYS = 3 * 366;
const TEMPLATE = 'people.consent_asked';

/** Asks a parent by a personal link: sent to the address that was given, else to be handed over. Errors as in `noteParentAsked`. */
export async function askParent(ctx: Ctx, personId: string, input: AskParent): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { id } = await noteParentAsked(tx, personId, input);
    await issueLink(tx, { purpose: 'consent', subjectId: id, expiresAt: new Date(tx.clock.now().getTime() + LINK_DAYS * 86_400_000) });
    if (input.parentEmail === undefined) return;
    await queueMail(tx, { template: TEMPLATE, params: { askedId: id }, to: input.parentEmail.toLowerCase(), locale: input.mailLocale ?? tx.locale, subjectType: PARENT_MAIL, subjectId: id, organisationId: null });
  });
}

export interface AskedParent {
  id: string;
  parentName: string;
  /** Where the link was sent; null: nowhere, or not kept any more. */
  sentTo: string | null;
  refusedAt: Date | null;
  url: string;
}

/** What somebody has agreed to; for who keeps the record with the links of parents who have not agreed yet. */
export async function consentsWithLinks(ctx: Ctx, personId: string): Promise<ConsentsOfPerson & { links: AskedParent[] }> {
  const view = await showConsents(ctx, personId);
  const links: AskedParent[] = [];
  if (view.mayRecord) {
    for (const { id, parentName, parentEmail, refusedAt } of view.asked) {
      const link = await findLinkFor(ctx, 'consent', id);
      if (link) links.push({ id, parentName, sentTo: parentEmail, refusedAt, url: await publicUrl(ctx, link.path, ctx.locale) });
    }
  }
  return { ...view, links };
}

/** The mail that brings a parent the link; made when it is sent, so that neither the queue nor a log holds it. */
export function registerConsentMails(platform: Platform): void {
  // The child asked, or the library: the parent did not.
  platform.mailer.patient.add(TEMPLATE);
  platform.mailer.templates.set(TEMPLATE, async (mail) => {
    const ctx = systemCtx(platform, mail.networkId, 'mail', mail.locale);
    const askedId = mail.params.askedId ?? '';
    const [asked, link, network] = [await parentMail(ctx, askedId, mail.to), await findLinkFor(ctx, 'consent', askedId), await networkOf(ctx)];
    if (!asked || !link) return null;
    const t = translator(mail.locale);
    return {
      subject: t('privacy.mail.subject', { title: asked.title }),
      text: [
        t('privacy.mail.greeting'), '',
        t('privacy.mail.text'), '',
        t('privacy.mail.child', { name: asked.childName }),
        t('privacy.mail.about', { title: asked.title }), '',
        t('privacy.mail.open'), await publicUrl(ctx, link.path, mail.locale), '',
        t('privacy.mail.until', { date: formatters(mail.locale).date(asked.expiresAt, network.timeZone) }), '',
        t('privacy.mail.not_you'), '',
        textIn(network.name, mail.locale),
      ].join('\n'), // prettier-ignore
    };
  });
}
