import { request as overHttp } from 'node:http';
import { request as overTls } from 'node:https';
import { checkAddress, type AddressFault } from './address.ts';

const WHOLE_MS = 10_000;

export interface Posted {
  /** Null: nothing was answered. */
  status: number | null;
  /** Why it did not arrive; null: it did (2xx). */
  fault: AddressFault | 'timeout' | 'no_connection' | 'redirected' | 'refused' | null;
  ms: number;
}

/**
 * Sends a message to an address that somebody gave. Connects to the very address that was checked; follows no redirect, since that would
 * be another address; reads nothing of the answer but its status; ends after ten seconds.
 */
export async function postWebhook(typed: string, body: string, headers: Record<string, string>, options: { local: boolean }): Promise<Posted> {
  const begun = Date.now();
  const done = (status: number | null, fault: Posted['fault']): Posted => ({ status, fault, ms: Date.now() - begun });
  const checked = await checkAddress(typed, options.local);
  if (typeof checked === 'string') return done(null, checked);
  const { url, address, family } = checked;
  const request = url.protocol === 'http:' ? overHttp : overTls;
  return new Promise((resolve) => {
    const sent = request(url, {
      method: 'POST',
      agent: false,
      lookup: (_host, asked, answer) => (asked.all ? answer(null, [{ address, family }]) : answer(null, address, family)),
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'Sheberlik-Webhooks/1', connection: 'close' },
      maxHeaderSize: 16_384,
    });
    const timer = setTimeout(() => {
      resolve(done(null, 'timeout'));
      sent.destroy();
    }, WHOLE_MS);
    const finish = (result: Posted) => {
      clearTimeout(timer);
      resolve(result);
      sent.destroy();
    };
    sent.on('response', (response) => {
      const status = response.statusCode ?? 0;
      finish(done(status, status >= 200 && status < 300 ? null : status >= 300 && status < 400 ? 'redirected' : 'refused'));
    });
    sent.on('error', () => finish(done(null, 'no_connection')));
    sent.end(body);
  });
}
