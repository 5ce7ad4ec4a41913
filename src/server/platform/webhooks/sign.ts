import { createHmac } from 'node:crypto';

/** How long keys are and how they are written: https://www.standardwebhooks.com (version 1). */
const MARK = 'whsec_';

export const secretText = (key: Buffer): string => `${MARK}${key.toString('base64')}`;

/** Headers of one sending. `id` stays the same however often it is sent; a receiver that has seen it does nothing. */
export function signedHeaders(key: Buffer, id: string, at: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
