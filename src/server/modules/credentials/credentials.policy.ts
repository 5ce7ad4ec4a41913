import { allow, deny, holds, type Ability, type Place } from '#server/modules/access/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { scopeOf } from '#server/platform/rights.ts';

/** Who reads a register (whole organisation subtrees). System administrators look after machines, not after people's papers. */
export const REGISTER_READERS = ['coordinator', 'network_admin', 'inspector'] as const;

/** What the actor may do with the register of the organisation at `place`. */
export function credentialAbilities(actor: Actor, place: Place) {
  const issues = holds(actor, ['coordinator'], place);
  return {
    readRegister: holds(actor, REGISTER_READERS, place) ? allow : deny('not_reader_of_register'),
    issue: issues ? allow : deny('not_coordinator'),
    revoke: issues ? allow : deny('not_coordinator'),
  } satisfies Record<string, Ability>;
}

/** Whether a line may be revoked now: by right and by its state. */
export function mayRevoke(actor: Actor, place: Place, issue: { revokedAt: Date | null }): Ability {
  const { revoke } = credentialAbilities(actor, place);
  if (!revoke.allowed) return revoke;
  return issue.revokedAt ? deny('revoked_already') : allow;
}

/** Whether a line may be annulled now: nobody has its paper yet. */
export function mayAnnul(actor: Actor, place: Place, issue: { revokedAt: Date | null; givenAt: Date | null }): Ability {
  const revoke = mayRevoke(actor, place, issue);
  if (!revoke.allowed) return revoke;
  return issue.givenAt ? deny('given_already') : allow;
}

/** Whether a lost paper may be made once more: one that counts, and that nothing stands for already. */
export function mayDuplicate(actor: Actor, place: Place, issue: { revokedAt: Date | null; suspendedAt: Date | null; expired: boolean; renewed: boolean }): Ability {
  const revoke = mayRevoke(actor, place, issue);
  if (!revoke.allowed) return revoke;
  if (issue.suspendedAt) return deny('suspended_already');
  // Its duplicate could be prolonged again beside the line that prolongs it.
  if (issue.renewed) return deny('renewed_already');
  return issue.expired ? deny('expired') : allow;
}

/** Whether a line may be prolonged now: by right, by its state, and in its window. */
export function mayRenew(actor: Actor, place: Place, issue: { revokedAt: Date | null; suspendedAt: Date | null; inWindow: boolean; renewed: boolean }): Ability {
  const { issue: right } = credentialAbilities(actor, place);
  if (!right.allowed) return right;
  if (issue.revokedAt) return deny('revoked_already');
  if (issue.suspendedAt) return deny('suspended_already');
  if (issue.renewed) return deny('renewed_already');
  return issue.inWindow ? allow : deny('not_renewable_now');
}

/** The part of a network's register in which the actor issues. */
export function issuingScope(actor: Actor, networkId: string): 'network' | readonly string[] {
  return scopeOf(actor, ['coordinator'], networkId);
}

/** The part of a network's register that the actor reads: all of it, or the subtrees of these organisations. */
export function registerScope(actor: Actor, networkId: string): 'network' | readonly string[] {
  return scopeOf(actor, REGISTER_READERS, networkId);
}

/** Whether there is any part of the register for this reader. */
export function readsRegister(actor: Actor, networkId: string): boolean {
  const scope = registerScope(actor, networkId);
  return scope === 'network' || scope.length > 0;
}

/** Who records licences: the administrators of the network, who answer for its issuers. */
export function keepsLicences(actor: Actor, networkId: string): boolean {
  return holds(actor, ['network_admin'], { networkId });
}

/** Who sees and changes the keys that sign: the administrators of the network, who answer for its issuer. */
export function keepsKeys(actor: Actor, networkId: string): boolean {
  return holds(actor, ['network_admin'], { networkId });
}
