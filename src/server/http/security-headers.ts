import type { ServerResponse } from 'node:http';

/**
 * Headers of every answer. The content security policy is set by SvelteKit (hashes); same-origin referrers keep personal links
 * out of other sites' logs while the Origin header of our own forms stays whole.
 */
export function setSecurityHeaders(res: ServerResponse, https: boolean): void {
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('referrer-policy', 'same-origin');
  res.setHeader('x-frame-options', 'SAMEORIGIN');
  res.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=(), interest-cohort=()');
  res.setHeader('cross-origin-opener-policy', 'same-origin');
  if (https) res.setHeader('strict-transport-security', 'max-age=31536000');
}
