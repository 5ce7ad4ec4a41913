import type { Ctx } from '#server/platform/context.ts';
import { networkOf } from '#server/modules/people/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { signDocument } from './badge-signing.ts';
import { VC_CONTEXT } from './badge.rule.ts';
import type { KeySeries } from './credentials.tables.ts';
import { didDocument, issuerAddress, issuerDid, statusListAddress, type StatusPurpose } from './issuer-did.rule.ts';
import { readPublicAddress } from './public-address.service.ts';
import { currentKey } from './signing-keys.service.ts';
import { findStatusList, listSigningKeys, listStopped, readStatusMark } from './signing.queries.ts';
import { LIST_PLACES } from './status-index.rule.ts';

/** How long a verifier may keep a list, milliseconds; a revocation is seen by everybody after that. */
export const LIST_TTL = 300_000;
const MOST_KEPT = 64;

interface Kept {
  mark: string;
  until: number;
  document: string;
}
/** Signed lists of this process: 131,072 bits are packed and signed once for each change and five minutes, not for each reader. */
const kept = new Map<string, Kept>();

/**
 * Which of our addresses a reader came by: credentials name the one that was public when they were signed, so each former one answers for
 * itself. Demonstrations go by whatever address they have.
 */
async function addressBy(ctx: Ctx, host: string, series: KeySeries): Promise<string> {
  if (series === 'demo') return ctx.platform.publicAddress();
  const { address, aliases } = await readPublicAddress(ctx);
  const found = [address, ...aliases.map((alias) => alias.address)].find((one) => one !== null && new URL(one).host === host);
  if (!found) throw notFound();
  return found;
}

/** The issuer's `did.json` for the host that was asked. Error `page.not_found` for a host that never was ours, or a network that never signed. */
export async function issuerDocument(ctx: Ctx, series: KeySeries, host: string): Promise<Record<string, unknown>> {
  const { slug } = await networkOf(ctx);
  const keys = await listSigningKeys(ctx.db, ctx.networkId, series);
  if (keys.length === 0) throw notFound();
  return didDocument(issuerDid(await addressBy(ctx, host, series), slug, series), keys);
}

/** A list as a signed credential: of what is not to be accepted now (suspension, which a credential names), or of what is revoked for good. Errors as in `issuerDocument`. */
export async function statusListCredential(ctx: Ctx, series: KeySeries, host: string, seq: number, purpose: StatusPurpose): Promise<string> {
  const list = await findStatusList(ctx, series, seq);
  if (!list) throw notFound();
  const address = await addressBy(ctx, host, series);
  const { stopped, latest } = await readStatusMark(ctx, list.id);
  const now = ctx.clock.now().getTime();
  const mark = `${stopped} ${latest?.getTime() ?? 0}`;
  const place = `${list.id} ${purpose} ${address}`;
  const known = kept.get(place);
  if (known && known.mark === mark && known.until > now) return known.document;
  const { slug } = await networkOf(ctx);
  const document = await signedList(ctx, { listId: list.id, series, seq, purpose, did: issuerDid(address, slug, series), issuer: issuerAddress(address, slug, series) });
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(place, { mark, until: now + LIST_TTL, document });
  return document;
}

interface Wanted {
  listId: string;
  series: KeySeries;
  seq: number;
  purpose: StatusPurpose;
  did: string;
  issuer: string;
}

async function signedList(ctx: Ctx, { listId, series, seq, purpose, did, issuer }: Wanted): Promise<string> {
  const { createList } = await import('@digitalbazaar/vc-bitstring-status-list');
  const list = await createList({ length: LIST_PLACES });
  for (const row of await listStopped(ctx, listId)) if (purpose === 'suspension' || row.revoked) list.setStatus(row.status_index, true);
  const id = statusListAddress(issuer, seq, purpose);
  const now = new Date(Math.floor(ctx.clock.now().getTime() / 1000) * 1000);
  const credential = {
    '@context': [VC_CONTEXT],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: did,
    validFrom: now.toISOString(),
    validUntil: new Date(now.getTime() + 4 * LIST_TTL).toISOString(),
    credentialSubject: { id: `${id}#list`, type: 'BitstringStatusList', encodedList: await list.encode(), statusPurpose: purpose, ttl: LIST_TTL },
  };
  const key = await inTransaction(systemCtx(ctx.platform, ctx.networkId, 'signing'), (tx) => currentKey(tx, series));
  const signed = await signDocument(credential, { did, keyName: key.name, seed: key.seed }, now);
  key.seed.fill(0);
  return signed;
}
