import { holds } from '#server/modules/access/index.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { allow, deny, scopeOf, type Ability } from '#server/platform/rights.ts';
import { findRatedPerson, type RatedPerson } from './sheets.queries.ts';

/** Who answers for the growth of people, as who keeps their records. */
export const GROWTH_KEEPERS = ['network_admin', 'coordinator', 'methodist', 'head'] as const;

/** The people whose competencies the actor reads: of the whole network, or who work below these organisations. */
export const ratedScope = (actor: Actor, networkId: string): 'network' | readonly string[] => scopeOf(actor, GROWTH_KEEPERS, networkId);

/** What the actor may do with the competencies of a person: pure, by where she works and whose record it is. */
export function growthAbilities(actor: Actor, person: { networkId: string; place: readonly string[]; accountId: string | null }) {
  const self = actor.kind === 'account' && person.accountId !== null && actor.accountId === person.accountId;
  // A deputy does not rate the head in the head's own place.
  const inHerPlace = actor.kind === 'account' && person.accountId !== null && actor.onBehalfOf?.accountId === person.accountId;
  const keeper = holds(actor, GROWTH_KEEPERS, { networkId: person.networkId, organisationPath: person.place });
  return {
    read: self || keeper ? allow : deny('not_keeper'),
    rateSelf: self ? allow : deny('not_oneself'),
    // Nobody is her own head, whatever roles she has.
    rateAsHead: keeper && !self && !inHerPlace ? allow : deny(self || inHerPlace ? 'own_record' : 'not_keeper'),
  } satisfies Record<string, Ability>;
}
export type GrowthAbility = keyof ReturnType<typeof growthAbilities>;

/** The person, if the actor may do this with her competencies; a record that was merged leads to the one it went into. Error `page.not_found`. */
export async function getRatedPersonFor(ctx: Ctx, personId: string, ability: GrowthAbility): Promise<RatedPerson & { may: ReturnType<typeof growthAbilities> }> {
  const person = isId(personId) ? await findRatedPerson(ctx, personId) : undefined;
  if (!person) throw notFound();
  const may = growthAbilities(ctx.actor, { networkId: ctx.networkId, ...person });
  if (!may[ability].allowed) throw notFound();
  return { ...person, may };
}
