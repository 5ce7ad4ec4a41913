import { translator } from '#lib/i18n/index.ts';
import { problemText, shownProblems } from '#server/http/problems.ts';
import { AppError } from '#server/platform/errors.ts';
import { newApi, type Api } from './env.ts';
import { operations } from './operations.ts';

/** The public JSON API: the same services, schemas and rights as the pages, described by OpenAPI 3.1 at /api/v1/openapi.json. */
function createApi(): Api {
  const api = newApi();
  for (const register of operations) register(api);
  api.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Sheberlik', version: '1', license: { name: 'Apache-2.0' } }, servers: [{ url: '/api/v1' }] });
  api.notFound((c) => c.json({ type: 'about:blank', title: 'page.not_found', status: 404 }, 404, { 'content-type': 'application/problem+json' }));
  api.onError((error, c) => {
    const t = translator(c.env.ctx.locale);
    const headers = { 'content-type': 'application/problem+json' };
    if (error instanceof AppError) {
      const shown = shownProblems(t, error);
      const body = { type: 'about:blank', title: error.code, status: error.status, errors: shown?.problems ?? [{ field: '', text: problemText(t, error.code) }] };
      return c.json(body, error.status as 422, error.status === 429 ? { ...headers, 'retry-after': String(error.params.seconds ?? 60) } : headers);
    }
    c.env.ctx.platform.log.error({ err: error, route: c.req.routePath }, 'an API call failed');
    return c.json({ type: 'about:blank', title: 'server.fault', status: 500 }, 500, headers);
  });
  return api;
}

export const api = createApi();
