import { describe, expect, it } from 'vitest';
import { localized } from '#server/platform/text/index.ts';
import { findAlike, prepared } from './import-alike.ts';
import { changesNothing, planStaff, type ExistingRecord } from './import-plan.ts';
import { positionFinder } from './import-positions.ts';
import type { StaffDraft } from './import-staff.ts';
import type { PostValues } from './posts.queries.ts';

const post = (change: Partial<PostValues> = {}): PostValues => ({ organisationId: 'a', positionId: 'p', title: null, kind: 'main', isMainPersonnel: true, rate: 1, fromDate: '2001-09-01', toDate: null, leavingReason: null, leavingNote: null, ...change });
const record = (posts: PostValues[] = [post()], change: Partial<ExistingRecord> = {}): ExistingRecord => ({
  version: 1,
  person: { familyName: 'Касымова', givenName: 'Айгуль', patronymic: null, nameLocale: null, birthDate: '1976-05-18', sex: null, email: null, phone: '1', preferredLocale: null, languages: [], librarySince: null, professionSince: null },
  posts: posts.map((values, index) => ({ id: `post${index}`, version: 1, values })),
  educations: [{ id: 'e', version: 1, values: { level: 'higher', isLibraryProfile: null, institution: 'ПГУ', speciality: null, graduatedYear: null } }],
  attestations: [{ id: 't', version: 1, values: { category: 'second', heldOn: '2020-01-01', dueOn: null, note: null } }],
  ...change,
});
const draft = (of: Partial<StaffDraft> = {}, at: Partial<StaffDraft['post']> = {}): StaffDraft => ({
  name: { familyName: 'Қасымова', givenName: 'Айгүл', patronymic: 'Болатқызы' }, birthDate: null, sex: null, phone: null, email: null, language: null, librarySince: null, professionSince: null, education: null, attestation: null, ...of,
  post: { organisationId: 'a', positionId: 'p', title: null, isMainPersonnel: true, kind: null, rate: null, fromDate: null, fromDateGiven: false, toDate: null, leavingReason: null, leavingNote: null, ...at },
}); // prettier-ignore
const plan = (wanted: StaffDraft, existing = record(), second = false) => {
  const planned = planStaff(wanted, existing, second);
  return planned.ok ? planned.plan : planned.code;
};

describe('what a row changes in a record', () => {
  it('is what it says and nothing else: names are completed, never replaced; nothing is erased', () => {
    expect(plan(draft({ phone: '2' }))).toMatchObject({ person: { familyName: 'Касымова', givenName: 'Айгуль', patronymic: 'Болатқызы', birthDate: '1976-05-18', phone: '2' }, post: null, education: null, attestation: null });
    const same = plan(draft({ name: { familyName: 'X', givenName: 'Y', patronymic: null } }));
    expect(typeof same !== 'string' && changesNothing(same)).toBe(true);
  });

  it.each<[string, Partial<StaffDraft['post']>, PostValues[], unknown, boolean?]>([
    ['the post there is, with another rate', { rate: 0.5 }, [post()], { change: { id: 'post0' }, to: post({ rate: 0.5 }) }],
    ['another position in the same library', { positionId: 'q' }, [post()], { change: { id: 'post0' }, to: post({ positionId: 'q' }) }],
    ['the end of it', { toDate: '2026-01-01', leavingReason: 'study' }, [post()], { change: { id: 'post0' }, to: post({ toDate: '2026-01-01', leavingReason: 'study' }) }],
    ['a post after one that ended', { fromDate: '2021-01-01', fromDateGiven: true }, [post({ toDate: '2020-01-01' })], { add: post({ fromDate: '2021-01-01' }) }],
    ['a second job elsewhere', { organisationId: 'b', kind: 'second', fromDate: '2021-01-01' }, [post()], { add: post({ organisationId: 'b', kind: 'second', fromDate: '2021-01-01' }) }],
    ['a second row of one list', { organisationId: 'b', fromDate: '2021-01-01' }, [post()], { add: post({ organisationId: 'b', kind: 'second', fromDate: '2021-01-01' }) }, true],
  ])('%s', (_, at, posts, step, second = false) => expect(plan(draft({}, at), record(posts), second)).toMatchObject({ post: step }));

  it('is a problem where a main post runs elsewhere, or a new one begins nobody knows when', () => {
    expect(plan(draft({}, { organisationId: 'b', fromDate: '2021-01-01' }))).toBe('row.main_post_twice');
    expect(plan(draft({}, { organisationId: 'b', kind: 'second' }))).toBe('cell.date_missing');
  });

  it('completes an education that does not contradict and adds another one; categories are added once', () => {
    const education = { level: 'higher' as const, isLibraryProfile: true, institution: null, speciality: null, graduatedYear: 1999 };
    expect(plan(draft({ education }))).toMatchObject({ education: { change: { id: 'e' }, to: { isLibraryProfile: true, institution: 'ПГУ', graduatedYear: 1999 } } });
    expect(plan(draft({ education: { ...education, institution: 'КазГУ' } }))).toMatchObject({ education: { add: { institution: 'КазГУ' } } });
    expect(plan(draft({ attestation: { category: 'second', heldOn: null } }))).toMatchObject({ attestation: null });
    expect(plan(draft({ attestation: { category: 'first', heldOn: '2025-01-01' } }))).toMatchObject({ attestation: { add: { category: 'first' } } });
  });
});

describe('who a row may be', () => {
  const known = (name: string, birthDate: string | null, organisation: string) => prepared({ id: `${name} ${birthDate ?? ''}`.trim(), names: [name], words: [], birthDate, organisations: [organisation] });
  const ask = (name: [string, string | null, string | null], birthDate: string | null, people: ReturnType<typeof known>[]) => {
    const found = findAlike({ ...draft(), name: { familyName: name[0], givenName: name[1], patronymic: name[2] }, birthDate }, people);
    return found.kind === 'question' ? found.candidates.map(({ id }) => `${id}?`) : found.kind === 'certain' ? found.id : null;
  };
  const full: [string, string | null, string | null] = ['Касымова', 'Айгуль', 'Болатовна'];

  it.each([
    ['one name in another script and one birth date', '1976-05-18', [known('Kassymova Aigul Bolatovna', '1976-05-18', 'z')], 'Kassymova Aigul Bolatovna 1976-05-18'],
    ['one name in one library, a date missing', null, [known('Қасымова Айгүл Болатовна', '1976-05-18', 'a')], 'Қасымова Айгүл Болатовна 1976-05-18'],
    ['one name elsewhere, a date missing', null, [known('Касымова Айгуль Болатовна', '1976-05-18', 'z')], ['Касымова Айгуль Болатовна 1976-05-18?']],
    ['one name, two dates, two libraries: two people', '1990-01-01', [known('Касымова Айгуль Болатовна', '1976-05-18', 'z')], null],
    ['one name, two dates, one library: perhaps a slip', '1976-05-19', [known('Касымова Айгуль Болатовна', '1976-05-18', 'a')], ['Касымова Айгуль Болатовна 1976-05-18?']],
    ['a patronymic missing, the rest alike', '1976-05-18', [known('Касымова Айгуль', '1976-05-18', 'a')], 'Касымова Айгуль 1976-05-18'],
    ['two of one name and date', '1976-05-18', [known('Касымова Айгуль Болатовна', '1976-05-18', 'a'), known('Қасымова Айгүл Болатовна', '1976-05-18', 'b')], ['Касымова Айгуль Болатовна 1976-05-18?', 'Қасымова Айгүл Болатовна 1976-05-18?']],
    ['nobody', '1976-05-18', [known('Иванова Мария', '1976-05-18', 'a')], null],
  ])('%s', (_, birthDate, people, expected) => expect(ask(full, birthDate, people)).toEqual(expected)); // prettier-ignore
});

it.each([
  ['библиотекарь', 'lib'], ['Кітапханашы', 'lib'], ['Зав. библиотекой', 'head'], ['заведующая библиотекой', 'head'], ['Заведующий библиотекой (филиалом)', 'head'], ['библиограф', 'bib'], ['главный библиотекарь', null], ['сторож', null],
])('the post %s', (text, id) => {
  const row = (key: string, kk: string, ru: string) => ({ id: key, name: localized({ kk, ru }), is_main_personnel: true, is_retired: false });
  expect(positionFinder([row('head', 'Кітапхана (филиал) меңгерушісі', 'Заведующий библиотекой (филиалом)'), row('lib', 'Кітапханашы', 'Библиотекарь'), row('bib', 'Библиограф', 'Библиограф')])(text)?.id ?? null).toBe(id);
}); // prettier-ignore
