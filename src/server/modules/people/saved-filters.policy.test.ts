import { describe, expect, it } from 'vitest';
import type { Actor, Grant } from '#server/platform/context.ts';
import { audiencesOf, savedFilterAbilities, type Audience, type FilteredList } from './saved-filters.policy.ts';

const grant = (role: string, scopeKind: Grant['scopeKind'], scopeId: string | null = null, networkId = 'here'): Grant => ({ role, networkId, scopeKind, scopeId });
const me = (...grants: Grant[]): Actor => ({ kind: 'account', accountId: 'me', name: '', email: '', grants });

const NOBODYS = '';
const OWNS = 'change remove share use';
const USES = 'copy use';

/** The tree: centre › district › library; centre › beside. `under`: where she stands, and all above. */
const LIBRARY = ['centre', 'district', 'library'];
const may = (actor: Actor, ownerId: string, audience: Audience, under: readonly string[], list: FilteredList = 'people') =>
  Object.entries(savedFilterAbilities(actor, { networkId: 'here', list, ownerId, audience }, under))
    .filter(([, { allowed }]) => allowed)
    .map(([name]) => name)
    .sort()
    .join(' ');
const at = (organisationId: string): Audience => ({ kind: 'organisation', organisationId });

describe.each<[string, Actor, under: readonly string[], own: string, district: string, beside: string, network: string, organisations: string]>([
  ['network administrator', me(grant('network_admin', 'network')), [], OWNS, NOBODYS, NOBODYS, USES, USES],
  ['coordinator of the centre', me(grant('coordinator', 'organisation', 'centre')), ['centre'], OWNS, NOBODYS, NOBODYS, USES, USES],
  ['coordinator of the district', me(grant('coordinator', 'organisation', 'district')), ['centre', 'district'], OWNS, USES, NOBODYS, USES, USES],
  ['methodist of the network', me(grant('methodist', 'network')), [], OWNS, NOBODYS, NOBODYS, USES, USES],
  ['methodist beside', me(grant('methodist', 'organisation', 'beside')), ['centre', 'beside'], OWNS, NOBODYS, USES, USES, USES],
  ['head of the library', me(grant('head', 'organisation', 'library')), LIBRARY, OWNS, USES, NOBODYS, USES, USES],
  ['specialist, who reads no people', me(grant('specialist', 'organisation', 'library')), LIBRARY, NOBODYS, NOBODYS, NOBODYS, NOBODYS, USES],
  ['inspector of the network', me(grant('inspector', 'network')), [], NOBODYS, NOBODYS, NOBODYS, NOBODYS, USES],
  ['system administrator', me(grant('system_admin', 'installation', null, '')), [], NOBODYS, NOBODYS, NOBODYS, NOBODYS, USES],
  ['network administrator elsewhere', me(grant('network_admin', 'network', null, 'there')), [], NOBODYS, NOBODYS, NOBODYS, NOBODYS, NOBODYS],
  ['account without a role', me(), [], NOBODYS, NOBODYS, NOBODYS, NOBODYS, NOBODYS],
  ['visitor', { kind: 'visitor' }, [], NOBODYS, NOBODYS, NOBODYS, NOBODYS, NOBODYS],
  ['holder of a link', { kind: 'link', linkId: 'l', purpose: 'registration', subjectId: 's' }, [], NOBODYS, NOBODYS, NOBODYS, NOBODYS, NOBODYS],
  ['job', { kind: 'system', name: 'job' }, LIBRARY, NOBODYS, NOBODYS, NOBODYS, NOBODYS, NOBODYS],
])('%s', (_, actor, under, own, district, beside, network, organisations) => {
  it('her own, whether it is shared or not', () => {
    for (const audience of [null, at('district'), { kind: 'network' } as const]) expect(may(actor, 'me', audience, under)).toBe(own);
  });
  it('of somebody else: nothing of a private one, use and copy of one meant for her', () => {
    expect(may(actor, 'another', null, under)).toBe('');
    expect(may(actor, 'another', at('district'), under)).toBe(district);
    expect(may(actor, 'another', at('beside'), under)).toBe(beside);
    expect(may(actor, 'another', { kind: 'network' }, under)).toBe(network);
    expect(may(actor, 'another', { kind: 'network' }, under, 'organisations')).toBe(organisations);
  });
});

it.each<[string, Actor, boolean, string[]]>([
  ['an office of the whole network', me(grant('coordinator', 'network')), true, []],
  ['a methodist of a district, who heads a library too', me(grant('methodist', 'organisation', 'district'), grant('head', 'organisation', 'library')), false, ['district', 'library']],
  ['an inspector of the network', me(grant('inspector', 'network')), false, []],
  ['a speaker of an event', me(grant('speaker', 'event', 'e')), false, []],
  ['a coordinator elsewhere', me(grant('coordinator', 'organisation', 'far', 'there')), false, []],
  ['a job', { kind: 'system', name: 'job' }, false, []],
])('%s shares with: %#', (_who, actor, network, organisations) => {
  expect(audiencesOf(actor, 'here')).toEqual({ network, organisations });
});
