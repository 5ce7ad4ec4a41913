import { allow, deny, holds, type Ability, type Place } from '#server/modules/access/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { scopeOf } from '#server/platform/rights.ts';
import type { CampaignState } from './competencies.tables.ts';

/** Who runs campaigns for people of an organisation and of those below it. */
export const CAMPAIGN_KEEPERS = ['network_admin', 'coordinator', 'methodist', 'head'] as const;

/** Whether the actor runs campaigns anywhere in a network. */
export function runsCampaigns(actor: Actor, networkId: string): boolean {
  const scope = scopeOf(actor, CAMPAIGN_KEEPERS, networkId);
  return scope === 'network' || scope.length > 0;
}

/** What the actor may do with a campaign run by the organisation at `place`. */
export function campaignAbilities(actor: Actor, place: Place, campaign: { state: CampaignState } = { state: 'draft' }) {
  const keeps: Ability = holds(actor, CAMPAIGN_KEEPERS, place) ? allow : deny('not_keeper_of_campaigns');
  const inState = (...states: CampaignState[]): Ability => (!keeps.allowed || states.includes(campaign.state) ? keeps : deny(`campaign_${campaign.state}`));
  return {
    readCampaign: keeps,
    editCampaign: inState('draft'),
    startCampaign: inState('draft'),
    /** Raters, people who came later, sheets on paper, the last day. */
    runCampaign: inState('running'),
    calibrate: inState('calibration'),
    closeCampaign: inState('calibration'),
    cancelCampaign: inState('draft', 'running', 'calibration'),
  } satisfies Record<string, Ability>;
}
export type CampaignAbility = keyof ReturnType<typeof campaignAbilities>;

export type RaterState = 'proposed' | 'invited' | 'handed_in' | 'declined' | 'released' | 'missed' | 'gone';

/**
 * What whoever was asked may do with her sheet: `isRater` by her account or her personal link, `isRated` when records were put together since she was
 * asked and she turned out to be the rated person.
 */
export function raterAbilities(rater: { isRater: boolean; isRated: boolean; kind: string; state: RaterState; isOver: boolean; campaign: CampaignState }) {
  const own: Ability = !rater.isRater ? deny('not_rater') : rater.isRated && rater.kind !== 'self' ? deny('rates_herself') : allow;
  const open: Ability = !own.allowed ? own : rater.campaign !== 'running' || rater.isOver ? deny('campaign_over') : rater.state !== 'invited' ? deny(`rater_${rater.state}`) : allow;
  return {
    readSheet: own.allowed && rater.state !== 'invited' ? deny(`rater_${rater.state}`) : own,
    fillIn: open,
    // Nobody declines to look at herself; she may leave it undone.
    decline: open.allowed && rater.kind === 'self' ? deny('own_sheet') : open,
  } satisfies Record<string, Ability>;
}
