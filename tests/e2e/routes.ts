import { globSync } from 'node:fs';
import type { Page } from 'playwright-core';

export interface RoutePattern {
  /** The folder under src/routes, with its group: `(public)/seminars/[eventId]`. */
  route: string;
  matches: RegExp;
}

/** The page files of the product as patterns of addresses; exact ones before those with parameters. */
export function pagePatterns(): RoutePattern[] {
  return globSync('src/routes/**/+page.svelte')
    .map((file) => file.replace(/^src\/routes\//, '').replace(/\/?\+page\.svelte$/, ''))
    .sort((a, b) => (a.split('[').length - b.split('[').length) || (a < b ? -1 : 1))
    .map((route) => {
      const path = route
        .split('/')
        .filter((part) => part && !/^\(.*\)$/.test(part))
        .map((part) => (part.startsWith('[') ? '[^/?#]+' : part.replaceAll('.', '\\.')))
        .join('/');
      return { route, matches: new RegExp(`^/${path}$`) };
    });
}

/** The address without language, query and fragment. */
export function barePath(href: string): string {
  return href.replace(/[?#].*$/, '').replace(/^\/(kk|ru|en|ky|be|hy)(?=\/|$)/, '') || '/';
}

/**
 * Walks as somebody who clicks every link, and keeps one address of each page file. At most `perRoute` addresses of a file are opened, so
 * that long lists do not make long walks. Only GET; `page` carries the sign-in.
 */
export async function walk(page: Page, starts: string[], perRoute = 25): Promise<Map<string, string>> {
  const patterns = pagePatterns();
  const found = new Map<string, string>();
  const opened = new Map<string, number>();
  /** How often one address was opened: with other filters and sorts it is still the same object. */
  const variants = new Map<string, number>();
  const queue = [...starts];
  const seen = new Set(queue);
  for (let href = queue.shift(); href !== undefined; href = queue.shift()) {
    const route = patterns.find(({ matches }) => matches.test(barePath(href)))?.route;
    if (!route) continue;
    const path = barePath(href);
    const variant = variants.get(path) ?? 0;
    if (variant >= 3 || (variant === 0 && (opened.get(route) ?? 0) >= perRoute)) continue;
    const answer = await page.request.get(href);
    const isPage = String(answer.headers()['content-type']).startsWith('text/html');
    // A file beside a list (`seminars/list.csv`) looks like one of its objects and must not take the place of one.
    if (isPage && variant === 0) opened.set(route, (opened.get(route) ?? 0) + 1);
    variants.set(path, variant + 1);
    if (answer.status() >= 500) throw new Error(`${href} answers ${answer.status()}`);
    if (answer.status() !== 200 || !isPage) continue;
    // Somebody who may not see a page is led elsewhere, for example to sign in: that is not the page.
    if (!patterns.find((one) => one.route === route)?.matches.test(barePath(new URL(answer.url()).pathname))) continue;
    if (!found.has(route)) found.set(route, href);
    for (const [, raw] of (await answer.text()).matchAll(/href="([^"]+)"/g)) {
      const next = (raw ?? '').replaceAll('&amp;', '&');
      if (!next.startsWith('/') || next.startsWith('//') || seen.has(next) || !next.startsWith(href.slice(0, 3))) continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return found;
}
