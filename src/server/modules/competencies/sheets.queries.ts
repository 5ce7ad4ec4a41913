import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { RaterKind } from './effective.rule.ts';

export interface RatedPerson {
  personId: string;
  accountId: string | null;
  familyName: string;
  givenName: string | null;
  place: string[];
  isWorking: boolean;
  organisationId: string | null;
  positionId: string | null;
  organisationKind: string | null;
  organisationName: LocalizedText | null;
  positionName: LocalizedText | null;
}

/** A person with her post, as the registry has her; by the id of a merged record, too. */
export async function findRatedPerson(ctx: Ctx, personId: string): Promise<RatedPerson | undefined> {
  const { rows } = await sql<RatedPerson>`select c.canonical_id as "personId", c.account_id as "accountId", c.family_name as "familyName", c.given_name as "givenName", c.place, c.is_working as "isWorking",
      c.organisation_id as "organisationId", c.position_id as "positionId", o.kind as "organisationKind", o.name as "organisationName", p.name as "positionName"
    from people.person_card c
    left join people.organisation_card o on o.network_id = c.network_id and o.organisation_id = c.organisation_id
    left join people.position p on p.network_id = c.network_id and p.id = c.position_id
    where c.network_id = ${ctx.networkId} and c.person_id = ${personId}`.execute(ctx.db);
  return rows[0];
}

export interface PostProfile {
  profileId: string;
  frameworkId: string;
  title: LocalizedText;
}

/** The profile of a post in each framework: that for the kind of organisation before the one for all. */
export async function listPostProfiles(ctx: Ctx, positionId: string, organisationKind: string): Promise<PostProfile[]> {
  const { rows } = await sql<PostProfile>`select distinct on (pp.framework_id) pp.profile_id as "profileId", pp.framework_id as "frameworkId", p.title from competencies.profile_position pp
    join competencies.profile p on p.network_id = pp.network_id and p.id = pp.profile_id
    where pp.network_id = ${ctx.networkId} and pp.position_id = ${positionId} and pp.organisation_kind in ('', ${organisationKind}) order by pp.framework_id, pp.organisation_kind desc`.execute(ctx.db);
  return rows;
}

export async function listRequirements(ctx: Ctx, profileId: string): Promise<{ competencyId: string; least: number; preferred: number }[]> {
  const { rows } = await sql<{ competencyId: string; least: number; preferred: number }>`select competency_id as "competencyId", least, preferred from competencies.requirement
    where network_id = ${ctx.networkId} and profile_id = ${profileId}`.execute(ctx.db);
  return rows;
}

export interface SheetRow {
  id: string;
  personId: string;
  versionId: string;
  frameworkId: string;
  kind: RaterKind;
  authorId: string | null;
  authorName: string | null;
  state: 'open' | 'handed_in' | 'withdrawn';
  openedAt: Date;
  changedAt: Date;
  handedInAt: Date | null;
  answered: number;
  /** Of a campaign: filled in and handed in by its rater there. */
  campaignRaterId: string | null;
}

const sheet = sql`s.id, c.canonical_id as "personId", s.version_id as "versionId", v.framework_id as "frameworkId", s.kind, s.author_id as "authorId", s.author_name as "authorName", s.state, s.opened_at as "openedAt", s.changed_at as "changedAt",
  s.handed_in_at as "handedInAt", s.campaign_rater_id as "campaignRaterId", (select count(*) filter (where a.step is not null)::int from competencies.sheet_answer a where a.network_id = s.network_id and a.sheet_id = s.id) as answered`;
const sheets = sql`competencies.sheet s join people.person_card c on c.network_id = s.network_id and c.person_id = s.person_id
  join competencies.framework_version v on v.network_id = s.network_id and v.id = s.version_id`;

export async function findSheet(ctx: Ctx, id: string): Promise<SheetRow | undefined> {
  const { rows } = await sql<SheetRow>`select ${sheet} from ${sheets} where s.network_id = ${ctx.networkId} and s.id = ${id}`.execute(ctx.db);
  return rows[0];
}

/** Whether an account has begun to rate herself in a framework and not handed it in. */
export async function hasOpenSelfSheet(ctx: Ctx, accountId: string, frameworkId: string): Promise<boolean> {
  const { rows } = await sql`select from competencies.sheet s join competencies.framework_version v on v.network_id = s.network_id and v.id = s.version_id
    where s.network_id = ${ctx.networkId} and s.author_id = ${accountId} and s.state = 'open' and s.kind = 'self' and v.framework_id = ${frameworkId} limit 1`.execute(ctx.db);
  return rows.length > 0;
}

/**
 * Open sheets go on in the version in use where its scale is theirs; on another scale what was said means nothing, and they are withdrawn. Those of a
 * campaign stay with its version.
 */
export async function moveOpenSheets(tx: Ctx, to: { frameworkId: string; id: string; scaleId: string }): Promise<void> {
  await sql`update competencies.sheet s set version_id = case when v.scale_id = ${to.scaleId} then ${to.id}::uuid else s.version_id end, state = case when v.scale_id = ${to.scaleId} then s.state else 'withdrawn' end
    from competencies.framework_version v where s.network_id = ${tx.networkId} and s.state = 'open' and s.campaign_rater_id is null and v.network_id = s.network_id and v.id = s.version_id and v.framework_id = ${to.frameworkId} and v.id <> ${to.id}`.execute(tx.db);
}

export async function lockSheet(tx: Ctx, id: string): Promise<void> {
  await sql`select from competencies.sheet where network_id = ${tx.networkId} and id = ${id} for update`.execute(tx.db);
}

/** Sheets about a person, newest first; those that were withdrawn and those of campaigns are left out. */
export async function listSheets(ctx: Ctx, personId: string): Promise<SheetRow[]> {
  const { rows } = await sql<SheetRow>`select ${sheet} from ${sheets} where s.network_id = ${ctx.networkId} and c.canonical_id = ${personId} and s.state <> 'withdrawn' and s.campaign_rater_id is null order by s.opened_at desc, s.id desc`.execute(ctx.db);
  return rows;
}

/** Sheets that wait for an account, with the person they are about. */
export async function listOpenSheets(ctx: Ctx, accountId: string): Promise<(SheetRow & { familyName: string; givenName: string | null })[]> {
  const { rows } = await sql<SheetRow & { familyName: string; givenName: string | null }>`select ${sheet}, c.family_name as "familyName", c.given_name as "givenName" from ${sheets}
    where s.network_id = ${ctx.networkId} and s.author_id = ${accountId} and s.state = 'open' and s.campaign_rater_id is null order by s.opened_at, s.id limit 200`.execute(ctx.db);
  return rows;
}

/** Gives the open sheet of this rater about this person, made where there is none. */
export async function openSheetRow(tx: Ctx, row: { id: string; personId: string; versionId: string; kind: RaterKind; authorId: string; authorName: string }): Promise<string> {
  const now = tx.clock.now();
  await sql`insert into competencies.sheet (id, network_id, person_id, version_id, kind, author_id, author_name, opened_at, changed_at)
    values (${row.id}, ${tx.networkId}, ${row.personId}, ${row.versionId}, ${row.kind}, ${row.authorId}, ${row.authorName}, ${now}, ${now})
    on conflict (network_id, person_id, version_id, kind, author_id) where state = 'open' and author_id is not null and campaign_rater_id is null do nothing`.execute(tx.db);
  const { rows } = await sql<{ id: string }>`select id from competencies.sheet where network_id = ${tx.networkId} and person_id = ${row.personId} and version_id = ${row.versionId} and kind = ${row.kind}
    and author_id = ${row.authorId} and state = 'open' and campaign_rater_id is null`.execute(tx.db);
  return rows[0]?.id ?? row.id;
}

export interface AnswerRow {
  competencyId: string;
  step: number | null;
  comment: string | null;
}

export async function listAnswers(ctx: Ctx, sheetId: string): Promise<AnswerRow[]> {
  const { rows } = await sql<AnswerRow>`select competency_id as "competencyId", step, comment from competencies.sheet_answer where network_id = ${ctx.networkId} and sheet_id = ${sheetId}`.execute(ctx.db);
  return rows;
}

export async function saveAnswers(tx: Ctx, sheetId: string, answers: readonly AnswerRow[]): Promise<void> {
  const now = tx.clock.now();
  await sql`insert into competencies.sheet_answer as a (network_id, sheet_id, competency_id, step, comment, changed_at)
    select ${tx.networkId}::uuid, ${sheetId}::uuid, "competencyId", step, comment, ${now} from jsonb_to_recordset(${JSON.stringify(answers)}::jsonb) as one("competencyId" uuid, step int, comment text)
    on conflict (sheet_id, competency_id) do update set step = excluded.step, comment = excluded.comment, changed_at = excluded.changed_at`.execute(tx.db);
  await sql`update competencies.sheet set changed_at = ${now} where network_id = ${tx.networkId} and id = ${sheetId}`.execute(tx.db);
}

export async function setSheetState(tx: Ctx, id: string, state: 'handed_in' | 'withdrawn'): Promise<void> {
  const now = tx.clock.now();
  await sql`update competencies.sheet set state = ${state}, changed_at = ${now}, handed_in_at = case when ${state} = 'handed_in' then ${now}::timestamptz end where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

/** Whether a running campaign waits for the person's own sheet on a version of this framework: until then she sees neither what is asked nor what others say. */
export async function awaitsOwnSheet(ctx: Ctx, personId: string, frameworkId: string): Promise<boolean> {
  const { rows } = await sql`select from competencies.campaign_rater r join competencies.campaign_participant p on p.network_id = r.network_id and p.id = r.participant_id
    join competencies.campaign g on g.network_id = p.network_id and g.id = p.campaign_id join competencies.framework_version v on v.network_id = g.network_id and v.id = g.version_id
    join people.person_card c on c.network_id = p.network_id and c.person_id = p.person_id
    where r.network_id = ${ctx.networkId} and c.canonical_id = ${personId} and v.framework_id = ${frameworkId} and r.kind = 'self' and r.state = 'invited' and g.state = 'running' and g.ends_at > ${ctx.clock.now()} limit 1`.execute(ctx.db);
  return rows.length > 0;
}
