import { createRoute, z } from '@hono/zod-openapi';
import { LOCALES } from '#lib/i18n/index.ts';
import { body, conflicts, instant, iso, json, Made, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { TEST_STATES } from './assessment.tables.ts';
import { testFigures } from './figures.service.ts';
import { CompetencyShown, Figures, figuresJson } from './items.api.ts';
import { ITEM_TYPES } from './items.schemas.ts';
import { EditTest, NewTest, TestItems } from './tests.schemas.ts';
import { addTest, changeTest, getTestFor, listTestsFor, publishTest, setTestItems, setTestRetired, type TestLine } from './tests.service.ts';

const tags = ['Tests: fixed tests'];
const TestId = z.object({ testId: z.string() });
const Line = z.object({ id: z.uuid(), title: z.string(), competency: z.string(), step: z.int(), state: z.enum(TEST_STATES), items: z.int(), number: z.int().openapi({ description: 'Of the newest version' }), hasDraft: z.boolean(), changedAt: instant() });
const Settings = z.object({ title: Written, introduction: Written, step: z.int(), passMark: z.int(), minutes: z.int().nullable(), attempts: z.int().nullable(), pauseDays: z.int(), shuffled: z.boolean(), showsAnswers: z.boolean() });
const Detail = Line.extend({
  competencyAs: CompetencyShown, settings: Settings, version: z.int(), publishedNumber: z.int().nullable(), mostPoints: z.number(), languages: z.array(z.enum(LOCALES)),
  contents: z.array(z.object({ itemId: z.uuid(), code: z.string(), stem: z.string(), type: z.enum(ITEM_TYPES), step: z.int(), points: z.number() })),
  versions: z.array(z.object({ number: z.int(), madeAt: instant(), by: z.string().nullable(), publishedAt: instant().nullable(), attempts: z.int() })),
}).openapi('FixedTest'); // prettier-ignore

const lineJson = ({ id, title, competency, step, state, items, number, hasDraft, changedAt }: TestLine) => ({ id, title, competency, step, state, items, number, hasDraft, changedAt: changedAt.toISOString() });
const acted = { 204: { description: 'Done' }, ...conflicts };

function written(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/tests', tags, ...signedIn, summary: 'Tests of the network for whoever keeps them, at most 200', responses: { 200: json(z.object({ tests: z.array(Line) }), 'The one changed last first'), ...problems } }),
    async (c) => c.json({ tests: (await listTestsFor(c.env.ctx)).map(lineJson) }, 200),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/tests', tags, ...signedIn, summary: 'A new test as a draft without items', request: body(named('NewFixedTest', NewTest)), responses: { 201: json(Made, 'The test'), ...problems } }),
    async (c) => c.json({ id: await addTest(c.env.ctx, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({ method: 'get', path: '/tests/{testId}', tags, ...signedIn, summary: 'One test with its items and versions', request: { params: TestId }, responses: { 200: json(Detail, 'The test'), ...problems } }),
    async (c) => {
      const { competencyAs, settings, version, publishedNumber, mostPoints, languages, contents, versions, ...line } = await getTestFor(c.env.ctx, c.req.valid('param').testId);
      return c.json(
        {
          ...lineJson(line), competencyAs, settings, version, publishedNumber, mostPoints, languages,
          contents: contents.map(({ itemId, code, stem, type, step, points }) => ({ itemId, code, stem, type, step, points })),
          versions: versions.map((each) => ({ ...each, madeAt: each.madeAt.toISOString(), publishedAt: iso(each.publishedAt) })),
        }, // prettier-ignore
        200,
      );
    },
  );
  api.openapi(
    createRoute({ method: 'put', path: '/tests/{testId}', tags, ...signedIn, summary: 'Changes what a test says: a published version stays, the change makes a new one', request: { params: TestId, ...body(named('FixedTestChange', EditTest)) }, responses: acted }),
    async (c) => {
      await changeTest(c.env.ctx, c.req.valid('param').testId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'put', path: '/tests/{testId}/items', tags, ...signedIn, summary: 'Says which items stand in a test, where and for how many points', request: { params: TestId, ...body(named('FixedTestItems', TestItems)) }, responses: acted }),
    async (c) => {
      await setTestItems(c.env.ctx, c.req.valid('param').testId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
}

function states(api: Api): void {
  for (const [act, summary, work] of [
    ['publish', 'Publishes the newest version of a test: it does not change any more', publishTest],
    ['retire', 'Lets nobody begin a test any more', (ctx: Parameters<typeof publishTest>[0], id: string) => setTestRetired(ctx, id, true)],
    ['revive', 'Lets people begin a retired test again', (ctx: Parameters<typeof publishTest>[0], id: string) => setTestRetired(ctx, id, false)],
  ] as const) {
    api.openapi(createRoute({ method: 'post', path: `/tests/{testId}/${act}`, tags, ...signedIn, summary, request: { params: TestId }, responses: acted }), async (c) => {
      await work(c.env.ctx, c.req.valid('param').testId);
      return c.body(null, 204);
    });
  }
  const Numbers = z.object({ begun: z.int(), finished: z.int(), waiting: z.int(), passed: z.int(), mean: z.number().nullable().openapi({ description: 'Mean share of the points, 0 to 1' }) });
  api.openapi(
    createRoute({ method: 'get', path: '/tests/{testId}/figures', tags, ...signedIn, summary: 'How a test and its items came out, without names', request: { params: TestId }, responses: { 200: json(z.object({ test: Numbers, items: z.array(Figures) }), 'Figures over finished attempts'), ...problems } }),
    async (c) => {
      const { test, items } = await testFigures(c.env.ctx, c.req.valid('param').testId);
      return c.json({ test, items: items.map(figuresJson) }, 200);
    },
  );
}

/** Fixed tests, for coordinators, methodists and network administrators. */
export function registerTestsApi(api: Api): void {
  written(api);
  states(api);
}
