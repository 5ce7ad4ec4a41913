import { describe, expect, it } from 'vitest';
import { keptOrganisation, keptPost, turned, type OrganisationNow, type PostNow, type PostStep, type WrittenStep } from './bulk-undo.rule.ts';

const post = (change: Partial<PostNow> = {}): PostNow => ({
  id: 'p1', organisationId: 'here', positionId: null, title: 'Библиотекарь', kind: 'main', isMainPersonnel: true, rate: 1, fromDate: '2020-09-01', toDate: '2026-05-31', leavingReason: 'reorganisation', leavingNote: null,
  isKept: true, isClosed: false, ...change,
}); // prettier-ignore
const ENDED: PostStep = {
  table: 'post', id: 'p1', before: { toDate: null, leavingReason: null, leavingNote: null }, after: { toDate: '2026-05-31', leavingReason: 'reorganisation', leavingNote: null }, made: null, records: [],
}; // prettier-ignore
const { id: _, isKept: _kept, isClosed: _closed, ...there } = post({ organisationId: 'there', fromDate: '2026-06-01', toDate: null, leavingReason: null });
const MOVED: PostStep = { ...ENDED, made: { id: 'p2', values: there } };
const made = (change: Partial<PostNow> = {}) => post({ ...there, id: 'p2', ...change });
const MARKED: PostStep = { table: 'post', id: 'p1', before: { isMainPersonnel: true }, after: { isMainPersonnel: false }, made: null, records: [] };

describe('a post that a change for many ended', () => {
  it.each([
    ['nobody touched it', ENDED, [post()], null],
    ['something else of it was corrected', ENDED, [post({ rate: 0.5, title: 'Методист' })], null],
    ['a second job runs beside it', ENDED, [post(), post({ id: 'p3', kind: 'second', toDate: null })], null],
    ['another main post ended before', ENDED, [post(), post({ id: 'p3', fromDate: '2010-01-01', toDate: '2020-08-31' })], null],
    ['it was taken away', ENDED, [], 'changed_since'],
    ['another last day was written', ENDED, [post({ toDate: '2026-06-15' })], 'changed_since'],
    ['the reason was corrected', ENDED, [post({ leavingReason: 'study' })], 'changed_since'],
    ['a new main post has begun', ENDED, [post(), post({ id: 'p3', fromDate: '2026-06-01', toDate: null })], 'in_the_way'],
    ['its organisation was closed', ENDED, [post({ isClosed: true })], 'closed'],
    ['it lies beyond the reach of the actor', ENDED, [post({ isKept: false })], 'not_yours'],
    ['it goes on elsewhere as it was written', MOVED, [post(), made()], null],
    ['it goes on elsewhere with other units', MOVED, [post(), made({ rate: 0.5 })], 'changed_since'],
    ['what went on elsewhere was ended', MOVED, [post(), made({ toDate: '2026-07-01' })], 'changed_since'],
    ['what went on elsewhere was taken away', MOVED, [post()], 'changed_since'],
    ['it goes on beyond the reach of the actor', MOVED, [post(), made({ isKept: false })], 'not_yours'],
    ['the mark still stands', MARKED, [post({ isMainPersonnel: false, isClosed: true })], null],
    ['the mark was set again', MARKED, [post()], 'changed_since'],
  ] as const)('where %s', (_what, step, posts, kept) => {
    expect(keptPost(step, posts)).toBe(kept);
  });
});

type OrganisationStep = Extract<WrittenStep, { table: 'organisation' }>;
const now = (change: Partial<OrganisationNow> = {}): OrganisationNow => ({ id: 'o1', parentId: 'new', kind: 'branch', languages: ['kk', 'ru'], timeZone: 'Asia/Almaty', closedOn: null, ...change });
const step = (before: object, after: object): OrganisationStep => ({ table: 'organisation', before, after, records: [] });
const KIND = step({ kind: 'library' }, { kind: 'branch' });
const LANGUAGES = step({ languages: [] }, { languages: ['kk', 'ru'] });
const MOVE = step({ parentId: 'old' }, { parentId: 'new' });
const CLOSED = step({ closedOn: null }, { closedOn: '2026-05-01' });
const open = { isOpen: true, path: ['centre', 'old'] };

describe('an organisation that a change for many wrote', () => {
  it.each([
    ['the kind still stands', KIND, now(), null, null],
    ['the languages still stand', LANGUAGES, now(), null, null],
    ['the kind was changed again', KIND, now({ kind: 'library' }), null, 'changed_since'],
    ['it was closed since', KIND, now({ closedOn: '2026-06-01' }), null, 'closed'],
    ['it hangs where it was put', MOVE, now(), open, null],
    ['it was a root', step({ parentId: null }, { parentId: 'new' }), now(), null, null],
    ['it was moved on', MOVE, now({ parentId: 'third' }), open, 'changed_since'],
    ['what it hung under is closed', MOVE, now(), { ...open, isOpen: false }, 'parent_closed'],
    ['what it hung under hangs under it now', MOVE, now(), { ...open, path: ['centre', 'o1', 'old'] }, 'below_itself'],
    ['what it hung under is gone', MOVE, now(), undefined, 'gone'],
    ['it is closed as it was written', CLOSED, now({ closedOn: '2026-05-01' }), open, null],
    ['it was opened again', CLOSED, now(), open, 'changed_since'],
    ['what it hangs under is closed', CLOSED, now({ closedOn: '2026-05-01' }), { ...open, isOpen: false }, 'parent_closed'],
  ] as const)('where %s', (_what, written, organisation, parent, kept) => {
    expect(keptOrganisation(written, organisation, parent)).toBe(kept);
  });
});

it('tells it the other way round', () => {
  expect(turned([{ act: 'person.post_ended', about: 'Библиотекарь', changes: [{ field: 'toDate', before: null, after: '2026-05-31' }] }])).toEqual([
    { act: 'person.post_ended', about: 'Библиотекарь', changes: [{ field: 'toDate', before: '2026-05-31', after: null }] },
  ]);
});
