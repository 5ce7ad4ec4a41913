import type { CampaignState } from '#server/modules/competencies/index.ts';

export const CAMPAIGN_BADGE = { draft: 'neutral', running: 'wait', calibration: 'wait', closed: 'ok', cancelled: 'neutral' } as const satisfies Record<CampaignState, string>;
export const RATER_BADGE = { proposed: 'wait', invited: 'neutral', handed_in: 'ok', declined: 'bad', released: 'neutral', missed: 'bad', gone: 'neutral' } as const;

export const nameOf = ({ familyName, givenName }: { familyName: string; givenName: string | null }): string => [familyName, givenName].filter(Boolean).join(' ');
