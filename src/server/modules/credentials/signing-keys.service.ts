import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import type { Keys } from '#server/platform/keys.ts';
import { publicKeyOf } from './badge-signing.ts';
import { keepsKeys } from './credentials.policy.ts';
import type { KeySeries } from './credentials.tables.ts';
import { insertSigningKey, listSigningKeys, updateKeyCompromised, updateKeyRetired, type SigningKeyRow } from './signing.queries.ts';

const PURPOSE = 'credentials.signing_key';

// Sealed to the row: a seed copied into another row opens nothing.
function sealSeed(keys: Keys, keyId: string, seed: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.derive(PURPOSE), nonce).setAAD(Buffer.from(keyId));
  return Buffer.concat([nonce, cipher.update(seed), cipher.final(), cipher.getAuthTag()]);
}

function unsealSeed(keys: Keys, keyId: string, sealed: Buffer): Buffer {
  try {
    const opening = createDecipheriv('aes-256-gcm', keys.derive(PURPOSE), sealed.subarray(0, 12)).setAAD(Buffer.from(keyId));
    opening.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([opening.update(sealed.subarray(12, -16)), opening.final()]);
  } catch {
    // Restored without the file of keys, or moved between installations.
    throw new AppError('signing.key_lost', 409);
  }
}

const isCurrent = ({ retired_at, compromised_at }: SigningKeyRow): boolean => retired_at === null && compromised_at === null;

async function makeKey(tx: Ctx, series: KeySeries, known: readonly SigningKeyRow[]): Promise<void> {
  const year = tx.clock.now().getUTCFullYear();
  const name = `key-${year}-${known.filter((key) => key.name.startsWith(`key-${year}-`)).length + 1}`;
  const id = newId();
  const seed = randomBytes(32);
  const made = await insertSigningKey(tx, { id, series, name, publicKey: await publicKeyOf(seed), sealedSeed: sealSeed(tx.platform.keys, id, seed), createdAt: tx.clock.now() });
  seed.fill(0);
  if (made) await audit(tx, { act: 'signing_key.made', subjectType: 'network', subjectId: tx.networkId, data: { name, series } });
}

/** The key that signs now; the first one is made when it is first needed. Error `signing.key_lost` when its secret cannot be opened here. */
export async function currentKey(tx: Ctx, series: KeySeries): Promise<{ id: string; name: string; seed: Buffer }> {
  let known = await listSigningKeys(tx.db, tx.networkId, series);
  if (!known.some(isCurrent)) {
    await makeKey(tx, series, known);
    known = await listSigningKeys(tx.db, tx.networkId, series);
  }
  const key = known.find(isCurrent);
  if (!key) throw new Error('no key signs');
  return { id: key.id, name: key.name, seed: unsealSeed(tx.platform.keys, key.id, key.sealed_seed) };
}

export interface SigningKeyView {
  name: string;
  publicKey: string;
  createdAt: Date;
  retiredAt: Date | null;
  compromisedAt: Date | null;
}

/** Keys of the network, newest first, without their secrets. Error `page.not_found`. */
export async function listKeysFor(ctx: Ctx, series: KeySeries): Promise<SigningKeyView[]> {
  if (!keepsKeys(ctx.actor, ctx.networkId)) throw notFound();
  return (await listSigningKeys(ctx.db, ctx.networkId, series)).map((key) => ({
    name: key.name,
    publicKey: key.public_key,
    createdAt: key.created_at,
    retiredAt: key.retired_at,
    compromisedAt: key.compromised_at,
  }));
}

/**
 * From now on a new key signs; what older ones signed stays good. With `compromised` the present key counts as stolen: it is taken out of
 * the issuer's document, and what it signed is no longer vouched for by us until it is signed anew (`resign`). Error `page.not_found`.
 */
export async function rotateKey(ctx: Ctx, series: KeySeries, how: { compromised: boolean }): Promise<string> {
  if (!keepsKeys(ctx.actor, ctx.networkId)) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const known = await listSigningKeys(tx.db, tx.networkId, series);
    const current = known.find(isCurrent);
    const now = tx.clock.now();
    if (current) {
      if (!(await updateKeyRetired(tx, current.id, now))) throw new AppError('record.changed_meanwhile', 409);
      if (how.compromised) await updateKeyCompromised(tx, current.id, now);
      await audit(tx, { act: how.compromised ? 'signing_key.compromised' : 'signing_key.retired', subjectType: 'network', subjectId: tx.networkId, data: { name: current.name, series } });
    }
    return (await currentKey(tx, series)).name;
  });
}
