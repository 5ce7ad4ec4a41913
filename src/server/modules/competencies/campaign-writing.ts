import { randomUUID } from 'node:crypto';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { emit } from '#server/platform/outbox.ts';
import { listDecisions, listMembers } from './campaign-decisions.queries.ts';
import { deleteSheets, findParticipant, listCampaignWords, listUnwritten, lockParticipant, markWritten, type CampaignWord, type ParticipantRow } from './campaign-people.queries.ts';
import { groupAnonymous } from './campaign.rule.ts';
import { findCampaign, type CampaignRow } from './campaigns.queries.ts';
import { findVersion } from './frameworks.queries.ts';
import type { NewRating } from './ratings.queries.ts';
import { recordRatings } from './ratings.service.ts';
import { SHEET } from './sheets.service.ts';

export const CAMPAIGN = 'competencies.campaign';

/**
 * Writes the ratings of a closed campaign, one person a transaction: killed at any moment it is begun again and finds whom it has written; two workers
 * at once write nobody twice. Returns how many people.
 */
export async function writeCampaign(ctx: Ctx, campaignId: string): Promise<number> {
  let count = 0;
  for (const id of await listUnwritten(ctx, campaignId)) if (await inTransaction(ctx, (tx) => writeParticipant(tx, id))) count++;
  return count;
}

async function writeParticipant(tx: Ctx, participantId: string): Promise<boolean> {
  await lockParticipant(tx, participantId);
  const participant = await findParticipant(tx, participantId);
  const campaign = participant ? await findCampaign(tx, participant.campaignId) : undefined;
  const version = campaign ? await findVersion(tx, campaign.versionId) : undefined;
  if (!participant || !campaign || !version || campaign.state !== 'closed' || participant.writtenAt !== null || participant.state === 'out') return false;
  const words = (await listCampaignWords(tx, { participantId })).filter(({ isRated }) => !isRated);
  const isHidden = ({ kind }: CampaignWord) => (campaign.anonymous as readonly string[]).includes(kind);
  const common = { personId: participant.personId, scaleId: version.scaleId, versionId: version.id, campaignId: campaign.id };
  const { kept, leftOut } = withoutNames(words.filter(isHidden), campaign.minimumGroup);
  const ratings: NewRating[] = [
    ...words.filter((word) => !isHidden(word)).map(({ kind, competencyId, step, comment, accountId, name, sheetId }) => ({ ...common, kind, competencyId, step, comment, authorId: accountId, authorName: name?.slice(0, 200) ?? null, isAnonymous: false, sourceType: SHEET, sourceId: sheetId })),
    // A source of its own for each: neither rows nor their order tell which words came from one sheet.
    ...kept.map(({ kind, competencyId, step, comment }) => ({ ...common, kind, competencyId, step, comment, authorId: null, authorName: null, isAnonymous: true, sourceType: CAMPAIGN, sourceId: randomUUID() })).sort((a, b) => (a.sourceId < b.sourceId ? -1 : 1)),
    ...(await decided(tx, campaign, participant)).map((one) => ({ ...common, ...one })),
  ];
  await recordRatings(tx, ratings);
  await deleteSheets(tx, [...new Set(words.filter(isHidden).map(({ sheetId }) => sheetId))]);
  await markWritten(tx, participantId, leftOut);
  if (ratings.length > 0) {
    await audit(tx, { act: 'competency.rated', subjectType: 'person', subjectId: participant.personId, data: { kind: 'campaign', count: ratings.length } });
    await emit(tx, 'competencies.person_rated', { personId: participant.personId, kind: 'campaign' });
  }
  return true;
}

/** Words of anonymous raters that are enough to be shown as a group in their competency, and how many are not. */
function withoutNames(words: readonly CampaignWord[], least: number): { kept: CampaignWord[]; leftOut: number } {
  const groups = [...new Set(words.map(({ competencyId }) => competencyId))].map((id) => groupAnonymous(words.filter(({ competencyId }) => competencyId === id), least));
  return { kept: groups.flatMap(({ groups: shown }) => shown.flatMap((group) => group.words)), leftOut: groups.reduce((sum, { leftOut }) => sum + leftOut.length, 0) };
}

/** What the commission decided, in the name of those who were there but for the rated person. */
async function decided(tx: Ctx, campaign: CampaignRow, participant: ParticipantRow) {
  const members = (await listMembers(tx, campaign.id)).filter(({ wasThere, personId }) => wasThere && personId !== participant.personId);
  const authorName = members.map(({ name }) => name).join(', ').slice(0, 200) || null;
  return (await listDecisions(tx, { participantId: participant.id })).map(({ competencyId, step, comment }) => ({ kind: 'commission' as const, competencyId, step, comment, authorId: null, authorName, isAnonymous: false, sourceType: CAMPAIGN, sourceId: participant.id }));
}
