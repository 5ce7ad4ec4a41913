import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, instant, iso, json, Made, named, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { Annulment } from './annulment.service.ts';
import { CREDENTIAL_KINDS } from './credential-kinds.ts';
import { NewIssuingList } from './issuing-lists.schemas.ts';
import { getIssuingListFor, listIssuingListsFor, previewIssuingList, resumeIssuingList, startIssuingList, stopIssuingList, undoIssuingList } from './issuing-lists.service.ts';

const Head = { id: z.uuid(), kind: z.enum(CREDENTIAL_KINDS), title: z.string(), organisation: z.string(), startedAt: instant(), people: z.int() };
const ListState = z
  .object({
    ...Head,
    state: z.enum(['waiting', 'running', 'done', 'failed', 'stopped']),
    done: z.int(),
    total: z.int(),
    finishedAt: instant().nullable(),
    deliverInMinutes: z.int(),
    issued: z.int(),
    given: z.int(),
    annulled: z.int(),
    error: z.string().nullable(),
    failed: z.array(z.object({ line: z.int(), name: z.string(), code: z.string() })),
  })
  .openapi('IssuingList');
const Line = z.object({ line: z.int(), name: z.string(), problems: z.array(z.object({ code: z.string(), suggestion: z.string().nullable() })) });
const Preview = z
  .object({ count: z.int(), refused: z.array(Line), refusedCount: z.int(), leftOut: z.array(Line), leftOutCount: z.int(), offers: z.array(Line), people: z.array(z.object({ line: z.int(), name: z.string(), position: z.string(), email: z.string() })) })
  .openapi('IssuingListPreview');

/** Certificates issued from a pasted list, for what no module keeps. */
export function registerIssuingListsApi(api: Api): void {
  const tags = ['Certificates: register'];
  const at = z.object({ listId: z.uuid() });
  const wish = named('NewIssuingList', NewIssuingList);
  api.openapi(
    createRoute({ method: 'get', path: '/issuing-lists', tags, ...signedIn, summary: 'Lists by which certificates were issued, the last two hundred', responses: { 200: json(z.object({ lists: z.array(z.object(Head)) }), 'Newest first'), ...problems } }),
    async (c) => c.json({ lists: (await listIssuingListsFor(c.env.ctx)).map(({ startedAt, ...list }) => ({ ...list, startedAt: startedAt.toISOString() })) }, 200),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/issuing-lists/preview', tags, ...signedIn, summary: 'How a list would be understood; nothing is written', request: body(wish), responses: { 200: json(Preview, 'Who would get a certificate, and who not'), ...problems } }),
    async (c) => {
      const { count, refused, refusedCount, duplicates, duplicateCount, offers, people } = await previewIssuingList(c.env.ctx, c.req.valid('json'));
      return c.json({ count, refused, refusedCount, leftOut: duplicates, leftOutCount: duplicateCount, offers, people }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/issuing-lists', tags, ...signedIn, summary: 'Issues to everybody on a list; the same `key` sent twice issues once', request: body(wish), responses: { 201: json(Made, 'The list'), ...conflicts } }),
    async (c) => c.json({ id: await startIssuingList(c.env.ctx, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({ method: 'get', path: '/issuing-lists/{listId}', tags, ...signedIn, summary: 'How far issuing from a list has come', request: { params: at }, responses: { 200: json(ListState, 'The list'), ...problems } }),
    async (c) => {
      const { id, kind, title, organisation, startedAt, people, state, done: ready, total, finishedAt, deliverInMinutes, issued, given, annulled, errorCode, failed } = await getIssuingListFor(c.env.ctx, c.req.valid('param').listId);
      return c.json({ id, kind, title, organisation, startedAt: startedAt.toISOString(), people, state, done: ready, total, finishedAt: iso(finishedAt), deliverInMinutes, issued, given, annulled, error: errorCode, failed: failed.map(({ line, name, code }) => ({ line, name, code })) }, 200);
    },
  );
  api.openapi(createRoute({ method: 'post', path: '/issuing-lists/{listId}/stop', tags, ...signedIn, summary: 'Stops after the certificate it is at', request: { params: at }, responses: done }), async (c) => {
    await stopIssuingList(c.env.ctx, c.req.valid('param').listId);
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/issuing-lists/{listId}/resume', tags, ...signedIn, summary: 'Goes on with a list that was stopped or failed', request: { params: at }, responses: { ...done, 409: conflicts[409] } }), async (c) => {
    await resumeIssuingList(c.env.ctx, c.req.valid('param').listId);
    return c.body(null, 204);
  });
  api.openapi(
    createRoute({ method: 'post', path: '/issuing-lists/{listId}/undo', tags, ...signedIn, summary: 'Annuls what of a list nobody has received yet', request: { params: at, ...body(Annulment) }, responses: { 200: json(z.object({ annulled: z.int() }), 'How many'), ...conflicts } }),
    async (c) => c.json({ annulled: await undoIssuingList(c.env.ctx, c.req.valid('param').listId, c.req.valid('json')) }, 200),
  );
}
