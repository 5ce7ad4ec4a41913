import { describe, expect, it } from 'vitest';
import type { Actor, Grant } from '#server/platform/context.ts';
import { attemptAbilities, itemAbilities, keepsBank, scoreAbility, scoringScope, testAbilities } from './assessment.policy.ts';

const PLACE = { networkId: 'net', organisationPath: ['centre', 'district', 'library'] };
const grant = (role: string, scopeKind: Grant['scopeKind'], scopeId: string | null, networkId = 'net'): Actor => ({ kind: 'account', accountId: 'a', name: 'a', email: 'a@example.kz', grants: [{ role, networkId, scopeKind, scopeId }] });

// actor: keeps the bank, scores the case of somebody of the library
const TABLE: [string, Actor, boolean, boolean][] = [
  ['visitor', { kind: 'visitor' }, false, false],
  ['holder of a link', { kind: 'link', linkId: 'l', purpose: 'certificate', subjectId: 's' }, false, false],
  ['job', { kind: 'system', name: 'job' }, true, true],
  ['coordinator of the library', grant('coordinator', 'organisation', 'library'), true, true],
  ['coordinator above it', grant('coordinator', 'organisation', 'centre'), true, true],
  ['coordinator beside it', grant('coordinator', 'organisation', 'other'), true, false],
  ['coordinator of another network', grant('coordinator', 'network', null, 'other'), false, false],
  ['coordinator of one event', grant('coordinator', 'event', 'e'), false, false],
  ['network administrator', grant('network_admin', 'network', null), true, true],
  ['network administrator of another network', grant('network_admin', 'network', null, 'other'), false, false],
  ['methodist of the district', grant('methodist', 'organisation', 'district'), true, true],
  ['methodist beside it', grant('methodist', 'organisation', 'other'), true, false],
  ['inspector', grant('inspector', 'network', null), false, false],
  ['head of the library', grant('head', 'organisation', 'library'), false, false],
  ['specialist', grant('specialist', 'organisation', 'library'), false, false],
  ['speaker', grant('speaker', 'event', 'e'), false, false],
  ['system administrator', grant('system_admin', 'installation', null, ''), false, false],
];

describe('the bank, tests and cases', () => {
  it.each(TABLE)('%s', (_, actor, keeps, scores) => {
    const item = itemAbilities(actor, 'net');
    const test = testAbilities(actor, 'net');
    expect([keepsBank(actor, 'net'), item.readItem.allowed, item.editItem.allowed, test.readTest.allowed, test.editTest.allowed, test.publishTest.allowed]).toEqual([keeps, keeps, keeps, keeps, keeps, keeps]);
    expect(scoreAbility(actor, PLACE, false).allowed).toBe(scores);
    expect(scoreAbility(actor, PLACE, true).allowed).toBe(false);
  });

  it('allow in each state what the state allows', () => {
    const actor = grant('methodist', 'network', null);
    const item = (state: 'draft' | 'in_use' | 'retired') => Object.values(itemAbilities(actor, 'net', { state })).map(({ allowed }) => allowed);
    // reads, edits, puts in use, retires
    expect([item('draft'), item('in_use'), item('retired')]).toEqual([[true, true, true, false], [true, true, false, true], [true, false, true, false]]);
    const test = (state: 'draft' | 'published' | 'retired', hasDraft: boolean) => Object.values(testAbilities(actor, 'net', { state, hasDraft })).map(({ allowed }) => allowed);
    // reads, edits, publishes, retires, brings back
    expect([test('draft', true), test('published', false), test('published', true), test('retired', false)]).toEqual([
      [true, true, true, false, false],
      [true, true, false, true, false],
      [true, true, true, true, false],
      [true, false, false, false, true],
    ]);
    expect(scoringScope(actor, 'net')).toBe('network');
    expect(scoringScope(grant('methodist', 'organisation', 'district'), 'net')).toEqual(['district']);
  });
});

describe('an attempt', () => {
  it('is its owner’s alone, answered while open and in time, and shown once handed in', () => {
    const may = (own: string | null, state: 'open' | 'waiting' | 'finished', isOver = false, personId: string | null = 'p') => Object.values(attemptAbilities(own, { personId, state, isOver })).map(({ allowed }) => allowed);
    expect(may('p', 'open')).toEqual([true, true, false]);
    expect(may('p', 'open', true)).toEqual([true, false, false]);
    expect(may('p', 'waiting')).toEqual([true, false, true]);
    expect(may('p', 'finished')).toEqual([true, false, true]);
    expect(may('q', 'open')).toEqual([false, false, false]);
    expect(may(null, 'finished', false, null)).toEqual([false, false, false]);
  });
});
