import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { sendTask } from '#server/platform/jobs.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { campaignMay, getCampaignFor, getParticipantFor, isOneself } from './campaign-access.ts';
import { deleteDecision, deleteMember, insertMember, listDecisions, listMembers, saveDecision, setPresence, type DecisionRow, type MemberRow } from './campaign-decisions.queries.ts';
import { listCampaignWords, listParticipants, listUnwritten, type CampaignWord, type ParticipantRow } from './campaign-people.queries.ts';
import { apart, groupAnonymous, shownGroup, type ShownGroup } from './campaign.rule.ts';
import { setCampaignState, type CampaignRow } from './campaigns.queries.ts';
import type { Decision, NewMember } from './campaigns.schemas.ts';
import { findVersion } from './frameworks.queries.ts';
import { listItems, type ItemRow } from './items.queries.ts';
import { findRatedPerson } from './sheets.queries.ts';

/** So many lines stand on a page of the meeting. */
export const LINES_SHOWN = 60;
const MOST_MEMBERS = 30;

export interface CalibrationLine {
  participantId: string;
  personId: string;
  name: string;
  competencyId: string;
  code: string;
  title: LocalizedText;
  words: { kind: string; name: string | null; step: number; comment: string | null }[];
  groups: ShownGroup[];
  /** Words of anonymous raters that are too few to be shown, and will not count. */
  leftOut: number;
  apart: number;
  decision: DecisionRow | null;
}

export interface Calibration {
  campaign: CampaignRow;
  may: ReturnType<typeof campaignMay>;
  steps: { step: number; label: LocalizedText }[];
  members: MemberRow[];
  participants: ParticipantRow[];
  /** Farthest apart first. */
  lines: CalibrationLine[];
  total: number;
  decided: number;
}

/** What was said, side by side, where it lies apart by `least` steps or more; of one person where one is named. The actor's own lines are left out. Errors: `page.not_found`, `campaign.wrong_state` (409). */
export async function getCalibration(ctx: Ctx, campaignId: string, view: { least: number; participantId: string | null; from: number }): Promise<Calibration> {
  const campaign = await getCampaignFor(ctx, campaignId, 'calibrate');
  const version = await findVersion(ctx, campaign.versionId);
  if (!version) throw notFound();
  const participants = (await listParticipants(ctx, campaign.id)).filter((one) => one.state !== 'out' && !isOneself(ctx, one));
  const [words, decisions, items] = [await listCampaignWords(ctx, { campaignId: campaign.id }), await listDecisions(ctx, { campaignId: campaign.id }), await listItems(ctx, version.id)];
  const lines = linesOf(campaign, participants, words, decisions, items).filter((line) => (view.participantId === null ? line.apart >= view.least : line.participantId === view.participantId));
  lines.sort((a, b) => b.apart - a.apart || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) || (a.code < b.code ? -1 : 1));
  return { campaign, may: campaignMay(ctx, campaign), steps: version.steps, members: await listMembers(ctx, campaign.id), participants, lines: lines.slice(view.from, view.from + LINES_SHOWN), total: lines.length, decided: decisions.length };
}

function linesOf(campaign: CampaignRow, participants: readonly ParticipantRow[], words: readonly CampaignWord[], decisions: readonly DecisionRow[], items: readonly ItemRow[]): CalibrationLine[] {
  const byLine = new Map<string, CampaignWord[]>();
  for (const word of words) {
    if (word.isRated) continue;
    const key = `${word.participantId} ${word.competencyId}`;
    const list = byLine.get(key);
    if (list) list.push(word);
    else byLine.set(key, [word]);
  }
  const decided = new Map(decisions.map((one) => [`${one.participantId} ${one.competencyId}`, one]));
  const byCompetency = new Map(items.map((item) => [item.competencyId, item]));
  const people = new Map(participants.map((one) => [one.id, one]));
  const hidden = new Set<string>(campaign.anonymous);
  return [...byLine].flatMap(([key, said]): CalibrationLine[] => {
    const [{ participantId, competencyId }] = said as [CampaignWord];
    const [person, item] = [people.get(participantId), byCompetency.get(competencyId)];
    if (!person || !item) return [];
    const named = said.filter(({ kind }) => !hidden.has(kind)).map(({ kind, name, step, comment }) => ({ kind, name, step, comment }));
    const { groups, leftOut } = groupAnonymous(said.filter(({ kind }) => hidden.has(kind)), campaign.minimumGroup);
    const shown = groups.map(shownGroup);
    return [{ participantId, personId: person.personId, name: [person.familyName, person.givenName].filter(Boolean).join(' '), competencyId, code: item.code, title: item.title, words: named, groups: shown, leftOut: leftOut.length, apart: apart(named, shown), decision: decided.get(key) ?? null }];
  });
}

/** Writes down what the commission decided of one competency, or takes it back. Errors: `page.not_found`, `campaign.wrong_state`, `campaign.no_commission`, `campaign.own_decision` (409), `sheet.step_unknown`. */
export async function decide(ctx: Ctx, campaignId: string, input: Decision): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { campaign, participant } = await getParticipantFor(tx, input.participantId, 'calibrate', { lock: true });
    if (campaign.id !== campaignId || participant.state === 'out') throw notFound();
    if (isOneself(tx, participant)) throw new AppError('campaign.own_decision', 409);
    // Nobody sits in judgement on herself: somebody else has to be there.
    if (!(await listMembers(tx, campaign.id)).some(({ wasThere, personId }) => wasThere && personId !== participant.personId)) throw new AppError('campaign.no_commission', 409);
    const version = await findVersion(tx, campaign.versionId);
    const known = (await listItems(tx, campaign.versionId)).some(({ kind, competencyId }) => kind === 'competency' && competencyId === input.competencyId);
    if (!version || !known || (participant.competencyIds !== null && !participant.competencyIds.includes(input.competencyId))) throw notFound();
    if (input.step === null) return deleteDecision(tx, participant.id, input.competencyId);
    if (!version.steps.some(({ step }) => step === input.step)) throw invalid('step', 'sheet.step_unknown');
    await saveDecision(tx, { participantId: participant.id, competencyId: input.competencyId, step: input.step, comment: input.comment, decidedBy: actorId(tx.actor) });
    await audit(tx, { act: 'campaign.decided', subjectType: 'campaign', subjectId: campaign.id, data: { personId: participant.personId } });
  });
}

const commissionOf = async (tx: Ctx, campaignId: string): Promise<CampaignRow> => {
  const row = await getCampaignFor(tx, campaignId, 'readCampaign', { lock: true });
  if (row.state === 'closed' || row.state === 'cancelled') throw new AppError('campaign.wrong_state', 409);
  if (!row.kinds.includes('commission')) throw new AppError('campaign.no_commission', 409);
  return row;
};

/** Puts somebody on the commission: of the registry, or by name. Errors: `page.not_found`, `campaign.wrong_state`, `campaign.no_commission` (409), `field.required`, `campaign.too_many_raters`. */
export async function addMember(ctx: Ctx, campaignId: string, input: NewMember): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await commissionOf(tx, campaignId);
    const person = input.personId ? await findRatedPerson(tx, input.personId) : undefined;
    if (input.personId && !person) throw invalid('personId', 'choice.missing');
    const name = person ? [person.familyName, person.givenName].filter(Boolean).join(' ') : input.name;
    if (!name) throw invalid('name', 'field.required');
    if ((await listMembers(tx, row.id)).length >= MOST_MEMBERS) throw invalid('name', 'campaign.too_many_raters', { max: MOST_MEMBERS });
    await insertMember(tx, { campaignId: row.id, personId: person?.personId ?? null, name });
  });
}

/** Takes somebody off the commission, or notes whether she was at the meeting. Errors as `addMember`. */
export async function changeMember(ctx: Ctx, campaignId: string, memberId: string, act: 'remove' | 'there' | 'absent'): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await commissionOf(tx, campaignId);
    if (!isId(memberId)) throw notFound();
    if (act === 'remove') await deleteMember(tx, row.id, memberId);
    else await setPresence(tx, row.id, memberId, act === 'there');
  });
}

/** Closes a campaign: what was said becomes ratings, by a job that may be killed. Errors: `page.not_found`, `campaign.wrong_state` (409). */
export async function closeCampaign(ctx: Ctx, campaignId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getCampaignFor(tx, campaignId, 'closeCampaign', { lock: true });
    await setCampaignState(tx, row.id, 'closed');
    await audit(tx, { act: 'campaign.closed', subjectType: 'campaign', subjectId: row.id });
    await sendTask(tx, 'competencies.write_campaign', { networkId: tx.networkId, campaignId: row.id });
  });
}

/** What the minutes hold: who was there, what was decided, of whom. Errors: `page.not_found`, `campaign.wrong_state` (409). */
export async function getMinutes(ctx: Ctx, campaignId: string) {
  const campaign = await getCampaignFor(ctx, campaignId, 'readCampaign');
  if (campaign.state !== 'calibration' && campaign.state !== 'closed') throw new AppError('campaign.wrong_state', 409);
  const version = await findVersion(ctx, campaign.versionId);
  if (!version) throw notFound();
  const participants = (await listParticipants(ctx, campaign.id)).filter((one) => one.state !== 'out' && !isOneself(ctx, one));
  const [decisions, items, members, unwritten] = [await listDecisions(ctx, { campaignId: campaign.id }), await listItems(ctx, version.id), await listMembers(ctx, campaign.id), await listUnwritten(ctx, campaign.id)];
  return { campaign, version, participants, decisions, items, members, unwritten: unwritten.length };
}
