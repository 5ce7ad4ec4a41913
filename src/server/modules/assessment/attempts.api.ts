import { createRoute, z } from '@hono/zod-openapi';
import { LOCALES } from '#lib/i18n/index.ts';
import { body, conflicts, instant, iso, json, Made, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { ATTEMPT_STATES } from './assessment.tables.ts';
import { handIn, listOpenTests, saveAnswer, showAttempt, showQuestion, startAttempt, type OwnAttempt } from './attempts.service.ts';
import { getCaseFor, listCasesFor, readFileOfCase, removeCaseFile, saveCaseFile, scoreCase, ScoreInput, type CaseLine } from './cases.service.ts';
import { ITEM_TYPES } from './items.schemas.ts';
import { AnswerInput } from './question.ts';
import { showResult } from './result.service.ts';

const tags = ['Tests: taking'];
const TestId = z.object({ testId: z.string() });
const AttemptId = z.object({ attemptId: z.string() });
const Place = z.object({ attemptId: z.string(), place: z.coerce.number().int().min(1).max(1000) });
const AnswerId = z.object({ answerId: z.string() });

const Attempt = z.object({ id: z.uuid(), testId: z.uuid(), title: Written, state: z.enum(ATTEMPT_STATES), startedAt: instant(), handedInAt: instant().nullable(), dueAt: instant().nullable(), points: z.number().nullable(), mostPoints: z.number(), passed: z.boolean().nullable() }).openapi('TestAttempt');
const Given = z.object({ choices: z.array(z.int()), places: z.array(z.int().nullable()), pairs: z.array(z.int().nullable()), number: z.string(), text: z.string(), file: z.object({ name: z.string(), byteSize: z.int() }).nullable() });
const Question = z.object({ type: z.enum(ITEM_TYPES), lang: z.enum(LOCALES), stem: z.string(), options: z.array(z.string()), lefts: z.array(z.string()), unit: z.string(), criteria: z.array(z.object({ text: z.string(), points: z.number() })), given: Given }).openapi('TestQuestion', { description: 'Numbers count from 0 by the order shown; places from 1' });
const Key = z.object({ right: z.array(z.int()), lines: z.array(z.string()), pairs: z.array(z.object({ left: z.string(), right: z.string() })), number: z.string() });

const attemptJson = ({ id, testId, title, state, startedAt, handedInAt, dueAt, points, mostPoints, passed }: OwnAttempt) => ({ id, testId, title, state, startedAt: startedAt.toISOString(), handedInAt: iso(handedInAt), dueAt: iso(dueAt), points, mostPoints, passed });
const acted = { 204: { description: 'Done' }, ...conflicts };
const File = z.object({ name: z.string().trim().min(1, 'field.required').max(200), file: z.base64().min(1).openapi({ description: 'The file in base64, at most 700 kB; larger ones by the page' }) });

function tests(api: Api): void {
  const Test = z.object({ id: z.uuid(), title: Written, introduction: Written, competency: z.string(), step: z.int(), items: z.int(), mostPoints: z.number(), passMark: z.int(), minutes: z.int().nullable(), attempts: z.int().nullable(), languages: z.array(z.enum(LOCALES)), mayStart: z.boolean(), openAttemptId: z.uuid().nullable() });
  api.openapi(
    createRoute({ method: 'get', path: '/own-tests', tags, ...signedIn, summary: 'Tests that the caller may take, and all attempts of hers; for people of the register', responses: { 200: json(z.object({ tests: z.array(Test), attempts: z.array(Attempt) }), 'Tests and attempts'), ...problems } }),
    async (c) => {
      const found = await listOpenTests(c.env.ctx);
      return c.json({ tests: found.tests.map(({ id, competency, settings, items, mostPoints, languages, start, openAttemptId }) => ({ id, title: settings.title, introduction: settings.introduction, competency, step: settings.step, items, mostPoints, passMark: settings.passMark, minutes: settings.minutes, attempts: settings.attempts, languages, mayStart: start.may, openAttemptId })), attempts: found.attempts.map(attemptJson) }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/own-tests/{testId}/attempts', tags, ...signedIn, summary: 'Begins an attempt in one language, or gives back the one under way', request: { params: TestId, ...body(z.object({ locale: z.enum(LOCALES, 'choice.missing') })) }, responses: { 201: json(Made, 'The attempt'), ...conflicts } }),
    async (c) => c.json({ id: await startAttempt(c.env.ctx, c.req.valid('param').testId, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({ method: 'get', path: '/own-attempts/{attemptId}', tags, ...signedIn, summary: 'How far an own attempt is', request: { params: AttemptId }, responses: { 200: json(Attempt.extend({ locale: z.enum(LOCALES), answered: z.array(z.boolean()), mayAnswer: z.boolean() }), 'The attempt'), ...problems } }),
    async (c) => {
      const { locale, answered, mayAnswer, ...attempt } = await showAttempt(c.env.ctx, c.req.valid('param').attemptId);
      return c.json({ ...attemptJson(attempt), locale, answered, mayAnswer }, 200);
    },
  );
}

function answers(api: Api): void {
  const path = '/own-attempts/{attemptId}/items/{place}';
  api.openapi(
    createRoute({ method: 'get', path, tags, ...signedIn, summary: 'One item of an own attempt, without its key', request: { params: Place }, responses: { 200: json(Question, 'The item'), ...problems } }),
    async (c) => {
      const { attemptId, place } = c.req.valid('param');
      const { type, lang, stem, options, lefts, unit, criteria, given } = await showQuestion(c.env.ctx, attemptId, place);
      return c.json({ type, lang, stem, options, lefts, unit, criteria, given }, 200);
    },
  );
  api.openapi(createRoute({ method: 'put', path, tags, ...signedIn, summary: 'Keeps an answer; the last one counts', request: { params: Place, ...body(named('TestAnswer', AnswerInput)) }, responses: acted }), async (c) => {
    const { attemptId, place } = c.req.valid('param');
    await saveAnswer(c.env.ctx, attemptId, place, c.req.valid('json'));
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'put', path: `${path}/file`, tags, ...signedIn, summary: 'Keeps the file of a case in place of the one before', request: { params: Place, ...body(File) }, responses: acted }), async (c) => {
    const { attemptId, place } = c.req.valid('param');
    const { name, file } = c.req.valid('json');
    await saveCaseFile(c.env.ctx, attemptId, place, { name, bytes: new Uint8Array(Buffer.from(file, 'base64')) });
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'delete', path: `${path}/file`, tags, ...signedIn, summary: 'Takes the file of a case away', request: { params: Place }, responses: acted }), async (c) => {
    const { attemptId, place } = c.req.valid('param');
    await removeCaseFile(c.env.ctx, attemptId, place);
    return c.body(null, 204);
  });
  api.openapi(createRoute({ method: 'post', path: '/own-attempts/{attemptId}/hand-in', tags, ...signedIn, summary: 'Hands an own attempt in; a second time does nothing', request: { params: AttemptId }, responses: acted }), async (c) => {
    await handIn(c.env.ctx, c.req.valid('param').attemptId);
    return c.body(null, 204);
  });
  const Line = z.object({ position: z.int(), question: Question, points: z.number().nullable(), mostPoints: z.number(), key: Key.nullable(), explanation: z.string(), marks: z.array(z.number()).nullable(), comment: z.string().nullable() });
  api.openapi(
    createRoute({ method: 'get', path: '/own-attempts/{attemptId}/result', tags, ...signedIn, summary: 'The result of an own attempt that was handed in', request: { params: AttemptId }, responses: { 200: json(Attempt.extend({ passMark: z.int(), step: z.int(), lines: z.array(Line) }), 'The result'), ...conflicts } }),
    async (c) => {
      const { passMark, step, lines, ...attempt } = await showResult(c.env.ctx, c.req.valid('param').attemptId);
      return c.json({ ...attemptJson(attempt), passMark, step, lines: lines.map(({ answerId: _, ...line }) => line) }, 200);
    },
  );
}

function cases(api: Api): void {
  const caseTags = ['Tests: cases'];
  const Line = z.object({ id: z.uuid(), title: z.string(), stem: z.string(), competency: z.string(), handedInAt: instant() });
  const Detail = Line.extend({ locale: z.enum(LOCALES), text: z.string(), file: z.object({ name: z.string(), byteSize: z.int() }).nullable(), criteria: z.array(z.object({ text: z.string(), points: z.number() })), mostPoints: z.number(), points: z.number().nullable(), marks: z.array(z.number()).nullable(), comment: z.string().nullable() });
  const lineJson = ({ id, title, stem, competency, handedInAt }: CaseLine) => ({ id, title, stem, competency, handedInAt: handedInAt.toISOString() });
  api.openapi(
    createRoute({ method: 'get', path: '/cases', tags: caseTags, ...signedIn, summary: 'Cases that wait for the caller, the longest waiting first and without names', request: { query: z.object({ after: z.string().max(400).optional(), before: z.string().max(400).optional() }) }, responses: { 200: json(z.object({ cases: z.array(Line), count: z.int(), after: z.string().nullable(), before: z.string().nullable() }), 'Cases'), ...problems } }),
    async (c) => {
      const { cases: found, ...page } = await listCasesFor(c.env.ctx, c.req.valid('query'));
      return c.json({ cases: found.map(lineJson), ...page }, 200);
    },
  );
  api.openapi(createRoute({ method: 'get', path: '/cases/{answerId}', tags: caseTags, ...signedIn, summary: 'One case to be scored', request: { params: AnswerId }, responses: { 200: json(Detail, 'The case'), ...problems } }), async (c) => {
    const { explanation: _, handedInAt, ...work } = await getCaseFor(c.env.ctx, c.req.valid('param').answerId);
    return c.json({ ...work, handedInAt: handedInAt.toISOString() }, 200);
  });
  const file = { description: 'As it was sent; never opened here', content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } } };
  api.openapi(createRoute({ method: 'get', path: '/cases/{answerId}/file', tags: caseTags, ...signedIn, summary: 'The file of a case, for whoever scores it and for its author', request: { params: AnswerId }, responses: { 200: file, ...problems } }), async (c) => {
    const { bytes, disposition } = await readFileOfCase(c.env.ctx, c.req.valid('param').answerId);
    return new Response(bytes, { headers: { 'content-type': 'application/octet-stream', 'content-disposition': disposition, 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store' } }) as never;
  });
  api.openapi(createRoute({ method: 'post', path: '/cases/{answerId}/score', tags: caseTags, ...signedIn, summary: 'Gives a case its points by criterion, once', request: { params: AnswerId, ...body(named('CaseScore', ScoreInput)) }, responses: acted }), async (c) => {
    await scoreCase(c.env.ctx, c.req.valid('param').answerId, c.req.valid('json'));
    return c.body(null, 204);
  });
}

/** Taking tests, for people of the register; scoring cases, for coordinators, methodists and network administrators. */
export function registerAttemptsApi(api: Api): void {
  tests(api);
  answers(api);
  cases(api);
}
