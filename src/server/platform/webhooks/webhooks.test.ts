import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { checkAddress, isPublicAddress } from './address.ts';
import { postWebhook } from './post.ts';
import { secretText, signedHeaders } from './sign.ts';

describe('where messages may go', () => {
  it.each([
    '127.0.0.1', '127.8.9.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255',
    '192.0.2.5', '198.18.0.1', '::1', '::', 'fe80::1', 'fc00::1', 'fd12:3456::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', 'ff02::1', 'localhost', '',
  ])('not to %s', (address) => expect(isPublicAddress(address)).toBe(false)); // prettier-ignore
  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2a00:1450:4001:81b::200e'])('to %s', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    ['http://example.com/', 'not_https'],
    ['ftp://example.com/', 'not_https'],
    ['nonsense', 'not_https'],
    ['https://user:secret@8.8.8.8/', 'has_password'],
    ['https://127.0.0.1/', 'not_public'],
    // A number, an octal, a short form: the parser writes all of them out.
    ['https://2130706433/', 'not_public'],
    ['https://0177.0.0.1/', 'not_public'],
    ['https://127.1/', 'not_public'],
    ['https://[::1]/', 'not_public'],
    ['https://[::ffff:7f00:1]/', 'not_public'],
    ['https://169.254.169.254/latest/meta-data/', 'not_public'],
    ['https://localhost/', 'not_public'],
    ['https://no-such-host.invalid/', 'unknown_host'],
  ])('%s: %s', async (url, fault) => expect(await checkAddress(url, false)).toBe(fault));

  it('a public address is connected to as it was checked', async () => {
    expect(await checkAddress('https://8.8.8.8:8443/hook', false)).toMatchObject({ address: '8.8.8.8', family: 4 });
  });
});

describe('what is sent', () => {
  it('is signed as Standard Webhooks says', () => {
    const key = Buffer.from('0123456789abcdef0123456789abcdef');
    expect(secretText(key)).toBe('whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=');
    const headers = signedHeaders(key, 'm1', new Date('2026-05-18T04:00:00.700Z'), '{"a":1}');
    const expected = createHmac('sha256', Buffer.from(secretText(key).slice(6), 'base64')).update('m1.1779076800.{"a":1}').digest('base64');
    expect(headers).toEqual({ 'webhook-id': 'm1', 'webhook-timestamp': '1779076800', 'webhook-signature': `v1,${expected}` });
  });

  it('follows nobody to another address and ends when nobody answers', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/moved') response.writeHead(302, { location: '/inside' }).end();
      else if (request.url === '/endless') response.writeHead(200).write('x'.repeat(100_000));
      else response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const send = (path: string, local = true) => postWebhook(`${base}${path}`, '{}', {}, { local });
    expect(await send('/moved')).toMatchObject({ status: 302, fault: 'redirected' });
    expect(await send('/endless')).toMatchObject({ status: 200, fault: null });
    expect(await send('/broken')).toMatchObject({ status: 500, fault: 'refused' });
    expect(asked).toEqual(['/moved', '/endless', '/broken']);
    expect(await send('/moved', false)).toMatchObject({ status: null, fault: 'not_https' });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await send('/gone')).toMatchObject({ status: null, fault: 'no_connection' });
  });
});
