import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { request } from 'node:https';
import type { Platform } from '#server/platform/platform.ts';

/** Where the installation answers whether an address leads to it. Bare: it speaks no human language. */
export const SELF_CHECK_PATH = '/.well-known/sheberlik-check';
const TIMEOUT_MS = 5_000;
const LONGEST_ANSWER = 500;

export type ProbeProblem =
  | 'public_address.not_found'
  | 'public_address.refused'
  | 'public_address.timeout'
  | 'public_address.certificate'
  | 'public_address.redirected'
  | 'public_address.other_site'
  | 'public_address.proxy_not_trusted';

/** The answer to a self-check: only who holds the installation key can give it. Null for a nonce that is not one of ours. */
export function selfCheckAnswer(platform: Platform, nonce: string, protocol: string): string | null {
  if (!/^[A-Za-z0-9_-]{22,64}$/.test(nonce)) return null;
  return `${proofOf(platform, nonce)} ${protocol.replace(/:$/, '')}\n`;
}

function proofOf(platform: Platform, nonce: string): string {
  return createHmac('sha256', platform.keys.derive('public-address-check')).update(nonce).digest('base64url');
}

/**
 * Fetches our own answer from the address, as a stranger would: by https with a valid certificate, without following redirects, within
 * five seconds. Null when all is well, else what is wrong.
 */
export async function probePublicAddress(platform: Platform, address: string, timeoutMs = TIMEOUT_MS): Promise<ProbeProblem | null> {
  const nonce = randomBytes(24).toString('base64url');
  const answer = await ask(`${address}${SELF_CHECK_PATH}?nonce=${nonce}`, timeoutMs);
  if (typeof answer === 'string') return answer;
  if (answer.status >= 300 && answer.status < 400) return 'public_address.redirected';
  const [proof = '', protocol = ''] = answer.body.trim().split(' ');
  const [given, right] = [Buffer.from(proof), Buffer.from(proofOf(platform, nonce))];
  if (answer.status !== 200 || given.length !== right.length || !timingSafeEqual(given, right)) return 'public_address.other_site';
  // The proxy speaks https, but we do not believe it: cookies would not be marked secure and forms would be refused.
  return protocol === 'https' ? null : 'public_address.proxy_not_trusted';
}

function ask(url: string, timeoutMs: number): Promise<{ status: number; body: string } | ProbeProblem> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs);
    // An agent of its own: no connection from before may hide that a new one cannot be made.
    const asked = request(url, { signal, agent: false, headers: { accept: 'text/plain' } }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
        if (body.length > LONGEST_ANSWER) response.destroy();
      });
      response.on('close', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', () => resolve(signal.aborted ? 'public_address.timeout' : 'public_address.other_site'));
    });
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(problemOf(error, signal.aborted)));
    asked.end();
  });
}

const NETWORK_PROBLEMS: Readonly<Record<string, ProbeProblem>> = {
  ENOTFOUND: 'public_address.not_found',
  EAI_AGAIN: 'public_address.not_found',
  ETIMEDOUT: 'public_address.timeout',
  ECONNREFUSED: 'public_address.refused',
  EHOSTUNREACH: 'public_address.refused',
  ENETUNREACH: 'public_address.refused',
  ECONNRESET: 'public_address.refused',
  EACCES: 'public_address.refused',
};

function problemOf(error: NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] }, timedOut: boolean): ProbeProblem {
  if (timedOut || error.name === 'TimeoutError') return 'public_address.timeout';
  // A name with several addresses fails with all reasons together.
  const code = error.code ?? error.errors?.[0]?.code ?? '';
  // What remains is TLS: CERT_HAS_EXPIRED, DEPTH_ZERO_SELF_SIGNED_CERT, ERR_TLS_CERT_ALTNAME_INVALID, EPROTO (plain http on the port) …
  return NETWORK_PROBLEMS[code] ?? 'public_address.certificate';
}
