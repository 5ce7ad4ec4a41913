import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';

export interface NewProfileRow {
  id: string;
  organisationId: string;
  frameworkId: string;
  key: string | null;
  title: LocalizedText;
  description: LocalizedText;
  parentId: string | null;
}

export async function insertProfiles(tx: Ctx, rows: readonly NewProfileRow[]): Promise<void> {
  await sql`insert into competencies.profile (id, network_id, organisation_id, framework_id, key, title, description, parent_id, created_at)
    select id, ${tx.networkId}::uuid, "organisationId", "frameworkId", key, title, description, "parentId", ${tx.clock.now()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one(id uuid, "organisationId" uuid, "frameworkId" uuid, key text, title jsonb, description jsonb, "parentId" uuid)`.execute(tx.db);
}

export interface LevelRow {
  profileId: string;
  competencyId: string;
  least: number | null;
  preferred: number | null;
  /** On which the steps were meant; null: not needed, which is said on no scale. */
  scaleId: string | null;
}

export async function insertLevels(tx: Ctx, frameworkId: string, rows: readonly LevelRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into competencies.profile_level (network_id, profile_id, framework_id, competency_id, least, preferred, scale_id)
    select ${tx.networkId}::uuid, "profileId", ${frameworkId}::uuid, "competencyId", least, preferred, "scaleId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one("profileId" uuid, "competencyId" uuid, least int, preferred int, "scaleId" uuid)`.execute(tx.db);
}

export interface ProfilePositionRow {
  profileId: string;
  positionId: string;
  organisationKind: string;
}

/** A post that has a profile already keeps it. */
export async function insertProfilePositions(tx: Ctx, frameworkId: string, rows: readonly ProfilePositionRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into competencies.profile_position (network_id, framework_id, profile_id, position_id, organisation_kind)
    select ${tx.networkId}::uuid, ${frameworkId}::uuid, "profileId", "positionId", "organisationKind"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one("profileId" uuid, "positionId" uuid, "organisationKind" text) on conflict do nothing`.execute(tx.db);
}

export interface ProfileRow extends NewProfileRow {
  path: string[];
  retiredAt: Date | null;
  version: number;
  frameworkKey: string;
}

/** Profiles of the network, or of one framework. */
export async function listProfiles(ctx: Ctx, frameworkId: string | null): Promise<ProfileRow[]> {
  const { rows } = await sql<ProfileRow>`select p.id, p.organisation_id as "organisationId", p.framework_id as "frameworkId", p.key, p.title, p.description, p.parent_id as "parentId", o.path,
      p.retired_at as "retiredAt", p.version, f.key as "frameworkKey"
    from competencies.profile p join competencies.framework f on f.network_id = p.network_id and f.id = p.framework_id
    join people.organisation_card o on o.network_id = p.network_id and o.organisation_id = p.organisation_id
    where p.network_id = ${ctx.networkId} and (${frameworkId}::uuid is null or p.framework_id = ${frameworkId}) order by f.created_at, p.created_at, p.id`.execute(ctx.db);
  return rows;
}

export async function listLevels(ctx: Ctx, frameworkId: string): Promise<LevelRow[]> {
  const { rows } = await sql<LevelRow>`select profile_id as "profileId", competency_id as "competencyId", least, preferred, scale_id as "scaleId" from competencies.profile_level
    where network_id = ${ctx.networkId} and framework_id = ${frameworkId}`.execute(ctx.db);
  return rows;
}

export async function listProfilePositions(ctx: Ctx, frameworkId: string | null): Promise<(ProfilePositionRow & { frameworkId: string })[]> {
  const { rows } = await sql<ProfilePositionRow & { frameworkId: string }>`select profile_id as "profileId", position_id as "positionId", organisation_kind as "organisationKind", framework_id as "frameworkId"
    from competencies.profile_position where network_id = ${ctx.networkId} and (${frameworkId}::uuid is null or framework_id = ${frameworkId})`.execute(ctx.db);
  return rows;
}

/** Profiles of a framework change one after another: inheritance and the posts they are for hang together. */
export async function lockProfiles(tx: Ctx, frameworkId: string): Promise<void> {
  await sql`select from competencies.framework where network_id = ${tx.networkId} and id = ${frameworkId} for update`.execute(tx.db);
}

/** False when somebody else has changed it since. */
export async function updateProfile(tx: Ctx, id: string, version: number, change: { title: LocalizedText; description: LocalizedText; parentId: string | null }): Promise<boolean> {
  const { numAffectedRows } = await sql`update competencies.profile set title = ${JSON.stringify(change.title)}::jsonb, description = ${JSON.stringify(change.description)}::jsonb, parent_id = ${change.parentId}, version = version + 1
    where network_id = ${tx.networkId} and id = ${id} and version = ${version}`.execute(tx.db);
  return numAffectedRows === 1n;
}

/** Levels in place of those that were said of these competencies; what was said of others stays. */
export async function replaceLevels(tx: Ctx, frameworkId: string, profileId: string, competencyIds: readonly string[], rows: readonly LevelRow[]): Promise<void> {
  await sql`delete from competencies.profile_level where network_id = ${tx.networkId} and profile_id = ${profileId} and competency_id = any(${[...competencyIds]}::uuid[])`.execute(tx.db);
  await insertLevels(tx, frameworkId, rows);
}

export async function replaceProfilePositions(tx: Ctx, frameworkId: string, profileId: string, rows: readonly ProfilePositionRow[]): Promise<void> {
  await sql`delete from competencies.profile_position where network_id = ${tx.networkId} and profile_id = ${profileId}`.execute(tx.db);
  await insertProfilePositions(tx, frameworkId, rows);
}

export async function setProfileRetired(tx: Ctx, id: string, at: Date | null): Promise<void> {
  await sql`update competencies.profile set retired_at = ${at}, version = version + 1 where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

/** What the profiles of a framework ask, inheritance resolved, in place of what stood there. */
export async function replaceRequirements(tx: Ctx, frameworkId: string, rows: readonly { profileId: string; competencyId: string; least: number; preferred: number }[]): Promise<void> {
  await sql`delete from competencies.requirement where network_id = ${tx.networkId} and framework_id = ${frameworkId}`.execute(tx.db);
  if (rows.length === 0) return;
  await sql`insert into competencies.requirement (network_id, profile_id, framework_id, competency_id, least, preferred)
    select ${tx.networkId}::uuid, "profileId", ${frameworkId}::uuid, "competencyId", least, preferred
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one("profileId" uuid, "competencyId" uuid, least int, preferred int)`.execute(tx.db);
}
