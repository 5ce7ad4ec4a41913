import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, instant, iso, json, Made, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { FrameworkHead, NewFramework, OpenToWorld, ScaleInput, VariantsInput } from './frameworks.schemas.ts';
import { addFramework, beginDraft, changeHead, changeScale, changeVariants, discardDraft, getVersionDetail, listFrameworksFor, openFramework, publishProblemsFor, publishVersion, retireVersion } from './frameworks.service.ts';
import type { VersionRow } from './frameworks.queries.ts';
import { changesOf } from './reading.service.ts';

const tags = ['Competencies: frameworks'];
const VersionId = z.object({ versionId: z.string() });
const State = z.enum(['draft', 'published', 'retired']);

const Head = z.object({
  id: z.uuid(),
  frameworkId: z.uuid(),
  key: z.string(),
  organisationId: z.uuid(),
  number: z.int(),
  state: State,
  revision: z.int().openapi({ description: 'Sent back with every change; somebody else’s change in between is answered with 409' }),
  title: Written,
  description: Written,
  languages: z.array(z.enum(LOCALES)).openapi({ description: 'The first is the language of the original' }),
  unreadLanguages: z.array(z.enum(LOCALES)).openapi({ description: 'Translations that no native reader has read yet' }),
  isOpen: z.boolean(),
  publishedAt: instant().nullable(),
  retiredAt: instant().nullable(),
});
const Line = Head.extend({ areas: z.int(), competencies: z.int() }).openapi('FrameworkVersionLine');
export const Item = z
  .object({ id: z.uuid(), competencyId: z.uuid(), parentId: z.uuid().nullable(), kind: z.enum(['area', 'competency']), code: z.string(), title: Written, description: Written, retiredAt: instant().nullable() })
  .openapi('FrameworkItem');
const Detail = Head.extend({
  notes: Written,
  sources: z.array(z.object({ title: z.string(), url: z.string().nullable(), licence: z.string().nullable() })),
  creator: z.string().nullable(),
  licence: z.string().nullable(),
  sourceUrl: z.string().nullable(),
  variants: z.array(z.object({ code: z.string(), title: Written })),
  scale: z.array(z.object({ step: z.int(), label: Written, text: Written })),
  items: z.array(Item),
}).openapi('FrameworkVersion');

export const written = (text: LocalizedText) => ({ ...text });
const headJson = (row: VersionRow) => ({
  ...{ id: row.id, frameworkId: row.frameworkId, key: row.key, organisationId: row.organisationId, number: row.number, state: row.state, revision: row.revision },
  ...{ title: written(row.title), description: written(row.description), languages: [...row.languages], unreadLanguages: [...row.unreadLanguages], isOpen: row.isOpen },
  publishedAt: iso(row.publishedAt),
  retiredAt: iso(row.retiredAt),
});

const changed = { 204: { description: 'Done' }, ...conflicts };

/** Frameworks and their versions. */
export function registerFrameworksApi(api: Api): void {
  reading(api);
  commands(api);
  head(api);
}

function reading(api: Api): void {
  api.openapi(
    createRoute({ method: 'get', path: '/frameworks', tags, ...signedIn, summary: 'Versions of the frameworks of the network, newest first within a framework; drafts for their keepers only', responses: { 200: json(z.object({ versions: z.array(Line) }), 'Versions'), ...problems } }),
    async (c) => {
      const versions = (await listFrameworksFor(c.env.ctx)).flatMap((one) => one.versions);
      return c.json({ versions: versions.map((row) => ({ ...headJson(row), areas: row.areas, competencies: row.competencies })) }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'get', path: '/frameworks/{versionId}', tags, ...signedIn, summary: 'One version with its scale and its tree', request: { params: VersionId }, responses: { 200: json(Detail, 'The version'), ...problems } }),
    async (c) => {
      const { version, items } = await getVersionDetail(c.env.ctx, c.req.valid('param').versionId);
      const { notes, sources, creator, licence, sourceUrl, variants, steps } = version;
      return c.json(
        {
          ...headJson(version),
          ...{ notes: written(notes), sources: [...sources], creator, licence, sourceUrl },
          variants: variants.map(({ code, title }) => ({ code, title: written(title) })),
          scale: steps.map(({ step, label, text }) => ({ step, label: written(label), text: written(text) })),
          items: items.map(({ id, competencyId, parentId, kind, code, title, description, retiredAt }) => ({ ...{ id, competencyId, parentId, kind, code }, title: written(title), description: written(description), retiredAt: iso(retiredAt) })),
        },
        200,
      );
    },
  );
  const Problem = z.object({ code: z.string(), itemId: z.uuid().nullable(), itemCode: z.string().nullable(), language: z.enum(LOCALES).nullable(), steps: z.array(z.int()) });
  api.openapi(
    createRoute({ method: 'get', path: '/frameworks/{versionId}/problems', tags, ...signedIn, summary: 'What stands against publishing a draft', request: { params: VersionId }, responses: { 200: json(z.object({ problems: z.array(Problem) }), 'Empty: nothing'), ...conflicts } }),
    async (c) => {
      const found = await publishProblemsFor(c.env.ctx, c.req.valid('param').versionId);
      return c.json({ problems: found.map(({ code, item, locale, steps }) => ({ code, itemId: item?.id ?? null, itemCode: item?.code ?? null, language: locale, steps })) }, 200);
    },
  );
  const Change = z.object({ kind: z.enum(['added', 'changed', 'moved', 'retired', 'revived']), itemId: z.uuid(), code: z.string(), parts: z.array(z.enum(['code', 'title', 'description', 'levels'])), from: z.string().nullable(), to: z.string().nullable() });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/frameworks/{versionId}/changes',
      tags,
      ...signedIn,
      summary: 'What a version does otherwise than the one before it',
      request: { params: VersionId },
      responses: { 200: json(z.object({ against: z.int().nullable().openapi({ description: 'Number of the version before; null: this is the first' }), changes: z.array(Change) }), 'Changes of items'), ...problems },
    }),
    async (c) => {
      const { before, changes } = await changesOf(c.env.ctx, c.req.valid('param').versionId);
      return c.json({ against: before?.number ?? null, changes: changes.map(({ kind, item, parts, from, to }) => ({ kind, itemId: item.id, code: item.code, parts, from, to })) }, 200);
    },
  );
}

function commands(api: Api): void {
  api.openapi(
    createRoute({ method: 'post', path: '/frameworks', tags, ...signedIn, summary: 'Begins a framework as an empty draft', request: body(named('NewFramework', NewFramework)), responses: { 201: json(Made, 'Its first version'), ...problems } }),
    async (c) => c.json({ id: await addFramework(c.env.ctx, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/frameworks/{versionId}/draft', tags, ...signedIn, summary: 'Begins the next version as a copy of this one; the draft that is there already, if there is one', request: { params: VersionId }, responses: { 201: json(Made, 'The draft'), ...problems } }),
    async (c) => c.json({ id: await beginDraft(c.env.ctx, c.req.valid('param').versionId) }, 201),
  );
  for (const [act, summary, run] of [
    ['publish', 'Publishes a draft; the version in use is retired by it', publishVersion],
    ['retire', 'Takes a version out of use; what points at it goes on pointing', retireVersion],
  ] as const) {
    api.openapi(createRoute({ method: 'post', path: `/frameworks/{versionId}/${act}`, tags, ...signedIn, summary, request: { params: VersionId }, responses: changed }), async (c) => {
      await run(c.env.ctx, c.req.valid('param').versionId);
      return c.body(null, 204);
    });
  }
  api.openapi(createRoute({ method: 'delete', path: '/frameworks/{versionId}', tags, ...signedIn, summary: 'Throws a draft away', request: { params: VersionId }, responses: changed }), async (c) => {
    await discardDraft(c.env.ctx, c.req.valid('param').versionId);
    return c.body(null, 204);
  });
}

function head(api: Api): void {
  api.openapi(
    createRoute({ method: 'put', path: '/frameworks/{versionId}/head', tags, ...signedIn, summary: 'What stands above the tree of a draft: title, notes, sources, licence, languages', request: { params: VersionId, ...body(named('FrameworkHead', FrameworkHead)) }, responses: changed }),
    async (c) => {
      await changeHead(c.env.ctx, c.req.valid('param').versionId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'put',
      path: '/frameworks/{versionId}/scale',
      tags,
      ...signedIn,
      summary: 'The scale of a draft; one on which something was said stays for what was said, and the draft gets a new one',
      request: { params: VersionId, ...body(named('FrameworkScale', ScaleInput)) },
      responses: { 200: json(z.object({ isNew: z.boolean() }), 'Whether ratings given before stay on the old scale'), ...conflicts },
    }),
    async (c) => c.json(await changeScale(c.env.ctx, c.req.valid('param').versionId, c.req.valid('json')), 200),
  );
  api.openapi(
    createRoute({ method: 'put', path: '/frameworks/{versionId}/variants', tags, ...signedIn, summary: 'For whom a draft has descriptors of their own', request: { params: VersionId, ...body(named('FrameworkVariants', VariantsInput)) }, responses: changed }),
    async (c) => {
      await changeVariants(c.env.ctx, c.req.valid('param').versionId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'put', path: '/frameworks/{versionId}/open', tags, ...signedIn, summary: 'Opens a framework to the world by CASE, or closes it', request: { params: VersionId, ...body(named('FrameworkOpen', OpenToWorld)) }, responses: changed }),
    async (c) => {
      await openFramework(c.env.ctx, c.req.valid('param').versionId, c.req.valid('json').isOpen);
      return c.body(null, 204);
    },
  );
}
