import type { MiddlewareHandler } from 'hono';
import { readToken } from '#server/modules/access/index.ts';
import { isReadOnly, readOnlyRefusal } from '#server/platform/context.ts';
import type { ApiEnv } from './env.ts';

const BEARER = /^bearer(?:\s+(.*))?$/i;

/** Whether the call brings a token: no browser sends one by itself, so that pages of other sites cannot act by it. */
export const bringsToken = (authorization: string | undefined): boolean => authorization !== undefined && BEARER.test(authorization);

/** `Authorization: Bearer`: the token's actor takes the place of whoever the session named. Whoever may only read writes nothing. */
export const byToken: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const found = BEARER.exec(c.req.header('authorization') ?? '');
  if (found) {
    const actor = await readToken(c.env.ctx.platform, (found[1] ?? '').trim(), c.env.ctx.networkId);
    c.env.ctx = { ...c.env.ctx, actor };
  }
  const { actor } = c.env.ctx;
  if (isReadOnly(actor) && c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    throw readOnlyRefusal(actor);
  }
  await next();
};
