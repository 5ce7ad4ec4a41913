import { networkOf } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { signDocument } from './badge-signing.ts';
import { badgeOf } from './badge.rule.ts';
import { checkUrl } from './check-address.ts';
import type { KeySeries } from './credentials.tables.ts';
import { issuerAddress, issuerDid } from './issuer-did.rule.ts';
import { currentKey } from './signing-keys.service.ts';
import { findSigned, insertSigned, listCompromisedNetworks, listUnsignedSeries, lockCompromised, lockUnsigned, takeStatusPlaces, updateSigned, type NewSigned, type UnsignedRow } from './signing.queries.ts';
import { LIST_PLACES, statusIndex } from './status-index.rule.ts';

/** Signed in one transaction: short enough that whoever waits for one of them hardly notices. */
const CHUNK = 50;

async function signRows(tx: Ctx, series: KeySeries, rows: readonly UnsignedRow[]): Promise<void> {
  const { slug } = await networkOf(tx);
  const key = await currentKey(tx, series);
  const signed: NewSigned[] = [];
  for (let done = 0; done < rows.length; ) {
    const places = await takeStatusPlaces(tx, series, rows.length - done, LIST_PLACES);
    for (let n = 0; n < places.taken; n++) {
      const issue = rows[done + n];
      if (!issue) throw new Error('more places than credentials');
      const publicAddress = series === 'register' ? issue.public_address : tx.platform.publicAddress();
      const did = issuerDid(publicAddress, slug, series);
      const index = statusIndex(places.id, places.first + n);
      const badge = badgeOf(issue, { did, issuer: issuerAddress(publicAddress, slug, series), publicAddress, checkUrl: checkUrl(tx, issue), statusList: places.seq, statusIndex: index });
      // Composed letters, as the paper is set with.
      const composed = JSON.parse(JSON.stringify(badge).normalize('NFC')) as Record<string, unknown>;
      // The moment of issuing, not of signing: the same line of the register gives the same bytes.
      const document = await signDocument(composed, { did, keyName: key.name, seed: key.seed }, issue.issued_at);
      signed.push({ issueId: issue.id, statusListId: places.id, statusIndex: index, keyId: key.id, issuer: did, document, signedAt: tx.clock.now() });
    }
    done += places.taken;
  }
  key.seed.fill(0);
  await insertSigned(tx, signed);
}

/**
 * The signed credential of an issue, byte for byte the same for ever; signed now when it has not been. Null for rehearsals, which are
 * never signed. The caller has checked the right. Error `signing.key_lost`.
 */
export async function signedCredential(ctx: Ctx, issue: { id: string; series: string }): Promise<string | null> {
  if (issue.series === 'practice') return null;
  const series: KeySeries = issue.series === 'demo' ? 'demo' : 'register';
  const known = await findSigned(ctx.db, issue.id);
  if (known) return known.document;
  await inTransaction(writing(ctx), async (tx) => {
    const rows = await lockUnsigned(tx, { series, limit: 1, only: issue.id });
    if (rows.length > 0) await signRows(tx, series, rows);
  });
  return (await findSigned(ctx.db, issue.id))?.document ?? null;
}

/** Signing changes nothing that anybody said: it also happens when a reader who may not write opens her paper. */
function writing(ctx: Ctx): Ctx {
  return ctx.inTx ? ctx : systemCtx(ctx.platform, ctx.networkId, 'signing', ctx.locale);
}

/** What a stolen key signed, under the key that signs now. The day of the proof is today: a thief can write any other. */
async function signAnew(tx: Ctx): Promise<number> {
  const rows = await lockCompromised(tx, CHUNK);
  for (const { issue_id: issueId, document, issuer, series } of rows) {
    const key = await currentKey(tx, series);
    const { proof: _, ...content } = JSON.parse(document) as Record<string, unknown>;
    const signedAt = tx.clock.now();
    await updateSigned(tx, { issueId, keyId: key.id, document: await signDocument(content, { did: issuer, keyName: key.name, seed: key.seed }, signedAt), signedAt });
    key.seed.fill(0);
  }
  return rows.length;
}

/**
 * Signs what is waiting, and anew what a stolen key signed, in chunks of a transaction each; whatever is stopped goes on with the next
 * call. Returns how many.
 */
export async function signWaiting(platform: Platform): Promise<number> {
  let count = 0;
  for (const networkId of await listCompromisedNetworks(platform.db)) {
    const ctx = systemCtx(platform, networkId, 'signing');
    for (let done = CHUNK; done === CHUNK; count += done) done = await inTransaction(ctx, signAnew);
  }
  for (const { network_id, series } of await listUnsignedSeries(platform.db)) {
    const ctx = systemCtx(platform, network_id, 'signing');
    for (let more = true; more; ) {
      const done = await inTransaction(ctx, async (tx) => {
        const rows = await lockUnsigned(tx, { series, limit: CHUNK, only: null });
        if (rows.length > 0) await signRows(tx, series, rows);
        return rows.length;
      });
      count += done;
      more = done === CHUNK;
    }
  }
  return count;
}
