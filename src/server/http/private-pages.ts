/** What one account sees goes into no cache that others read; keys of items and people's work are kept by nobody at all. */

const SECRET = /^\/\(staff\)\/tests(?:\/|$)|^\/\(manage\)\/manage\/(?:items|tests|cases)(?:\/|$)/;

/**
 * `cache-control` of a page that has set none; null: it stays as it is. A form that somebody comes back to with the button of her browser keeps what
 * she typed, so that other pages are only asked for anew; where answers are saved by the server, going back shows them as they are saved.
 */
export function cacheOfPage(page: { isVisitor: boolean; routeId: string | null; contentType: string | null; isSet: boolean }): string | null {
  if (page.isVisitor || page.isSet || !page.contentType?.startsWith('text/html')) return null;
  return page.routeId !== null && SECRET.test(page.routeId) ? 'private, no-store' : 'private, no-cache';
}
