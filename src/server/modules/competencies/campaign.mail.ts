import { formatters, isLocale, translator, type Locale } from '#lib/i18n/index.ts';
import { findLinkFor, issueLink, listAddressesOf, withdrawLinksFor } from '#server/modules/access/index.ts';
import { networkOf, publicUrl } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { queueMails } from '#server/platform/mail.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { textIn } from '#server/platform/text/index.ts';
import { localDate } from '#server/platform/time/wall-time.ts';
import { findRater, listRaters, markTold } from './campaign-people.queries.ts';
import { remindersDue } from './campaign.rule.ts';
import { findCampaign, type CampaignRow } from './campaigns.queries.ts';

const KINDS = ['invitation', 'reminder'] as const;
export type CampaignMail = (typeof KINDS)[number];

/** A link outlives the campaign a little, so that whoever comes late is told that it is over. */
const LINK_DAYS_MORE = 30;

/** The personal link of a rater from outside: the open one, else a new one. */
async function linkOf(ctx: Ctx, raterId: string, endsAt: Date): Promise<string> {
  const known = await findLinkFor(ctx, 'rater', raterId);
  return (known ?? (await issueLink(ctx, { purpose: 'rater', subjectId: raterId, expiresAt: new Date(Math.max(endsAt.getTime(), ctx.clock.now().getTime()) + LINK_DAYS_MORE * 86_400_000) }))).path;
}

export async function closeLinks(tx: Ctx, raterId: string): Promise<void> {
  await withdrawLinksFor(tx, 'rater', raterId);
}

/** The whole address of the personal link of a rater from outside, to be handed over where no mail goes; null where none is open. The caller has checked the right. */
export async function raterLink(ctx: Ctx, raterId: string): Promise<string | null> {
  const link = await findLinkFor(ctx, 'rater', raterId);
  return link && publicUrl(ctx, link.path, ctx.locale);
}

/** Writes to raters that they are asked, or that they are still awaited; whoever has no address is told by her day and on paper. */
export async function tellRaters(tx: Ctx, campaign: CampaignRow, raterIds: readonly string[], kind: CampaignMail): Promise<void> {
  if (raterIds.length === 0) return;
  const raters = (await listRaters(tx, { ids: raterIds })).filter(({ state }) => state === 'invited');
  const addresses = new Map((await listAddressesOf(tx, [...new Set(raters.flatMap(({ accountId }) => accountId ?? []))])).map((one) => [one.accountId, one]));
  const { defaultLocale } = await networkOf(tx);
  const mails = [];
  for (const rater of raters) {
    const known = rater.accountId ? addresses.get(rater.accountId) : undefined;
    const to = rater.email ?? known?.email;
    if (!to) continue;
    const asIs = rater.email ? rater.locale : known?.locale;
    const locale: Locale = asIs && isLocale(asIs) ? asIs : defaultLocale;
    if (rater.kind === 'external') await linkOf(tx, rater.id, campaign.endsAt);
    mails.push({ template: `competencies.campaign_${kind}`, params: { raterId: rater.id }, to, locale, subjectType: 'campaign_rater', subjectId: rater.id, organisationId: campaign.organisationId, zone: campaign.timeZone, neededBy: campaign.endsAt });
  }
  await queueMails(tx, mails);
  // Whoever is asked late is not reminded the same day.
  await markTold(tx, raters.map(({ id }) => id), remindersDue(localDate(tx.clock.now(), campaign.timeZone), campaign.closesOn, campaign.remindDays));
}

/** Mails say that somebody is asked and until when; neither whom she rates nor what was said stands in them. */
export function registerCampaignMails(platform: Platform): void {
  for (const kind of KINDS) {
    const template = `competencies.campaign_${kind}`;
    platform.mailer.patient.add(template);
    platform.mailer.templates.set(template, async (mail) => {
      const ctx = systemCtx(platform, mail.networkId, 'mail');
      const rater = await findRater(ctx, mail.params.raterId ?? '');
      const campaign = rater ? await findCampaign(ctx, rater.campaignId) : undefined;
      // Handed in, released or over since.
      if (!rater || !campaign || rater.state !== 'invited' || campaign.state !== 'running') return null;
      const t = translator(mail.locale);
      const path = rater.kind === 'external' ? await linkOf(ctx, rater.id, campaign.endsAt) : `/rate/${rater.id}`;
      const until = formatters(mail.locale).dateTimeShort(new Date(campaign.endsAt.getTime() - 60_000), campaign.timeZone);
      return {
        subject: t(`campaigns.mail.${kind}_subject`),
        text: [t(`campaigns.mail.${kind}_text`, { title: textIn(campaign.title, mail.locale), organisation: textIn(campaign.organisationName, mail.locale) }), '', t('campaigns.mail.until', { time: until }), '', await publicUrl(ctx, path, mail.locale)].join('\n'),
      };
    });
  }
}
