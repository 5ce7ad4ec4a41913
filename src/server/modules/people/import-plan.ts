/**
 * What a row of a list of staff would change in a record that is there. A list says what it knows: what it leaves out stays, names are
 * completed and never replaced, history is added to and never overwritten. Pure, so that the preview and the run say the same.
 */
import type { AttestationValues, EducationValues } from './learning.queries.ts';
import type { PersonValues } from './persons.queries.ts';
import type { PostValues } from './posts.queries.ts';
import type { StaffDraft } from './import-staff.ts';

interface Stored<Values> {
  id: string;
  version: number;
  values: Values;
}

export interface ExistingRecord {
  version: number;
  person: PersonValues;
  posts: readonly Stored<PostValues>[];
  educations: readonly Stored<EducationValues>[];
  attestations: readonly Stored<AttestationValues>[];
}

type Step<Values> = { add: Values } | { change: Stored<Values>; to: Values };

export interface StaffPlan {
  /** the values after the change; null: nothing changes there */
  person: PersonValues | null;
  post: Step<PostValues> | null;
  education: Step<EducationValues> | null;
  attestation: { add: AttestationValues } | null;
}

export type Planned = { ok: true; plan: StaffPlan } | { ok: false; code: 'row.main_post_twice' | 'cell.date_missing'; params: Record<string, string> };

export const changesNothing = (plan: StaffPlan): boolean => Object.values(plan).every((step) => step === null);

export function planStaff(draft: StaffDraft, existing: ExistingRecord, second = false): Planned {
  const post = planPost(draft.post, existing.posts, second);
  if (!post.ok) return post;
  const person = personAfter(draft, existing.person);
  return {
    ok: true,
    plan: {
      person: same(person, existing.person) ? null : person,
      post: post.step,
      education: planEducation(draft.education, existing.educations),
      attestation: planAttestation(draft.attestation, existing.attestations),
    },
  };
}

/** A person who is not there yet. */
export function newPerson(draft: StaffDraft): PersonValues {
  const { name } = draft;
  return {
    familyName: name.familyName,
    givenName: name.givenName,
    patronymic: name.patronymic,
    nameLocale: null,
    birthDate: draft.birthDate,
    sex: draft.sex,
    email: draft.email,
    phone: draft.phone,
    preferredLocale: draft.language,
    languages: [],
    librarySince: draft.librarySince,
    professionSince: draft.professionSince,
  };
}

/** Null where nobody says when it begins. */
export function newPost(post: StaffDraft['post'], kind: PostValues['kind']): PostValues | null {
  if (post.fromDate === null) return null;
  return {
    organisationId: post.organisationId,
    positionId: post.positionId,
    title: post.title,
    kind: post.kind ?? kind,
    isMainPersonnel: post.isMainPersonnel,
    rate: post.rate ?? 1,
    fromDate: post.fromDate,
    toDate: post.toDate,
    leavingReason: post.leavingReason,
    leavingNote: post.leavingNote,
  };
}

export const newEducations = (draft: StaffDraft): EducationValues[] => (draft.education ? [draft.education] : []);
export const newAttestations = (draft: StaffDraft): AttestationValues[] => (draft.attestation ? [{ ...draft.attestation, dueOn: null, note: null }] : []);

const same = (a: object, b: object): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (values: object) => Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1));

const words = (name: string): number => name.split(/\s+/).length;

function personAfter(draft: StaffDraft, now: PersonValues): PersonValues {
  // «Ван дер Берг Анна» in one cell is taken apart otherwise than in the record: nothing of it completes anything.
  const alike = words(now.familyName) === words(draft.name.familyName);
  return {
    ...now,
    givenName: now.givenName ?? (alike ? draft.name.givenName : null),
    patronymic: now.patronymic ?? (alike ? draft.name.patronymic : null),
    birthDate: draft.birthDate ?? now.birthDate,
    sex: draft.sex ?? now.sex,
    email: draft.email ?? now.email,
    phone: draft.phone ?? now.phone,
    preferredLocale: draft.language ?? now.preferredLocale,
    librarySince: draft.librarySince ?? now.librarySince,
    professionSince: draft.professionSince ?? now.professionSince,
  };
}

const plain = (text: string | null) => (text ?? '').toLowerCase().replace(/\s+/g, ' ');

const overlap = (a: PostValues, b: PostValues) => (a.toDate === null || b.fromDate <= a.toDate) && (b.toDate === null || a.fromDate <= b.toDate);

function planPost(wanted: StaffDraft['post'], posts: readonly Stored<PostValues>[], second: boolean): { ok: true; step: StaffPlan['post'] } | Extract<Planned, { ok: false }> {
  const here = posts.filter(({ values }) => values.organisationId === wanted.organisationId);
  const isSame = ({ values }: Stored<PostValues>) => (wanted.positionId ? values.positionId === wanted.positionId : plain(values.title) === plain(wanted.title));
  const open = here.filter(({ values }) => values.toDate === null);
  const began = (one: Stored<PostValues>) => wanted.fromDateGiven && one.values.fromDate === wanted.fromDate;
  // The very post; else the one that runs here, unless this row is of a second one.
  const found = here.find((one) => isSame(one) && began(one)) ?? open.find(isSame) ?? here.find(began) ?? (second || wanted.kind === 'second' ? undefined : open.find(({ values }) => values.kind === 'main')) ?? undefined;
  const target = wanted.toDate === null || !found || found.values.toDate === null || found.values.toDate === wanted.toDate ? found : undefined;
  const elsewhere = (values: PostValues) => posts.find((one) => one !== target && one.values.kind === 'main' && values.kind === 'main' && overlap(one.values, values));
  if (!target) {
    const values = newPost(wanted, second ? 'second' : 'main');
    if (!values) return { ok: false, code: 'cell.date_missing', params: {} };
    const other = elsewhere(values);
    return other ? { ok: false, code: 'row.main_post_twice', params: { since: other.values.fromDate } } : { ok: true, step: { add: values } };
  }
  const now = target.values;
  const after: PostValues = {
    ...now,
    ...(isSame(target) ? {} : { positionId: wanted.positionId, title: wanted.title, isMainPersonnel: wanted.isMainPersonnel }),
    kind: wanted.kind ?? now.kind,
    rate: wanted.rate ?? now.rate,
    fromDate: wanted.fromDateGiven && wanted.fromDate !== null ? wanted.fromDate : now.fromDate,
    ...(wanted.toDate === null ? {} : { toDate: wanted.toDate, leavingReason: wanted.leavingReason ?? now.leavingReason, leavingNote: wanted.leavingNote ?? now.leavingNote }),
  };
  if (same(after, now)) return { ok: true, step: null };
  const other = elsewhere(after);
  return other ? { ok: false, code: 'row.main_post_twice', params: { since: other.values.fromDate } } : { ok: true, step: { change: target, to: after } };
}

/** An education of the same level that does not contradict is completed; another one is added. */
function planEducation(wanted: StaffDraft['education'], known: readonly Stored<EducationValues>[]): StaffPlan['education'] {
  if (!wanted) return null;
  const agrees = (a: string | number | boolean | null, b: string | number | boolean | null) => a === null || b === null || plain(String(a)) === plain(String(b));
  const fits = known.find(
    ({ values }) =>
      values.level === wanted.level &&
      agrees(values.institution, wanted.institution) &&
      agrees(values.graduatedYear, wanted.graduatedYear) &&
      agrees(values.speciality, wanted.speciality) &&
      agrees(values.isLibraryProfile, wanted.isLibraryProfile),
  );
  if (!fits) return { add: wanted };
  const after: EducationValues = {
    level: wanted.level,
    isLibraryProfile: fits.values.isLibraryProfile ?? wanted.isLibraryProfile,
    institution: fits.values.institution ?? wanted.institution,
    speciality: fits.values.speciality ?? wanted.speciality,
    graduatedYear: fits.values.graduatedYear ?? wanted.graduatedYear,
  };
  return same(after, fits.values) ? null : { change: fits, to: after };
}

function planAttestation(wanted: StaffDraft['attestation'], known: readonly Stored<AttestationValues>[]): StaffPlan['attestation'] {
  if (!wanted) return null;
  const latest = known.toSorted((a, b) => ((a.values.heldOn ?? '') < (b.values.heldOn ?? '') ? 1 : -1))[0];
  if (latest && latest.values.category === wanted.category && (wanted.heldOn === null || latest.values.heldOn === wanted.heldOn)) return null;
  if (known.some(({ values }) => values.category === wanted.category && values.heldOn === wanted.heldOn)) return null;
  // «Без категории» of somebody of whom nothing is known adds nothing to know.
  return { add: { ...wanted, dueOn: null, note: null } };
}
