import { describe, expect, it } from 'vitest';
import { policyActors } from '#server/testing/policy-actors.ts';
import { frameworkAbilities, profileAbilities, readsFrameworks } from './competencies.policy.ts';

const { NETWORK, PLACE, actors } = policyActors();
const allowed = (abilities: Record<string, { allowed: boolean }>) => Object.entries(abilities).flatMap(([name, ability]) => (ability.allowed ? name : []));
const KEEPERS = ['system', 'network_admin', 'coordinator above', 'coordinator', 'methodist'];
const READERS = [...KEEPERS, 'system_admin', 'head', 'specialist', 'moderator', 'speaker', 'inspector', 'coordinator beside', 'methodist beside', 'coordinator below'];

describe.each(actors)('%s', (name, actor) => {
  const keeps = KEEPERS.includes(name);
  const reads = READERS.includes(name);
  it('reads and keeps frameworks as its role says, in each state', () => {
    expect(readsFrameworks(actor, NETWORK)).toBe(reads);
    expect(allowed(frameworkAbilities(actor, PLACE))).toEqual(keeps ? ['read', 'keep', 'edit', 'publish'] : []);
    expect(allowed(frameworkAbilities(actor, PLACE, { state: 'published' }))).toEqual(keeps ? ['read', 'keep', 'retire'] : reads ? ['read'] : []);
    expect(allowed(frameworkAbilities(actor, PLACE, { state: 'retired' }))).toEqual(keeps ? ['read', 'keep'] : reads ? ['read'] : []);
  });
  it('reads and keeps profiles', () => {
    expect(allowed(profileAbilities(actor, PLACE))).toEqual(keeps ? ['read', 'edit'] : reads ? ['read'] : []);
    expect(allowed(profileAbilities(actor, PLACE, { retiredAt: new Date(0) }))).toEqual(keeps ? ['read', 'revive'] : reads ? ['read'] : []);
  });
});
