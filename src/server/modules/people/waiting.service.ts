import type { Ctx } from '#server/platform/context.ts';
import { addDays } from '#server/platform/time/wall-time.ts';
import { personScope } from './people.policy.ts';
import { findPersonOfAccount } from './persons.queries.ts';
import { todayOf } from './standing.ts';
import { countDueAttestations, findDueAttestation, listWaitingRequests, type WaitingRequest } from './waiting.queries.ts';

/** An attestation is announced two months ahead: the papers have to be gathered. */
const AHEAD_DAYS = 60;

export interface Waiting {
  requests: WaitingRequest[];
  /** Of people whose records the actor keeps. */
  attestations: { count: number; first: string | null };
  /** Of the actor herself. */
  own: { personId: string; due: string } | null;
}

/** What the registry waits for from this account. Nobody decides on a request of her own. */
export async function registryWaiting(ctx: Ctx): Promise<Waiting> {
  const nothing: Waiting = { requests: [], attestations: { count: 0, first: null }, own: null };
  if (ctx.actor.kind !== 'account') return nothing;
  const { accountId } = ctx.actor;
  const by = addDays(await todayOf(ctx), AHEAD_DAYS);
  const scope = personScope(ctx.actor, ctx.networkId);
  const keeps = scope === 'network' || scope.length > 0;
  const personId = await findPersonOfAccount(ctx, accountId);
  const due = personId ? await findDueAttestation(ctx, personId) : null;
  return {
    requests: keeps ? (await listWaitingRequests(ctx, scope)).filter((request) => request.accountId !== accountId) : [],
    attestations: keeps ? await countDueAttestations(ctx, scope, by) : nothing.attestations,
    own: personId && due && due <= by ? { personId, due } : null,
  };
}
