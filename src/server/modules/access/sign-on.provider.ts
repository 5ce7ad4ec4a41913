import { betterAuth } from 'better-auth';
import { genericOAuth } from 'better-auth/plugins';
import { AppError } from '#server/platform/errors.ts';
import type { Platform } from '#server/platform/platform.ts';
import { signOnRedirectUri, type SignOnProvider } from './sign-on.settings.ts';

const ID = 'single-sign-on';
/** How long what a provider says of itself is believed: its keys are fetched anew when one is not known. */
const KNOWN_MS = 3600_000;

export interface ProvenIdentity {
  /** What the provider calls this human, for ever. */
  subject: string;
  name: string;
  email: string | null;
  emailVerified: boolean;
}

/** What the browser is sent away with, and has to come back with. */
export interface Challenge {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/**
 * better-auth's `genericOAuth` reads the discovery document, keeps PKCE, and checks signature, issuer, audience and nonce of the ID
 * token. Its handler is not mounted: whom an identity may open is decided by our service.
 */
async function discover(platform: Platform, settings: SignOnProvider) {
  const { clientId, clientSecret, issuer } = settings;
  const auth = betterAuth({
    database: { db: platform.db, type: 'postgres', schemaName: 'access' },
    secret: platform.keys.derive('better-auth').toString('base64url'),
    baseURL: 'http://localhost',
    logger: { disabled: true },
    telemetry: { enabled: false },
    plugins: [
      genericOAuth({
        config: [
          {
            providerId: ID,
            discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
            requireIdTokenVerification: true,
            clientId,
            ...(clientSecret === null ? {} : { clientSecret }),
            scopes: ['openid', 'email', 'profile'],
          },
        ],
      }),
    ],
  });
  const provider = (await auth.$context).socialProviders.find(({ id }) => id === ID);
  // Whatever answers there must be who it was set up to be.
  if (!provider?.idToken || provider.issuer !== issuer) throw new AppError('sign_on.unreachable', 409);
  return provider;
}

type Provider = Awaited<ReturnType<typeof discover>>;
const known = new WeakMap<Platform, { key: string; until: number; provider: Promise<Provider> }>();

async function providerOf(platform: Platform, settings: SignOnProvider): Promise<Provider> {
  const key = JSON.stringify(settings);
  const now = platform.clock.now().getTime();
  const cached = known.get(platform);
  if (cached?.key === key && cached.until > now) return cached.provider;
  const provider = discover(platform, settings);
  known.set(platform, { key, until: now + KNOWN_MS, provider });
  provider.catch(() => known.delete(platform));
  return provider;
}

/** Whether the provider answers as it was set up. Error: `sign_on.unreachable`. */
export async function checkProvider(platform: Platform, settings: SignOnProvider): Promise<void> {
  known.delete(platform);
  await providerOf(platform, settings);
}

/** The address at the provider to which the browser is sent. Error: `sign_on.unreachable`. */
export async function authorizationUrl(platform: Platform, settings: SignOnProvider, challenge: Challenge): Promise<string> {
  const provider = await providerOf(platform, settings);
  const { state, nonce, codeVerifier } = challenge;
  return (await provider.createAuthorizationURL({ state, codeVerifier, idTokenNonce: nonce, redirectURI: signOnRedirectUri(platform) })).toString();
}

/** Whom the code stands for. Null: it proves nobody: forged, spent, of another issuer, or an answer to another question. */
export async function redeemCode(platform: Platform, settings: SignOnProvider, input: { code: string; iss: string | null } & Challenge): Promise<ProvenIdentity | null> {
  const provider = await providerOf(platform, settings);
  // RFC 9207: who answers says so, and an answer of another provider is not ours.
  if (input.iss !== null && input.iss !== settings.issuer) return null;
  const tokens = await provider.validateAuthorizationCode({ code: input.code, codeVerifier: input.codeVerifier, redirectURI: signOnRedirectUri(platform) }).catch(() => null);
  // Without an ID token nothing would be checked.
  if (!tokens?.idToken) return null;
  const found = await provider.getUserInfo({ ...tokens, expectedIdTokenNonce: input.nonce }).catch(() => null);
  if (!found) return null;
  const subject = String(await provider.accountSubject({ tokens, profile: found.data }));
  const email = found.user.email?.trim().toLowerCase() ?? null;
  return subject === '' ? null : { subject, name: found.user.name?.trim() ?? '', email, emailVerified: found.user.emailVerified };
}
