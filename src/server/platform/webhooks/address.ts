import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Networks that are not the internet: this machine, the one it stands in, those of clouds that tell secrets to whoever asks. */
const NOT_PUBLIC_4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
]; // prettier-ignore
/** Of version 6 only 2000::/3 is given out; in it, what is for documents or carries an address of version 4 inside. */
const NOT_PUBLIC_6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const notPublic = new BlockList();
for (const net of NOT_PUBLIC_4) notPublic.addSubnet(net.split('/')[0] ?? '', Number(net.split('/')[1]), 'ipv4');
for (const net of NOT_PUBLIC_6) notPublic.addSubnet(net.split('/')[0] ?? '', Number(net.split('/')[1]), 'ipv6');
const givenOut = new BlockList();
givenOut.addSubnet('2000::', 3, 'ipv6');

/** Whether an address lies in the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !notPublic.check(address, 'ipv4');
  return family === 6 && givenOut.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
}

export type AddressFault = 'not_https' | 'has_password' | 'unknown_host' | 'not_public';

export interface CheckedAddress {
  url: URL;
  /** Where to connect: the name is not asked for again, since it could then mean something else. */
  address: string;
  family: 4 | 6;
}

/** The address of somebody who gave it: what it names and whether we may knock there. `local` allows this machine and http, for tests and closed networks. */
export async function checkAddress(typed: string, local: boolean): Promise<CheckedAddress | AddressFault> {
  const url = URL.parse(typed);
  if (!url || (url.protocol !== 'https:' && !(local && url.protocol === 'http:'))) return 'not_https';
  if (url.username !== '' || url.password !== '') return 'has_password';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await lookup(host, { all: true, verbatim: true }).catch(() => []);
  const [first] = found;
  if (!first) return 'unknown_host';
  // One address that is not public spoils them all: which of them is taken is the resolver's choice.
  if (!local && !found.every(({ address }) => isPublicAddress(address))) return 'not_public';
  return { url, address: first.address, family: first.family === 6 ? 6 : 4 };
}
