import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Keys } from './keys.ts';

/**
 * Something small that a browser keeps for us and may neither read nor change: AES-256-GCM under a key of one purpose, with an end. The
 * server keeps nothing.
 */
export function seal(keys: Keys, purpose: string, value: unknown, expiresAt: Date): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.derive(`sealed:${purpose}`), nonce);
  const text = JSON.stringify({ until: expiresAt.getTime(), value });
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** What was sealed; null when it was changed, made for another purpose or by another installation, or has ended. */
export function unseal<T>(keys: Keys, purpose: string, sealed: string, now: Date): T | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < 29) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keys.derive(`sealed:${purpose}`), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
    const { until, value } = JSON.parse(text) as { until: number; value: T };
    return until > now.getTime() ? value : null;
  } catch {
    return null;
  }
}
