export type NoJoin = 'unverified' | 'untrusted';

/**
 * Why an identity that is new to us opens no account; null: it may join the one of its address, or gets one. The provider must vouch for
 * the address, and must be trusted for its domain: what it says of addresses elsewhere is hearsay.
 */
export function mayJoin(identity: { email: string | null; emailVerified: boolean }, domains: readonly string[]): NoJoin | null {
  const { email } = identity;
  if (email === null || !/^[^\s@]+@[^\s@]+$/.test(email)) return 'unverified';
  if (!domains.includes(email.slice(email.indexOf('@') + 1).toLowerCase())) return 'untrusted';
  return identity.emailVerified ? null : 'unverified';
}
