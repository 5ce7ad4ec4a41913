import type { Actor, Grant } from '#server/platform/context.ts';
import { isOwn, mayInvite, type Place } from './access.policy.ts';
import type { Role } from './access.tables.ts';

/** The person a card would be for. */
export interface CardHolder {
  networkId: string;
  accountId: string | null;
  /** Her account has an address that she alone reads: a link by mail leads her in. */
  hasOwnMailbox: boolean;
  /** What her account holds, each with where it lies; a grant of the installation or of another network has no place here. */
  grants: readonly { role: Role; networkId: string; place: Place }[];
  isWorking: boolean;
  /** Where she works mainly, with what is above it. */
  organisationPath: readonly string[];
  role: 'head' | 'specialist';
}

export type NoCard = 'own_account' | 'own_mailbox' | 'not_working' | 'not_yours' | 'more_rights';

/**
 * Why the actor may not print a card for somebody; null: may. Who prints one could sign in by it: so only for people to whom the actor may
 * give every right that the card opens, in person and never by a token.
 */
export function cardRefusal(actor: Actor, holder: CardHolder): NoCard | null {
  if (actor.kind === 'account' && (actor.token || actor.viewedBy)) return 'not_yours';
  if (isOwn(actor, holder.accountId)) return 'own_account';
  if (!holder.isWorking || holder.organisationPath.length === 0) return 'not_working';
  if (!mayInvite(actor, holder.role, { networkId: holder.networkId, organisationPath: holder.organisationPath })) return 'not_yours';
  if (holder.hasOwnMailbox) return 'own_mailbox';
  return holder.grants.every((grant) => grant.networkId === holder.networkId && mayInvite(actor, grant.role, grant.place)) ? null : 'more_rights';
}

/** What a grant of an account is to `cardRefusal`. */
export function placedGrant(grant: Grant & { path: readonly string[] | null }): CardHolder['grants'][number] {
  const place: Place = { networkId: grant.networkId, ...(grant.path ? { organisationPath: grant.path } : {}), ...(grant.scopeKind === 'event' && grant.scopeId ? { eventId: grant.scopeId } : {}) };
  return { role: grant.role as Role, networkId: grant.networkId, place };
}
