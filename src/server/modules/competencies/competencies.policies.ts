import type { PolicySource } from '#server/modules/access/index.ts';
import { campaignAbilities } from './campaigns.policy.ts';
import { frameworkAbilities, profileAbilities } from './competencies.policy.ts';

export const competencyPolicies: PolicySource = {
  name: 'competencies',
  areas: [
    { id: 'frameworks', abilities: (actor, place) => ({ ...frameworkAbilities(actor, place, { state: 'draft' }) }) },
    {
      id: 'campaigns',
      abilities: (actor, place) => ({
        ...campaignAbilities(actor, place, { state: 'draft' }),
        runCampaign: campaignAbilities(actor, place, { state: 'running' }).runCampaign,
        calibrate: campaignAbilities(actor, place, { state: 'calibration' }).calibrate,
        closeCampaign: campaignAbilities(actor, place, { state: 'calibration' }).closeCampaign,
      }),
    },
    { id: 'profiles', abilities: (actor, place) => ({ ...profileAbilities(actor, place) }) },
  ],
};
