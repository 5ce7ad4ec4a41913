import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid, notFound } from '#server/platform/errors.ts';
import { differences, recordChanges, type Comparable } from './changes.ts';
import {
  deleteAttestation,
  deleteEducation,
  insertAttestations,
  insertEducations,
  listAttestations,
  listEducations,
  updateAttestation,
  updateEducation,
  type AttestationRow,
  type AttestationValues,
  type EducationRow,
  type EducationValues,
} from './learning.queries.ts';
import { getPersonFor } from './persons.access.ts';
import type { AttestationInput, EducationInput } from './persons.schemas.ts';

const educationValues = (input: EducationInput): EducationValues => ({
  level: input.level,
  isLibraryProfile: input.libraryProfile === undefined ? null : input.libraryProfile === 'yes',
  institution: input.institution ?? null,
  speciality: input.speciality ?? null,
  graduatedYear: input.graduatedYear ?? null,
});

const storedEducation = (row: EducationRow): EducationValues => ({
  level: row.level,
  isLibraryProfile: row.is_library_profile,
  institution: row.institution,
  speciality: row.speciality,
  graduatedYear: row.graduated_year,
});

const attestationValues = (input: AttestationInput): AttestationValues => ({
  category: input.category,
  heldOn: input.heldOn ?? null,
  dueOn: input.dueOn ?? null,
  note: input.note ?? null,
});

const storedAttestation = (row: AttestationRow): AttestationValues => ({ category: row.category, heldOn: row.held_on, dueOn: row.due_on, note: row.note });

function found<Row extends { id: string }>(rows: readonly Row[], id: string): Row {
  const row = rows.find((one) => one.id === id);
  if (!row) throw notFound();
  return row;
}

async function keep(tx: Ctx, personId: string, act: string, before: Comparable, after: Comparable): Promise<void> {
  const changes = differences(before, after);
  if (changes.length > 0) await recordChanges(tx, [{ subjectType: 'person', subjectId: personId, act, changes }]);
}

/** Adds (`id` null) or changes an education of a person. Rights: `edit`. Errors: `page.not_found`, `record.changed_meanwhile`. */
export async function saveEducation(ctx: Ctx, personId: string, id: string | null, input: EducationInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, personId, 'edit', { lock: true });
    const after = educationValues(input);
    if (id === null) {
      await insertEducations(tx, [{ ...after, personId }]);
      await keep(tx, personId, 'person.education_added', {}, { ...after });
      return;
    }
    const row = found(await listEducations(tx, personId), id);
    if (!(await updateEducation(tx, id, input.version ?? 0, after))) throw conflict();
    await keep(tx, personId, 'person.education_changed', { ...storedEducation(row) }, { ...after });
  });
}

/** Takes an education away that was entered by mistake; what stood there stays on record. Error: `page.not_found`. */
export async function removeEducation(ctx: Ctx, personId: string, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, personId, 'edit', { lock: true });
    const row = found(await listEducations(tx, personId), id);
    await deleteEducation(tx, row.id);
    await keep(tx, personId, 'person.education_removed', { ...storedEducation(row) }, {});
  });
}

/** Adds (`id` null) or changes an attestation with its category. Errors: `page.not_found`, `record.changed_meanwhile`, `date.before_start`. */
export async function saveAttestation(ctx: Ctx, personId: string, id: string | null, input: AttestationInput): Promise<void> {
  if (input.heldOn && input.dueOn && input.dueOn < input.heldOn) throw invalid('dueOn', 'date.before_start');
  await inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, personId, 'edit', { lock: true });
    const after = attestationValues(input);
    if (id === null) {
      await insertAttestations(tx, [{ ...after, personId }]);
      await keep(tx, personId, 'person.attestation_added', {}, { ...after });
      return;
    }
    const row = found(await listAttestations(tx, personId), id);
    if (!(await updateAttestation(tx, id, input.version ?? 0, after))) throw conflict();
    await keep(tx, personId, 'person.attestation_changed', { ...storedAttestation(row) }, { ...after });
  });
}

/** Takes an attestation away that was entered by mistake. Error: `page.not_found`. */
export async function removeAttestation(ctx: Ctx, personId: string, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, personId, 'edit', { lock: true });
    const row = found(await listAttestations(tx, personId), id);
    await deleteAttestation(tx, row.id);
    await keep(tx, personId, 'person.attestation_removed', { ...storedAttestation(row) }, {});
  });
}
