import type { Actor } from '#server/platform/context.ts';
import { allow, deny, holds, scopeOf, type Ability, type Place } from '#server/platform/rights.ts';

/** Who keeps the registry of a whole network or subtree. System administrators look after machines, not after people's records. */
export const CENTRE = ['network_admin', 'coordinator'] as const;
/** Who also works with the people of a district. */
export const METHODISTS = [...CENTRE, 'methodist'] as const;
/** Who reads and keeps the records of people: everyone above, and the head of a library of her own staff. */
export const KEEPERS = [...METHODISTS, 'head'] as const;

/** Whether the actor reads the list of a network's organisations: whoever holds a role in it, and who looks after the installation. */
export function readsOrganisations(actor: Actor, networkId: string): boolean {
  if (actor.kind === 'system') return true;
  return actor.kind === 'account' && actor.grants.some((grant) => grant.scopeKind === 'installation' || grant.networkId === networkId);
}

/** What the actor may do with the organisation at `place`, or with the whole network where no organisation is named. */
export function organisationAbilities(actor: Actor, place: Place, state: { closed: boolean } = { closed: false }) {
  const centre = holds(actor, CENTRE, place);
  const methodist = holds(actor, METHODISTS, place);
  const keeper = holds(actor, KEEPERS, place);
  const open = state.closed ? deny('organisation_closed') : null;
  const of = (right: boolean, reason: string): Ability => (right ? (open ?? allow) : deny(reason));
  return {
    read: readsOrganisations(actor, place.networkId) ? allow : deny('no_role'),
    /** Names of the people who work there. */
    readStaff: keeper ? allow : deny('not_keeper'),
    edit: of(keeper, 'not_keeper'),
    addBelow: of(methodist, 'not_methodist'),
    /** Code, kind, place in the tree: what figures and register numbers hang on. */
    arrange: of(centre, 'not_centre'),
    close: of(centre, 'not_centre'),
    reopen: centre && state.closed ? allow : deny(centre ? 'organisation_open' : 'not_centre'),
    editStaffing: of(methodist, 'not_methodist'),
    addPerson: of(keeper, 'not_keeper'),
  } satisfies Record<string, Ability>;
}
export type OrganisationAbilities = ReturnType<typeof organisationAbilities>;
export type OrganisationAbility = keyof OrganisationAbilities;

/** Where a person lies and whose she is, as policies see it. */
export interface PersonStanding {
  networkId: string;
  /** Ancestors of every place where she works now, or worked last. */
  place: readonly string[];
  accountId: string | null;
  anonymised: boolean;
  merged: boolean;
}

/** What the actor may do with a person's record. */
export function personAbilities(actor: Actor, person: PersonStanding) {
  const place: Place = { networkId: person.networkId, organisationPath: person.place };
  const self = actor.kind === 'account' && person.accountId !== null && actor.accountId === person.accountId;
  const keeper = holds(actor, KEEPERS, place);
  const methodist = holds(actor, METHODISTS, place);
  const centre = holds(actor, CENTRE, place);
  const gone = person.anonymised ? deny('anonymised') : person.merged ? deny('merged') : null;
  const of = (right: boolean, reason: string): Ability => (right ? (gone ?? allow) : deny(reason));
  return {
    read: keeper || self ? allow : deny('not_keeper'),
    /** Birth date, contacts, education, categories: each look of another person is noted. */
    readSensitive: keeper || self ? allow : deny('not_keeper'),
    edit: of(keeper, 'not_keeper'),
    /** Contacts, languages and other spellings of one's own name: at once. */
    editOwn: of(self, 'not_oneself'),
    /** Names, birth date, education: asked for, confirmed by whoever keeps the record. */
    askChange: of(self && !keeper, self ? 'may_edit' : 'not_oneself'),
    decideChange: of(keeper && !self, self ? 'own_record' : 'not_keeper'),
    merge: of(methodist, 'not_methodist'),
    /** Takes her out for good. Who keeps a network does not take herself out. */
    anonymise: of(centre && !self, self ? 'own_record' : 'not_centre'),
    askErasure: of(self, 'not_oneself'),
    readChanges: keeper || self ? allow : deny('not_keeper'),
    readViews: self || centre ? allow : deny('not_oneself'),
  } satisfies Record<string, Ability>;
}
export type PersonAbilities = ReturnType<typeof personAbilities>;
export type PersonAbility = keyof PersonAbilities;

/** Whether the actor reads the figures of a network: who keeps people's records anywhere in it, and who inspects. Of other districts figures, never persons. */
export const readsFigures = (actor: Actor, networkId: string): boolean =>
  actor.kind === 'system' || (actor.kind === 'account' && actor.grants.some((grant) => grant.networkId === networkId && ['network_admin', 'coordinator', 'methodist', 'head', 'inspector'].includes(grant.role) && grant.scopeKind !== 'event'));

/** Whether the actor arranges the classifier of posts of the network. */
export const arrangesPositions = (actor: Actor, networkId: string): boolean =>
  holds(actor, CENTRE, { networkId }) || (actor.kind === 'account' && actor.grants.some(({ role, networkId: at }) => role === 'coordinator' && at === networkId));

/** The people the actor reads: of the whole network, or who work below these organisations. */
export const personScope = (actor: Actor, networkId: string) => scopeOf(actor, KEEPERS, networkId);

/** Whether there is anybody whose record the actor keeps or reads. */
export function readsPeople(actor: Actor, networkId: string): boolean {
  const scope = personScope(actor, networkId);
  return scope === 'network' || scope.length > 0;
}
