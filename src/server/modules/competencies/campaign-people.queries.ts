import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { RaterState } from './campaigns.policy.ts';
import type { CampaignState } from './competencies.tables.ts';
import type { RaterKind } from './effective.rule.ts';

export interface ParticipantRow {
  id: string;
  campaignId: string;
  personId: string;
  accountId: string | null;
  familyName: string;
  givenName: string | null;
  isWorking: boolean;
  organisationId: string | null;
  organisationName: LocalizedText | null;
  positionName: LocalizedText | null;
  state: 'in' | 'left' | 'out';
  competencyIds: string[] | null;
  writtenAt: Date | null;
  leftOut: number;
}

const participant = sql`p.id, p.campaign_id as "campaignId", c.canonical_id as "personId", c.account_id as "accountId", c.family_name as "familyName", c.given_name as "givenName", c.is_working as "isWorking",
  p.organisation_id as "organisationId", o.name as "organisationName", s.name as "positionName", p.state, p.competency_ids as "competencyIds", p.written_at as "writtenAt", p.left_out as "leftOut"`;
const fromParticipants = sql`competencies.campaign_participant p
  join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id
  left join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id
  left join people.position s on s.network_id = p.network_id and s.id = c.position_id`;

export async function findParticipant(ctx: Ctx, id: string): Promise<ParticipantRow | undefined> {
  const { rows } = await sql<ParticipantRow>`select ${participant} from ${fromParticipants} where p.network_id = ${ctx.networkId} and p.id = ${id}`.execute(ctx.db);
  return rows[0];
}

export async function lockParticipant(tx: Ctx, id: string): Promise<void> {
  await sql`select from competencies.campaign_participant where network_id = ${tx.networkId} and id = ${id} for update`.execute(tx.db);
}

/** Everybody of a campaign, by name. */
export async function listParticipants(ctx: Ctx, campaignId: string): Promise<ParticipantRow[]> {
  const { rows } = await sql<ParticipantRow>`select ${participant} from ${fromParticipants} where p.network_id = ${ctx.networkId} and p.campaign_id = ${campaignId} order by c.sort_name, p.id`.execute(ctx.db);
  return rows;
}

/** Puts people into a campaign; who is in it stays as she is. Returns the ids of those who are new. */
export async function insertParticipants(tx: Ctx, campaignId: string, rows: readonly { personId: string; organisationId: string | null; competencyIds: string[] | null }[]): Promise<{ id: string; personId: string }[]> {
  const { rows: added } = await sql<{ id: string; personId: string }>`insert into competencies.campaign_participant (network_id, campaign_id, person_id, organisation_id, competency_ids, added_at)
    select ${tx.networkId}::uuid, ${campaignId}::uuid, "personId", "organisationId", case when jsonb_typeof("competencyIds") = 'array' then array(select jsonb_array_elements_text("competencyIds")::uuid) end, ${tx.clock.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one("personId" uuid, "organisationId" uuid, "competencyIds" jsonb)
    on conflict (campaign_id, person_id) do nothing returning id, person_id as "personId"`.execute(tx.db);
  return added;
}

export async function setParticipantState(tx: Ctx, id: string, state: ParticipantRow['state']): Promise<void> {
  await sql`update competencies.campaign_participant set state = ${state} where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export async function markWritten(tx: Ctx, id: string, leftOut: number): Promise<void> {
  await sql`update competencies.campaign_participant set written_at = ${tx.clock.now()}, left_out = ${leftOut} where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

/** Of a closed campaign, whose ratings are not written yet. */
export async function listUnwritten(ctx: Ctx, campaignId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from competencies.campaign_participant where network_id = ${ctx.networkId} and campaign_id = ${campaignId} and written_at is null and state <> 'out' order by id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

export interface Participation {
  id: string;
  campaignId: string;
  title: LocalizedText;
  endsAt: Date;
  timeZone: string;
  kinds: string[];
  raterId: string | null;
  isHandedIn: boolean;
}

/** Where an account is rated in running campaigns. */
export async function listParticipations(ctx: Ctx, accountId: string): Promise<Participation[]> {
  const { rows } = await sql<Participation>`select p.id, g.id as "campaignId", g.title, g.ends_at as "endsAt", g.time_zone as "timeZone", g.kinds, r.id as "raterId", coalesce(r.state = 'handed_in', false) as "isHandedIn"
    from people.person_card c join competencies.campaign_participant p on p.network_id = c.network_id and p.person_id = c.person_id
    join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id
    left join competencies.campaign_rater r on r.network_id = p.network_id and r.participant_id = p.id and r.kind = 'self'
    where c.network_id = ${ctx.networkId} and c.account_id = ${accountId} and p.state = 'in' and g.state = 'running' and g.ends_at > ${ctx.clock.now()} order by g.ends_at, p.id limit 50`.execute(ctx.db);
  return rows;
}

export interface RaterRow {
  id: string;
  participantId: string;
  campaignId: string;
  kind: Exclude<RaterKind, 'commission' | 'test' | 'evidence'>;
  personId: string | null;
  accountId: string | null;
  name: string | null;
  email: string | null;
  locale: string | null;
  state: RaterState;
  isPaper: boolean;
  toldAt: Date | null;
  reminders: number;
  handedInAt: Date | null;
  /** Null after the campaign closed: what anonymous raters wrote on is thrown away then. */
  sheetId: string | null;
  answered: number;
  /** The rated person. */
  ratedId: string;
  ratedName: string;
  campaignState: CampaignState;
  endsAt: Date;
}

const rater = sql`r.id, r.participant_id as "participantId", p.campaign_id as "campaignId", r.kind, k.canonical_id as "personId", coalesce(r.account_id, k.account_id) as "accountId",
  coalesce(r.name, nullif(concat_ws(' ', k.family_name, k.given_name), '')) as name, r.email, r.locale, r.state, r.is_paper as "isPaper", r.told_at as "toldAt", r.reminders, r.handed_in_at as "handedInAt",
  s.id as "sheetId", coalesce((select count(*) filter (where a.step is not null)::int from competencies.sheet_answer a where a.network_id = r.network_id and a.sheet_id = s.id), 0) as answered,
  c.canonical_id as "ratedId", concat_ws(' ', c.family_name, c.given_name) as "ratedName", g.state as "campaignState", g.ends_at as "endsAt"`;
const fromRaters = sql`competencies.campaign_rater r
  join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id
  join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id
  join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id
  left join people.person_card k on k.network_id = r.network_id and k.person_id = r.person_id
  left join competencies.sheet s on s.network_id = r.network_id and s.campaign_rater_id = r.id`;
const ORDER = sql`array_position(array['self', 'head', 'mentor', 'peer', 'external'], r.kind)`;

export async function findRater(ctx: Ctx, id: string): Promise<RaterRow | undefined> {
  const { rows } = await sql<RaterRow>`select ${rater} from ${fromRaters} where r.network_id = ${ctx.networkId} and r.id = ${id}`.execute(ctx.db);
  return rows[0];
}

export async function lockRater(tx: Ctx, id: string): Promise<void> {
  await sql`select from competencies.campaign_rater where network_id = ${tx.networkId} and id = ${id} for update`.execute(tx.db);
}

/** Raters of a participant, or of everybody in a campaign. */
export async function listRaters(ctx: Ctx, of: { participantId: string } | { campaignId: string } | { ids: readonly string[] }): Promise<RaterRow[]> {
  const where = 'participantId' in of ? sql`r.participant_id = ${of.participantId}` : 'ids' in of ? sql`r.id = any(${[...of.ids]}::uuid[])` : sql`p.campaign_id = ${of.campaignId}`;
  const { rows } = await sql<RaterRow>`select ${rater} from ${fromRaters} where r.network_id = ${ctx.networkId} and ${where} and r.state <> 'gone' order by ${ORDER}, r.id`.execute(ctx.db);
  return rows;
}

/** What waits for an account in running campaigns. */
export async function listOwnRaters(ctx: Ctx, accountId: string): Promise<RaterRow[]> {
  const { rows } = await sql<RaterRow>`select ${rater} from ${fromRaters} where r.network_id = ${ctx.networkId} and coalesce(r.account_id, k.account_id) = ${accountId} and r.state = 'invited'
    and g.state = 'running' and g.ends_at > ${ctx.clock.now()} order by g.ends_at, ${ORDER}, r.id limit 200`.execute(ctx.db);
  return rows;
}

export interface NewRaterRow {
  id: string;
  participantId: string;
  kind: RaterRow['kind'];
  personId: string | null;
  accountId: string | null;
  name: string | null;
  email: string | null;
  locale: string | null;
  state: 'proposed' | 'invited';
}

/** Writes raters down and opens a sheet for each who is invited. Who stands there already is left as she is. */
export async function insertRaters(tx: Ctx, rows: readonly NewRaterRow[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const { rows: added } = await sql<{ id: string }>`insert into competencies.campaign_rater (id, network_id, participant_id, kind, person_id, account_id, name, email, locale, state, added_at)
    select id, ${tx.networkId}::uuid, "participantId", kind, "personId", "accountId", name, email, locale, state, ${tx.clock.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one(id uuid, "participantId" uuid, kind text, "personId" uuid, "accountId" uuid, name text, email text, locale text, state text)
    on conflict do nothing returning id`.execute(tx.db);
  const ids = added.map(({ id }) => id);
  await openRaterSheets(tx, ids);
  return ids;
}

/** A sheet for each of these raters who is invited and has none; one that was closed is gone on with. */
export async function openRaterSheets(tx: Ctx, raterIds: readonly string[]): Promise<void> {
  const now = tx.clock.now();
  await sql`insert into competencies.sheet (network_id, person_id, version_id, kind, campaign_rater_id, opened_at, changed_at)
    select r.network_id, p.person_id, g.version_id, r.kind, r.id, ${now}, ${now} from competencies.campaign_rater r
    join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id
    where r.network_id = ${tx.networkId} and r.id = any(${[...raterIds]}::uuid[]) and r.state = 'invited'
    on conflict (campaign_rater_id) where campaign_rater_id is not null do update set state = 'open' where competencies.sheet.state = 'withdrawn'`.execute(tx.db);
}

/** Sets the state of raters; whoever has handed in keeps what she handed in. */
export async function setRaterState(tx: Ctx, ids: readonly string[], state: RaterState): Promise<void> {
  await sql`update competencies.campaign_rater set state = ${state} where network_id = ${tx.networkId} and id = any(${[...ids]}::uuid[]) and state <> 'handed_in'`.execute(tx.db);
  if (state !== 'invited' && state !== 'proposed') {
    await sql`update competencies.sheet set state = 'withdrawn', changed_at = ${tx.clock.now()} where network_id = ${tx.networkId} and campaign_rater_id = any(${[...ids]}::uuid[]) and state = 'open'`.execute(tx.db);
  }
}

export async function markHandedIn(tx: Ctx, raterId: string): Promise<void> {
  const now = tx.clock.now();
  await sql`update competencies.campaign_rater set state = 'handed_in', handed_in_at = ${now} where network_id = ${tx.networkId} and id = ${raterId}`.execute(tx.db);
  await sql`update competencies.sheet set state = 'handed_in', handed_in_at = ${now}, changed_at = ${now} where network_id = ${tx.networkId} and campaign_rater_id = ${raterId}`.execute(tx.db);
}

export async function markPaper(tx: Ctx, raterId: string): Promise<void> {
  await sql`update competencies.campaign_rater set is_paper = true where network_id = ${tx.networkId} and id = ${raterId}`.execute(tx.db);
}

export async function markTold(tx: Ctx, raterIds: readonly string[], reminders: number): Promise<void> {
  await sql`update competencies.campaign_rater set told_at = coalesce(told_at, ${tx.clock.now()}), reminders = greatest(reminders, ${reminders}) where network_id = ${tx.networkId} and id = any(${[...raterIds]}::uuid[])`.execute(tx.db);
}

/** All open sheets of a campaign are closed as they are: whoever has not handed in missed it. */
export async function closeOpenSheets(tx: Ctx, campaignId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`update competencies.campaign_rater r set state = 'missed' from competencies.campaign_participant p
    where r.network_id = ${tx.networkId} and p.network_id = r.network_id and p.id = r.participant_id and p.campaign_id = ${campaignId} and r.state in ('proposed', 'invited') returning r.id`.execute(tx.db);
  await sql`update competencies.sheet set state = 'withdrawn', changed_at = ${tx.clock.now()} where network_id = ${tx.networkId} and campaign_rater_id = any(${rows.map(({ id }) => id)}::uuid[]) and state = 'open'`.execute(tx.db);
}

export interface CampaignWord {
  participantId: string;
  raterId: string;
  kind: RaterRow['kind'];
  competencyId: string;
  step: number;
  comment: string | null;
  accountId: string | null;
  name: string | null;
  sheetId: string;
  /** Records were put together since, and the rater turned out to be the rated. */
  isRated: boolean;
}

/** Everything that was handed in, for a participant or for all of a campaign. */
export async function listCampaignWords(ctx: Ctx, of: { participantId: string } | { campaignId: string }): Promise<CampaignWord[]> {
  const where = 'participantId' in of ? sql`r.participant_id = ${of.participantId}` : sql`p.campaign_id = ${of.campaignId} and p.state <> 'out'`;
  const { rows } = await sql<CampaignWord>`select r.participant_id as "participantId", r.id as "raterId", r.kind, a.competency_id as "competencyId", a.step, a.comment, coalesce(r.account_id, k.account_id) as "accountId",
      coalesce(r.name, nullif(concat_ws(' ', k.family_name, k.given_name), '')) as name, s.id as "sheetId", r.kind <> 'self' and coalesce(k.canonical_id = c.canonical_id, false) as "isRated"
    from ${fromRaters} join competencies.sheet_answer a on a.network_id = s.network_id and a.sheet_id = s.id
    where r.network_id = ${ctx.networkId} and ${where} and r.state = 'handed_in' and a.step is not null order by ${ORDER}, a.competency_id, a.step, r.id`.execute(ctx.db);
  return rows;
}

/** What anonymous raters wrote on is thrown away once it is counted, and who they were stays without it. */
export async function deleteSheets(tx: Ctx, sheetIds: readonly string[]): Promise<void> {
  await sql`delete from competencies.sheet where network_id = ${tx.networkId} and id = any(${[...sheetIds]}::uuid[]) and campaign_rater_id is not null`.execute(tx.db);
}

/** Whoever left work is shown as left; her raters are let go, and so are raters who left. What was handed in stays. Returns how many people left. */
export async function releaseLeavers(tx: Ctx): Promise<number> {
  const { rows: left } = await sql<{ id: string }>`update competencies.campaign_participant p set state = 'left' from competencies.campaign g, people.person_card c
    where p.network_id = ${tx.networkId} and g.network_id = p.network_id and g.id = p.campaign_id and g.state in ('running', 'calibration') and p.state = 'in' and c.network_id = p.network_id and c.person_id = p.person_id
      and not c.is_working returning p.id`.execute(tx.db);
  const { rows: raters } = await sql<{ id: string }>`select r.id from competencies.campaign_rater r join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id
    join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id left join people.person_card k on k.network_id = r.network_id and k.person_id = r.person_id
    where r.network_id = ${tx.networkId} and g.state = 'running' and r.state in ('proposed', 'invited') and (p.state = 'left' or not k.is_working) order by r.id for update of r`.execute(tx.db);
  if (raters.length > 0) await setRaterState(tx, raters.map(({ id }) => id), 'released');
  return left.length;
}

/** Who has not handed in and has been reminded less often than it is time for. */
export async function listToRemind(tx: Ctx, campaignId: string, due: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select r.id from competencies.campaign_rater r join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id
    where r.network_id = ${tx.networkId} and p.campaign_id = ${campaignId} and p.state = 'in' and r.state = 'invited' and r.reminders < ${due} order by r.id`.execute(tx.db);
  return rows.map(({ id }) => id);
}
