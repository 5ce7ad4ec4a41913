import { listAddressesOf } from '#server/modules/access/index.ts';
import { contactOf } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { getCampaignFor, getParticipantFor, getRaterFor, isOneself } from './campaign-access.ts';
import { closeLinks, raterLink, tellRaters } from './campaign.mail.ts';
import { findParticipant, findRater, insertRaters, listParticipations, listRaters, openRaterSheets, setParticipantState, setRaterState, type ParticipantRow, type RaterRow } from './campaign-people.queries.ts';
import { findCampaign, listWorking, lockCampaign, type CampaignRow, type Colleague } from './campaigns.queries.ts';
import type { NewRater } from './campaigns.schemas.ts';
import { findRatedPerson } from './sheets.queries.ts';

/** More raters of one kind say nothing more. */
const MOST_OF_A_KIND = 12;
const STANDING = ['proposed', 'invited', 'handed_in'];
/** So many names a list of colleagues holds; others are found by their name. */
export const COLLEAGUES_SHOWN = 300;

/** A rater as she is written down. Errors beside fields: `choice.missing`, `field.required`, `campaign.rater_is_rated`, `campaign.rater_doubled`, `campaign.too_many_raters`. */
async function addRater(tx: Ctx, campaign: CampaignRow, participant: ParticipantRow, input: NewRater, state: 'proposed' | 'invited'): Promise<string> {
  if (!campaign.kinds.includes(input.kind)) throw invalid('kind', 'choice.missing');
  if (participant.state !== 'in') throw new AppError('campaign.person_left', 409);
  const raters = (await listRaters(tx, { participantId: participant.id })).filter((one) => one.kind === input.kind && STANDING.includes(one.state));
  const most = state === 'proposed' && input.kind === 'peer' ? campaign.peers : MOST_OF_A_KIND;
  if (input.kind !== 'head' && raters.length >= most) throw invalid('kind', 'campaign.too_many_raters', { max: most });
  const who = input.kind === 'external' ? await outsider(tx, participant, input) : await insider(tx, participant, input);
  if (input.kind === 'head') {
    if (raters.some((one) => one.state === 'handed_in')) throw invalid('kind', 'sheet.handed_in_already');
    await release(tx, raters.map(({ id }) => id), 'released');
  }
  const [id] = await insertRaters(tx, [{ id: newId(), participantId: participant.id, kind: input.kind, state, ...who }]);
  if (!id) throw invalid(input.kind === 'external' ? 'email' : 'personId', 'campaign.rater_doubled');
  return id;
}

async function insider(tx: Ctx, participant: ParticipantRow, { personId }: NewRater) {
  const person = personId ? await findRatedPerson(tx, personId) : undefined;
  if (!person?.isWorking) throw invalid('personId', 'choice.missing');
  if (person.personId === participant.personId || (person.accountId !== null && person.accountId === participant.accountId)) throw invalid('personId', 'campaign.rater_is_rated');
  return { personId: person.personId, accountId: null, name: null, email: null, locale: null };
}

async function outsider(tx: Ctx, participant: ParticipantRow, { name, email }: NewRater) {
  if (!name) throw invalid('name', 'field.required');
  if (!email) throw invalid('email', 'field.required');
  const own = [(await contactOf(tx, participant.personId))?.email, ...(await listAddressesOf(tx, participant.accountId ? [participant.accountId] : [])).map((one) => one.email)];
  if (own.some((one) => one?.toLowerCase() === email.toLowerCase())) throw invalid('email', 'campaign.rater_is_rated');
  return { personId: null, accountId: null, name, email, locale: tx.locale };
}

async function release(tx: Ctx, ids: readonly string[], state: 'released' | 'declined'): Promise<void> {
  await setRaterState(tx, ids, state);
  for (const id of ids) await closeLinks(tx, id);
}

/** Names a rater and asks her. Errors: `page.not_found`, `campaign.wrong_state`, `campaign.person_left` (409); beside fields as told above. */
export async function nameRater(ctx: Ctx, participantId: string, input: NewRater): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const { campaign, participant } = await getParticipantFor(tx, participantId, 'runCampaign', { lock: true });
    // Whoever runs a campaign and takes part in it proposes like everybody else.
    if (isOneself(tx, participant)) throw new AppError('campaign.own_raters', 409);
    const id = await addRater(tx, campaign, participant, input, 'invited');
    await tellRaters(tx, campaign, [id], 'invitation');
    await audit(tx, { act: 'campaign.rater_named', subjectType: 'campaign', subjectId: campaign.id, data: { kind: input.kind } });
    return id;
  });
}

/** A participant proposes who may say something of her; the organiser confirms. Errors as `nameRater`. */
export async function proposeRater(ctx: Ctx, participantId: string, input: NewRater): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const { campaign, participant } = await ownParticipation(tx, participantId);
    await lockCampaign(tx, campaign.id);
    if (input.kind === 'head') throw invalid('kind', 'choice.missing');
    if (input.personId && !(await colleaguesOf(tx, participant)).some(({ personId }) => personId === input.personId)) throw invalid('personId', 'choice.missing');
    return addRater(tx, campaign, participant, input, 'proposed');
  });
}

async function raterOfCampaign(tx: Ctx, raterId: string): Promise<{ rater: RaterRow; campaign: CampaignRow }> {
  const found = isId(raterId) ? await findRater(tx, raterId) : undefined;
  if (!found) throw notFound();
  const campaign = await getCampaignFor(tx, found.campaignId, 'runCampaign', { lock: true });
  const [rater, participant] = [await findRater(tx, raterId), await findParticipant(tx, found.participantId)];
  if (!rater || !participant) throw notFound();
  if (isOneself(tx, participant)) throw new AppError('campaign.own_raters', 409);
  return { rater, campaign };
}

/** Asks somebody whom the participant proposed. Errors: `page.not_found`, `campaign.wrong_state` (409). */
export async function confirmRater(ctx: Ctx, raterId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { rater, campaign } = await raterOfCampaign(tx, raterId);
    if (rater.state !== 'proposed') return;
    await setRaterState(tx, [rater.id], 'invited');
    await openRaterSheets(tx, [rater.id]);
    await tellRaters(tx, campaign, [rater.id], 'invitation');
  });
}

/** Lets a rater go who has not handed in. Errors: `page.not_found`, `campaign.wrong_state`, `sheet.handed_in_already` (409). */
export async function releaseRater(ctx: Ctx, raterId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { rater, campaign } = await raterOfCampaign(tx, raterId);
    if (rater.kind === 'self') throw notFound();
    if (rater.state === 'handed_in') throw new AppError('sheet.handed_in_already', 409);
    await release(tx, [rater.id], 'released');
    await audit(tx, { act: 'campaign.rater_released', subjectType: 'campaign', subjectId: campaign.id, data: { kind: rater.kind } });
  });
}

/** A rater declines: what she wrote so far is thrown away. Errors: `page.not_found`, `campaign.over` (409). */
export async function declineRating(ctx: Ctx, raterId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const rater = await getRaterFor(tx, raterId, 'decline', { lock: true });
    await release(tx, [rater.id], 'declined');
  });
}

/** Takes a participant out of a running campaign, or brings one back who had left: her raters are released, what was handed in stays where she left. Errors: `page.not_found`, `campaign.wrong_state` (409). */
export async function setParticipation(ctx: Ctx, participantId: string, isIn: boolean): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { campaign, participant } = await getParticipantFor(tx, participantId, 'runCampaign', { lock: true });
    const raters = await listRaters(tx, { participantId: participant.id });
    await setParticipantState(tx, participant.id, isIn ? 'in' : 'out');
    if (isIn) {
      const self = raters.filter(({ kind, state }) => kind === 'self' && state === 'released').map(({ id }) => id);
      await setRaterState(tx, self, 'invited');
      await openRaterSheets(tx, self);
    } else await release(tx, raters.filter(({ state }) => state === 'invited' || state === 'proposed').map(({ id }) => id), 'released');
    await audit(tx, { act: isIn ? 'campaign.person_added' : 'campaign.person_out', subjectType: 'campaign', subjectId: campaign.id, data: { personId: participant.personId } });
  });
}

async function ownParticipation(ctx: Ctx, participantId: string): Promise<{ campaign: CampaignRow; participant: ParticipantRow }> {
  const participant = isId(participantId) ? await findParticipant(ctx, participantId) : undefined;
  const campaign = participant ? await findCampaign(ctx, participant.campaignId) : undefined;
  if (!participant || !campaign || !isOneself(ctx, participant) || participant.state !== 'in' || campaign.state !== 'running' || campaign.endsAt <= ctx.clock.now()) throw notFound();
  return { campaign, participant };
}

/** With whom she works: those of her organisation. */
async function colleaguesOf(ctx: Ctx, { personId, organisationId }: Pick<ParticipantRow, 'personId' | 'organisationId'>): Promise<Colleague[]> {
  return organisationId ? (await listWorking(ctx, organisationId, COLLEAGUES_SHOWN)).filter((one) => one.personId !== personId) : [];
}

/** One's own part in a running campaign: who was asked, whom one may propose. Who has handed in is not told. Error `page.not_found`. */
export async function getOwnParticipation(ctx: Ctx, participantId: string) {
  const { campaign, participant } = await ownParticipation(ctx, participantId);
  const raters = await listRaters(ctx, { participantId: participant.id });
  return {
    campaign,
    participant,
    self: raters.find(({ kind }) => kind === 'self') ?? null,
    raters: raters.filter(({ kind, state }) => kind !== 'self' && STANDING.includes(state)).map(({ id, kind, name, state }) => ({ id, kind, name, isProposed: state === 'proposed' })),
    colleagues: await colleaguesOf(ctx, participant),
  };
}

/** Where the actor is rated now. */
export async function listOwnParticipations(ctx: Ctx) {
  return ctx.actor.kind === 'account' ? listParticipations(ctx, ctx.actor.accountId) : [];
}

/** One participant as those who run the campaign see her: who was asked and who has answered, never what. Error `page.not_found`. */
export async function getParticipantDetail(ctx: Ctx, participantId: string, find = '') {
  const { campaign, participant } = await getParticipantFor(ctx, participantId, 'readCampaign');
  const within = find === '' ? participant.organisationId : campaign.organisationId;
  const colleagues = within ? await listWorking(ctx, within, COLLEAGUES_SHOWN, find) : [];
  return { campaign, participant, isOneself: isOneself(ctx, participant), raters: await listRaters(ctx, { participantId: participant.id }), colleagues: colleagues.filter(({ personId }) => personId !== participant.personId) };
}

/** The personal link of a rater from outside whose mail does not arrive. Errors: `page.not_found`, `campaign.wrong_state` (409). */
export async function externalLink(ctx: Ctx, raterId: string): Promise<string | null> {
  const rater = isId(raterId) ? await findRater(ctx, raterId) : undefined;
  if (!rater || rater.kind !== 'external' || rater.state !== 'invited') throw notFound();
  await getCampaignFor(ctx, rater.campaignId, 'runCampaign');
  const participant = await findParticipant(ctx, rater.participantId);
  // By the link one could answer as somebody else about oneself.
  if (!participant || isOneself(ctx, participant)) throw notFound();
  return raterLink(ctx, rater.id);
}

/** Who may be put on the commission of a campaign: whoever works in its organisations. Error `page.not_found`. */
export async function memberChoices(ctx: Ctx, campaignId: string): Promise<Colleague[]> {
  const campaign = await getCampaignFor(ctx, campaignId, 'readCampaign');
  return listWorking(ctx, campaign.organisationId, COLLEAGUES_SHOWN);
}
