import type { FormValues, FormView } from '#lib/forms/index.ts';
import type { OrganisationPage, PersonCard, PostView, showPositions, showStaffing } from '#server/modules/people/index.ts';

type Stored = PersonCard['values'];
const filled = (fields: Record<string, string | readonly string[] | number | null | undefined>): FormValues =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === null || value === undefined || value === '' ? [] : [[name, typeof value === 'number' ? String(value) : value]])));

/** What a person may change herself, by the names of its fields. */
export const ownFields = (values: Stored, otherNames: PersonCard['otherNames']): FormValues =>
  filled({
    phone: values.phone,
    email: values.email,
    preferredLocale: values.preferredLocale,
    ...Object.fromEntries(values.languages.map(({ language, level }) => [`languages.${language}`, level])),
    ...Object.fromEntries(otherNames.flatMap((name) => (['familyName', 'givenName', 'patronymic'] as const).map((part) => [`names.${name.locale}.${part}`, name[part]]))),
  });

export const personFields = (values: Stored, otherNames: PersonCard['otherNames']): FormValues => ({
  ...filled({
    familyName: values.familyName,
    givenName: values.givenName,
    patronymic: values.patronymic,
    nameLocale: values.nameLocale,
    birthDate: values.birthDate,
    sex: values.sex,
    professionSince: values.professionSince,
    librarySince: values.librarySince,
  }),
  ...ownFields(values, otherNames),
});

/** `arranged`: with what only the centre changes, as the form shows it to her. */
export function organisationFields(values: OrganisationPage['values'], arranged: boolean): FormValues {
  const texts = (name: 'name' | 'settlement' | 'address' | 'founder' | 'signatoryPost') => Object.fromEntries(Object.entries(values[name] ?? {}).map(([locale, { text }]) => [`${name}.${locale}`, text]));
  return filled({
    ...texts('name'),
    ...texts('settlement'),
    ...texts('address'),
    ...texts('founder'),
    phone: values.phone,
    contactEmail: values.contactEmail,
    website: values.website,
    timeZone: values.timeZone,
    languages: values.languages.length > 0 ? values.languages : null,
    latitude: values.latitude,
    longitude: values.longitude,
    signatoryName: values.signatoryName,
    ...texts('signatoryPost'),
    ...(arranged ? { 'arrangement.kind': values.kind, 'arrangement.code': values.code, 'arrangement.mapArea': values.mapArea } : {}),
  });
}

export const postFields = (post: PostView): FormValues =>
  filled({
    organisationId: post.organisationId,
    positionId: post.positionId,
    title: post.title,
    kind: post.kind,
    rate: post.rate,
    isMainPersonnel: post.isMainPersonnel ? 'yes' : null,
    fromDate: post.fromDate,
    toDate: post.toDate,
    leavingReason: post.leavingReason,
    leavingNote: post.leavingNote,
  });

/** What the page that ends a post asks for. */
export const endFields = (post: PostView): FormValues => filled({ toDate: post.toDate, leavingReason: post.leavingReason, leavingNote: post.leavingNote });

export const unitFields = (unit: Awaited<ReturnType<typeof showStaffing>>['units'][number]): FormValues => filled({ positionId: unit.positionId, units: unit.units, fromDate: unit.fromDate, toDate: unit.toDate, note: unit.note });

export const positionFields = (position: Awaited<ReturnType<typeof showPositions>>[number]): FormValues =>
  filled({
    ...Object.fromEntries(Object.entries(position.name).map(([locale, { text }]) => [`name.${locale}`, text])),
    code: position.code,
    isco: position.isco,
    isMainPersonnel: position.isMainPersonnel ? 'yes' : null,
    isHead: position.isHead ? 'yes' : null,
    sort: position.sort,
    isRetired: position.isRetired ? 'yes' : null,
  });

export const educationFields = (row: PersonCard['educations'][number]): FormValues =>
  filled({ level: row.level, libraryProfile: row.isLibraryProfile === null ? null : row.isLibraryProfile ? 'yes' : 'no', institution: row.institution, speciality: row.speciality, graduatedYear: row.graduatedYear });

export const attestationFields = (row: PersonCard['attestations'][number]): FormValues => filled({ category: row.category, heldOn: row.heldOn, dueOn: row.dueOn, note: row.note });

export const isOutdated = (view: FormView, version: number): boolean => view.wasSent && view.values['version'] !== undefined && view.values['version'] !== String(version);

/** The errors of the form without the one that the comparison on the page answers. */
export function meanwhileView(view: FormView, version: number): FormView {
  if (!isOutdated(view, version)) return view;
  return { ...view, errors: Object.fromEntries(Object.entries(view.errors).filter(([field]) => field !== '')) };
}
