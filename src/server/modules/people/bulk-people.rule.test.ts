import { describe, expect, it } from 'vitest';
import { BulkAct, bulkOutcome, type BulkPost } from './bulk-people.rule.ts';

const at = { today: '2026-05-18', target: { id: 'there', name: 'Там' } };
const post = (change: Partial<BulkPost> = {}): BulkPost => ({
  id: 'p1',
  organisationId: 'here',
  organisation: 'Здесь',
  post: 'Библиотекарь',
  kind: 'main',
  isMainPersonnel: true,
  fromDate: '2020-09-01',
  toDate: null,
  isMeant: true,
  ...change,
});
const outcome = (posts: BulkPost[], act: object, preferredLocale: string | null = null) => bulkOutcome({ preferredLocale, posts }, BulkAct.parse(act), at);
const END = { act: 'end_posts', lastDay: '2026-05-31', leavingReason: 'reorganisation' };
const MOVE = { act: 'move', organisationId: '0197b7b0-0000-7000-8000-000000000001', fromDate: '2026-06-01' };

describe('a change for many people', () => {
  it.each([
    ['the language is hers already', [], { act: 'language', language: 'kk' }, 'kk', 'nothing_to_change'],
    ['nothing was known and nothing is to be known', [], { act: 'language' }, null, 'nothing_to_change'],
    ['she works nowhere', [], { act: 'main_personnel', main: 'yes' }, null, 'no_main_post'],
    ['she works elsewhere', [post({ isMeant: false })], { act: 'main_personnel', main: 'no' }, null, 'no_main_post'],
    ['her post ended yesterday', [post({ toDate: '2026-05-17' })], { act: 'main_personnel', main: 'no' }, null, 'no_main_post'],
    ['it is so already', [post()], { act: 'main_personnel', main: 'yes' }, null, 'nothing_to_change'],
    ['nothing is open', [post({ toDate: '2026-05-31' })], END, null, 'no_open_post'],
    ['only what lies elsewhere is open', [post({ isMeant: false })], END, null, 'no_open_post'],
    ['one begins afterwards', [post({ fromDate: '2026-06-01' })], END, null, 'begins_later'],
    ['there is nothing to move', [post({ kind: 'second' })], MOVE, null, 'no_main_post'],
    ['she is there already', [post({ organisationId: 'there' })], MOVE, null, 'nothing_to_change'],
    ['the post begins on that day', [post({ fromDate: '2026-06-01' })], MOVE, null, 'begins_later'],
    ['another main post follows', [post({ toDate: '2026-12-31' }), post({ id: 'p2', fromDate: '2027-01-01' })], MOVE, null, 'later_post'],
  ])('is not made where %s', (_, posts, act, locale, reason) => {
    expect(outcome(posts, act, locale)).toEqual({ reason, steps: [], records: [] });
  });

  it('sets and clears a language', () => {
    expect(outcome([], { act: 'language', language: 'kk' }, 'ru')).toEqual({
      reason: null,
      steps: [{ postId: null, set: { preferredLocale: 'kk' } }],
      records: [{ act: 'person.changed', about: null, changes: [{ field: 'preferredLocale', before: 'ru', after: 'kk' }] }],
    });
    expect(outcome([], { act: 'language' }, 'ru').steps).toEqual([{ postId: null, set: { preferredLocale: null } }]);
  });

  it('ends every post that is meant and leaves the others', () => {
    const done = outcome([post(), post({ id: 'p2', kind: 'second', toDate: '2027-01-01' }), post({ id: 'p3', kind: 'second', isMeant: false })], END);
    expect(done.steps).toEqual(['p1', 'p2'].map((postId) => ({ postId, set: { toDate: '2026-05-31', leavingReason: 'reorganisation', leavingNote: null } })));
    expect(done.records[1]?.changes).toEqual([
      { field: 'toDate', before: '2027-01-01', after: '2026-05-31' },
      { field: 'leavingReason', before: null, after: 'reorganisation' },
    ]);
  });

  it('moves the main post: it ends on the day before and goes on as it is', () => {
    const done = outcome([post({ toDate: '2026-12-31' })], MOVE);
    expect(done.steps).toEqual([{ postId: 'p1', set: { toDate: '2026-05-31', leavingReason: null, leavingNote: null }, goesOn: { organisationId: 'there', fromDate: '2026-06-01' } }]);
    expect(done.records.map(({ act, about }) => [act, about])).toEqual([
      ['person.post_ended', 'Библиотекарь, Здесь'],
      ['person.post_added', 'Библиотекарь, Там'],
    ]);
  });
});
