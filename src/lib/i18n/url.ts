import { isLocale, type Locale } from './locales.ts';

/** A network's short name in addresses: lower-case letters, digits and inner hyphens. */
const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

export interface Place {
  readonly locale: Locale;
  /** Absent or null: the network that answers on this host without a prefix. */
  readonly network?: string | null;
}

/**
 * '/seminars?x=1#a' → '/kk/seminars?x=1#a', or '/kk/n/slug/seminars?x=1#a' for another network.
 * The path must be ours: absolute, without a scheme or host, not yet prefixed. Otherwise an Error is thrown, because a redirect
 * to a foreign address or to '/ru/kk/…' must not happen silently.
 */
export function localisePath(path: string, at: Place): string {
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('\\'))
    throw new Error(`not a path of this site: ${path}`);
  if (stripPrefix(path).locale !== null) throw new Error(`path has a language already: ${path}`);
  const prefix = at.network == null ? `/${at.locale}` : `/${at.locale}/n/${encodeURIComponent(at.network)}`;
  return path === '/'
    ? prefix
    : path.startsWith('/?') || path.startsWith('/#')
      ? prefix + path.slice(1)
      : prefix + path;
}

/** The same path without language and network; query and fragment are kept. An unknown language or malformed slug is part of the path. */
export function stripPrefix(pathname: string): { locale: Locale | null; network: string | null; path: string } {
  const end = pathname.search(/[?#]/);
  const bare = end === -1 ? pathname : pathname.slice(0, end);
  const rest = end === -1 ? '' : pathname.slice(end);
  const [, first = '', ...others] = bare.split('/');
  if (!bare.startsWith('/') || !isLocale(first)) return { locale: null, network: null, path: pathname };
  const [marker, slug] = others;
  if (marker === 'n' && slug !== undefined && SLUG.test(slug)) {
    return { locale: first, network: slug, path: `/${others.slice(2).join('/')}${rest}` };
  }
  return { locale: first, network: null, path: `/${others.join('/')}${rest}` };
}

/** The same page in another language, for the language switch. */
export function inLanguage(pathname: string, locale: Locale): string {
  const { network, path } = stripPrefix(pathname);
  return localisePath(path, { locale, network });
}
