import type { KeySeries } from './credentials.tables.ts';

/**
 * The issuer of a network as `did:web`: the address that was public when a credential was signed, and the short name of the network.
 * Demonstrations have an issuer of their own, so that whoever trusts a centre does not trust its trials.
 */
export function issuerDid(publicAddress: string, slug: string, series: KeySeries): string {
  const { hostname, port } = new URL(publicAddress);
  // did:web 1.0: the colon before a port is percent-encoded; path segments are joined by colons.
  return ['did:web', port ? `${hostname}%3A${port}` : hostname, 'issuers', slug, ...(series === 'demo' ? ['demo'] : [])].join(':');
}

/** Where its documents lie: `https://host/issuers/pavlodar`, with `/demo` for trials. */
export function issuerAddress(publicAddress: string, slug: string, series: KeySeries): string {
  return `${publicAddress}/issuers/${slug}${series === 'demo' ? '/demo' : ''}`;
}

export const statusListAddress = (issuer: string, seq: number, purpose: StatusPurpose): string => `${issuer}/status/${seq}/${purpose}`;

export const STATUS_PURPOSES = ['revocation', 'suspension'] as const;
export type StatusPurpose = (typeof STATUS_PURPOSES)[number];

export interface PublicKey {
  name: string;
  public_key: string;
  retired_at: Date | null;
  compromised_at: Date | null;
}

/**
 * The DID document. Retired keys stay: what they signed is to be checked for decades. A key whose secret got out is listed no more:
 * nobody outside can tell what its owner signed from what a thief did.
 */
export function didDocument(did: string, keys: readonly PublicKey[]): Record<string, unknown> {
  const methods = keys.filter(({ compromised_at }) => compromised_at === null).map((key) => keyDocument(did, key));
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: methods,
    assertionMethod: methods.map(({ id }) => id),
  };
}

export function keyDocument(did: string, key: Pick<PublicKey, 'name' | 'public_key'>) {
  return { id: `${did}#${key.name}`, type: 'Multikey', controller: did, publicKeyMultibase: key.public_key };
}

export type IssuerPath = { series: KeySeries } & ({ what: 'keys' } | { what: 'status'; seq: number; purpose: StatusPurpose });

/** `did.json`, `status/1/revocation`, either behind `demo/`: what is asked of an issuer; null for anything else. */
export function readIssuerPath(path: string): IssuerPath | null {
  const [, demo, rest = ''] = /^(demo\/)?(.+)$/.exec(path) ?? [];
  const series: KeySeries = demo ? 'demo' : 'register';
  if (rest === 'did.json') return { series, what: 'keys' };
  const [, seq, word] = /^status\/([1-9][0-9]{0,5})\/([a-z]+)$/.exec(rest) ?? [];
  const purpose = STATUS_PURPOSES.find((one) => one === word);
  return seq && purpose ? { series, what: 'status', seq: Number(seq), purpose } : null;
}
