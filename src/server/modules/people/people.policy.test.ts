import { describe, expect, it } from 'vitest';
import type { Actor, Grant } from '#server/platform/context.ts';
import { MAY_WITH_ORGANISATION, MAY_WITH_OWN_RECORD, MAY_WITH_PERSON } from './people.policy.fixture.ts';
import { organisationAbilities, personAbilities, personScope, readsOrganisations } from './people.policy.ts';

const holder = (grant?: Grant): Actor => ({ kind: 'account', accountId: 'a', name: '', email: '', grants: grant ? [grant] : [] });

it.each<[string, Actor, boolean]>([
  ['a coordinator of this network', holder({ role: 'coordinator', networkId: 'here', scopeKind: 'organisation', scopeId: 'o' }), true],
  ['an inspector of this network', holder({ role: 'inspector', networkId: 'here', scopeKind: 'network', scopeId: null }), true],
  ['a speaker of one of its events', holder({ role: 'speaker', networkId: 'here', scopeKind: 'event', scopeId: 'e' }), true],
  ['who looks after the installation', holder({ role: 'system_admin', networkId: '', scopeKind: 'installation', scopeId: null }), true],
  ['a job', { kind: 'system', name: 'job' }, true],
  ['a coordinator of another network', holder({ role: 'coordinator', networkId: 'there', scopeKind: 'network', scopeId: null }), false],
  ['an account without a role', holder(), false],
  ['a visitor', { kind: 'visitor' }, false],
  ['a holder of a link', { kind: 'link', linkId: 'l', purpose: 'registration', subjectId: 's' }, false],
])('%s reads the list of organisations: %#', (_who, actor, reads) => {
  expect(readsOrganisations(actor, 'here')).toBe(reads);
});

const NETWORK = 'here';
const grant = (role: string, scopeKind: Grant['scopeKind'], scopeId: string | null, networkId = NETWORK): Grant => ({ role, networkId, scopeKind, scopeId });
const account = (...grants: Grant[]): Actor => ({ kind: 'account', accountId: 'me', name: '', email: '', grants });

const ACTORS: Record<string, Actor> = {
  'network administrator': account(grant('network_admin', 'network', null)),
  'coordinator of the centre': account(grant('coordinator', 'organisation', 'centre')),
  'coordinator of a district beside': account(grant('coordinator', 'organisation', 'beside')),
  'methodist of the district': account(grant('methodist', 'organisation', 'district')),
  'methodist of another district': account(grant('methodist', 'organisation', 'beside')),
  'head of the library': account(grant('head', 'organisation', 'library')),
  'head of another library': account(grant('head', 'organisation', 'other')),
  'network administrator elsewhere': account(grant('network_admin', 'network', null, 'there')),
  'system administrator': account(grant('system_admin', 'installation', null, '')),
  specialist: account(grant('specialist', 'organisation', 'library')),
  inspector: account(grant('inspector', 'network', null)),
  'account without a role': account(),
  visitor: { kind: 'visitor' },
  'holder of a link': { kind: 'link', linkId: 'l', purpose: 'registration', subjectId: 's' },
  job: { kind: 'system', name: 'job' },
};

const allowed = (abilities: Record<string, { allowed: boolean }>) =>
  Object.entries(abilities)
    .filter(([, ability]) => ability.allowed)
    .map(([name]) => name)
    .sort()
    .join(' ');

const LIBRARY = { networkId: NETWORK, organisationPath: ['centre', 'district', 'library'] };

describe('what may be done with an open organisation', () => {
  it.each(Object.entries(MAY_WITH_ORGANISATION))('%s: %s', (who, may) => expect(allowed(organisationAbilities(ACTORS[who]!, LIBRARY))).toBe(may));
});

describe('what may be done with a closed organisation', () => {
  it.each(
    Object.entries({
      'network administrator': 'read readStaff reopen',
      'coordinator of the centre': 'read readStaff reopen',
      'methodist of the district': 'read readStaff',
      'head of the library': 'read readStaff',
      specialist: 'read',
      visitor: '',
    }),
  )('%s: %s', (who, may) => expect(allowed(organisationAbilities(ACTORS[who]!, LIBRARY, { closed: true }))).toBe(may));

  it('says that it is closed to who might do it otherwise, and only to them', () => {
    expect(organisationAbilities(ACTORS['head of the library']!, LIBRARY, { closed: true }).edit).toEqual({ allowed: false, reason: 'organisation_closed' });
    expect(organisationAbilities(ACTORS.specialist!, LIBRARY, { closed: true }).edit).toEqual({ allowed: false, reason: 'not_keeper' });
  });
});

describe('what may be done with the record of a person', () => {
  const person = { networkId: NETWORK, place: ['centre', 'district', 'library'], accountId: null, anonymised: false, merged: false };
  it.each(Object.entries(MAY_WITH_PERSON))('%s: %s', (who, may) => expect(allowed(personAbilities(ACTORS[who]!, person))).toBe(may));

  it('the person herself, without a role', () => {
    expect(allowed(personAbilities(account(), { ...person, accountId: 'me' }))).toBe(MAY_WITH_OWN_RECORD);
  });

  it('a head in her own record: changes it, and does not confirm what she asked for herself', () => {
    const own = personAbilities(ACTORS['head of the library']!, { ...person, accountId: 'me' });
    expect(allowed(own)).toBe('askErasure edit editOwn read readChanges readSensitive readViews');
    expect(own.decideChange).toEqual({ allowed: false, reason: 'own_record' });
    expect(own.askChange).toEqual({ allowed: false, reason: 'may_edit' });
  });

  it('who keeps the network does not take herself out of it', () => {
    const own = personAbilities(ACTORS['network administrator']!, { ...person, accountId: 'me' });
    expect(own.anonymise).toEqual({ allowed: false, reason: 'own_record' });
    expect(own.askErasure.allowed).toBe(true);
  });

  it.each([
    ['anonymised', { anonymised: true }],
    ['merged', { merged: true }],
  ])('of one who is %s nothing is changed any more', (reason, state) => {
    const abilities = personAbilities(ACTORS['coordinator of the centre']!, { ...person, ...state });
    expect(allowed(abilities)).toBe('read readChanges readSensitive readViews');
    expect(abilities.edit).toEqual({ allowed: false, reason });
  });

  it('one who lies nowhere is seen by who keeps the whole network only', () => {
    const nowhere = { ...person, place: [] };
    expect(personAbilities(ACTORS['network administrator']!, nowhere).read.allowed).toBe(true);
    expect(personAbilities(ACTORS['coordinator of the centre']!, nowhere).read.allowed).toBe(false);
  });
});

it.each([
  ['network administrator', 'network'],
  ['coordinator of the centre', ['centre']],
  ['methodist of the district', ['district']],
  ['specialist', []],
  ['visitor', []],
])('%s reads the people of %s', (who, scope) => expect(personScope(ACTORS[who]!, NETWORK)).toEqual(scope));
