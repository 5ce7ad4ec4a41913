import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './registry.tables.ts';
import type { Category, EducationLevel } from './registry.tables.ts';

type OwnTables = 'people.education' | 'people.attestation';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface EducationValues {
  level: EducationLevel;
  isLibraryProfile: boolean | null;
  institution: string | null;
  speciality: string | null;
  graduatedYear: number | null;
}

const educationColumns = (row: EducationValues) => ({
  level: row.level,
  is_library_profile: row.isLibraryProfile,
  institution: row.institution,
  speciality: row.speciality,
  graduated_year: row.graduatedYear,
});

export async function insertEducations(tx: Ctx, rows: readonly (EducationValues & { personId: string })[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const made = await on(tx.db)
    .insertInto('people.education')
    .values(rows.map((row) => ({ network_id: tx.networkId, person_id: row.personId, created_at: tx.clock.now(), ...educationColumns(row) })))
    .returning('id')
    .execute();
  return made.map(({ id }) => id);
}

export async function updateEducation(tx: Ctx, id: string, version: number, row: EducationValues): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('people.education')
    .set(educationColumns(row))
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteEducation(tx: Ctx, id: string): Promise<void> {
  await on(tx.db).deleteFrom('people.education').where('network_id', '=', tx.networkId).where('id', '=', id).execute();
}

/** The latest first, at most 50. */
export async function listEducations(ctx: Ctx, personId: string) {
  return on(ctx.db)
    .selectFrom('people.education')
    .select(['id', 'level', 'is_library_profile', 'institution', 'speciality', 'graduated_year', 'version'])
    .where('network_id', '=', ctx.networkId)
    .where('person_id', '=', personId)
    .orderBy('graduated_year', (order) => order.desc().nullsLast())
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
}
export type EducationRow = Awaited<ReturnType<typeof listEducations>>[number];

export interface AttestationValues {
  category: Category;
  heldOn: string | null;
  dueOn: string | null;
  note: string | null;
}

const attestationColumns = (row: AttestationValues) => ({ category: row.category, held_on: row.heldOn, due_on: row.dueOn, note: row.note });

export async function insertAttestations(tx: Ctx, rows: readonly (AttestationValues & { personId: string })[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const made = await on(tx.db)
    .insertInto('people.attestation')
    .values(rows.map((row) => ({ network_id: tx.networkId, person_id: row.personId, created_at: tx.clock.now(), ...attestationColumns(row) })))
    .returning('id')
    .execute();
  return made.map(({ id }) => id);
}

export async function updateAttestation(tx: Ctx, id: string, version: number, row: AttestationValues): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('people.attestation')
    .set(attestationColumns(row))
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteAttestation(tx: Ctx, id: string): Promise<void> {
  await on(tx.db).deleteFrom('people.attestation').where('network_id', '=', tx.networkId).where('id', '=', id).execute();
}

/** The latest first, at most 50. */
export async function listAttestations(ctx: Ctx, personId: string) {
  return on(ctx.db)
    .selectFrom('people.attestation')
    .select(['id', 'category', 'held_on', 'due_on', 'note', 'version'])
    .where('network_id', '=', ctx.networkId)
    .where('person_id', '=', personId)
    .orderBy('held_on', (order) => order.desc().nullsLast())
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
}
export type AttestationRow = Awaited<ReturnType<typeof listAttestations>>[number];
