/** A row of a list of staff → what the registry would hold, with everything that cannot be read or needs a look. Pure: the registry is asked before. */
import type { TableRow } from '#server/platform/tabular/workbook.ts';
import type { Locale } from '#lib/i18n/locales.ts';
import type { ImportColumn } from './import-header.ts';
import type { ImportField } from './import-fields.ts';
import { readFullName, readNameParts, type NameDoubt, type ReadParts } from './import-names.ts';
import type { FoundPlace, PlaceFinder } from './import-places.ts';
import { rowReader, type ImportProblem, type ProblemCode, type RowReader } from './import-problems.ts';
import { readChoice, readDay, readEducation, readEmail, readPhone, readRate, readYear } from './import-values.ts';
import { CATEGORIES, EMPLOYMENT, LANGUAGES, LEAVING, SEX, YES_NO } from './import-words.data.ts';
import type { Category, EducationLevel, EmploymentKind, LeavingReason, Sex } from './registry.tables.ts';

/** Null: the row does not say. A row that says nothing of a thing changes nothing of it. */
export interface StaffDraft {
  name: ReadParts;
  birthDate: string | null;
  sex: Sex | null;
  phone: string | null;
  email: string | null;
  language: Locale | null;
  librarySince: string | null;
  professionSince: string | null;
  post: {
    organisationId: string;
    positionId: string | null;
    /** the post as typed, where the classifier has no such */
    title: string | null;
    isMainPersonnel: boolean;
    kind: EmploymentKind | null;
    rate: number | null;
    /** null: nobody says; then no post can begin, but one that is there is meant all the same */
    fromDate: string | null;
    /** the row says when, not the import as a whole */
    fromDateGiven: boolean;
    toDate: string | null;
    leavingReason: LeavingReason | null;
    leavingNote: string | null;
  };
  education: { level: EducationLevel; isLibraryProfile: boolean | null; institution: string | null; speciality: string | null; graduatedYear: number | null } | null;
  attestation: { category: Category; heldOn: string | null } | null;
}

export interface KnownPosition {
  id: string;
  names: readonly string[];
  isMainPersonnel: boolean;
}

export interface StaffContext {
  columns: readonly ImportColumn[];
  /** YYYY-MM-DD in the zone of the network */
  today: string;
  find: PlaceFinder;
  /** names for the words of a problem */
  placeName(id: string): string;
  /** why nobody may be added there: closed, or another's */
  placeRefused(id: string): 'closed' | 'not_yours' | null;
  position(text: string): KnownPosition | null;
  /** for rows that name none: a list of one library's staff */
  organisationId: string | null;
  /** for posts without a beginning */
  postsFrom: string | null;
}

const DOUBTS: Readonly<Record<NameDoubt, ProblemCode>> = {
  initials: 'cell.name_initials',
  one_word: 'cell.name_one_word',
  many_words: 'cell.name_many_words',
  brackets: 'cell.name_brackets',
  mixed_scripts: 'cell.name_mixed_scripts',
};

/** The draft is null when an error keeps the row out. */
export function readStaffRow(row: TableRow, context: StaffContext): { draft: StaffDraft | null; problems: ImportProblem[] } {
  const reader = rowReader(row, context.columns);
  const name = nameOf(reader);
  const birthDate = dayOf(reader, 'birthDate', context, { birth: true });
  const place = placeOf(reader, context);
  const post = postOf(reader, context, birthDate);
  const since = (field: 'librarySince' | 'professionSince') => {
    const day = dayOf(reader, field, context);
    if (day === null || birthDate === null || day > birthDate) return day;
    reader.problem(field, 'cell.date_before_birth');
    return null;
  };
  const rest = {
    birthDate,
    sex: reader.read('sex', ({ text }) => readChoice(SEX, text), 'cell.word_unknown'),
    phone: reader.read('phone', ({ text }) => readPhone(text), 'cell.phone_unreadable'),
    email: reader.read('email', ({ text }) => readEmail(text), 'cell.email_unreadable'),
    language: reader.read('language', ({ text }) => readChoice(LANGUAGES, text), 'cell.word_unknown'),
    librarySince: since('librarySince'),
    professionSince: since('professionSince'),
    education: educationOf(reader),
    attestation: attestationOf(reader, context),
  };
  const sound = !reader.problems.some(({ severity }) => severity === 'error');
  return { draft: sound && name && place && post ? { name, ...rest, post: { ...post, organisationId: place } } : null, problems: reader.problems };
}

function nameOf(reader: RowReader): ReadParts | null {
  const inParts = reader.has('familyName') || reader.has('givenName');
  const field: ImportField = inParts ? (reader.has('familyName') ? 'familyName' : 'givenName') : 'fullName';
  const read = inParts
    ? readNameParts({ familyName: reader.text('familyName'), givenName: reader.text('givenName'), patronymic: reader.text('patronymic') })
    : reader.has('patronymic')
      ? readFullName(`${reader.text('fullName')} ${reader.text('patronymic')}`)
      : readFullName(reader.text('fullName'));
  if (!read.ok) {
    reader.problem(field, `cell.name_${read.reason}`);
    return null;
  }
  for (const doubt of read.doubts) reader.problem(field, DOUBTS[doubt], 'warning', { name: [read.name.familyName, read.name.givenName, read.name.patronymic].filter(Boolean).join(' ') });
  return read.name;
}

function dayOf(reader: RowReader, field: ImportField, context: StaffContext, options: { birth?: boolean; future?: boolean } = {}): string | null {
  const thisYear = Number(context.today.slice(0, 4));
  const read = reader.read(field, (cell) => readDay(cell, { ...options, thisYear }), 'cell.date_unreadable', 'error');
  if (read === null) return null;
  if ('year' in read) {
    // A day must not be invented: the year alone stays out, the row does not.
    reader.problem(field, 'cell.date_year_only', 'warning', { year: String(read.year) });
    return null;
  }
  if (Number(read.day.slice(0, 4)) < thisYear - 110) reader.problem(field, 'cell.date_impossible');
  else if (read.day > context.today && !options.future) reader.problem(field, 'cell.date_in_future');
  else if (options.birth && Number(read.day.slice(0, 4)) > thisYear - 14) reader.problem(field, 'cell.date_impossible');
  else return read.day;
  return null;
}

function placeOf(reader: RowReader, context: StaffContext): string | null {
  const code = reader.text('organisationCode');
  const name = reader.text('organisation');
  const district = reader.text('district');
  const tried: [ImportField, string][] = [
    ['organisationCode', code],
    ['organisation', name],
  ];
  let last: { field: ImportField; answer: FoundPlace } | null = null;
  for (const [field, text] of tried) {
    if (text === '') continue;
    const answer = context.find(text, district);
    if (answer.found === 'one') {
      const refused = context.placeRefused(answer.id);
      if (refused) reader.problem(field, `cell.organisation_${refused}`, 'error', { organisation: context.placeName(answer.id) });
      else if (answer.nearly) reader.problem(field, 'cell.organisation_nearly', 'warning', { organisation: context.placeName(answer.id) });
      return refused ? null : answer.id;
    }
    last ??= { field, answer };
    // A name that fits several says more than a code that fits none.
    if (answer.found === 'several') last = { field, answer };
  }
  if (last) {
    if (last.answer.found === 'several') reader.problem(last.field, 'cell.organisation_several', 'error', { candidates: last.answer.ids.map(context.placeName).join('; ') });
    else reader.problem(last.field, 'cell.organisation_unknown');
    return null;
  }
  if (context.organisationId) return context.organisationId;
  reader.problem(reader.has('organisation') ? 'organisation' : reader.has('organisationCode') ? 'organisationCode' : null, 'cell.organisation_missing');
  return null;
}

function postOf(reader: RowReader, context: StaffContext, birthDate: string | null): Omit<StaffDraft['post'], 'organisationId'> | null {
  const typed = reader.short('position', 200);
  // «библиотекарь, 0,5 ставки»: what belongs to the rate is read by the column of rates only.
  const position = typed === null ? null : context.position(typed);
  if (typed === null) reader.problem(reader.has('position') ? 'position' : null, 'cell.position_missing');
  else if (!position) reader.problem('position', 'cell.position_new', 'warning');
  const given = dayOf(reader, 'hiredOn', context, { future: true });
  const toDate = dayOf(reader, 'leftOn', context, { future: true });
  const fromDate = given ?? context.postsFrom;
  if (fromDate !== null && toDate !== null && toDate < fromDate) reader.problem('leftOn', 'cell.date_before_start');
  else if (given !== null && birthDate !== null && given <= birthDate) reader.problem('hiredOn', 'cell.date_before_birth');
  const reason = reader.text('leavingReason').slice(0, 300);
  const known = reason === '' ? null : readChoice(LEAVING, reason);
  if (reason !== '' && known === null && toDate !== null) reader.problem('leavingReason', 'cell.reason_noted', 'warning');
  if (typed === null) return null;
  return {
    positionId: position?.id ?? null,
    title: position ? null : typed,
    isMainPersonnel: position?.isMainPersonnel ?? true,
    kind: reader.read('employmentKind', ({ text }) => readChoice(EMPLOYMENT, text), 'cell.word_unknown'),
    rate: reader.read('rate', readRate, 'cell.rate_unreadable', 'error'),
    fromDate,
    fromDateGiven: given !== null,
    toDate,
    // Why somebody left is said of who left.
    leavingReason: toDate === null || reason === '' ? null : (known ?? 'other'),
    leavingNote: toDate !== null && reason !== '' && known === null ? reason : null,
  };
}

function educationOf(reader: RowReader): StaffDraft['education'] {
  const institution = reader.short('institution', 300);
  const speciality = reader.short('speciality', 300);
  const graduatedYear = reader.read('graduatedYear', readYear, 'cell.year_impossible');
  const read = reader.read('educationLevel', ({ text }) => readEducation(text), 'cell.word_unknown');
  const library = reader.read('libraryEducation', ({ text }) => readChoice(YES_NO, text) ?? readEducation(text)?.library ?? null, 'cell.word_unknown');
  return read === null ? null : { level: read.level, isLibraryProfile: library ?? read.library, institution, speciality, graduatedYear };
}

function attestationOf(reader: RowReader, context: StaffContext): StaffDraft['attestation'] {
  const category = reader.read('category', ({ text }) => readChoice(CATEGORIES, text), 'cell.word_unknown');
  const heldOn = dayOf(reader, 'attestedOn', context);
  return category === null ? null : { category, heldOn };
}
