import { deny, type Ability } from '#server/modules/access/index.ts';
import type { EvidenceState } from './evidence.queries.ts';
import type { growthAbilities } from './person-access.ts';

const when = (may: Ability, allowed: boolean, reason: string): Ability => (may.allowed && !allowed ? deny(reason) : may);

/**
 * What the actor may do with a piece of evidence of a person in whose competencies she has these abilities. What a module witnessed is a fact: nobody
 * changes or reviews it here. Pure.
 */
export function evidenceAbilities(person: ReturnType<typeof growthAbilities>, piece: { state: EvidenceState; isWitnessed: boolean }) {
  const own = when(person.rateSelf, !piece.isWitnessed, 'witnessed');
  const isOpen = piece.state === 'offered' || piece.state === 'returned';
  return {
    // What she took back is hers alone, and shown to nobody.
    read: piece.state === 'withdrawn' ? deny('withdrawn') : person.read,
    change: when(own, isOpen, piece.state),
    withdraw: when(own, isOpen, piece.state),
    review: when(when(person.rateAsHead, !piece.isWitnessed, 'witnessed'), piece.state === 'offered', piece.state),
  } satisfies Record<string, Ability>;
}
