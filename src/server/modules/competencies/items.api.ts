import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, iso, json, Made, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import { ASSOCIATION_KINDS } from './framework-content.ts';
import { Item, written } from './frameworks.api.ts';
import { ItemInput, MergeItems, MoveItem, NewAssociation, NewItem, Revised, SplitItem, TranslatedTexts } from './frameworks.schemas.ts';
import { addAssociation, addItem, changeItem, getItemDetail, mergeItems, moveItem, removeAssociation, retireItem, reviveItem, splitItem } from './items.service.ts';
import { listMissingTexts, translateTexts } from './translation.service.ts';

const tags = ['Competencies: items of a framework'];
const VersionId = z.object({ versionId: z.string() });
const ItemId = VersionId.extend({ itemId: z.string() });
const AssociationId = VersionId.extend({ associationId: z.string() });
const changed = { 204: { description: 'Done' }, ...conflicts };

const Tie = z.object({ id: z.uuid(), kind: z.enum(ASSOCIATION_KINDS), fromId: z.uuid(), toId: z.uuid().nullable(), toUri: z.string().nullable(), note: z.string().nullable() });
const Detail = Item.extend({
  levels: z.array(z.object({ variant: z.string(), step: z.int(), text: Written })),
  associations: z.array(Tie).openapi({ description: 'fromId and toId are ids of competencies, which live through all versions' }),
  profiles: z.int().openapi({ description: 'How many profiles ask for it, or for what stands in it' }),
}).openapi('FrameworkItemDetail');

/** Areas and competencies of a version: their texts, places and associations. */
export function registerFrameworkItemsApi(api: Api): void {
  items(api);
  places(api);
  ties(api);
  texts(api);
}

function items(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/frameworks/{versionId}/items/{itemId}', tags, ...signedIn, summary: 'One area or competency with its descriptors and associations', request: { params: ItemId }, responses: { 200: json(Detail, 'The item'), ...problems } }),
    async (c) => {
      const { versionId, itemId } = c.req.valid('param');
      const { item, descriptors, associations, usage } = await getItemDetail(c.env.ctx, versionId, itemId);
      const { id, competencyId, parentId, kind, code, title, description, retiredAt } = item;
      return c.json(
        {
          ...{ id, competencyId, parentId, kind, code, title: written(title), description: written(description), retiredAt: iso(retiredAt) },
          levels: descriptors.map(({ variant, step, text }) => ({ variant, step, text: written(text) })),
          associations: associations.map((tie) => ({ id: tie.id, kind: tie.kind, fromId: tie.fromId, toId: tie.toId, toUri: tie.toUri, note: tie.note })),
          profiles: usage.profiles,
        },
        200,
      );
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/frameworks/{versionId}/items', tags, ...signedIn, summary: 'Adds an area or a competency to a draft, as the last below its parent', request: { params: VersionId, ...body(named('NewFrameworkItem', NewItem)) }, responses: { 201: json(Made, 'The item'), ...conflicts } }),
    async (c) => c.json({ id: await addItem(c.env.ctx, c.req.valid('param').versionId, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({ method: 'put', path: '/frameworks/{versionId}/items/{itemId}', tags, ...signedIn, summary: 'Code, texts and descriptors of an item of a draft', request: { params: ItemId, ...body(named('FrameworkItemInput', ItemInput)) }, responses: changed }),
    async (c) => {
      const { versionId, itemId } = c.req.valid('param');
      await changeItem(c.env.ctx, versionId, itemId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
}

function places(api: Api): void {
  api.openapi(
    createRoute({ method: 'post', path: '/frameworks/{versionId}/items/{itemId}/move', tags, ...signedIn, summary: 'Moves an item of a draft with everything below it', request: { params: ItemId, ...body(named('FrameworkItemMove', MoveItem)) }, responses: changed }),
    async (c) => {
      const { versionId, itemId } = c.req.valid('param');
      await moveItem(c.env.ctx, versionId, itemId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/frameworks/{versionId}/items/{itemId}/split',
      tags,
      ...signedIn,
      summary: 'Retires a competency of a draft and puts new ones in its place',
      request: { params: ItemId, ...body(named('FrameworkItemSplit', SplitItem)) },
      responses: { 200: json(z.object({ ids: z.array(z.uuid()) }), 'The new items'), ...conflicts },
    }),
    async (c) => {
      const { versionId, itemId } = c.req.valid('param');
      return c.json({ ids: await splitItem(c.env.ctx, versionId, itemId, c.req.valid('json')) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/frameworks/{versionId}/items/{itemId}/retire',
      tags,
      ...signedIn,
      summary: 'Takes an item of a draft, with everything below it, out of use; what was never published goes altogether',
      request: { params: ItemId, ...body(named('FrameworkRevision', Revised)) },
      responses: { 200: json(z.object({ gone: z.boolean() }), 'Whether it is gone'), ...conflicts },
    }),
    async (c) => {
      const { versionId, itemId } = c.req.valid('param');
      return c.json(await retireItem(c.env.ctx, versionId, itemId, c.req.valid('json').revision), 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/frameworks/{versionId}/items/{itemId}/revive', tags, ...signedIn, summary: 'Brings a retired item of a draft back into use', request: { params: ItemId, ...body(named('FrameworkRevision', Revised)) }, responses: changed }),
    async (c) => {
      const { versionId, itemId } = c.req.valid('param');
      await reviveItem(c.env.ctx, versionId, itemId, c.req.valid('json').revision);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/frameworks/{versionId}/merge', tags, ...signedIn, summary: 'Retires competencies of a draft that went into another one', request: { params: VersionId, ...body(named('FrameworkItemsMerge', MergeItems)) }, responses: changed }),
    async (c) => {
      await mergeItems(c.env.ctx, c.req.valid('param').versionId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
}

function ties(api: Api): void {
  api.openapi(
    createRoute({ method: 'post', path: '/frameworks/{versionId}/items/{itemId}/associations', tags, ...signedIn, summary: 'Ties an item of a draft to a competency of the network, or to an address outside', request: { params: ItemId, ...body(named('NewFrameworkAssociation', NewAssociation)) }, responses: changed }),
    async (c) => {
      const { versionId, itemId } = c.req.valid('param');
      await addAssociation(c.env.ctx, versionId, itemId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'delete', path: '/frameworks/{versionId}/associations/{associationId}', tags, ...signedIn, summary: 'Unties what was tied in a draft', request: { params: AssociationId, query: z.object({ revision: z.coerce.number().int().min(1) }) }, responses: changed }),
    async (c) => {
      const { versionId, associationId } = c.req.valid('param');
      await removeAssociation(c.env.ctx, versionId, associationId, c.req.valid('query').revision);
      return c.body(null, 204);
    },
  );
}

function texts(api: Api): void {
  const Missing = z.object({ key: z.string(), part: z.enum(['title', 'description', 'notes', 'step_label', 'step_text', 'level']), code: z.string().nullable(), step: z.int().nullable(), variant: z.string(), text: z.string() });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/frameworks/{versionId}/missing-texts',
      tags,
      ...signedIn,
      summary: 'Texts that a draft lacks in a language, with their original',
      request: { params: VersionId, query: z.object({ to: z.enum(LOCALES, 'choice.missing').optional().openapi({ description: 'Without it the language of the caller' }) }) },
      responses: { 200: json(z.object({ revision: z.int(), texts: z.array(Missing) }), 'In reading order'), ...conflicts },
    }),
    async (c) => {
      const { version, missing } = await listMissingTexts(c.env.ctx, c.req.valid('param').versionId, c.req.valid('query').to ?? c.env.ctx.locale);
      return c.json({ revision: version.revision, texts: missing }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/frameworks/{versionId}/texts',
      tags,
      ...signedIn,
      summary: 'Writes texts of one language into a draft, named as the list of missing ones names them',
      request: { params: VersionId, ...body(named('FrameworkTexts', TranslatedTexts)) },
      responses: { 200: json(z.object({ written: z.int() }), 'How many were missing and are there now'), ...conflicts },
    }),
    async (c) => c.json({ written: await translateTexts(c.env.ctx, c.req.valid('param').versionId, c.req.valid('json')) }, 200),
  );
}
