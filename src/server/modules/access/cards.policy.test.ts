import { describe, expect, it } from 'vitest';
import type { Actor } from '#server/platform/context.ts';
import { cardRefusal, placedGrant, type CardHolder } from './cards.policy.ts';

const actor = (role: string, scopeId: string | null, more: Partial<Extract<Actor, { kind: 'account' }>> = {}): Actor => ({
  kind: 'account',
  accountId: 'actor',
  name: 'А',
  email: 'a@example.kz',
  grants: [{ role, networkId: 'n1', scopeKind: scopeId === null ? 'network' : 'organisation', scopeId }],
  ...more,
});
const holder = (change: Partial<CardHolder> = {}): CardHolder => ({
  networkId: 'n1',
  accountId: null,
  hasOwnMailbox: false,
  grants: [],
  isWorking: true,
  organisationPath: ['centre', 'district', 'library'],
  role: 'specialist',
  ...change,
});
const holds = (role: string, scopeKind: 'network' | 'organisation' | 'event' | 'installation', scopeId: string | null, path: string[] | null = null, networkId = 'n1') =>
  placedGrant({ role, networkId, scopeKind, scopeId, path });
const PATH = ['centre', 'district', 'library'];

describe('who prints a sign-in card for whom', () => {
  it.each([
    ['a head, for a specialist of her library', actor('head', 'library'), holder(), null],
    ['a head, for another head', actor('head', 'library'), holder({ role: 'head' }), 'not_yours'],
    ['a head of another library', actor('head', 'other'), holder(), 'not_yours'],
    ['a methodist of the district, for a head', actor('methodist', 'district'), holder({ role: 'head' }), null],
    ['a coordinator above', actor('coordinator', 'centre'), holder({ role: 'head' }), null],
    ['a network administrator', actor('network_admin', null), holder({ role: 'head' }), null],
    ['a specialist', actor('specialist', 'library'), holder(), 'not_yours'],
    ['an inspector', actor('inspector', null), holder(), 'not_yours'],
    ['a visitor', { kind: 'visitor' } satisfies Actor, holder(), 'not_yours'],
    ['a head by a token', actor('head', 'library', { token: { writes: true } as never }), holder(), 'not_yours'],
    ['somebody who only looks', actor('head', 'library', { viewedBy: { accountId: 'x', name: 'X', until: new Date() } }), holder(), 'not_yours'],
    ['a head, for herself', actor('head', 'library'), holder({ accountId: 'actor' }), 'own_account'],
    ['a deputy, for whom she acts for', actor('head', 'library', { onBehalfOf: { accountId: 'giver', name: 'Г' } }), holder({ accountId: 'giver' }), 'own_account'],
    ['for who has a mailbox', actor('head', 'library'), holder({ accountId: 'b', hasOwnMailbox: true }), 'own_mailbox'],
    ['for who works nowhere', actor('head', 'library'), holder({ isWorking: false }), 'not_working'],
    ['again, for who holds no more than that', actor('head', 'library'), holder({ accountId: 'b', grants: [holds('specialist', 'organisation', 'library', PATH)] }), null],
    ['for who is a specialist elsewhere, too', actor('head', 'library'), holder({ accountId: 'b', grants: [holds('specialist', 'organisation', 'other', ['centre', 'other'])] }), 'more_rights'],
    ['for who leads the library', actor('head', 'library'), holder({ accountId: 'b', grants: [holds('head', 'organisation', 'library', PATH)] }), 'more_rights'],
    ['for who moderates an event', actor('head', 'library'), holder({ accountId: 'b', grants: [holds('moderator', 'event', 'e1')] }), 'more_rights'],
    ['by a coordinator, for a network administrator', actor('coordinator', 'centre'), holder({ accountId: 'b', grants: [holds('network_admin', 'network', null)] }), 'more_rights'],
    ['for who looks after the installation', actor('network_admin', null), holder({ accountId: 'b', grants: [holds('system_admin', 'installation', null, null, '')] }), 'more_rights'],
    ['for who holds something in another network', actor('network_admin', null), holder({ accountId: 'b', grants: [holds('specialist', 'organisation', 'x', ['x'], 'n2')] }), 'more_rights'],
  ] as const)('%s', (_, who, whom, reason) => {
    expect(cardRefusal(who, whom)).toBe(reason);
  });
});
