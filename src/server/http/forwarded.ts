import type { IncomingMessage } from 'node:http';

/** What the wrapper knows about the way a request came in; handed to SvelteKit in headers that nobody outside can set. */
export const PROTOCOL_HEADER = 'x-sheberlik-protocol';
export const HOST_HEADER = 'x-sheberlik-host';
export const ADDRESS_HEADER = 'x-sheberlik-address';

/**
 * Reads protocol, host and source of a request. X-Forwarded-* is believed only as far as proxies are trusted: with one trusted
 * proxy the last entry of X-Forwarded-For is the one our own proxy wrote; everything before it may be invented by the client.
 */
export function readForwarded(req: IncomingMessage, trustedProxies: number): { protocol: 'http' | 'https'; host: string; address: string } {
  const direct = { protocol: 'http' as const, host: req.headers.host ?? 'localhost', address: req.socket.remoteAddress ?? '' };
  if (trustedProxies === 0) return direct;
  const list = (name: string) =>
    String(req.headers[name] ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  const chain = list('x-forwarded-for');
  const protocols = list('x-forwarded-proto');
  const hosts = list('x-forwarded-host');
  return {
    protocol: protocols[Math.max(0, protocols.length - trustedProxies)] === 'https' ? 'https' : 'http',
    host: hosts[Math.max(0, hosts.length - trustedProxies)] ?? direct.host,
    address: chain[Math.max(0, chain.length - trustedProxies)] ?? direct.address,
  };
}

/** Overwrites our private headers, so that what SvelteKit reads is what we found. */
export function stampForwarded(req: IncomingMessage, trustedProxies: number): void {
  const { protocol, host, address } = readForwarded(req, trustedProxies);
  req.headers[PROTOCOL_HEADER] = protocol;
  req.headers[HOST_HEADER] = /^[a-z0-9.:[\]-]{1,255}$/i.test(host) ? host : 'localhost';
  req.headers[ADDRESS_HEADER] = address || 'unknown';
}
