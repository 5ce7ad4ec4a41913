import { redirect } from '@sveltejs/kit';
import { localisePath, stripPrefix } from '#lib/i18n/index.ts';
import type { RequestLocals } from '#server/http/request.ts';

/** Where a path of ours is for this reader: with language and, where needed, network. */
export function hrefFor(locals: RequestLocals, path: string): string {
  return localisePath(path, { locale: locals.locale, network: locals.networkPrefix });
}

/** After a form: 303 to another page of ours. SvelteKit's own redirect would drop language and network. */
export function goTo(locals: RequestLocals, path: string): never {
  redirect(303, hrefFor(locals, path));
}

/** A page for people who are signed in: others go to the sign-in page and come back afterwards. */
export function needAccount(locals: RequestLocals, url: URL): void {
  if (locals.actor.kind !== 'account') goTo(locals, `/sign-in?next=${encodeURIComponent(locals.path + url.search)}`);
}

/** A path of ours from a query parameter, without language and network, which come with the reader; anything else is the start page. */
export function safeNext(next: string | null): string {
  if (!next || next.length >= 500 || !/^\/(?!\/)[^\\\p{Cc}]*$/u.test(next)) return '/';
  const { locale, path } = stripPrefix(next);
  return locale === null ? next : safeNext(path);
}
