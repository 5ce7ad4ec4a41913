import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, instant, json, Made, named, signedIn, Written } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import { addPicture, listPicturesFor, NewPicture, readPicture, removePicture } from './template-pictures.service.ts';
import { previewSettings, previewVersion } from './template-preview.service.ts';
import { EditTemplate, NewTemplate, PreviewWish, TEMPLATE_FACTS, TEMPLATE_KINDS, TEMPLATE_LAYOUTS, TEMPLATE_PARTS, COLOUR_NAMES, type TemplateSettings } from './templates.schemas.ts';
import { addTemplate, archiveTemplate, changeTemplate, getTemplateFor, listTemplatesFor, restoreVersion, reviveTemplate, type TemplateLine } from './templates.service.ts';
import { PICTURE_KINDS } from './templates.tables.ts';

const tags = ['Certificates: templates'];
const TemplateId = z.object({ templateId: z.string() });
const PictureId = z.object({ pictureId: z.string() });

const Line = z.object({
  id: z.uuid(),
  name: z.string(),
  organisationId: z.uuid(),
  organisation: z.string(),
  layout: z.enum(TEMPLATE_LAYOUTS),
  kinds: z.array(z.enum(TEMPLATE_KINDS)).openapi({ description: 'For which kinds the organisation, and what lies below it, takes this template' }),
  number: z.int().openapi({ description: 'Of the version in use' }),
  changedAt: instant(),
  archivedAt: instant().nullable(),
});

const Settings = z
  .object({
    layout: z.enum(TEMPLATE_LAYOUTS),
    pair: z.object({ first: z.enum(LOCALES), second: z.enum(LOCALES) }).nullable(),
    colour: z.enum(COLOUR_NAMES),
    ownColour: z.string().nullable(),
    ornament: z.boolean(),
    logoId: z.uuid().nullable(),
    sealId: z.uuid().nullable(),
    signatories: z.array(z.object({ post: Written, name: Written, signatureId: z.uuid().nullable() })),
    before: Written,
    after: Written,
    closing: Written,
    show: z.array(z.enum(TEMPLATE_FACTS)),
  })
  .openapi('TemplateSettings');

const Detail = Line.extend({
  settings: Settings,
  version: z.int(),
  versions: z.array(z.object({ number: z.int(), madeAt: instant(), by: z.string().nullable(), changed: z.array(z.enum(TEMPLATE_PARTS)), issued: z.int() })),
  may: z.object({ edit: z.boolean() }),
}).openapi('CertificateTemplate');

const Picture = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  organisation: z.string(),
  kind: z.enum(PICTURE_KINDS),
  name: z.string(),
  width: z.int(),
  height: z.int(),
  bytes: z.int(),
  addedAt: instant(),
  inUse: z.boolean(),
});

const lineJson = ({ id, name, organisationId, organisation, layout, kinds, number, changedAt, archivedAt }: TemplateLine) => ({
  ...{ id, name, organisationId, organisation, layout, kinds, number },
  changedAt: changedAt.toISOString(),
  archivedAt: archivedAt?.toISOString() ?? null,
});

const settingsJson = ({ pair, signatories, show, ...settings }: TemplateSettings) => ({
  ...settings,
  pair: pair && { first: pair[0], second: pair[1] },
  signatories: [...signatories],
  show: [...show],
});

const pdfAnswer = (bytes: Uint8Array, mediaType: string) =>
  new Response(new Uint8Array(bytes), { headers: { 'content-type': mediaType, 'cache-control': 'private, no-store', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:" } }) as never;
const pdf = { description: 'PDF, marked as a sample', content: { 'application/pdf': { schema: z.string().openapi({ format: 'binary' }) } } };

function templates(api: Api): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/templates',
      tags,
      ...signedIn,
      summary: 'Templates of certificates of the organisations that the caller keeps, at most 200',
      request: { query: z.object({ q: z.string().trim().max(120).optional(), archived: z.enum(['yes', 'no'], 'choice.missing').default('no') }) },
      responses: { 200: json(z.object({ templates: z.array(Line) }), 'Templates, the one changed last first'), ...problems },
    }),
    async (c) => {
      const { q, archived } = c.req.valid('query');
      return c.json({ templates: (await listTemplatesFor(c.env.ctx, { q, archived: archived === 'yes' })).map(lineJson) }, 200);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/templates', tags, ...signedIn, summary: 'A new template with its first version', request: body(named('NewCertificateTemplate', NewTemplate)), responses: { 201: json(Made, 'The template'), ...problems } }),
    async (c) => c.json({ id: await addTemplate(c.env.ctx, c.req.valid('json')) }, 201),
  );
  api.openapi(
    createRoute({ method: 'get', path: '/templates/{templateId}', tags, ...signedIn, summary: 'One template with its settings and versions', request: { params: TemplateId }, responses: { 200: json(Detail, 'The template'), ...problems } }),
    async (c) => {
      const { settings, version, versions, may, ...line } = await getTemplateFor(c.env.ctx, c.req.valid('param').templateId);
      return c.json({ ...lineJson(line), settings: settingsJson(settings), version, versions: versions.map((one) => ({ ...one, madeAt: one.madeAt.toISOString() })), may }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'put',
      path: '/templates/{templateId}',
      tags,
      ...signedIn,
      summary: 'Changes a template: other settings make a new version, certificates that were issued keep theirs',
      request: { params: TemplateId, ...body(named('CertificateTemplateChange', EditTemplate)) },
      responses: { 204: { description: 'Done' }, ...conflicts },
    }),
    async (c) => {
      await changeTemplate(c.env.ctx, c.req.valid('param').templateId, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/templates/{templateId}/preview',
      tags,
      ...signedIn,
      summary: 'A sample of a version with invented data, as PDF',
      request: { params: TemplateId, query: PreviewWish.extend({ number: z.coerce.number().int().min(1).max(10_000).optional() }) },
      responses: { 200: pdf, ...problems },
    }),
    async (c) => {
      const { number, ...wish } = c.req.valid('query');
      const { bytes, mediaType } = await previewVersion(c.env.ctx, c.req.valid('param').templateId, number ?? null, wish, 'pdf');
      return pdfAnswer(bytes, mediaType);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/templates/preview',
      tags,
      ...signedIn,
      summary: 'A sample by settings that are not stored, as PDF',
      request: body(named('CertificateTemplatePreview', z.object({ template: NewTemplate, sample: PreviewWish.prefault({}) }))),
      responses: { 200: pdf, ...problems },
    }),
    async (c) => {
      const { template, sample } = c.req.valid('json');
      const { bytes, mediaType } = await previewSettings(c.env.ctx, { organisationId: template.organisationId }, template, sample, 'pdf');
      return pdfAnswer(bytes, mediaType);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/templates/{templateId}/restore',
      tags,
      ...signedIn,
      summary: 'Lets an older version count again, as a new one',
      request: { params: TemplateId, ...body(named('TemplateVersionNumber', z.object({ number: z.int().min(1) }))) },
      responses: { 204: { description: 'Done' }, ...conflicts },
    }),
    async (c) => {
      await restoreVersion(c.env.ctx, c.req.valid('param').templateId, c.req.valid('json').number);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/templates/{templateId}/archive', tags, ...signedIn, summary: 'Puts a template aside: nothing new is issued with it', request: { params: TemplateId }, responses: { 204: { description: 'Done' }, ...conflicts } }),
    async (c) => {
      await archiveTemplate(c.env.ctx, c.req.valid('param').templateId);
      return c.body(null, 204);
    },
  );
  api.openapi(
    createRoute({ method: 'post', path: '/templates/{templateId}/revive', tags, ...signedIn, summary: 'Takes a template back into use', request: { params: TemplateId }, responses: done }),
    async (c) => {
      await reviveTemplate(c.env.ctx, c.req.valid('param').templateId);
      return c.body(null, 204);
    },
  );
}

function pictures(api: Api): void {
  const Upload = NewPicture.extend({ file: z.base64('photo.not_a_picture').max(6_700_000).openapi({ description: 'JPEG or PNG, base64; read and packed anew, white paper around a seal or signature becomes clear' }) });
  api.openapi(
    createRoute({ method: 'get', path: '/template-pictures', tags, ...signedIn, summary: 'Logos, seals and signatures of the organisations that the caller keeps, at most 200', responses: { 200: json(z.object({ pictures: z.array(Picture) }), 'Pictures, newest first'), ...problems } }),
    async (c) => c.json({ pictures: (await listPicturesFor(c.env.ctx)).pictures.map((one) => ({ ...one, addedAt: one.addedAt.toISOString() })) }, 200),
  );
  api.openapi(
    createRoute({ method: 'post', path: '/template-pictures', tags, ...signedIn, summary: 'Keeps a picture for templates', request: body(named('NewTemplatePicture', Upload)), responses: { 201: json(Made, 'The picture'), ...problems } }),
    async (c) => {
      const { file, ...input } = c.req.valid('json');
      return c.json({ id: await addPicture(c.env.ctx, input, Buffer.from(file, 'base64')) }, 201);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/template-pictures/{pictureId}',
      tags,
      ...signedIn,
      summary: 'The picture itself',
      request: { params: PictureId },
      responses: { 200: { description: 'PNG or JPEG', content: { 'image/png': { schema: z.string().openapi({ format: 'binary' }) } } }, ...problems },
    }),
    async (c) => {
      const { bytes, mediaType } = await readPicture(c.env.ctx, c.req.valid('param').pictureId);
      return new Response(bytes, { headers: { 'content-type': mediaType, 'cache-control': 'private, no-store' } }) as never;
    },
  );
  api.openapi(
    createRoute({ method: 'delete', path: '/template-pictures/{pictureId}', tags, ...signedIn, summary: 'Takes a picture away that no version of a template shows', request: { params: PictureId }, responses: { 204: { description: 'Done' }, ...conflicts } }),
    async (c) => {
      await removePicture(c.env.ctx, c.req.valid('param').pictureId);
      return c.body(null, 204);
    },
  );
}

/** Templates of certificates and their pictures, for coordinators and administrators of the network. */
export function registerTemplatesApi(api: Api): void {
  templates(api);
  pictures(api);
}
