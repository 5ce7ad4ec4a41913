import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { AnonymousKind, CampaignKind } from './campaign.rule.ts';
import type { Audience } from './campaigns.schemas.ts';
import type { CampaignState, VersionState } from './competencies.tables.ts';

export interface CampaignRow {
  id: string;
  organisationId: string;
  organisationName: LocalizedText;
  path: string[];
  versionId: string;
  versionTitle: LocalizedText;
  versionState: VersionState;
  frameworkId: string;
  title: LocalizedText;
  note: LocalizedText;
  state: CampaignState;
  /** `2026-05-31` */
  closesOn: string;
  timeZone: string;
  endsAt: Date;
  kinds: CampaignKind[];
  peers: number;
  anonymous: AnonymousKind[];
  minimumGroup: number;
  breadth: 'all' | 'profile' | 'chosen';
  competencyIds: string[];
  audience: Audience;
  remindDays: number[];
  revision: number;
  startedAt: Date | null;
  collectedAt: Date | null;
  closedAt: Date | null;
}

const campaign = sql`c.id, c.organisation_id as "organisationId", o.name as "organisationName", o.path, c.version_id as "versionId", v.title as "versionTitle", v.state as "versionState", v.framework_id as "frameworkId",
  c.title, c.note, c.state, c.closes_on::text as "closesOn", c.time_zone as "timeZone", c.ends_at as "endsAt", c.kinds, c.peers, c.anonymous, c.minimum_group as "minimumGroup", c.breadth,
  c.competency_ids as "competencyIds", c.audience, c.remind_days as "remindDays", c.revision, c.started_at as "startedAt", c.collected_at as "collectedAt", c.closed_at as "closedAt"`;
const fromCampaigns = sql`competencies.campaign c
  join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id
  join competencies.framework_version v on v.network_id = c.network_id and v.id = c.version_id`;

export async function findCampaign(ctx: Ctx, id: string): Promise<CampaignRow | undefined> {
  const { rows } = await sql<CampaignRow>`select ${campaign} from ${fromCampaigns} where c.network_id = ${ctx.networkId} and c.id = ${id}`.execute(ctx.db);
  return rows[0];
}

export async function lockCampaign(tx: Ctx, id: string): Promise<void> {
  await sql`select from competencies.campaign where network_id = ${tx.networkId} and id = ${id} for update`.execute(tx.db);
}

export interface CampaignCounts {
  participants: number;
  raters: number;
  handedIn: number;
}

/** Campaigns of a part of the network, newest first, with how far each is; at most 200. */
export async function listCampaigns(ctx: Ctx, scope: 'network' | readonly string[]): Promise<(CampaignRow & CampaignCounts)[]> {
  const { rows } = await sql<CampaignRow & CampaignCounts>`select ${campaign}, n.participants, r.raters, r."handedIn" from ${fromCampaigns}
    cross join lateral (select count(*)::int as participants from competencies.campaign_participant p where p.network_id = c.network_id and p.campaign_id = c.id and p.state <> 'out') n
    cross join lateral (select count(*) filter (where r.state in ('invited', 'handed_in', 'missed'))::int as raters, count(*) filter (where r.state = 'handed_in')::int as "handedIn"
      from competencies.campaign_participant p join competencies.campaign_rater r on r.network_id = p.network_id and r.participant_id = p.id where p.network_id = c.network_id and p.campaign_id = c.id and p.state <> 'out') r
    where c.network_id = ${ctx.networkId} and (${scope === 'network'} or o.path && ${[...(scope === 'network' ? [] : scope)]}::uuid[]) order by c.created_at desc, c.id desc limit 200`.execute(ctx.db);
  return rows;
}

export type CampaignSettings = Pick<CampaignRow, 'title' | 'note' | 'closesOn' | 'kinds' | 'peers' | 'anonymous' | 'minimumGroup' | 'breadth' | 'competencyIds' | 'remindDays'>;

/** The end of a day by the clocks of a zone. */
const endOf = (day: string, zone: string) => sql`((${day}::date + 1)::timestamp at time zone ${zone})`;

export async function insertCampaign(tx: Ctx, row: CampaignSettings & { id: string; organisationId: string; versionId: string; timeZone: string; createdBy: string | null }): Promise<void> {
  await sql`insert into competencies.campaign (id, network_id, organisation_id, version_id, title, note, closes_on, time_zone, ends_at, kinds, peers, anonymous, minimum_group, breadth, competency_ids, remind_days, created_by, created_at)
    values (${row.id}, ${tx.networkId}, ${row.organisationId}, ${row.versionId}, ${JSON.stringify(row.title)}::jsonb, ${JSON.stringify(row.note)}::jsonb, ${row.closesOn}::date, ${row.timeZone}, ${endOf(row.closesOn, row.timeZone)},
      ${row.kinds}::text[], ${row.peers}, ${row.anonymous}::text[], ${row.minimumGroup}, ${row.breadth}, ${row.competencyIds}::uuid[], ${row.remindDays}::int[], ${row.createdBy}, ${tx.clock.now()})`.execute(tx.db);
}

export async function updateCampaign(tx: Ctx, id: string, row: CampaignSettings & { timeZone: string }): Promise<void> {
  await sql`update competencies.campaign set title = ${JSON.stringify(row.title)}::jsonb, note = ${JSON.stringify(row.note)}::jsonb, closes_on = ${row.closesOn}::date, ends_at = ${endOf(row.closesOn, row.timeZone)},
      kinds = ${row.kinds}::text[], peers = ${row.peers}, anonymous = ${row.anonymous}::text[], minimum_group = ${row.minimumGroup}, breadth = ${row.breadth}, competency_ids = ${row.competencyIds}::uuid[],
      remind_days = ${row.remindDays}::int[], revision = revision + 1 where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export async function updateAudience(tx: Ctx, id: string, audience: Audience): Promise<void> {
  await sql`update competencies.campaign set audience = ${JSON.stringify(audience)}::jsonb, revision = revision + 1 where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export async function updateEnd(tx: Ctx, id: string, closesOn: string, timeZone: string): Promise<void> {
  await sql`update competencies.campaign set closes_on = ${closesOn}::date, ends_at = ${endOf(closesOn, timeZone)}, revision = revision + 1 where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

/** The instant a day ends by the clocks of a zone. */
export async function endOfDay(ctx: Ctx, day: string, zone: string): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select ${endOf(day, zone)} as at`.execute(ctx.db);
  return rows[0]?.at ?? ctx.clock.now();
}

export async function setCampaignState(tx: Ctx, id: string, state: CampaignState): Promise<void> {
  const now = tx.clock.now();
  await sql`update competencies.campaign set state = ${state}, revision = revision + 1, started_at = case when ${state} = 'running' then ${now}::timestamptz else started_at end,
      collected_at = case when ${state} = 'calibration' then ${now}::timestamptz else collected_at end, closed_at = case when ${state} = 'closed' then ${now}::timestamptz end
    where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

/** Campaigns that run on versions of a framework, or on these competencies of it. */
export async function countRunning(ctx: Ctx, competencyIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(distinct c.id)::int as n from competencies.campaign c join competencies.item i on i.network_id = c.network_id and i.version_id = c.version_id
    where c.network_id = ${ctx.networkId} and c.state in ('running', 'calibration') and i.competency_id = any(${[...competencyIds]}::uuid[])
      and (c.breadth <> 'chosen' or i.competency_id = any(c.competency_ids))`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

export interface AudiencePerson {
  personId: string;
  familyName: string;
  givenName: string | null;
  organisationId: string | null;
  organisationName: LocalizedText | null;
  positionName: LocalizedText | null;
  accountId: string | null;
  /** From the root to where she works. */
  path: string[];
  profileId: string | null;
  isChosen: boolean;
}

const audienceOf = (ctx: Ctx, row: Pick<CampaignRow, 'id' | 'path' | 'organisationId' | 'frameworkId' | 'audience'>) => {
  const { organisationIds, positionIds, kinds } = row.audience;
  return sql`people.person_card c
    join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id
    left join people.position s on s.network_id = c.network_id and s.id = c.position_id
    left join competencies.campaign_choice h on h.network_id = c.network_id and h.campaign_id = ${row.id} and h.person_id = c.person_id
    where c.network_id = ${ctx.networkId} and c.person_id = c.canonical_id and c.is_working and o.path @> array[${row.organisationId}::uuid] and coalesce(h.is_in, true)
      and (h.is_in is not null or (o.path && ${organisationIds}::uuid[] and (${positionIds.length === 0} or c.position_id = any(${positionIds}::uuid[])) and (${kinds.length === 0} or o.kind = any(${kinds}::text[]))))`;
};

/** Who would take part, in the order of their names; at most `limit`. */
export async function listAudience(ctx: Ctx, row: Pick<CampaignRow, 'id' | 'path' | 'organisationId' | 'frameworkId' | 'audience'>, limit: number): Promise<AudiencePerson[]> {
  const { rows } = await sql<AudiencePerson>`select c.person_id as "personId", c.family_name as "familyName", c.given_name as "givenName", c.organisation_id as "organisationId", o.name as "organisationName",
      s.name as "positionName", c.account_id as "accountId", o.path, coalesce(h.is_in, false) as "isChosen",
      (select pp.profile_id from competencies.profile_position pp where pp.network_id = c.network_id and pp.framework_id = ${row.frameworkId} and pp.position_id = c.position_id and pp.organisation_kind in ('', o.kind)
        order by pp.organisation_kind desc limit 1) as "profileId"
    from ${audienceOf(ctx, row)} order by c.sort_name, c.person_id limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function saveChoice(tx: Ctx, campaignId: string, personId: string, isIn: boolean): Promise<void> {
  await sql`insert into competencies.campaign_choice as h (network_id, campaign_id, person_id, is_in) values (${tx.networkId}, ${campaignId}, ${personId}, ${isIn})
    on conflict (campaign_id, person_id) do update set is_in = excluded.is_in`.execute(tx.db);
}

export interface OutPerson {
  personId: string;
  familyName: string;
  givenName: string | null;
}

/** Who was taken out of the audience of a draft by hand. */
export async function listTakenOut(ctx: Ctx, campaignId: string): Promise<OutPerson[]> {
  const { rows } = await sql<OutPerson>`select c.canonical_id as "personId", c.family_name as "familyName", c.given_name as "givenName" from competencies.campaign_choice h
    join people.person_card c on c.network_id = h.network_id and c.person_id = h.person_id where h.network_id = ${ctx.networkId} and h.campaign_id = ${campaignId} and not h.is_in order by c.sort_name limit 200`.execute(ctx.db);
  return rows;
}

export interface Colleague {
  personId: string;
  familyName: string;
  givenName: string | null;
  organisationName: LocalizedText | null;
}

/** Who works in a part of the network, by name, perhaps only whose name begins like this; at most `limit`. */
export async function listWorking(ctx: Ctx, organisationId: string, limit: number, find = ''): Promise<Colleague[]> {
  const { rows } = await sql<Colleague>`select c.person_id as "personId", c.family_name as "familyName", c.given_name as "givenName", o.name as "organisationName" from people.person_card c
    join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id
    where c.network_id = ${ctx.networkId} and c.person_id = c.canonical_id and c.is_working and o.path @> array[${organisationId}::uuid]
      and (${find === ''} or starts_with(lower(concat_ws(' ', c.family_name, c.given_name)), lower(${find}))) order by c.sort_name, c.person_id limit ${limit}`.execute(ctx.db);
  return rows;
}

/** Whether somebody works in a part of the network. */
export async function worksWithin(ctx: Ctx, personId: string, organisationId: string): Promise<boolean> {
  const { rows } = await sql`select from people.person_card c join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id
    where c.network_id = ${ctx.networkId} and c.person_id = ${personId} and c.person_id = c.canonical_id and c.is_working and o.path @> array[${organisationId}::uuid]`.execute(ctx.db);
  return rows.length > 0;
}

/** Campaigns a job looks after: those that run, and closed ones whose ratings are not all written. */
export async function listCampaignsAtWork(ctx: Ctx): Promise<CampaignRow[]> {
  const { rows } = await sql<CampaignRow>`select ${campaign} from ${fromCampaigns} where c.network_id = ${ctx.networkId} and (c.state = 'running' or (c.state = 'closed'
    and exists (select from competencies.campaign_participant p where p.network_id = c.network_id and p.campaign_id = c.id and p.written_at is null and p.state <> 'out'))) order by c.id`.execute(ctx.db);
  return rows;
}
