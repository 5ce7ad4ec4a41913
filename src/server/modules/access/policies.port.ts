import type { Actor } from '#server/platform/context.ts';
import type { Ability, Place } from '#server/platform/rights.ts';

/** A part of what may be done: the abilities of one policy function, asked of an ordinary subject (open, published, not merged). */
export interface PolicyArea {
  /** Words: `policies.area.<id>`; of its abilities `policies.ability.<id>_<ability>`. */
  id: string;
  /** Answers by the policy function itself. `owner` is the account whose own record it is, where there is such a thing. */
  abilities(actor: Actor, place: Place, owner: string | null): Readonly<Record<string, Ability>>;
}

/**
 * Port: the policies of a module, for the page that says who may do what and why. Modules register themselves in modules.ts; nothing is
 * copied, the page calls the functions that guard the rows.
 */
export interface PolicySource {
  /** The module's name; its last registration wins, so that a second installation in one process (tests) can register again. */
  name: string;
  areas: readonly PolicyArea[];
}

const sources = new Map<string, PolicySource>();

export function registerPolicies(source: PolicySource): void {
  sources.set(source.name, source);
}

export function listPolicyAreas(): PolicyArea[] {
  return [...sources.values()].flatMap(({ areas }) => areas);
}
