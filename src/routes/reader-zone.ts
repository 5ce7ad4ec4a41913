import type { Cookies } from '@sveltejs/kit';
import { isZone } from '#lib/i18n/index.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { defaultZoneOf } from '#server/platform/time/zones.ts';

const COOKIE = 'sheberlik_tz';
const YEAR_SECONDS = 365 * 24 * 3600;

/**
 * The zone in which times are shown: the one picked (`?tz=`), else that of the country picked (`?country=`), else the one picked before on
 * this device, else that of the network. What is picked is remembered.
 */
export function readerZone(at: { locals: RequestLocals; url: URL; cookies: Cookies }): string {
  const { searchParams, protocol } = at.url;
  const asked = searchParams.get('tz') ?? '';
  const picked = isZone(asked) ? asked : defaultZoneOf(searchParams.get('country') ?? '');
  if (picked) {
    at.cookies.set(COOKIE, picked, { path: '/', httpOnly: true, sameSite: 'lax', secure: protocol === 'https:', maxAge: YEAR_SECONDS });
    return picked;
  }
  const kept = at.cookies.get(COOKIE) ?? '';
  return isZone(kept) ? kept : (at.locals.network?.timeZone ?? 'UTC');
}
