import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { describeError, prepareRequest } from '#server/http/request.ts';

export const handle: Handle = async ({ event, resolve }) => {
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
  return resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%lang%', prepared.locals.locale),
    filterSerializedResponseHeaders: () => false,
  });
};

export const handleError: HandleServerError = ({ kind, error, event }) => describeError(kind, error, event.route.id);
