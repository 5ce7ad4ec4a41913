import { createRoute, z } from '@hono/zod-openapi';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { body, done, json, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import { registerAuditLogApi } from './audit-log.api.ts';
import { SignIn } from './access.schemas.ts';
import { SESSION_SECONDS } from './auth.ts';
import { SESSION_COOKIE, signOut } from './sessions.service.ts';
import { signInWithCode, signInWithPassword } from './sign-in.service.ts';

const tags = ['Access'];

const Me = z
  .object({
    accountId: z.uuid(),
    name: z.string(),
    email: z.string().openapi({ description: 'Empty: an account without an address of its own' }),
    roles: z.array(
      z.object({
        role: z.string(),
        networkId: z.uuid().nullable().openapi({ description: 'null: all networks of the installation' }),
        scopeKind: z.enum(['installation', 'network', 'organisation', 'event']),
        scopeId: z.uuid().nullable(),
      }),
    ),
  })
  .openapi('Me');

/** Who am I, and how a program becomes somebody: the session that pages use, kept in its cookie. */
export function registerAccessApi(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/me', tags, ...signedIn, summary: 'Who is signed in, with roles', responses: { 200: json(Me, 'The account'), ...problems } }),
    (c) => {
      const { actor } = c.env.ctx;
      if (actor.kind !== 'account') throw notFound();
      const roles = actor.grants.map(({ role, networkId, scopeKind, scopeId }) => ({ role, networkId, scopeKind, scopeId }));
      return c.json({ accountId: actor.accountId, name: actor.name, email: actor.email, roles }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/sign-in', tags, summary: 'Opens a session and sets its cookie; accounts with a second step send its code, too', request: body(SignIn.extend({ code: z.string().max(40).optional() })), responses: { ...done, 204: { description: 'The cookie is set' } } }),
    async (c) => {
      const { ctx, source } = c.env;
      const { code, ...input } = c.req.valid('json');
      const origin = { source, userAgent: c.req.header('user-agent') };
      const { cookie: open, pending } = await signInWithPassword(ctx, { ...input, ...origin });
      if (pending !== undefined && !code) throw invalid('code', 'code.required');
      const cookie = open ?? (await signInWithCode(ctx, { pending, code: code ?? '', ...origin }));
      setCookie(c, SESSION_COOKIE, cookie, { path: '/', httpOnly: true, sameSite: 'Lax', secure: new URL(c.req.url).protocol === 'https:', maxAge: SESSION_SECONDS });
      return c.body(null, 204);
    },
  );
  api.openapi(createRoute({ method: 'post', path: '/sign-out', tags, ...signedIn, summary: 'Ends the session', responses: done }), async (c) => {
    await signOut(c.env.ctx.platform, getCookie(c, SESSION_COOKIE));
    deleteCookie(c, SESSION_COOKIE, { path: '/' });
    return c.body(null, 204);
  });
  registerAuditLogApi(api);
}
