import { randomUUID } from 'node:crypto';
import { DEFAULT_LOCALE, LOCALES, negotiate, stripPrefix, type Locale } from '#lib/i18n/index.ts';
import { thePlatform } from '#server/installation.ts';
import { countPageRequest } from './metrics.ts';
import { readSession, SESSION_COOKIE, type Place } from '#server/modules/access/index.ts';
import { findNetwork, type Network } from '#server/modules/people/index.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { makeCtx, type Platform } from '#server/platform/platform.ts';

export interface RequestLocals {
  platform: Platform;
  /** For services: who, in which network, in which language. */
  ctx: Ctx;
  actor: Actor;
  locale: Locale;
  /** Null only while the installation is empty. */
  network: Network | null;
  /** Named in the address because it is not the default one. */
  networkPrefix: string | null;
  /** Address of the sender, for limits; never logged. */
  source: string;
  /** How the browser introduces itself; kept with sessions and in the sign-in journal. */
  userAgent: string | null;
  /** The address without language and network. */
  path: string;
  place: Place;
}

interface Incoming {
  url: URL;
  method: string;
  acceptLanguage: string | null;
  userAgent: string | null;
  source: string;
  cookie(name: string): string | undefined;
}

type Prepared = { locals: RequestLocals } | { redirect: string; status: number };

/** Paths that speak no human language and so carry none in their address. */
const BARE = /^\/(api|live|issuers|ims|_app|enhance|\.well-known|robots\.txt|favicon)/;

const NOBODY: Network = {
  id: '',
  slug: '',
  name: {},
  country: 'KZ',
  defaultLocale: DEFAULT_LOCALE,
  timeZone: 'UTC',
  dataLocation: {},
  isDemo: false,
  photos: false,
  isDefault: true,
  version: 0,
};

/** Language, network and actor of a request; or where it has to go first (an address without a language). */
export async function prepareRequest(incoming: Incoming): Promise<Prepared> {
  countPageRequest();
  const platform = thePlatform();
  const { locale: named, network: slug, path } = stripPrefix(incoming.url.pathname);
  const network = await findNetwork(platform, slug);
  if (slug !== null && !network) throw new AppError('page.not_found', 404);
  const fallback = network?.defaultLocale ?? DEFAULT_LOCALE;
  const session = await readSession(platform, incoming.cookie(SESSION_COOKIE));
  const locale = named ?? session?.preferredLocale ?? negotiate(incoming.acceptLanguage, LOCALES, fallback);
  if (named === null && !BARE.test(path)) {
    // 307 keeps the method, so that a form posted to an address without language is not lost.
    return { redirect: `/${locale}${path === '/' ? '' : path}${incoming.url.search}`, status: 307 };
  }
  const actor: Actor = session?.actor ?? { kind: 'visitor' };
  const at = network ?? NOBODY;
  return {
    locals: {
      platform,
      actor,
      ctx: makeCtx(platform, { actor, networkId: at.id, locale: locale as Locale, origin: { source: incoming.source, userAgent: incoming.userAgent } }),
      locale: locale as Locale,
      network,
      networkPrefix: slug,
      source: incoming.source,
      userAgent: incoming.userAgent,
      path,
      place: { networkId: at.id },
    },
  };
}

/**
 * What a person learns of an error: the code its words are found by, and for faults a reference that stands in the log.
 * Services throw AppErrors; SvelteKit hands them over as they were thrown, so loads need not translate them.
 */
export function describeError(
  kind: string,
  error: unknown,
  route: string | null,
): { status: number; message: string; code: string; reference?: string; seconds?: number } {
  if (error instanceof AppError) {
    const { seconds } = error.params;
    return { status: error.status, message: error.code, code: error.code, ...(typeof seconds === 'number' ? { seconds } : {}) };
  }
  if (kind === 'framework' || kind === 'validation') {
    const status = (error as { status: number }).status;
    const code = status === 404 ? 'page.not_found' : status === 413 ? 'request.too_large' : 'request.bad';
    if (status < 500) return { status, message: code, code };
  }
  if (kind === 'app') return error as { status: number; message: string; code: string };
  const reference = randomUUID().slice(0, 8);
  thePlatform().log.error({ err: error, reference, route }, 'a request failed');
  return { status: 500, message: 'server.fault', code: 'server.fault', reference };
}
