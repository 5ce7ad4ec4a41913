import { createRoute, z } from '@hono/zod-openapi';
import { body, done, inPerson, instant, json, named } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { registerDelegationApi } from './delegation.api.ts';
import { changePin, FirstPin, NewPin, removePin, RemovePin, setFirstPin } from './mailbox.service.ts';
import { registerMailSettingsApi } from './mail-settings.api.ts';
import { registerSecondStepApi } from './second-step.api.ts';
import { registerTokensApi } from './tokens.api.ts';
import { registerWebhooksApi } from './webhooks.api.ts';
import { changePassword, endOtherSessions, endOwnSession, NewPassword, ownJournal, ownSessions, Profile, saveProfile } from './account.service.ts';

const tags = ['Account'];

const Device = z
  .object({ kind: z.enum(['computer', 'phone', 'tablet', 'program']), browser: z.string().nullable(), system: z.string().nullable() })
  .openapi('Device');
const Session = z
  .object({ id: z.uuid(), device: Device, source: z.string().nullable(), since: instant(), lastUsed: instant(), isThis: z.boolean() })
  .openapi('OpenSession');
const Line = z
  .object({ id: z.uuid(), at: instant(), method: z.string(), outcome: z.string(), source: z.string().nullable(), device: Device, by: z.string().nullable().openapi({ description: 'The administrator who looked as this person' }) })
  .openapi('SignInLine');
const Sessions = z.object({ sessions: z.array(Session) }).openapi('OpenSessions');
const Journal = z.object({ lines: z.array(Line) }).openapi('SignInJournal');
const one = { params: z.object({ sessionId: z.string() }) };

/** What everybody may do with the own account. */
export function registerAccountApi(api: Api): void {
  api.openapi(
    createRoute({ method: 'put', path: '/account', tags, ...inPerson, summary: 'Changes the own name and preferred language', request: body(named('Profile', Profile)), responses: done }),
    async (c) => {
      await saveProfile(c.env.ctx, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'put', path: '/account/password', tags, ...inPerson, summary: 'Changes the own password and ends every other session', request: body(named('NewPassword', NewPassword)), responses: done }),
    async (c) => {
      const { ctx, source } = c.env;
      await changePassword(ctx, { ...c.req.valid('json'), source, userAgent: c.req.header('user-agent') });
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'put', path: '/account/pin', tags, ...inPerson, summary: 'Changes the own PIN, asked behind links to a shared mailbox, and ends every other session', request: body(named('NewPin', NewPin)), responses: done }),
    async (c) => {
      const { ctx, source } = c.env;
      await changePin(ctx, { ...c.req.valid('json'), source, userAgent: c.req.header('user-agent') });
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/account/pin', tags, ...inPerson, summary: 'Sets a first PIN: links to the own address, which others read, too, ask for it from then on', request: body(named('FirstPin', FirstPin)), responses: done }),
    async (c) => {
      const { ctx, source } = c.env;
      await setFirstPin(ctx, { ...c.req.valid('json'), source, userAgent: c.req.header('user-agent') });
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/account/pin/remove', tags, ...inPerson, summary: 'Removes the own PIN where a password or a mailbox of one’s own is left, and ends every other session', request: body(named('RemovePin', RemovePin)), responses: done }),
    async (c) => {
      const { ctx, source } = c.env;
      await removePin(ctx, { ...c.req.valid('json'), source, userAgent: c.req.header('user-agent') });
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'get', path: '/account/sessions', tags, ...inPerson, summary: 'The own open sessions, latest used first', responses: { 200: json(Sessions, 'At most 100'), ...problems } }),
    async (c) => {
      const sessions = await ownSessions(c.env.ctx);
      return c.json({ sessions: sessions.map((row) => ({ ...row, since: row.since.toISOString(), lastUsed: row.lastUsed.toISOString() })) }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'delete', path: '/account/sessions', tags, ...inPerson, summary: 'Ends every own session but this one', responses: done }),
    async (c) => {
      await endOtherSessions(c.env.ctx);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'delete', path: '/account/sessions/{sessionId}', tags, ...inPerson, summary: 'Ends one own session', request: one, responses: done }),
    async (c) => {
      await endOwnSession(c.env.ctx, c.req.valid('param').sessionId);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'get', path: '/account/journal', tags, ...inPerson, summary: 'The last tries to sign in to the own account', responses: { 200: json(Journal, 'At most 50, newest first'), ...problems } }),
    async (c) => {
      const lines = await ownJournal(c.env.ctx);
      return c.json({ lines: lines.map((line) => ({ ...line, at: line.at.toISOString() })) }, 200);
    },
  );
  registerSecondStepApi(api);
  registerTokensApi(api);
  registerWebhooksApi(api);
  registerDelegationApi(api);
  registerMailSettingsApi(api);
}
