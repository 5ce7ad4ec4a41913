import { createRoute, z } from '@hono/zod-openapi';
import { LOCALES } from '#lib/i18n/index.ts';
import { body, conflicts, instant, json, Made, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { problemText } from '#server/http/problems.ts';
import { translator } from '#lib/i18n/index.ts';
import { ITEM_STATES } from './assessment.tables.ts';
import { itemFigures, type ItemFigures } from './figures.service.ts';
import { exportItems, importItems } from './item-import.service.ts';
import { EditItem, ITEM_TYPES, ItemFilter, NewItem } from './items.schemas.ts';
import { addItem, changeItem, getItemFor, listItemsFor, setItemState, type ItemLine } from './items.service.ts';

const tags = ['Tests: item bank'];
const ItemId = z.object({ itemId: z.string() });

export const CompetencyShown = z.object({ framework: z.string(), code: z.string(), title: Written.nullable(), lineageId: z.uuid().nullable() }).openapi('NamedCompetency');
const Line = z.object({
  id: z.uuid(), code: z.string(), competency: z.string(), type: z.enum(ITEM_TYPES), step: z.int(), state: z.enum(ITEM_STATES), stem: z.string(),
  languages: z.array(z.enum(LOCALES)).openapi({ description: 'In which every text of it is there' }), number: z.int().openapi({ description: 'Of the version in use' }), changedAt: instant(),
}); // prettier-ignore
const Content = z.object({
  stem: Written, explanation: Written, options: z.array(z.object({ text: Written, right: z.boolean() })), pairs: z.array(z.object({ left: Written, right: Written })),
  answer: z.number().nullable(), tolerance: z.number(), unit: Written, criteria: z.array(z.object({ text: Written, points: z.number() })),
}); // prettier-ignore
const Detail = Line.extend({
  competencyAs: CompetencyShown, content: Content, version: z.int(), isBound: z.boolean().openapi({ description: 'Whether a change makes a new version' }),
  versions: z.array(z.object({ number: z.int(), madeAt: instant(), by: z.string().nullable(), answers: z.int() })), may: z.object({ edit: z.boolean(), use: z.boolean(), retire: z.boolean() }),
}).openapi('TestItem'); // prettier-ignore
export const Figures = z.object({
  code: z.string(), number: z.int(), type: z.enum(ITEM_TYPES), answers: z.int(), difficulty: z.number().nullable().openapi({ description: 'Mean share of the points, 0 to 1' }),
  discrimination: z.number().nullable().openapi({ description: 'Correlation with the points of all other items of the attempt; null below ten finished attempts' }),
  options: z.array(z.object({ text: z.string(), right: z.boolean(), count: z.int() })),
}); // prettier-ignore

const lineJson = ({ id, code, competency, type, step, state, stem, languages, number, changedAt }: ItemLine) => ({ id, code, competency, type, step, state, stem, languages, number, changedAt: changedAt.toISOString() });
export const figuresJson = ({ code, number, type, answers, difficulty, discrimination, options }: ItemFigures) => ({ code, number, type, answers, difficulty, discrimination, options });

function bank(api: Api): void {
  const Filter = z.object({ q: z.string().max(120).optional(), competency: z.string().max(20).optional(), type: z.enum(ITEM_TYPES).optional(), step: z.enum(['1', '2', '3', '4']).optional(), state: z.enum(ITEM_STATES).optional(), after: z.string().max(400).optional(), before: z.string().max(400).optional() });
  api.openapi(
    createRoute({ method: 'get', path: '/items', tags, ...signedIn, summary: 'Items of the bank by code, fifty at a time', request: { query: Filter }, responses: { 200: json(z.object({ items: z.array(Line), count: z.int(), after: z.string().nullable(), before: z.string().nullable() }), 'Items and the keys of the pages beside'), ...problems } }),
    async (c) => {
      const { items, count, after, before } = await listItemsFor(c.env.ctx, ItemFilter.parse(c.req.valid('query')));
      return c.json({ items: items.map(lineJson), count, after, before }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/items', tags, ...signedIn, summary: 'A new item as a draft', request: body(named('NewTestItem', NewItem)), responses: { 201: json(Made, 'The item'), ...problems } }),
    async (c) => c.json({ id: await addItem(c.env.ctx, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({ method: 'get', path: '/item-bank', tags, ...signedIn, summary: 'The whole bank in the shape in which it can be brought back', responses: { 200: json(z.array(z.object({ framework: z.string(), competency: z.string(), items: z.array(z.looseObject({ code: z.string() })) })), 'One group for each competency'), ...problems } }),
    async (c) => c.json(JSON.parse(new TextDecoder().decode((await exportItems(c.env.ctx, {}, 'json', 'bank')).bytes)) as { framework: string; competency: string; items: { code: string }[] }[], 200),
  );
  const Problem = z.object({ row: z.int(), item: z.string(), field: z.string(), text: z.string() });
  api.openapi(
    createRoute({ method: 'post', path: '/item-bank', tags, ...signedIn, summary: 'Brings items of a JSON, CSV or XLSX file: all of them, or none and what is wrong row by row', request: body(z.object({ file: z.base64().min(1).openapi({ description: 'The file in base64' }) })), responses: { 200: json(z.object({ added: z.int(), changed: z.int(), same: z.int(), problems: z.array(Problem) }), 'What was done; with problems: nothing'), ...conflicts } }),
    async (c) => {
      const { problems: found, ...counts } = await importItems(c.env.ctx, new Uint8Array(Buffer.from(c.req.valid('json').file, 'base64')));
      const t = translator(c.env.ctx.locale);
      return c.json({ ...counts, problems: found.map(({ row, item, field, code, params }) => ({ row, item, field, text: problemText(t, code, params) })) }, 200);
    },
  );
}

function one(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/items/{itemId}', tags, ...signedIn, summary: 'One item with its key and versions', request: { params: ItemId }, responses: { 200: json(Detail, 'The item'), ...problems } }),
    async (c) => {
      const { competencyAs, content, version, isBound, versions, may, ...line } = await getItemFor(c.env.ctx, c.req.valid('param').itemId);
      const lists = { options: [...content.options], pairs: [...content.pairs], criteria: [...content.criteria] };
      return c.json({ ...lineJson(line), competencyAs, content: { ...content, ...lists }, version, isBound, versions: versions.map((each) => ({ ...each, madeAt: each.madeAt.toISOString() })), may }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'put', path: '/items/{itemId}', tags, ...signedIn, summary: 'Changes an item: one that is bound gets a new version, answers keep theirs', request: { params: ItemId, ...body(named('TestItemChange', EditItem)) }, responses: { 204: { description: 'Done' }, ...conflicts } }),
    async (c) => {
      await changeItem(c.env.ctx, c.req.valid('param').itemId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'put', path: '/items/{itemId}/state', tags, ...signedIn, summary: 'Puts an item in use or retires it', request: { params: ItemId, ...body(z.object({ state: z.enum(['in_use', 'retired'], 'choice.missing') })) }, responses: { 204: { description: 'Done' }, ...conflicts } }),
    async (c) => {
      await setItemState(c.env.ctx, c.req.valid('param').itemId, c.req.valid('json').state);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'get', path: '/items/{itemId}/figures', tags, ...signedIn, summary: 'How an item came out, version by version, without names', request: { params: ItemId }, responses: { 200: json(z.object({ figures: z.array(Figures) }), 'Figures over finished attempts'), ...problems } }),
    async (c) => c.json({ figures: (await itemFigures(c.env.ctx, c.req.valid('param').itemId)).map(figuresJson) }, 200),
  );
}

/** The item bank, for coordinators, methodists and network administrators. */
export function registerItemsApi(api: Api): void {
  bank(api);
  one(api);
}
