import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createFloodGate, isLoopback } from './flood.ts';
import { ADDRESS_HEADER, HOST_HEADER, PROTOCOL_HEADER, readForwarded, stampForwarded } from './forwarded.ts';

const request = (headers: Record<string, string>, remoteAddress = '10.9.9.9') => ({ headers: { host: 'inside:4870', ...headers }, socket: { remoteAddress } }) as unknown as IncomingMessage;

describe('what is believed of forwarded headers', () => {
  const forged = { 'x-forwarded-for': '1.1.1.1, 203.0.113.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'library.example' };
  it('nothing without a trusted proxy', () => {
    expect(readForwarded(request(forged), 0)).toEqual({ protocol: 'http', host: 'inside:4870', address: '10.9.9.9' });
  });
  it('of one proxy only what it wrote itself: the last entry', () => {
    expect(readForwarded(request(forged), 1)).toEqual({ protocol: 'https', host: 'library.example', address: '203.0.113.7' });
  });
  it('of two proxies the entry before the last', () => {
    expect(readForwarded(request({ ...forged, 'x-forwarded-for': '6.6.6.6, 198.51.100.4, 10.0.0.1' }), 2).address).toBe('198.51.100.4');
  });
  it('an absent header leaves what the connection says', () => {
    expect(readForwarded(request({}), 1)).toEqual({ protocol: 'http', host: 'inside:4870', address: '10.9.9.9' });
  });
  it('our private headers cannot be sent from outside', () => {
    const req = request({ [PROTOCOL_HEADER]: 'https', [HOST_HEADER]: 'evil.example', [ADDRESS_HEADER]: '127.0.0.1' });
    stampForwarded(req, 0);
    expect([req.headers[PROTOCOL_HEADER], req.headers[HOST_HEADER], req.headers[ADDRESS_HEADER]]).toEqual(['http', 'inside:4870', '10.9.9.9']);
  });
  it('a host that is none becomes localhost', () => {
    const req = request({ host: 'a b"><script>' });
    stampForwarded(req, 0);
    expect(req.headers[HOST_HEADER]).toBe('localhost');
  });
});

describe('the ceiling for one source', () => {
  it('lets a full reading room through, stops a flood, and opens again after a minute', () => {
    const gate = createFloodGate();
    const waits = Array.from({ length: 1501 }, () => gate.check('203.0.113.7', true, 1_000_000));
    expect(waits.slice(0, 1500).every((wait) => wait === 0)).toBe(true);
    expect(waits[1500]).toBeGreaterThan(0);
    expect(gate.check('203.0.113.8', true, 1_000_001)).toBe(0);
    expect(gate.check('203.0.113.7', true, 1_000_000 + 60_000)).toBe(0);
  });
  it.each(['127.0.0.1', '::1', '::ffff:127.0.0.1'])('%s is this machine', (source) => expect(isLoopback(source)).toBe(true));
  it.each(['203.0.113.7', '::ffff:203.0.113.7', '', '10.0.0.1'])('%s is not', (source) => expect(isLoopback(source)).toBe(false));
});
