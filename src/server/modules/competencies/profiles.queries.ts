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
}

export async function insertLevels(tx: Ctx, frameworkId: string, rows: readonly LevelRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into competencies.profile_level (network_id, profile_id, framework_id, competency_id, least, preferred)
    select ${tx.networkId}::uuid, "profileId", ${frameworkId}::uuid, "competencyId", least, preferred
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one("profileId" uuid, "competencyId" uuid, least int, preferred int)`.execute(tx.db);
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
