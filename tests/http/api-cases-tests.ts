import { expect } from 'vitest';
import { getCaseFor, getItemFor, getTestFor, handIn, saveAnswer, saveCaseFile, setItemState, setTestRetired, showQuestion, startAttempt, AnswerInput, addItem, addTest, changeTest, type ItemType } from '#server/modules/assessment/index.ts';
import { itemInput, publishedTest, testInput, usedItem } from '#server/modules/assessment/items.factory.ts';
import { createPersonWithPost, tiePersonToAccount } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { account } from '#server/testing/installation.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';
import type { Caller } from './served.ts';

const others = async (world: World): Promise<Caller[]> => [...world.strangers, world.inspector];
const othersHere = async (world: World): Promise<Caller[]> => (await others(world)).filter(({ at }) => at === '/ru');
const both = (ru: string) => ({ ru, kk: `${ru} (қазақша)` });
const single = () => ({ code: `API-${newId().slice(-8)}`, competency: { code: 'T1' }, type: 'single', step: 2, stem: both('Вопрос'), options: [{ text: both('Да'), right: true }, { text: both('Нет'), right: false }] });
const rules = { title: both('Тест'), introduction: both('О чём он'), step: 2, passMark: 60, shuffled: true, showsAnswers: true };

/** Somebody of the organisation's staff who is signed in. */
async function taker(world: World): Promise<{ by: Caller; ctx: Ctx }> {
  const { served } = world;
  const by = await served.account('somebody of the staff');
  const { accountId } = (await served.call(by, 'GET', '/me')).body as { accountId: string };
  const personId = await createPersonWithPost(served.system(), { familyName: 'Оспанова', givenName: 'Сауле', patronymic: null, locale: 'ru', organisationId: served.organisationId, position: 'Библиотекарь', rate: '1', fromDate: '2020-09-01' });
  await tiePersonToAccount(served.system(), personId, accountId);
  return { by, ctx: served.ctx({ ...account([]), accountId } as Ctx['actor']) };
}

const item = (path: (id: string) => string, sent?: (world: World) => unknown, prepare?: (world: World, id: string) => Promise<unknown>) => async (world: World): Promise<Call> => {
  const id = await addItem(world.served.system(), itemInput('single'));
  await prepare?.(world, id);
  return { by: world.coordinator, path: path(id), ...(sent ? { body: sent(world) } : {}) };
};
const test = (path: (id: string) => string, state: 'draft' | 'published' | 'retired' = 'published', sent?: (world: World) => Promise<unknown>) => async (world: World): Promise<Call> => {
  const system = world.served.system();
  const id = state === 'draft' ? await addTest(system, testInput()) : await publishedTest(system, ['single']);
  if (state === 'retired') await setTestRetired(system, id, true);
  return { by: world.coordinator, path: path(id), ...(sent ? { body: await sent(world) } : {}) };
};
const attempt = (types: ItemType[], path: (id: string) => string, body?: object, prepare?: (ctx: Ctx, id: string) => Promise<unknown>) => async (world: World): Promise<Call> => {
  const { by, ctx } = await taker(world);
  const id = await startAttempt(ctx, await publishedTest(world.served.system(), types, { shuffled: false }), { locale: 'ru' });
  await prepare?.(ctx, id);
  return { by, path: path(id), ...(body ? { body } : {}) };
};
const work = (path: (id: string) => string, body?: object) => async (world: World): Promise<Call> => {
  const { ctx } = await taker(world);
  const id = await startAttempt(ctx, await publishedTest(world.served.system(), ['case']), { locale: 'ru' });
  await saveAnswer(ctx, id, 1, AnswerInput.parse({ text: 'Мой разбор' }));
  await saveCaseFile(ctx, id, 1, { name: 'a.txt', bytes: new TextEncoder().encode('слова') });
  const { answerId } = await showQuestion(ctx, id, 1);
  await handIn(ctx, id);
  return { by: world.coordinator, path: path(answerId), ...(body ? { body } : {}) };
};
const second = (call: Call) => call.path.split('/')[2] ?? '';
const storedItem = (world: World, call: Call) => getItemFor(world.served.system(), second(call));
const storedTest = (world: World, call: Call) => getTestFor(world.served.system(), second(call));
const asked = async (world: World, by: Caller, path: string) => (await world.served.call(by, 'GET', path)).body as never;

const itemCases: Record<string, Case> = {
  'GET /items': {
    may: item(() => '/items?competency=B1&type=case'),
    status: 200,
    holds: (found: object) => expect(found).toMatchObject({ count: 1, items: [{ code: 'B1-13', type: 'case', state: 'in_use' }] }),
    bad: { call: (call) => ({ ...call, path: '/items?type=essay' }), errors: [{ field: 'type', code: 'choice.missing' }] },
    forbidden: othersHere,
    missing: null,
  },
  'POST /items': {
    may: async (world) => ({ by: world.coordinator, path: '/items', body: single() }),
    status: 201,
    holds: async ({ id }: { id: string }, world) => expect(await getItemFor(world.served.system(), id)).toMatchObject({ state: 'draft', type: 'single', number: 1 }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), options: [{ text: both('Да'), right: true }, { text: both('Нет'), right: true }] } }), errors: [{ field: 'options', code: 'item.one_right' }] },
    forbidden: othersHere,
    missing: null,
  },
  'GET /item-bank': {
    may: async (world) => ({ by: world.coordinator, path: '/item-bank' }),
    status: 200,
    holds: (found: { competency: string; items: object[] }[]) => expect(found.find(({ competency }) => competency === 'H3')?.items).toHaveLength(13),
    forbidden: othersHere,
    missing: null,
  },
  'POST /item-bank': {
    may: async (world) => ({ by: world.coordinator, path: '/item-bank', body: { file: Buffer.from(JSON.stringify({ competency: 'T1', items: [{ ...single(), competency: undefined }] })).toString('base64') } }),
    status: 200,
    holds: (done: object) => expect(done).toEqual({ added: 1, changed: 0, same: 0, problems: [] }),
    bad: { call: (call) => ({ ...call, body: { file: Buffer.from('%PDF-1.7').toString('base64') } }), errors: [{ field: 'file', code: 'table.pdf' }] },
    forbidden: othersHere,
    missing: null,
  },
  'GET /items/{itemId}': {
    may: item((id) => `/items/${id}`),
    status: 200,
    holds: (found: object) => expect(found).toMatchObject({ version: 1, isBound: false, content: { options: [{ right: true }, { right: false }, { right: false }] }, may: { edit: true } }),
    forbidden: others,
  },
  'PUT /items/{itemId}': {
    may: item((id) => `/items/${id}`, () => ({ ...single(), step: 4, version: 1 })),
    status: 204,
    holds: async (_: never, world, call) => expect(await storedItem(world, call)).toMatchObject({ step: 4, version: 2 }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), step: 5 } }), errors: [{ field: 'step', code: 'number.too_large', params: { max: 4 } }] },
    forbidden: others,
  },
  'PUT /items/{itemId}/state': {
    may: item((id) => `/items/${id}/state`, () => ({ state: 'retired' }), (world, id) => setItemState(world.served.system(), id, 'in_use')),
    status: 204,
    holds: async (_: never, world, call) => expect((await storedItem(world, call)).state).toBe('retired'),
    bad: { call: (call) => ({ ...call, body: { state: 'gone' } }), errors: [{ field: 'state', code: 'choice.missing' }] },
    forbidden: others,
  },
  'GET /items/{itemId}/figures': {
    may: item((id) => `/items/${id}/figures`),
    status: 200,
    holds: (found: object) => expect(found).toEqual({ figures: [] }),
    forbidden: others,
  },
};

const testCases: Record<string, Case> = {
  'GET /tests': {
    may: async (world) => ({ by: world.coordinator, path: '/tests' }),
    status: 200,
    holds: (found: { tests: { title: string }[] }) => expect(found.tests.map(({ title }) => title)).toEqual(expect.arrayContaining(['Описание книги: основы'])),
    forbidden: othersHere,
    missing: null,
  },
  'POST /tests': {
    may: async (world) => ({ by: world.coordinator, path: '/tests', body: { competency: { code: 'T1' }, ...rules } }),
    status: 201,
    holds: async ({ id }: { id: string }, world) => expect(await getTestFor(world.served.system(), id)).toMatchObject({ state: 'draft', items: 0, settings: { passMark: 60, minutes: null } }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), passMark: 0 } }), errors: [{ field: 'passMark', code: 'number.too_small', params: { min: 1 } }] },
    forbidden: othersHere,
    missing: null,
  },
  'GET /tests/{testId}': {
    may: test((id) => `/tests/${id}`),
    status: 200,
    holds: (found: object) => expect(found).toMatchObject({ state: 'published', number: 1, hasDraft: false, mostPoints: 1, contents: [{ type: 'single', points: 1 }] }),
    forbidden: others,
  },
  'PUT /tests/{testId}': {
    may: test((id) => `/tests/${id}`, 'published', async () => ({ ...rules, minutes: 20, version: 3 })),
    status: 204,
    holds: async (_: never, world, call) => expect(await storedTest(world, call)).toMatchObject({ number: 2, publishedNumber: 1, hasDraft: true, settings: { minutes: 20 } }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), step: 0 } }), errors: [{ field: 'step', code: 'number.too_small', params: { min: 1 } }] },
    forbidden: others,
  },
  'PUT /tests/{testId}/items': {
    may: test((id) => `/tests/${id}/items`, 'draft', async (world) => ({ version: 1, items: [{ itemId: await usedItem(world.served.system(), 'order'), place: 1, points: 2 }] })),
    status: 204,
    holds: async (_: never, world, call) => expect(await storedTest(world, call)).toMatchObject({ items: 1, mostPoints: 2 }),
    bad: { call: (call) => ({ ...call, body: { version: 1, items: [{ itemId: 'x', place: 1 }] } }), errors: [{ field: 'items.0.itemId', code: 'choice.missing' }] },
    forbidden: others,
  },
  'POST /tests/{testId}/publish': {
    may: async (world) => {
      const system = world.served.system();
      const id = await publishedTest(system, ['single']);
      await changeTest(system, id, { ...testInput({ passMark: 90 }), version: 3 });
      return { by: world.coordinator, path: `/tests/${id}/publish` };
    },
    status: 204,
    holds: async (_: never, world, call) => expect(await storedTest(world, call)).toMatchObject({ publishedNumber: 2, hasDraft: false }),
    forbidden: others,
  },
  'POST /tests/{testId}/retire': {
    may: test((id) => `/tests/${id}/retire`),
    status: 204,
    holds: async (_: never, world, call) => expect((await storedTest(world, call)).state).toBe('retired'),
    forbidden: others,
  },
  'POST /tests/{testId}/revive': {
    may: test((id) => `/tests/${id}/revive`, 'retired'),
    status: 204,
    holds: async (_: never, world, call) => expect((await storedTest(world, call)).state).toBe('published'),
    forbidden: others,
  },
  'GET /tests/{testId}/figures': {
    may: test((id) => `/tests/${id}/figures`),
    status: 200,
    holds: (found: object) => expect(found).toEqual({ test: { begun: 0, finished: 0, waiting: 0, passed: 0, mean: null }, items: [] }),
    forbidden: others,
  },
};

const takingCases: Record<string, Case> = {
  'GET /own-tests': {
    may: async (world) => {
      await publishedTest(world.served.system(), ['single']);
      return { by: (await taker(world)).by, path: '/own-tests' };
    },
    status: 200,
    holds: (found: { tests: object[]; attempts: object[] }) => {
      expect(found.attempts).toEqual([]);
      expect(found.tests[0]).toMatchObject({ mayStart: true, openAttemptId: null });
    },
    missing: null,
  },
  'POST /own-tests/{testId}/attempts': {
    may: async (world) => ({ by: (await taker(world)).by, path: `/own-tests/${await publishedTest(world.served.system(), ['single'])}/attempts`, body: { locale: 'kk' } }),
    status: 201,
    holds: async ({ id }: { id: string }, world, { by }) => expect(await asked(world, by, `/own-attempts/${id}`)).toMatchObject({ state: 'open', locale: 'kk' }),
    bad: { call: (call) => ({ ...call, body: { locale: 'de' } }), errors: [{ field: 'locale', code: 'choice.missing' }] },
  },
  'GET /own-attempts/{attemptId}': {
    may: attempt(['single', 'order'], (id) => `/own-attempts/${id}`),
    status: 200,
    holds: (found: object) => expect(found).toMatchObject({ state: 'open', answered: [false, false], mayAnswer: true, points: null }),
  },
  'GET /own-attempts/{attemptId}/items/{place}': {
    may: attempt(['match'], (id) => `/own-attempts/${id}/items/1`),
    status: 200,
    holds: (found: object) => expect(found).toMatchObject({ type: 'match', lang: 'ru', lefts: ['А', 'Б'], given: { pairs: [null, null] } }),
  },
  'PUT /own-attempts/{attemptId}/items/{place}': {
    may: attempt(['single'], (id) => `/own-attempts/${id}/items/1`, { choice: 0 }),
    status: 204,
    holds: async (_: never, world, call) => expect(await asked(world, call.by, call.path)).toMatchObject({ given: { choices: [0] } }),
    bad: { call: (call) => ({ ...call, body: { choice: 'x' } }), errors: [{ field: 'choice', code: 'number.invalid' }] },
  },
  'PUT /own-attempts/{attemptId}/items/{place}/file': {
    may: attempt(['case'], (id) => `/own-attempts/${id}/items/1/file`, { name: 'a.txt', file: Buffer.from('слова').toString('base64') }),
    status: 204,
    holds: async (_: never, world, call) => expect(await asked(world, call.by, call.path.replace('/file', ''))).toMatchObject({ given: { file: { name: 'a.txt', byteSize: 10 } } }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), name: 'a.exe' } }), errors: [{ field: 'file', code: 'case_file.wrong_kind' }] },
  },
  'DELETE /own-attempts/{attemptId}/items/{place}/file': {
    may: attempt(['case'], (id) => `/own-attempts/${id}/items/1/file`, undefined, (ctx, id) => saveCaseFile(ctx, id, 1, { name: 'a.txt', bytes: new TextEncoder().encode('x') })),
    status: 204,
    holds: async (_: never, world, call) => expect(await asked(world, call.by, call.path.replace('/file', ''))).toMatchObject({ given: { file: null } }),
  },
  'POST /own-attempts/{attemptId}/hand-in': {
    may: attempt(['single'], (id) => `/own-attempts/${id}/hand-in`),
    status: 204,
    holds: async (_: never, world, call) => expect(await asked(world, call.by, call.path.replace('hand-in', 'result'))).toMatchObject({ state: 'finished', points: 0, passed: false }),
  },
  'GET /own-attempts/{attemptId}/result': {
    may: attempt(['single'], (id) => `/own-attempts/${id}/result`, undefined, handIn),
    status: 200,
    holds: (found: object) => expect(found).toMatchObject({ state: 'finished', passMark: 60, lines: [{ points: 0, key: { right: [0] } }] }),
  },
};

const caseCases: Record<string, Case> = {
  'GET /cases': {
    may: work(() => '/cases'),
    status: 200,
    holds: (found: { count: number; cases: object[] }) => {
      expect(found.count).toBeGreaterThan(0);
      expect(JSON.stringify(found)).not.toContain('Оспанова');
    },
    forbidden: othersHere,
    missing: null,
  },
  'GET /cases/{answerId}': {
    may: work((id) => `/cases/${id}`),
    status: 200,
    holds: (found: object) => expect(found).toMatchObject({ text: 'Мой разбор', file: { name: 'a.txt' }, points: null, criteria: [{ points: 3 }, { points: 2 }] }),
    forbidden: others,
  },
  'GET /cases/{answerId}/file': { may: work((id) => `/cases/${id}/file`), status: 200, forbidden: others },
  'POST /cases/{answerId}/score': {
    may: work((id) => `/cases/${id}/score`, { marks: [3, 2], comment: 'Хорошо' }),
    status: 204,
    holds: async (_: never, world, call) => expect(await getCaseFor(world.served.system(), second(call))).toMatchObject({ points: 5, comment: 'Хорошо' }),
    bad: { call: (call) => ({ ...call, body: { marks: [4, 0] } }), errors: [{ field: 'marks', code: 'case.marks' }] },
    forbidden: others,
  },
};

/** Items, tests, attempts and cases. */
export const assessmentCases: Record<string, Case> = { ...itemCases, ...testCases, ...takingCases, ...caseCases };
