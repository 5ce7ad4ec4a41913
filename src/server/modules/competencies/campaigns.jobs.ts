import { networksOf } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { localDate } from '#server/platform/time/wall-time.ts';
import { registerCampaignMails, tellRaters } from './campaign.mail.ts';
import { listToRemind, releaseLeavers } from './campaign-people.queries.ts';
import { writeCampaign } from './campaign-writing.ts';
import { remindersDue } from './campaign.rule.ts';
import { findCampaign, listCampaignsAtWork, lockCampaign, type CampaignRow } from './campaigns.queries.ts';
import { endCollecting } from './campaigns.service.ts';

/** Looks after the campaigns of a network: who left, whose time is over, who is to be reminded, what a worker that was killed left unwritten. */
export async function lookAfterCampaigns(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => void (await releaseLeavers(tx)));
  for (const campaign of await listCampaignsAtWork(ctx)) {
    if (campaign.state === 'closed') await writeCampaign(ctx, campaign.id);
    else if (campaign.endsAt <= ctx.clock.now()) await endOverdue(ctx, campaign);
    else await inTransaction(ctx, (tx) => remind(tx, campaign.id));
  }
}

async function endOverdue(ctx: Ctx, campaign: CampaignRow): Promise<void> {
  try {
    await inTransaction(ctx, async (tx) => {
      await lockCampaign(tx, campaign.id);
      const now = await findCampaign(tx, campaign.id);
      // Extended or ended since it was looked at.
      if (now && now.state === 'running' && now.endsAt <= tx.clock.now()) await endCollecting(tx, campaign.id);
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

/** At most twice, some days before the end; nobody twice for the same day, whoever else is at it. */
async function remind(tx: Ctx, campaignId: string): Promise<void> {
  await lockCampaign(tx, campaignId);
  const campaign = await findCampaign(tx, campaignId);
  if (campaign?.state !== 'running') return;
  const due = remindersDue(localDate(tx.clock.now(), campaign.timeZone), campaign.closesOn, campaign.remindDays);
  if (due > 0) await tellRaters(tx, campaign, await listToRemind(tx, campaign.id, due), 'reminder');
}

export function registerCampaignJobs(platform: Platform): void {
  registerCampaignMails(platform);
  platform.jobs.handleTask('competencies.write_campaign', async (ids, at) => void (await writeCampaign(systemCtx(at, ids.networkId ?? '', 'competencies.write_campaign'), ids.campaignId ?? '')));
  platform.jobs.handleTask('competencies.look_after_campaigns', async (_ids, at) => {
    for (const { id } of await networksOf(at)) await lookAfterCampaigns(systemCtx(at, id, 'competencies.look_after_campaigns'));
  });
  platform.jobs.schedule('competencies.look_after_campaigns', '*/10 * * * *');
}
