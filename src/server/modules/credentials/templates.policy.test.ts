import { describe, expect, it } from 'vitest';
import type { Actor, Grant } from '#server/platform/context.ts';
import { keepsTemplates, templateAbilities, templateScope } from './templates.policy.ts';

const PLACE = { networkId: 'net', organisationPath: ['centre', 'district', 'library'] };
const grant = (role: string, scopeKind: Grant['scopeKind'], scopeId: string | null, networkId = 'net'): Actor => ({
  kind: 'account',
  accountId: 'a',
  name: 'a',
  email: 'a@example.kz',
  grants: [{ role, networkId, scopeKind, scopeId }],
});

// actor: reads a template in use, changes it, reads an archived one, changes that
const TABLE: [string, Actor, boolean, boolean, boolean, boolean][] = [
  ['visitor', { kind: 'visitor' }, false, false, false, false],
  ['holder of a link', { kind: 'link', linkId: 'l', purpose: 'certificate', subjectId: 's' }, false, false, false, false],
  ['job', { kind: 'system', name: 'job' }, true, true, true, false],
  ['coordinator of the organisation', grant('coordinator', 'organisation', 'library'), true, true, true, false],
  ['coordinator above it', grant('coordinator', 'organisation', 'centre'), true, true, true, false],
  ['coordinator of the network', grant('coordinator', 'network', null), true, true, true, false],
  ['coordinator beside it', grant('coordinator', 'organisation', 'other'), false, false, false, false],
  ['coordinator below it', grant('coordinator', 'organisation', 'reading room'), false, false, false, false],
  ['coordinator of another network', grant('coordinator', 'network', null, 'other'), false, false, false, false],
  ['coordinator of one event', grant('coordinator', 'event', 'e'), false, false, false, false],
  ['network administrator', grant('network_admin', 'network', null), true, true, true, false],
  ['network administrator of another network', grant('network_admin', 'network', null, 'other'), false, false, false, false],
  ['inspector of the district', grant('inspector', 'organisation', 'district'), false, false, false, false],
  ['methodist', grant('methodist', 'organisation', 'centre'), false, false, false, false],
  ['head of the library', grant('head', 'organisation', 'library'), false, false, false, false],
  ['speaker', grant('speaker', 'event', 'e'), false, false, false, false],
  ['system administrator', grant('system_admin', 'installation', null, ''), false, false, false, false],
];

describe('templates of certificates', () => {
  it.each(TABLE)('%s', (_, actor, reads, edits, readsArchived, editsArchived) => {
    const inUse = templateAbilities(actor, PLACE);
    const archived = templateAbilities(actor, PLACE, { archivedAt: new Date(0) });
    expect([inUse.readTemplates.allowed, inUse.editTemplates.allowed, archived.readTemplates.allowed, archived.editTemplates.allowed]).toEqual([reads, edits, readsArchived, editsArchived]);
  });

  it('say why an archived one is not changed, but only to whoever keeps it', () => {
    expect(templateAbilities({ kind: 'system', name: 'job' }, PLACE, { archivedAt: new Date(0) }).editTemplates).toEqual({ allowed: false, reason: 'archived' });
    expect(templateAbilities({ kind: 'visitor' }, PLACE, { archivedAt: new Date(0) }).editTemplates).toEqual({ allowed: false, reason: 'not_keeper_of_templates' });
  });

  it('are kept whole, by subtree, or not at all', () => {
    expect(templateScope(grant('network_admin', 'network', null), 'net')).toBe('network');
    expect(templateScope(grant('coordinator', 'organisation', 'district'), 'net')).toEqual(['district']);
    expect(keepsTemplates(grant('coordinator', 'organisation', 'district'), 'net')).toBe(true);
    expect(keepsTemplates(grant('coordinator', 'organisation', 'district'), 'other')).toBe(false);
    expect(keepsTemplates(grant('inspector', 'network', null), 'net')).toBe(false);
  });
});
