import { betterAuth } from 'better-auth';
import type { Platform } from '#server/platform/platform.ts';

/** Sessions last 30 days after their last use. */
export const SESSION_SECONDS = 30 * 24 * 3600;

/**
 * better-auth keeps accounts and passwords (scrypt), on our pool and in our schema. Its HTTP handler is not mounted: our services call
 * it, where our own sessions, mails, words, limits and journal are.
 */
export function createAuth(platform: Platform) {
  return betterAuth({
    database: { db: platform.db, type: 'postgres', schemaName: 'access' },
    secret: platform.keys.derive('better-auth').toString('base64url'),
    baseURL: 'http://localhost',
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    advanced: { database: { generateId: 'uuid' }, cookiePrefix: 'sheberlik' },
    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 128, autoSignIn: false },
    session: {
      expiresIn: SESSION_SECONDS,
      updateAge: 24 * 3600,
      fields: { userId: 'account_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    user: {
      modelName: 'account',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    account: {
      modelName: 'sign_in_method',
      fields: {
        userId: 'account_id',
        providerId: 'provider_id',
        accountId: 'provider_account_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: { fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' } },
  });
}

export type Auth = ReturnType<typeof createAuth>;

const auths = new WeakMap<Platform, Auth>();

/** One instance a platform. */
export function authOf(platform: Platform): Auth {
  const known = auths.get(platform);
  if (known) return known;
  const made = createAuth(platform);
  auths.set(platform, made);
  return made;
}
