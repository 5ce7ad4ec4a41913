import type { ExistingRecord } from './import-plan.ts';
import type { Records } from './imports-registry.queries.ts';
import { storedPerson } from './person-values.ts';

/** Rows of the registry → records by person, as plans compare them. */
export function recordsOf({ persons, posts, educations, attestations }: Records): Map<string, ExistingRecord> {
  const group = <Row extends { person_id: string }>(rows: readonly Row[]) => Map.groupBy(rows, ({ person_id }) => person_id);
  const [jobs, studies, categories] = [group(posts), group(educations), group(attestations)];
  return new Map(
    persons.map((row) => [
      row.id,
      {
        version: row.version,
        person: storedPerson({ ...row, merged_into: null }),
        posts: (jobs.get(row.id) ?? []).map((post) => ({
          id: post.id,
          version: post.version,
          values: {
            organisationId: post.organisation_id,
            positionId: post.position_id,
            title: post.position,
            kind: post.kind,
            isMainPersonnel: post.is_main_personnel,
            rate: Number(post.rate),
            fromDate: post.from_date,
            toDate: post.to_date,
            leavingReason: post.leaving_reason,
            leavingNote: post.leaving_note,
          },
        })),
        educations: (studies.get(row.id) ?? []).map((one) => ({
          id: one.id,
          version: one.version,
          values: { level: one.level, isLibraryProfile: one.is_library_profile, institution: one.institution, speciality: one.speciality, graduatedYear: one.graduated_year },
        })),
        attestations: (categories.get(row.id) ?? []).map((one) => ({ id: one.id, version: one.version, values: { category: one.category, heldOn: one.held_on, dueOn: one.due_on, note: one.note } })),
      },
    ]),
  );
}
