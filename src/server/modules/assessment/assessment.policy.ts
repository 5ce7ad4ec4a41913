import { allow, deny, holds, type Ability, type Place } from '#server/modules/access/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { scopeOf } from '#server/platform/rights.ts';
import type { AttemptState, ItemState, TestState } from './assessment.tables.ts';

/** Who keeps items and tests, and scores cases. */
export const BANK_KEEPERS = ['coordinator', 'methodist', 'network_admin'] as const;

/** The part of a network whose people's cases the actor scores: all of it, or the subtrees of these organisations. */
export function scoringScope(actor: Actor, networkId: string): 'network' | readonly string[] {
  return scopeOf(actor, BANK_KEEPERS, networkId);
}

/** The bank is one for the network: whoever keeps some part of the network keeps it; versions and the journal say who changed what. */
export function keepsBank(actor: Actor, networkId: string): boolean {
  const scope = scoringScope(actor, networkId);
  return scope === 'network' || scope.length > 0;
}

const when = (may: Ability, allowed: boolean, reason: string): Ability => (may.allowed && !allowed ? deny(reason) : may);

export function itemAbilities(actor: Actor, networkId: string, item: { state: ItemState } = { state: 'draft' }) {
  const keeps = keepsBank(actor, networkId) ? allow : deny('not_keeper_of_bank');
  return {
    readItem: keeps,
    editItem: when(keeps, item.state !== 'retired', 'retired'),
    useItem: when(keeps, item.state !== 'in_use', 'in_use'),
    retireItem: when(keeps, item.state === 'in_use', 'not_in_use'),
  } satisfies Record<string, Ability>;
}

/** `hasDraft`: the newest version has not been published. */
export function testAbilities(actor: Actor, networkId: string, test: { state: TestState; hasDraft: boolean } = { state: 'draft', hasDraft: true }) {
  const keeps = keepsBank(actor, networkId) ? allow : deny('not_keeper_of_bank');
  return {
    readTest: keeps,
    editTest: when(keeps, test.state !== 'retired', 'retired'),
    publishTest: when(when(keeps, test.state !== 'retired', 'retired'), test.hasDraft, 'nothing_new'),
    retireTest: when(keeps, test.state === 'published', 'not_published'),
    reviveTest: when(keeps, test.state === 'retired', 'not_retired'),
  } satisfies Record<string, Ability>;
}

/** Only whoever sits the attempt reads and answers it; `ownPersonId` is the reader's own record. */
export function attemptAbilities(ownPersonId: string | null, attempt: { personId: string | null; state: AttemptState; isOver: boolean }) {
  const own: Ability = ownPersonId !== null && attempt.personId === ownPersonId ? allow : deny('not_own');
  return {
    readAttempt: own,
    answer: when(own, attempt.state === 'open' && !attempt.isOver, 'handed_in'),
    readResult: when(own, attempt.state !== 'open', 'open'),
  } satisfies Record<string, Ability>;
}

/** A case is scored by a keeper in whose part of the network its author works, never by its author. */
export function scoreAbility(actor: Actor, place: Place, isOwn: boolean): Ability {
  if (!holds(actor, BANK_KEEPERS, place)) return deny('not_scorer');
  return isOwn ? deny('own_case') : allow;
}
