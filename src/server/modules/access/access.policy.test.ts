import { describe, expect, it } from 'vitest';
import type { Actor, Grant } from '#server/platform/context.ts';
import { ACCESS_COLUMNS, ACCESS_TABLE } from './access.policy.fixture.ts';
import { accessAbilities, covers, holds, mayInvite, mayLookAs, mayReset, reaches, type Place } from './access.policy.ts';
import type { Role } from './access.tables.ts';

const NETWORK = 'n1';
const place: Place = { networkId: NETWORK, organisationPath: ['root', 'system', 'library'], eventId: 'e1' };
const grant = (role: Role, scopeKind: Grant['scopeKind'], scopeId: string | null, networkId = NETWORK): Grant => ({ role, networkId, scopeKind, scopeId });
const actor = (...grants: Grant[]): Actor => ({ kind: 'account', accountId: 'a', name: 'А', email: 'a@example.kz', grants });

describe('where a grant reaches', () => {
  it.each([
    ['the installation', grant('system_admin', 'installation', null, ''), true],
    ['its network', grant('network_admin', 'network', null), true],
    ['another network', grant('network_admin', 'network', null, 'n2'), false],
    ['an organisation above', grant('coordinator', 'organisation', 'root'), true],
    ['the organisation itself', grant('coordinator', 'organisation', 'library'), true],
    ['an organisation beside', grant('coordinator', 'organisation', 'other'), false],
    ['an organisation of another network with the same id', grant('coordinator', 'organisation', 'root', 'n2'), false],
    ['its event', grant('moderator', 'event', 'e1'), true],
    ['another event', grant('moderator', 'event', 'e2'), false],
  ])('%s', (_, given, expected) => expect(reaches(given, place)).toBe(expected));

  it('an event grant does not reach a place without an event', () => expect(reaches(grant('moderator', 'event', 'e1'), { networkId: NETWORK })).toBe(false));
  it('an organisation grant does not reach a place without an organisation', () => expect(reaches(grant('coordinator', 'organisation', 'root'), { networkId: NETWORK })).toBe(false));
});

describe('who holds a role', () => {
  it('jobs and the command line hold all', () => expect(holds({ kind: 'system', name: 'job' }, ['coordinator'], place)).toBe(true));
  it('visitors and links hold none', () => {
    expect(holds({ kind: 'visitor' }, ['coordinator'], place)).toBe(false);
    expect(holds({ kind: 'link', linkId: 'l', purpose: 'registration', subjectId: 's' }, ['coordinator'], place)).toBe(false);
  });
});

const ROLES: [name: string, actor: Actor][] = [
  ['system_admin', actor(grant('system_admin', 'installation', null, ''))],
  ['network_admin', actor(grant('network_admin', 'network', null))],
  ['network_admin of another network', actor(grant('network_admin', 'network', null, 'n2'))],
  ['coordinator', actor(grant('coordinator', 'organisation', 'root'))],
  ['coordinator beside', actor(grant('coordinator', 'organisation', 'other'))],
  ['methodist', actor(grant('methodist', 'organisation', 'root'))],
  ['head', actor(grant('head', 'organisation', 'library'))],
  ['specialist', actor(grant('specialist', 'organisation', 'library'))],
  ['moderator', actor(grant('moderator', 'event', 'e1'))],
  ['speaker', actor(grant('speaker', 'event', 'e1'))],
  ['inspector', actor(grant('inspector', 'network', null))],
  ['visitor', { kind: 'visitor' }],
  ['link', { kind: 'link', linkId: 'l', purpose: 'registration', subjectId: 's' }],
];

describe('abilities by role', () => {
  it.each(ROLES)('%s', (name, who) => {
    const a = accessAbilities(who, place);
    const row = ACCESS_COLUMNS.map((ability) => (a[ability].allowed ? 'y' : 'n')).join('');
    expect(row).toBe(ACCESS_TABLE[name]);
  });
});

describe('who may invite to which role', () => {
  const may = (who: Actor) => (['system_admin', 'network_admin', 'coordinator', 'head', 'specialist', 'moderator', 'speaker', 'inspector'] as Role[]).filter((role) => mayInvite(who, role, place));
  it('a system administrator to all', () => expect(may(ROLES[0]?.[1] as Actor)).toHaveLength(8));
  it('a network administrator to all but the installation', () => expect(may(ROLES[1]?.[1] as Actor)).toEqual(['network_admin', 'coordinator', 'head', 'specialist', 'moderator', 'speaker', 'inspector']));
  it('a coordinator to speakers, moderators and the people of libraries', () => expect(may(ROLES[3]?.[1] as Actor)).toEqual(['head', 'specialist', 'moderator', 'speaker']));
  it('a methodist to the people of libraries, a head to those of her own', () => {
    expect(may(ROLES[5]?.[1] as Actor)).toEqual(['head', 'specialist']);
    expect(may(ROLES[6]?.[1] as Actor)).toEqual(['specialist']);
  });
  it('nobody else to anything', () => expect(ROLES.filter(([name]) => !/^(system_admin|network_admin|coordinator|methodist|head)$/.test(name)).flatMap(([, who]) => may(who))).toEqual([]));
});

describe('who may reset the second step of an account', () => {
  const here = [grant('coordinator', 'organisation', 'root')];
  it.each([
    ['a coordinator of the network', here, 'nnyyy'],
    ['a network administrator', [grant('network_admin', 'network', null)], 'nnyyy'],
    ['a system administrator', [grant('system_admin', 'installation', null, '')], 'nnymm'],
    ['somebody with a role in another network, too', [...here, grant('speaker', 'event', 'e9', 'n2')], 'nnymm'],
    ['somebody of another network only', [grant('coordinator', 'organisation', 'root', 'n2')], 'nnnnn'],
    ['an account without a role', [], 'nnnnn'],
  ])('of %s', (_, grants, expected) => {
    const askers = ['coordinator', 'visitor', 'system_admin', 'network_admin', 'network_admin'].map((name) => ROLES.find(([known]) => known === name)?.[1] as Actor);
    const words = { not_administrator: 'n', more_rights: 'm', own_account: 'o', off: 'f' };
    const row = askers.map((who) => mayReset(who, 'b', grants, NETWORK)).map((why) => (why === null ? 'y' : words[why]));
    expect(row.join('')).toBe(expected);
  });
  it('nobody their own: that asks for password or code', () => expect(mayReset(ROLES[1]?.[1] as Actor, 'a', here, NETWORK)).toBe('own_account'));
  it('not by a token, and not of whoever one acts for', () => {
    const admin = ROLES[1]?.[1] as Extract<Actor, { kind: 'account' }>;
    expect(mayReset({ ...admin, token: { id: 't', writes: true } }, 'b', here, NETWORK)).toBe('not_administrator');
    expect(mayReset({ ...admin, onBehalfOf: { accountId: 'b', name: 'Б' } }, 'b', here, NETWORK)).toBe('own_account');
  });
  it('covers is refused to who is no administrator', () => expect(ROLES.slice(2).filter(([, who]) => covers(who, [], NETWORK))).toEqual([]));
});

describe('who may look as an account', () => {
  const letters = { not_administrator: 'n', more_rights: 'm', own_account: 'o' };
  const word = (who: Actor, grants: Grant[]) => {
    const why = mayLookAs(who, 'b', grants, NETWORK);
    return why === null ? 'y' : letters[why];
  };
  it.each([
    ['of a coordinator of the network', [grant('coordinator', 'organisation', 'root')], 'yynnnnnnnnnnn'],
    ['of a network administrator', [grant('network_admin', 'network', null)], 'yynnnnnnnnnnn'],
    ['of a system administrator with a role here', [grant('system_admin', 'installation', null, ''), grant('head', 'organisation', 'library')], 'ymnnnnnnnnnnn'],
    ['of somebody of another network', [grant('coordinator', 'organisation', 'root', 'n2')], 'nnnnnnnnnnnnn'],
    ['without a role', [], 'nnnnnnnnnnnnn'],
  ])('%s', (_, grants, expected) => expect(ROLES.map(([, who]) => word(who, grants)).join('')).toBe(expected));
  it('not as oneself, not by a token, not in somebody’s place, and not while one looks already', () => {
    const here = [grant('coordinator', 'organisation', 'root')];
    const admin = ROLES[1]?.[1] as Extract<Actor, { kind: 'account' }>;
    expect(mayLookAs(admin, 'a', here, NETWORK)).toBe('own_account');
    const other = { accountId: 'c', name: 'В' };
    for (const way of [{ token: { id: 't', writes: true } }, { onBehalfOf: other }, { viewedBy: { ...other, until: new Date() } }]) expect(mayLookAs({ ...admin, ...way }, 'b', here, NETWORK)).toBe('not_administrator');
  });
});
