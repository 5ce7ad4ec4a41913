import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { localisePath } from '#lib/i18n/index.ts';
import { cacheOfPage } from '#server/http/private-pages.ts';
import { isRefusedWhileLooking, LOOKING_PAGE } from '#server/http/looking.ts';
import { describeError, prepareRequest } from '#server/http/request.ts';

export const handle: Handle = async ({ event, resolve }) => {
  // What loads return is for rendering alone, and more than a page shows: no page of ours asks for it as data.
  if (event.isDataRequest) return new Response(null, { status: 404 });
  // No text of ours holds the zero byte, and no page has to think of it. Programs are told that it was not understood.
  if (event.url.search.includes('%00') && !event.url.pathname.includes('/api/')) return new Response(null, { status: 308, headers: { location: event.url.pathname + event.url.search.replaceAll('%00', '') } });
  const prepared = await prepareRequest({
    url: event.url,
    method: event.request.method,
    acceptLanguage: event.request.headers.get('accept-language'),
    userAgent: event.request.headers.get('user-agent'),
    source: event.getClientAddress(),
    cookie: (name) => event.cookies.get(name),
  });
  if ('redirect' in prepared) return new Response(null, { status: prepared.status, headers: { location: prepared.redirect, vary: 'accept-language' } });
  Object.assign(event.locals, prepared.locals);
  if (isRefusedWhileLooking(prepared.locals, event.request.method, event.url.search)) {
    // The page that says so, as the answer to what was sent.
    const { locale, networkPrefix: network } = prepared.locals;
    const page = await event.fetch(`${localisePath(LOOKING_PAGE, { locale, network })}?refused=1`, { headers: { accept: 'text/html' } });
    return new Response(page.body, { status: 403, headers: page.headers });
  }
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%lang%', prepared.locals.locale),
    filterSerializedResponseHeaders: () => false,
  });
  const cache = cacheOfPage({ isVisitor: prepared.locals.actor.kind === 'visitor', routeId: event.route.id, contentType: response.headers.get('content-type'), isSet: response.headers.has('cache-control') });
  if (cache) response.headers.set('cache-control', cache);
  return response;
};

export const handleError: HandleServerError = ({ kind, error, event }) => describeError(kind, error, event.route.id);
