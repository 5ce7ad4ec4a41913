import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { getCampaignFor, getRaterFor, isOneself } from './campaign-access.ts';
import { findParticipant, findRater, listOwnRaters, lockRater, markHandedIn, markPaper, type ParticipantRow, type RaterRow } from './campaign-people.queries.ts';
import { findCampaign, type CampaignRow } from './campaigns.queries.ts';
import { findVersion } from './frameworks.queries.ts';
import { listDescriptors, listItems } from './items.queries.ts';
import { findRatedPerson, findSheet, listAnswers, saveAnswers } from './sheets.queries.ts';
import { pagesOf, readAnswers, type SheetAnswers, type SheetDetail } from './sheets.service.ts';

export interface CampaignSheet extends SheetDetail {
  rater: RaterRow;
  campaign: CampaignRow;
  /** Whether what is said is shown as a group only. */
  isAnonymous: boolean;
  total: number;
  answered: number;
}

async function detailOf(ctx: Ctx, rater: RaterRow, options: { blank?: boolean; participant?: ParticipantRow } = {}): Promise<CampaignSheet> {
  const [campaign, participant, person, sheet] = [await findCampaign(ctx, rater.campaignId), options.participant ?? (await findParticipant(ctx, rater.participantId)), await findRatedPerson(ctx, rater.ratedId), rater.sheetId ? await findSheet(ctx, rater.sheetId) : undefined];
  const version = campaign ? await findVersion(ctx, campaign.versionId) : undefined;
  if (!campaign || !participant || !person || !sheet || !version) throw notFound();
  const items = (await listItems(ctx, version.id)).filter((item) => item.retiredAt === null && isAsked(participant, item));
  const answers = new Map(options.blank ? [] : (await listAnswers(ctx, sheet.id)).map((answer) => [answer.competencyId, answer]));
  const pages = pagesOf(items, answers);
  return {
    ...{ sheet, person, version, pages, answers, rater, campaign },
    descriptors: await listDescriptors(ctx, version.id),
    isAnonymous: (campaign.anonymous as readonly string[]).includes(rater.kind),
    total: pages.reduce((sum, one) => sum + one.items.length, 0),
    answered: pages.reduce((sum, one) => sum + one.answered, 0),
  };
}

const isAsked = ({ competencyIds }: Pick<ParticipantRow, 'competencyIds'>, item: { kind: string; competencyId: string }): boolean => item.kind !== 'competency' || competencyIds === null || competencyIds.includes(item.competencyId);

/** The sheet of whoever was asked, by account or personal link. Errors: `page.not_found`, `sheet.handed_in_already`, `campaign.over` (409). */
export async function getCampaignSheet(ctx: Ctx, raterId: string): Promise<CampaignSheet> {
  const rater = await getRaterFor(ctx, raterId, 'fillIn');
  return detailOf(ctx, rater, { participant: await refuseLeaver(ctx, rater) });
}

/** The job that follows leavers may not have come by yet. */
async function refuseLeaver(ctx: Ctx, rater: RaterRow): Promise<ParticipantRow> {
  const participant = await findParticipant(ctx, rater.participantId);
  if (participant?.state !== 'in' || !participant.isWorking) throw new AppError('campaign.person_left', 409);
  return participant;
}

async function save(tx: Ctx, rater: RaterRow, input: SheetAnswers): Promise<void> {
  const sheet = rater.sheetId ? await findSheet(tx, rater.sheetId) : undefined;
  const participant = await findParticipant(tx, rater.participantId);
  if (sheet?.state !== 'open' || !participant) throw new AppError('campaign.over', 409);
  const asked = (await readAnswers(tx, sheet, input)).filter(({ competencyId }) => isAsked(participant, { kind: 'competency', competencyId }));
  await saveAnswers(tx, sheet.id, asked);
}

/** Keeps answers of one page. Errors: as `getCampaignSheet`, `sheet.step_unknown`. */
export async function answerCampaignSheet(ctx: Ctx, raterId: string, input: SheetAnswers): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const rater = await getRaterFor(tx, raterId, 'fillIn', { lock: true });
    await refuseLeaver(tx, rater);
    await save(tx, rater, input);
  });
}

/** Hands a sheet in, once. It becomes ratings when the campaign closes. Errors: as `getCampaignSheet`, `sheet.empty` (409). Returns how many words. */
export async function handInCampaignSheet(ctx: Ctx, raterId: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const rater = await getRaterFor(tx, raterId, 'fillIn', { lock: true });
    await refuseLeaver(tx, rater);
    return handIn(tx, rater);
  });
}

async function handIn(tx: Ctx, rater: RaterRow): Promise<number> {
  if (rater.answered === 0) throw new AppError('sheet.empty', 409);
  await markHandedIn(tx, rater.id);
  return rater.answered;
}

/** The rater whose sheet came on paper. What she began herself is hers; what was handed in is read by nobody. */
async function paperRater(ctx: Ctx, raterId: string, options: { lock?: boolean } = {}): Promise<RaterRow> {
  if (!isId(raterId)) throw notFound();
  if (options.lock) await lockRater(ctx, raterId);
  const rater = await findRater(ctx, raterId);
  if (!rater) throw notFound();
  await getCampaignFor(ctx, rater.campaignId, 'runCampaign');
  const participant = await findParticipant(ctx, rater.participantId);
  if (!participant || (isOneself(ctx, participant) && rater.kind !== 'self')) throw new AppError('campaign.own_raters', 409);
  if (rater.state !== 'invited') throw new AppError(rater.state === 'handed_in' ? 'sheet.handed_in_already' : 'campaign.over', 409);
  if (rater.answered > 0 && !rater.isPaper) throw new AppError('campaign.sheet_begun', 409);
  return rater;
}

/** A sheet that came on paper, to be keyed in by whoever runs the campaign. Errors: `page.not_found`, `campaign.wrong_state`, `campaign.own_raters`, `campaign.sheet_begun`, `sheet.handed_in_already` (409). */
export async function getPaperSheet(ctx: Ctx, raterId: string): Promise<CampaignSheet> {
  return detailOf(ctx, await paperRater(ctx, raterId));
}

/** Keeps what was keyed in, and with `isWhole` hands it in. Errors as `getPaperSheet`, `sheet.empty`, `sheet.step_unknown`. */
export async function keyInSheet(ctx: Ctx, raterId: string, input: SheetAnswers, isWhole: boolean): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const rater = await paperRater(tx, raterId, { lock: true });
    if (rater.endsAt <= tx.clock.now()) throw new AppError('campaign.over', 409);
    await markPaper(tx, rater.id);
    await save(tx, rater, input);
    if (!isWhole) return;
    const now = await findRater(tx, raterId);
    if (now) await handIn(tx, now);
    await audit(tx, { act: 'campaign.keyed_in', subjectType: 'campaign', subjectId: rater.campaignId, data: { kind: rater.kind } });
  });
}

/** For paper: the rater's own sheet as far as it is filled in, or, to whoever runs the campaign, an empty one. Error `page.not_found`. */
export async function getSheetOnPaper(ctx: Ctx, raterId: string, options: { blank: boolean }): Promise<CampaignSheet> {
  const row = isId(raterId) ? await findRater(ctx, raterId) : undefined;
  if (!row) throw notFound();
  try {
    return await detailOf(ctx, await getRaterFor(ctx, raterId, 'fillIn'), options);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await getCampaignFor(ctx, row.campaignId, 'readCampaign');
    return detailOf(ctx, row, { blank: true });
  }
}

/** Sheets of campaigns that wait for the actor. */
export async function ownCampaignSheets(ctx: Ctx): Promise<RaterRow[]> {
  return ctx.actor.kind === 'account' ? listOwnRaters(ctx, ctx.actor.accountId) : [];
}

/** The sheet, or what became of it where it cannot be filled in any more. Error `page.not_found` for whoever it is not. */
export async function showCampaignSheet(ctx: Ctx, raterId: string): Promise<{ outcome: 'open'; sheet: CampaignSheet } | { outcome: 'done' | 'over'; sheet: null }> {
  try {
    return { outcome: 'open', sheet: await getCampaignSheet(ctx, raterId) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'sheet.handed_in_already') return { outcome: 'done', sheet: null };
    if (error instanceof AppError && (error.code === 'campaign.over' || error.code === 'campaign.person_left')) return { outcome: 'over', sheet: null };
    throw error;
  }
}
