import { describe, expect, it } from 'vitest';
import type { Actor, Grant } from '#server/platform/context.ts';
import { credentialAbilities, issuingScope, keepsLicences, mayAnnul, mayDuplicate, mayRenew, mayRevoke, registerScope } from './credentials.policy.ts';

const PLACE = { networkId: 'net', organisationPath: ['centre', 'district', 'library'] };
const grant = (role: string, scopeKind: Grant['scopeKind'], scopeId: string | null, networkId = 'net'): Actor => ({
  kind: 'account',
  accountId: 'a',
  name: 'a',
  email: 'a@example.kz',
  grants: [{ role, networkId, scopeKind, scopeId }],
});

const VALID = { revokedAt: null };
const REVOKED = { revokedAt: new Date(0) };

// actor: reads the register, issues, revokes a valid line, revokes a revoked line
const TABLE: [string, Actor, boolean, boolean, boolean, boolean][] = [
  ['visitor', { kind: 'visitor' }, false, false, false, false],
  ['holder of a link', { kind: 'link', linkId: 'l', purpose: 'certificate', subjectId: 's' }, false, false, false, false],
  ['job', { kind: 'system', name: 'job' }, true, true, true, false],
  ['coordinator of the organisation', grant('coordinator', 'organisation', 'library'), true, true, true, false],
  ['coordinator above it', grant('coordinator', 'organisation', 'centre'), true, true, true, false],
  ['coordinator of the network', grant('coordinator', 'network', null), true, true, true, false],
  ['coordinator beside it', grant('coordinator', 'organisation', 'other'), false, false, false, false],
  ['coordinator of another network', grant('coordinator', 'network', null, 'other'), false, false, false, false],
  ['coordinator of one event', grant('coordinator', 'event', 'e'), false, false, false, false],
  ['network administrator', grant('network_admin', 'network', null), true, false, false, false],
  ['inspector of the district', grant('inspector', 'organisation', 'district'), true, false, false, false],
  ['inspector of another network', grant('inspector', 'network', null, 'other'), false, false, false, false],
  ['methodist', grant('methodist', 'organisation', 'centre'), false, false, false, false],
  ['head of the library', grant('head', 'organisation', 'library'), false, false, false, false],
  ['moderator', grant('moderator', 'event', 'e'), false, false, false, false],
  ['speaker', grant('speaker', 'event', 'e'), false, false, false, false],
  ['system administrator', grant('system_admin', 'installation', null, ''), false, false, false, false],
];

describe('the register', () => {
  it.each(TABLE)('%s', (_, actor, reads, issues, revokes, revokesAgain) => {
    const abilities = credentialAbilities(actor, PLACE);
    expect([abilities.readRegister.allowed, abilities.issue.allowed, mayRevoke(actor, PLACE, VALID).allowed, mayRevoke(actor, PLACE, REVOKED).allowed]).toEqual([
      reads,
      issues,
      revokes,
      revokesAgain,
    ]);
  });

  it('says why a revoked line is not revoked again', () => {
    expect(mayRevoke({ kind: 'system', name: 'job' }, PLACE, REVOKED)).toEqual({ allowed: false, reason: 'revoked_already' });
    expect(mayRevoke({ kind: 'visitor' }, PLACE, REVOKED)).toEqual({ allowed: false, reason: 'not_coordinator' });
  });

  it.each(TABLE)('annuls what nobody has, by the right to revoke: %s', (_, actor, _reads, _issues, revokes) => {
    const day = new Date(0);
    expect(mayAnnul(actor, PLACE, { revokedAt: null, givenAt: null }).allowed).toBe(revokes);
    expect(mayAnnul(actor, PLACE, { revokedAt: null, givenAt: day })).toMatchObject({ allowed: false, reason: revokes ? 'given_already' : 'not_coordinator' });
    expect(mayAnnul(actor, PLACE, { revokedAt: day, givenAt: null })).toMatchObject({ allowed: false, reason: revokes ? 'revoked_already' : 'not_coordinator' });
  });

  it.each(TABLE)('prolongs in the window, by the right to issue: %s', (_, actor, _reads, issues) => {
    const open = { revokedAt: null, suspendedAt: null, inWindow: true, renewed: false };
    const day = new Date(0);
    expect(mayRenew(actor, PLACE, open).allowed).toBe(issues);
    for (const [state, reason] of [
      [{ revokedAt: day }, 'revoked_already'],
      [{ suspendedAt: day }, 'suspended_already'],
      [{ renewed: true }, 'renewed_already'],
      [{ inWindow: false }, 'not_renewable_now'],
    ] as const) expect(mayRenew(actor, PLACE, { ...open, ...state })).toMatchObject({ allowed: false, reason: issues ? reason : 'not_coordinator' });
  });

  it.each(TABLE)('and lost papers are made once more of what counts alone: %s', (_name, actor, _reads, issues) => {
    const open = { revokedAt: null, suspendedAt: null, expired: false, renewed: false };
    const day = new Date(0);
    expect(mayDuplicate(actor, PLACE, open).allowed).toBe(issues);
    for (const [state, reason] of [
      [{ revokedAt: day }, 'revoked_already'],
      [{ suspendedAt: day }, 'suspended_already'],
      [{ renewed: true }, 'renewed_already'],
      [{ expired: true }, 'expired'],
    ] as const) expect(mayDuplicate(actor, PLACE, { ...open, ...state })).toMatchObject({ allowed: false, reason: issues ? reason : 'not_coordinator' });
  });

  it.each(TABLE)('and licences are recorded by administrators of the network: %s', (name, actor) => {
    expect(keepsLicences(actor, 'net')).toBe(name === 'network administrator' || name === 'job');
    expect(keepsLicences(actor, 'other') && actor.kind !== 'system').toBe(false);
  });

  it('is issued in by coordinators, by subtree', () => {
    expect(issuingScope(grant('coordinator', 'network', null), 'net')).toBe('network');
    expect(issuingScope(grant('coordinator', 'organisation', 'district'), 'net')).toEqual(['district']);
    expect(issuingScope(grant('inspector', 'network', null), 'net')).toEqual([]);
    expect(issuingScope({ kind: 'visitor' }, 'net')).toEqual([]);
  });

  it('is read whole, by subtree, or not at all', () => {
    expect(registerScope(grant('network_admin', 'network', null), 'net')).toBe('network');
    expect(registerScope(grant('inspector', 'organisation', 'district'), 'net')).toEqual(['district']);
    expect(registerScope(grant('inspector', 'organisation', 'district'), 'other')).toEqual([]);
    expect(registerScope(grant('methodist', 'network', null), 'net')).toEqual([]);
    expect(registerScope({ kind: 'visitor' }, 'net')).toEqual([]);
  });
});
