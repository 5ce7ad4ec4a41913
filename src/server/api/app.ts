import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { translator } from '#lib/i18n/index.ts';
import { LARGEST_FORM } from '#server/http/limits.ts';
import { problemText, shownProblems } from '#server/http/problems.ts';
import { SESSION_COOKIE } from '#server/modules/access/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { isUnstorable } from '#server/platform/db.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { bringsToken, byToken } from './bearer.ts';
import { newApi, type Api } from './env.ts';
import { operations } from './operations.ts';
import { LINK_HEADER } from './personal-link.ts';

/** The longest event in six languages has room in it. */
const LARGEST_BODY = 1024 * 1024;
/** What takes files is as large as a form of a page. */
const TAKES_FILES = /\/frameworks\/imports$/;

/** The public JSON API: the same services, schemas and rights as the pages, described by OpenAPI 3.1 at /api/v1/openapi.json. */
function createApi(): Api {
  const api = newApi();
  api.use(async (c, next) => {
    // Whoever wrote from a page of another site would act with the reader's session. Programs send no Origin, and no browser sends a token by itself.
    const origin = c.req.header('origin');
    const isForeign = origin !== undefined && origin !== new URL(c.req.url).origin;
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && isForeign && !bringsToken(c.req.header('authorization'))) {
      throw new AppError('request.foreign_origin', 403);
    }
    await next();
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  });
  const limitTo = (maxSize: number) =>
    bodyLimit({
      maxSize,
      onError: () => {
        throw new AppError('request.too_large', 413);
      },
    });
  const [limited, limitedFiles] = [limitTo(LARGEST_BODY), limitTo(LARGEST_FORM)];
  api.use((c, next) => (TAKES_FILES.test(c.req.path) ? limitedFiles : limited)(c, next));
  api.use(byToken);
  api.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  api.openAPIRegistry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE });
  api.openAPIRegistry.registerComponent('securitySchemes', 'personalLink', { type: 'apiKey', in: 'header', name: LINK_HEADER });
  for (const register of operations) register(api);
  api.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Sheberlik', version: '1', license: { name: 'Apache-2.0' } }, servers: [{ url: '/api/v1' }] });
  api.notFound((c) => problem(c.env.ctx, notFound()));
  api.onError((error, c) => {
    if (error instanceof AppError) return problem(c.env.ctx, error);
    // A body that is no JSON.
    if (error instanceof HTTPException && error.status < 500) return problem(c.env.ctx, new AppError('request.bad', error.status));
    if (isUnstorable(error)) return problem(c.env.ctx, new AppError('request.bad', 400));
    c.env.ctx.platform.log.error({ err: error, route: c.req.routePath }, 'an API call failed');
    return problem(c.env.ctx, new AppError('server.fault', 500));
  });
  return api;
}

/** RFC 9457 in the reader's language. */
function problem(ctx: Ctx, error: AppError): Response {
  const t = translator(ctx.locale);
  const { code, status } = error;
  const errors = shownProblems(t, error)?.problems ?? [{ field: '', text: problemText(t, code) }];
  const headers = { 'content-type': 'application/problem+json', 'content-language': ctx.locale };
  return Response.json(
    { type: 'about:blank', title: code, status, errors },
    { status, headers: status === 401 ? { ...headers, 'www-authenticate': 'Bearer' } : status === 429 ? { ...headers, 'retry-after': String(error.params.seconds ?? 60) } : headers },
  );
}

export const api = createApi();
