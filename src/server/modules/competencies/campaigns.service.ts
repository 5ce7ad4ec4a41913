import { listHeadsOf } from '#server/modules/access/index.ts';
import { listOrganisationsOf, networkOf, ORGANISATION_KINDS, positionsOf } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, invalid, notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { scopeOf } from '#server/platform/rights.ts';
import { localDate } from '#server/platform/time/wall-time.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { campaignMay, getCampaignFor } from './campaign-access.ts';
import { listMembers } from './campaign-decisions.queries.ts';
import { tellRaters } from './campaign.mail.ts';
import { closeOpenSheets, insertParticipants, insertRaters, listParticipants, listRaters, type NewRaterRow, type RaterRow } from './campaign-people.queries.ts';
import { campaignAbilities, CAMPAIGN_KEEPERS } from './campaigns.policy.ts';
import { endOfDay, insertCampaign, listAudience, listCampaigns, listTakenOut, listWorking, saveChoice, setCampaignState, updateAudience, updateCampaign, updateEnd, worksWithin, type AudiencePerson, type CampaignRow, type CampaignSettings } from './campaigns.queries.ts';
import type { AudienceInput, CampaignInput, Extension, NewCampaign } from './campaigns.schemas.ts';
import { fillShipped } from './frameworks.service.ts';
import { findVersion, listVersions } from './frameworks.queries.ts';
import { listItems } from './items.queries.ts';
import { listRequirements } from './sheets.queries.ts';

/** More people are several campaigns. */
export const MOST_PARTICIPANTS = 2000;

/** Organisations for whose people the actor runs campaigns. */
export async function campaignOrganisations(ctx: Ctx): Promise<{ id: string; name: LocalizedText; kind: string }[]> {
  const all = await listOrganisationsOf(ctx);
  return all.filter(({ path, closed_on: closedOn }) => closedOn === null && campaignAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: path }).editCampaign.allowed).map(({ id, name, kind }) => ({ id, name, kind }));
}

/** Versions in use, by which people can be rated. */
export async function campaignVersions(ctx: Ctx): Promise<{ id: string; title: LocalizedText; competencies: number }[]> {
  await fillShipped(ctx);
  return (await listVersions(ctx)).filter(({ state, competencies }) => state === 'published' && competencies > 0).map(({ id, title, competencies }) => ({ id, title, competencies }));
}

/** Campaigns of the organisations the actor keeps. Error `page.not_found` for whoever keeps none. */
export async function listCampaignsFor(ctx: Ctx) {
  const scope = scopeOf(ctx.actor, CAMPAIGN_KEEPERS, ctx.networkId);
  if (scope !== 'network' && scope.length === 0) throw notFound();
  return listCampaigns(ctx, scope);
}

async function settingsOf(ctx: Ctx, versionId: string, timeZone: string, input: Omit<CampaignInput, 'revision'>): Promise<CampaignSettings> {
  if ((await endOfDay(ctx, input.closesOn, timeZone)) <= ctx.clock.now()) throw invalid('closesOn', 'campaign.end_past');
  const known = new Set((await listItems(ctx, versionId)).filter(({ kind, retiredAt }) => kind === 'competency' && retiredAt === null).map(({ competencyId }) => competencyId));
  const competencyIds = input.breadth === 'chosen' ? input.competencyIds.filter((id) => known.has(id)) : [];
  if (input.breadth === 'chosen' && competencyIds.length === 0) throw invalid('competencyIds', 'choice.missing');
  const { title, note, closesOn, kinds, peers, minimumGroup, breadth } = input;
  const remindDays = [...new Set([input.remindFirst, input.remindLast])].filter((days): days is number => days !== null).sort((a, b) => b - a);
  return { title, note, closesOn, kinds, peers, anonymous: input.anonymous.filter((kind) => kinds.includes(kind)), minimumGroup, breadth, competencyIds, remindDays };
}

/** Writes a draft. Errors: `page.not_found`; beside fields `campaign.end_past`, `choice.missing`. */
export async function addCampaign(ctx: Ctx, input: NewCampaign): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const organisation = (await listOrganisationsOf(tx)).find(({ id }) => id === input.organisationId);
    if (!organisation || organisation.closed_on !== null || !campaignAbilities(tx.actor, { networkId: tx.networkId, organisationPath: organisation.path }).editCampaign.allowed) throw notFound();
    const version = await findVersion(tx, input.versionId);
    if (version?.state !== 'published') throw invalid('versionId', 'choice.missing');
    const timeZone = organisation.time_zone || (await networkOf(tx)).timeZone;
    const id = newId();
    const settings = await settingsOf(tx, version.id, timeZone, input);
    await insertCampaign(tx, { ...settings, id, organisationId: organisation.id, versionId: version.id, timeZone, createdBy: actorId(tx.actor) });
    await updateAudience(tx, id, { organisationIds: [organisation.id], positionIds: [], kinds: [] });
    await audit(tx, { act: 'campaign.added', subjectType: 'campaign', subjectId: id });
    return id;
  });
}

function fresh(row: CampaignRow, revision: number): void {
  if (row.revision !== revision) throw conflict();
}

/** Changes a draft. Errors: `page.not_found`, `campaign.wrong_state`, `record.changed_meanwhile` (409); beside fields as `addCampaign`. */
export async function changeCampaign(ctx: Ctx, campaignId: string, input: CampaignInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getCampaignFor(tx, campaignId, 'editCampaign', { lock: true });
    fresh(row, input.revision);
    await updateCampaign(tx, row.id, { ...(await settingsOf(tx, row.versionId, row.timeZone, input)), timeZone: row.timeZone });
    await audit(tx, { act: 'campaign.changed', subjectType: 'campaign', subjectId: row.id });
  });
}

/** Says by a rule who takes part. Errors as `changeCampaign`; `choice.missing` where an organisation lies outside that of the campaign. */
export async function changeAudience(ctx: Ctx, campaignId: string, { revision, ...audience }: AudienceInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getCampaignFor(tx, campaignId, 'editCampaign', { lock: true });
    fresh(row, revision);
    const within = new Set((await listOrganisationsOf(tx)).filter(({ path }) => path.includes(row.organisationId)).map(({ id }) => id));
    if (audience.organisationIds.some((id) => !within.has(id))) throw invalid('organisationIds', 'choice.missing');
    await updateAudience(tx, row.id, audience);
  });
}

/** Takes a single person into a draft or out of it; in a running campaign, adds somebody who came later. Errors: `page.not_found`, `campaign.wrong_state`, `campaign.person_outside`. */
export async function choosePerson(ctx: Ctx, campaignId: string, personId: string, isIn: boolean): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getCampaignFor(tx, campaignId, 'readCampaign', { lock: true });
    if (row.state === 'running' && isIn) return addLate(tx, row, personId);
    if (row.state !== 'draft') throw new AppError('campaign.wrong_state', 409);
    if (!(await worksWithin(tx, personId, row.organisationId))) throw invalid('personId', 'campaign.person_outside');
    await saveChoice(tx, row.id, personId, isIn);
  });
}

async function addLate(tx: Ctx, row: CampaignRow, personId: string): Promise<void> {
  await saveChoice(tx, row.id, personId, true);
  const person = (await listAudience(tx, row, MOST_PARTICIPANTS + 1)).find((one) => one.personId === personId);
  if (!person) throw invalid('personId', 'campaign.person_outside');
  await enter(tx, row, [person]);
  await audit(tx, { act: 'campaign.person_added', subjectType: 'campaign', subjectId: row.id, data: { personId } });
}

export interface AudiencePreview {
  people: AudiencePerson[];
  total: number;
  noAccount: number;
  noProfile: number;
  noHead: number;
  takenOut: { personId: string; familyName: string; givenName: string | null }[];
  /** Longer than a campaign may be. */
  isTooLong: boolean;
}

/** Who would take part, and of whom something is missing. */
export async function previewAudience(ctx: Ctx, row: CampaignRow): Promise<AudiencePreview> {
  const people = await listAudience(ctx, row, MOST_PARTICIPANTS + 1);
  const heads = await headsFor(ctx, people);
  return {
    people,
    total: people.length,
    noAccount: people.filter(({ accountId }) => accountId === null).length,
    noProfile: people.filter(({ profileId }) => profileId === null).length,
    noHead: people.filter(({ personId }) => !heads.has(personId)).length,
    takenOut: await listTakenOut(ctx, row.id),
    isTooLong: people.length > MOST_PARTICIPANTS,
  };
}

/** The head of each: who leads her organisation, else the nearest above it; never she herself. */
async function headsFor(ctx: Ctx, people: readonly AudiencePerson[]): Promise<Map<string, { accountId: string; name: string }>> {
  const holders = await listHeadsOf(ctx, [...new Set(people.flatMap(({ path }) => path))]);
  const found = new Map<string, { accountId: string; name: string }>();
  for (const { personId, accountId, path } of people) {
    const head = [...path].reverse().flatMap((id) => holders.filter((one) => one.organisationId === id && one.accountId !== accountId))[0];
    if (head) found.set(personId, head);
  }
  return found;
}

/** Freezes the audience and asks everybody who is known by then. Errors: `page.not_found`, `campaign.wrong_state`, `campaign.nobody`, `campaign.too_many`, `campaign.version_retired`, `campaign.end_past` (409). */
export async function startCampaign(ctx: Ctx, campaignId: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const row = await getCampaignFor(tx, campaignId, 'startCampaign', { lock: true });
    if (row.versionState !== 'published') throw new AppError('campaign.version_retired', 409);
    if (row.endsAt <= tx.clock.now()) throw new AppError('campaign.end_past', 409);
    const people = await listAudience(tx, row, MOST_PARTICIPANTS + 1);
    if (people.length === 0) throw new AppError('campaign.nobody', 409);
    if (people.length > MOST_PARTICIPANTS) throw new AppError('campaign.too_many', 409);
    await setCampaignState(tx, row.id, 'running');
    await enter(tx, row, people);
    await audit(tx, { act: 'campaign.started', subjectType: 'campaign', subjectId: row.id, data: { count: people.length } });
    return people.length;
  });
}

async function enter(tx: Ctx, row: CampaignRow, people: readonly AudiencePerson[]): Promise<void> {
  const asked = new Map<string, string[]>();
  if (row.breadth === 'profile') for (const id of new Set(people.flatMap(({ profileId }) => profileId ?? []))) asked.set(id, (await listRequirements(tx, id)).map(({ competencyId }) => competencyId));
  const competencyIds = ({ profileId }: AudiencePerson) => (row.breadth === 'all' ? null : row.breadth === 'chosen' ? row.competencyIds : (asked.get(profileId ?? '') ?? null));
  const entered = new Map((await insertParticipants(tx, row.id, people.map((one) => ({ personId: one.personId, organisationId: one.organisationId, competencyIds: competencyIds(one) })))).map(({ id, personId }) => [personId, id]));
  const heads = row.kinds.includes('head') ? await headsFor(tx, people) : new Map<string, { accountId: string; name: string }>();
  const none = { personId: null, accountId: null, name: null, email: null, locale: null, state: 'invited' } as const;
  const raters = people.flatMap(({ personId }): NewRaterRow[] => {
    const participantId = entered.get(personId);
    if (!participantId) return [];
    const head = heads.get(personId);
    return [{ ...none, id: newId(), participantId, kind: 'self', personId }, ...(head ? [{ ...none, id: newId(), participantId, kind: 'head' as const, ...head }] : [])];
  });
  await tellRaters(tx, row, await insertRaters(tx, raters), 'invitation');
}

/** Moves the last day of a running campaign. Errors: `page.not_found`, `campaign.wrong_state`, `record.changed_meanwhile` (409), `campaign.end_past` beside the field. */
export async function extendCampaign(ctx: Ctx, campaignId: string, { closesOn, revision }: Extension): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getCampaignFor(tx, campaignId, 'runCampaign', { lock: true });
    fresh(row, revision);
    if ((await endOfDay(tx, closesOn, row.timeZone)) <= tx.clock.now()) throw invalid('closesOn', 'campaign.end_past');
    await updateEnd(tx, row.id, closesOn, row.timeZone);
    await audit(tx, { act: 'campaign.extended', subjectType: 'campaign', subjectId: row.id, data: { from: row.closesOn, to: closesOn } });
  });
}

/** Ends collecting: what is open stays uncounted, and nothing more can be handed in. Errors: `page.not_found`, `campaign.wrong_state` (409). */
export async function endCollecting(ctx: Ctx, campaignId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getCampaignFor(tx, campaignId, 'runCampaign', { lock: true });
    await setCampaignState(tx, row.id, 'calibration');
    await closeOpenSheets(tx, row.id);
    await audit(tx, { act: 'campaign.collected', subjectType: 'campaign', subjectId: row.id });
  });
}

/** Stops a campaign: nothing becomes ratings. Errors: `page.not_found`, `campaign.wrong_state` (409). */
export async function cancelCampaign(ctx: Ctx, campaignId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getCampaignFor(tx, campaignId, 'cancelCampaign', { lock: true });
    await setCampaignState(tx, row.id, 'cancelled');
    await closeOpenSheets(tx, row.id);
    await audit(tx, { act: 'campaign.cancelled', subjectType: 'campaign', subjectId: row.id });
  });
}

/** A campaign as those who run it see it. Error `page.not_found`. */
export async function getCampaignDetail(ctx: Ctx, campaignId: string) {
  const campaign = await getCampaignFor(ctx, campaignId, 'readCampaign');
  const [participants, raters] = await Promise.all([listParticipants(ctx, campaign.id), listRaters(ctx, { campaignId: campaign.id })]);
  return { campaign, may: campaignMay(ctx, campaign), participants, raters, today: localDate(ctx.clock.now(), campaign.timeZone) };
}
export type CampaignDetail = Awaited<ReturnType<typeof getCampaignDetail>>;

/** What the audience of a campaign is chosen from: organisations, posts and kinds, who it comes to, and people found by their name. Error `page.not_found`. */
export async function audienceChoices(ctx: Ctx, campaignId: string, find: string) {
  const campaign = await getCampaignFor(ctx, campaignId, 'readCampaign');
  const organisations = (await listOrganisationsOf(ctx)).filter(({ path, closed_on: closedOn }) => closedOn === null && path.includes(campaign.organisationId));
  return {
    campaign,
    may: campaignMay(ctx, campaign),
    preview: await previewAudience(ctx, campaign),
    organisations: organisations.map(({ id, name }) => ({ id, name })).slice(0, 200),
    positions: (await positionsOf(ctx)).filter((row) => !row.is_retired).map(({ id, name }) => ({ id, name })),
    kinds: ORGANISATION_KINDS.filter((kind) => organisations.some((one) => one.kind === kind)),
    found: find === '' ? [] : await listWorking(ctx, campaign.organisationId, 100, find),
  };
}

const STANDING = ['invited', 'handed_in', 'missed'];

/** How far a campaign is, by organisation and by person; of a draft, whom it would come to. Error `page.not_found`. */
export async function campaignOverview(ctx: Ctx, campaignId: string) {
  const { campaign, may, participants, raters } = await getCampaignDetail(ctx, campaignId);
  const byParticipant = new Map<string, RaterRow[]>();
  for (const rater of raters) byParticipant.set(rater.participantId, [...(byParticipant.get(rater.participantId) ?? []), rater]);
  const people = participants.map((participant) => {
    const own = byParticipant.get(participant.id) ?? [];
    const others = own.filter(({ kind, state }) => kind !== 'self' && STANDING.includes(state));
    return {
      participant,
      selfState: own.find(({ kind }) => kind === 'self')?.state ?? null,
      others: others.length,
      othersDone: others.filter(({ state }) => state === 'handed_in').length,
      proposed: own.filter(({ state }) => state === 'proposed').length,
    };
  });
  const progress = new Map<string, { id: string; name: LocalizedText | null; people: number; selfDone: number; others: number; othersDone: number }>();
  for (const { participant, selfState, others, othersDone } of people) {
    if (participant.state === 'out') continue;
    const id = participant.organisationId ?? '';
    const line = progress.get(id) ?? { id, name: participant.organisationName, people: 0, selfDone: 0, others: 0, othersDone: 0 };
    progress.set(id, { ...line, people: line.people + 1, selfDone: line.selfDone + (selfState === 'handed_in' ? 1 : 0), others: line.others + others, othersDone: line.othersDone + othersDone });
  }
  const counted = raters.filter(({ state }) => STANDING.includes(state));
  const { people: _, takenOut: __, ...preview } = campaign.state === 'draft' ? await previewAudience(ctx, campaign) : { people: [], takenOut: [], total: 0, noAccount: 0, noProfile: 0, noHead: 0, isTooLong: false };
  return {
    campaign,
    may,
    people,
    progress: [...progress.values()],
    totals: { raters: counted.length, handedIn: counted.filter(({ state }) => state === 'handed_in').length, unwritten: participants.filter(({ state, writtenAt }) => state !== 'out' && writtenAt === null).length },
    preview: campaign.state === 'draft' ? preview : null,
    members: await listMembers(ctx, campaign.id),
  };
}
