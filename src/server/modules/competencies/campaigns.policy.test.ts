import { describe, expect, it } from 'vitest';
import { policyActors } from '#server/testing/policy-actors.ts';
import { campaignAbilities, raterAbilities } from './campaigns.policy.ts';

const { NETWORK, PLACE, actors } = policyActors();
const KEEPERS = ['system', 'network_admin', 'coordinator above', 'coordinator', 'methodist', 'head'];
const BY_STATE = {
  draft: ['readCampaign', 'editCampaign', 'startCampaign', 'cancelCampaign'],
  running: ['readCampaign', 'runCampaign', 'cancelCampaign'],
  calibration: ['readCampaign', 'calibrate', 'closeCampaign', 'cancelCampaign'],
  closed: ['readCampaign'],
  cancelled: ['readCampaign'],
} as const;

describe.each(actors)('%s', (name, actor) => {
  it.each(Object.entries(BY_STATE))('runs a campaign that is %s as its role says', (state, expected) => {
    const may = campaignAbilities(actor, { ...PLACE, networkId: NETWORK }, { state: state as keyof typeof BY_STATE });
    expect(Object.entries(may).flatMap(([ability, { allowed }]) => (allowed ? ability : []))).toEqual(KEEPERS.includes(name) ? expected : []);
  });
});

describe('a rater', () => {
  const of = (more: Partial<Parameters<typeof raterAbilities>[0]>) =>
    Object.entries(raterAbilities({ isRater: true, isRated: false, kind: 'peer', state: 'invited', isOver: false, campaign: 'running', ...more })).flatMap(([ability, { allowed }]) => (allowed ? ability : []));
  it('fills in an open sheet of her own, as long as it is collected', () => {
    expect(of({})).toEqual(['readSheet', 'fillIn', 'decline']);
    expect(of({ kind: 'self', isRated: true })).toEqual(['readSheet', 'fillIn']);
    expect(of({ isRater: false })).toEqual([]);
    expect(of({ isRated: true })).toEqual([]);
    expect(of({ isOver: true })).toEqual(['readSheet']);
    for (const campaign of ['draft', 'calibration', 'closed', 'cancelled'] as const) expect(of({ campaign })).toEqual(['readSheet']);
    for (const state of ['proposed', 'handed_in', 'declined', 'released', 'missed', 'gone'] as const) expect(of({ state })).toEqual([]);
  });
});
