import type { Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { findParticipant, findRater, lockRater, type ParticipantRow, type RaterRow } from './campaign-people.queries.ts';
import { campaignAbilities, raterAbilities, type CampaignAbility } from './campaigns.policy.ts';
import { findCampaign, lockCampaign, type CampaignRow } from './campaigns.queries.ts';
import { findRatedPerson } from './sheets.queries.ts';

export const campaignMay = (ctx: Ctx, row: Pick<CampaignRow, 'path' | 'state'>) => campaignAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.path }, row);

/** The campaign, if the actor may do this with it. Errors: `page.not_found`; to those who run it `campaign.wrong_state` (409). */
export async function getCampaignFor(ctx: Ctx, campaignId: string, ability: CampaignAbility, options: { lock?: boolean } = {}): Promise<CampaignRow> {
  if (!isId(campaignId)) throw notFound();
  if (options.lock) await lockCampaign(ctx, campaignId);
  const row = await findCampaign(ctx, campaignId);
  if (!row) throw notFound();
  const may = campaignMay(ctx, row);
  if (may[ability].allowed) return row;
  if (!may.readCampaign.allowed) throw notFound();
  throw new AppError('campaign.wrong_state', 409);
}

/** A participant with her campaign, the campaign locked first. Errors as `getCampaignFor`. */
export async function getParticipantFor(ctx: Ctx, participantId: string, ability: CampaignAbility, options: { lock?: boolean } = {}): Promise<{ participant: ParticipantRow; campaign: CampaignRow }> {
  const participant = isId(participantId) ? await findParticipant(ctx, participantId) : undefined;
  if (!participant) throw notFound();
  return { participant, campaign: await getCampaignFor(ctx, participant.campaignId, ability, options) };
}

/** Whether the participant is the actor herself: whoever runs a campaign sees nothing of what is said of her, and decides nothing. */
export const isOneself = (ctx: Ctx, participant: Pick<ParticipantRow, 'accountId'>): boolean => ctx.actor.kind === 'account' && participant.accountId !== null && participant.accountId === ctx.actor.accountId;

export type RaterAbility = keyof ReturnType<typeof raterAbilities>;

/** The rater with her sheet, if she is the actor: by account, or by her personal link. Errors: `page.not_found`, `sheet.handed_in_already`, `campaign.over` (409). */
export async function getRaterFor(ctx: Ctx, raterId: string, ability: RaterAbility, options: { lock?: boolean } = {}): Promise<RaterRow> {
  if (!isId(raterId)) throw notFound();
  if (options.lock) await lockRater(ctx, raterId);
  const row = await findRater(ctx, raterId);
  if (!row) throw notFound();
  const { actor } = ctx;
  const isRater = (actor.kind === 'account' && row.accountId !== null && actor.accountId === row.accountId) || (actor.kind === 'link' && actor.purpose === 'rater' && actor.subjectId === row.id);
  const rated = await findRatedPerson(ctx, row.ratedId);
  const isRated = row.personId === row.ratedId || (actor.kind === 'account' && rated?.accountId === actor.accountId);
  const may = raterAbilities({ isRater, isRated, kind: row.kind, state: row.state, isOver: row.endsAt <= ctx.clock.now(), campaign: row.campaignState });
  if (may[ability].allowed) return row;
  if (!isRater || (isRated && row.kind !== 'self') || row.state === 'proposed') throw notFound();
  throw new AppError(row.state === 'handed_in' ? 'sheet.handed_in_already' : 'campaign.over', 409);
}
