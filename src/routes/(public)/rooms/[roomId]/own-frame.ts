/**
 * Whether this loading says that a participant's own page is open. Only the browser can say so (Sec-Fetch-* cannot be set by a page): our
 * own page loads it as a frame, and not in advance. Links, images, frames on other sites, prefetches, mail scanners and command lines do not.
 */
export function isOwnFrame(headers: Headers): boolean {
  const ahead = `${headers.get('sec-purpose') ?? ''} ${headers.get('purpose') ?? ''}`.includes('prefetch');
  return headers.get('sec-fetch-site') === 'same-origin' && headers.get('sec-fetch-dest') === 'iframe' && !ahead;
}
