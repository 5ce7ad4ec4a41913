import type { Ctx } from '#server/platform/context.ts';
import { changeFree, deleteOffer, replaceTaught, upsertOffer, type OfferValues, type Taught } from './offers.queries.ts';

/** What wrote an offer or a piece of evidence: `seminars.event` and its id. */
export interface Source {
  type: string;
  id: string;
}

/**
 * Writes down what another module has that closes gaps, over what it said of the same source before, in its transaction. Without a competency
 * nothing is offered. The caller has checked that its actor may.
 */
export async function publishOffer(tx: Ctx, source: Source, offer: OfferValues & { teaches: readonly Taught[] }): Promise<void> {
  if (!tx.inTx) throw new Error('publishOffer() belongs into the transaction of the deed');
  if (offer.teaches.length === 0) return deleteOffer(tx, source);
  await replaceTaught(tx, await upsertOffer(tx, source, offer), offer.teaches);
}

/** Takes an offer back: cancelled, over, hidden. One that is not there is none. */
export async function withdrawOffer(tx: Ctx, source: Source): Promise<void> {
  if (!tx.inTx) throw new Error('withdrawOffer() belongs into the transaction of the deed');
  await deleteOffer(tx, source);
}

/** Places were taken (below zero) or given back. */
export async function changeOfferSeats(tx: Ctx, source: Source, by: number): Promise<void> {
  if (!tx.inTx) throw new Error('changeOfferSeats() belongs into the transaction of the deed');
  if (by !== 0) await changeFree(tx, source, by);
}
