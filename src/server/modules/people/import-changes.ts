/** What a list does to a record, before and after, as it is kept on record and shown beforehand. Pure. */
import type { NewRecord } from './bulk.service.ts';
import { differences, type Comparable } from './changes.ts';
import type { NewChange } from './changes.queries.ts';
import type { ExistingRecord, StaffPlan } from './import-plan.ts';
import type { Written } from './imports.tables.ts';
import type { EducationValues } from './learning.queries.ts';
import { comparablePerson, comparablePost } from './person-values.ts';
import type { PersonValues } from './persons.queries.ts';
import type { PostValues } from './posts.queries.ts';

export type Change = Pick<NewChange, 'act' | 'changes'>;

/** What posts name by an id, in words. */
export interface PostWords {
  organisation(id: string): string | null;
  position(id: string): string | null;
}

const change = (act: string, before: Comparable, after: Comparable): Change => ({ act, changes: differences(before, after) });

const postIn = (words: PostWords, values: PostValues) =>
  comparablePost(values, { organisation: words.organisation(values.organisationId), position: values.positionId === null ? null : words.position(values.positionId) });

/** A person who was not there. */
export function changesOfNew({ id: _id, accountId: _accountId, posts, educations, attestations, ...person }: NewRecord, words: PostWords): Change[] {
  return [
    change('person.created', {}, comparablePerson(person, [])),
    ...posts.map((post) => change('person.post_added', {}, postIn(words, post))),
    ...educations.map((education) => change('person.education_added', {}, { ...education })),
    ...attestations.map((attestation) => change('person.attestation_added', {}, { ...attestation })),
  ];
}

/** Somebody who was there. */
export function changesOfPlan({ person }: ExistingRecord, plan: StaffPlan, words: PostWords): Change[] {
  const { post, education, attestation } = plan;
  const changes: Change[] = [];
  if (plan.person) changes.push(change('person.changed', comparablePerson(person, []), comparablePerson(plan.person, [])));
  if (post && 'add' in post) changes.push(change('person.post_added', {}, postIn(words, post.add)));
  else if (post) changes.push(change('person.post_changed', postIn(words, post.change.values), postIn(words, post.to)));
  if (education && 'add' in education) changes.push(change('person.education_added', {}, { ...education.add }));
  else if (education) changes.push(change('person.education_changed', { ...education.change.values }, { ...education.to }));
  if (attestation) changes.push(change('person.attestation_added', {}, { ...attestation.add }));
  return changes;
}

export const UNDONE = { person: 'person.import_undone', organisation: 'organisation.import_undone' } as const;

/** Whether nothing that the row wrote was changed since: what stands there is what may be put back. */
export function isAsWritten(written: Written, now: ExistingRecord, versionOf: (id: string, version: number) => number): boolean {
  const there = new Map([[written.subjectId, now.version], ...[...now.posts, ...now.educations, ...now.attestations].map(({ id, version }) => [id, version] as const)]);
  const { posts, educations, attestations } = written;
  return written.before.every(({ id, version }) => there.get(id) === versionOf(id, version)) && [...posts, ...educations, ...attestations].every((id) => there.has(id));
}

/** The way back: what stands there now, and what stood there before the list. */
export function changesOfUndo(written: Written, now: ExistingRecord, words: PostWords): Change[] {
  const undone = (before: Comparable, after: Comparable) => change(UNDONE.person, before, after);
  const those = <Row extends { id: string }>(rows: readonly Row[], ids: readonly string[]) => rows.filter(({ id }) => ids.includes(id));
  const back = written.before.flatMap(({ table, id, values }): Change[] => {
    if (table === 'person') return [undone(comparablePerson(now.person, []), comparablePerson(values as unknown as PersonValues, []))];
    const post = table === 'post' ? those(now.posts, [id])[0] : undefined;
    if (post) return [undone(postIn(words, post.values), postIn(words, values as unknown as PostValues))];
    const education = table === 'education' ? those(now.educations, [id])[0] : undefined;
    return education ? [undone({ ...education.values }, { ...(values as unknown as EducationValues) })] : [];
  });
  return [
    ...back,
    ...those(now.posts, written.posts).map(({ values }) => undone(postIn(words, values), {})),
    ...those(now.educations, written.educations).map(({ values }) => undone({ ...values }, {})),
    ...those(now.attestations, written.attestations).map(({ values }) => undone({ ...values }, {})),
  ];
}
