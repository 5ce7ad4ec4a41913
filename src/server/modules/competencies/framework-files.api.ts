import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, instant, json, Made, named, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { invalid } from '#server/platform/errors.ts';
import { exportFramework, EXPORT_FORMATS } from './framework-export.service.ts';
import { FILES_MOST, FILES_MOST_BYTES } from './framework-files.ts';
import { ImportWish } from './framework-imports.schemas.ts';
import { bringFramework, getFrameworkImport, runFrameworkImport, stopFrameworkImport } from './framework-imports.service.ts';

const tags = ['Competencies: files'];
const at = z.object({ fileId: z.string() });
const Finding = z.object({ code: z.string(), item: z.string().nullable().openapi({ description: 'Its code' }), row: z.int().optional(), params: z.record(z.string(), z.union([z.string(), z.number()])) });
const Brought = z
  .object({
    id: z.uuid(),
    state: z.enum(['refused', 'read', 'waiting', 'running', 'failed', 'stopped', 'done']),
    origin: z.string(),
    createdAt: instant(),
    versionId: z.uuid().nullable().openapi({ description: 'The draft, once it is stored' }),
    progress: z.object({ done: z.int(), total: z.int() }).nullable(),
    needsScale: z.boolean(),
    counts: z.object({ areas: z.int(), competencies: z.int(), descriptors: z.int(), associations: z.int(), steps: z.int() }),
    problems: z.array(Finding).openapi({ description: 'Nothing is stored while there are any; the first three hundred' }),
    problemCount: z.int(),
    notes: z.array(Finding).openapi({ description: 'What was read in one of several ways' }),
    noteCount: z.int(),
  })
  .openapi('FrameworkImport');

const isFiles = (value: unknown): value is File | File[] => value instanceof File || (Array.isArray(value) && value.length <= FILES_MOST && value.every((one) => one instanceof File));
const Upload = z.object({ files: z.custom<File | File[]>(isFiles, 'field.required').openapi({ type: 'array', items: { type: 'string', format: 'binary' }, description: 'A CASE package, a table (CSV, XLSX), or the files of DigComp 3.0; the field may be given several times' }) });

/** Frameworks as files: looked at, stored as drafts, exported. */
export function registerFrameworkFilesApi(api: Api): void {
  api.openapi(
    createRoute({
      method: 'post', path: '/frameworks/imports', tags, ...signedIn, summary: 'Brings a framework as a file; nothing is stored as a framework yet', description: 'A form with files is taken with an `Origin` header only, which names the installation: browsers send it by themselves, programs have to.',
      request: { body: { required: true, content: { 'multipart/form-data': { schema: named('FrameworkFiles', Upload) } } } },
      responses: { 201: json(Made, 'What was read; ask for it'), ...problems },
    }), // prettier-ignore
    async (c) => {
      const { files } = c.req.valid('form');
      const list = Array.isArray(files) ? files : [files];
      if (list.reduce((sum, { size }) => sum + size, 0) > FILES_MOST_BYTES) throw invalid('files', 'framework.file_large', { megabytes: FILES_MOST_BYTES / 1_000_000 });
      return c.json({ id: await bringFramework(c.env.ctx, await Promise.all(list.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })))) }, 201);
    },
  );
  api.openapi(createRoute({ method: 'get', path: '/frameworks/imports/{fileId}', tags, ...signedIn, summary: 'What a file holds, what is wrong with it, and how far it is', request: { params: at }, responses: { 200: json(Brought, 'What was read'), ...problems } }), async (c) => {
    const { id, state, origin, createdAt, versionId, job, report } = await getFrameworkImport(c.env.ctx, c.req.valid('param').fileId);
    const findings = (list: typeof report.problems) => list.map(({ code, item, row, params }) => ({ code, item, ...(row === undefined ? {} : { row }), params: { ...params } }));
    const { needsScale, counts, problemCount, noteCount } = report;
    return c.json({ id, state, origin, createdAt: createdAt.toISOString(), versionId, progress: job && { done: job.done, total: job.total }, needsScale, counts, problems: findings(report.problems), problemCount, notes: findings(report.notes), noteCount }, 200);
  });
  api.openapi(
    createRoute({
      method: 'post', path: '/frameworks/imports/{fileId}/store', tags, ...signedIn, summary: 'Stores it as a draft: a framework of its own, or the next version of one (`into`)',
      request: { params: at, ...body(named('FrameworkImportWish', ImportWish)) },
      responses: { 200: json(z.object({ versionId: z.uuid().nullable().openapi({ description: 'Null while it is stored in the background' }) }), 'The draft'), ...conflicts },
    }), // prettier-ignore
    async (c) => c.json({ versionId: await runFrameworkImport(c.env.ctx, c.req.valid('param').fileId, c.req.valid('json')) }, 200),
  );
  api.openapi(createRoute({ method: 'post', path: '/frameworks/imports/{fileId}/stop', tags, ...signedIn, summary: 'Stops storing; nothing of it stays', request: { params: at }, responses: done }), async (c) => {
    await stopFrameworkImport(c.env.ctx, c.req.valid('param').fileId);
    return c.body(null, 204);
  });
  const file = z.string().openapi({ format: 'binary' });
  api.openapi(
    createRoute({
      method: 'get', path: '/frameworks/{versionId}/export', tags, ...signedIn, summary: 'A version as a file: a CASE 1.1 package or a table',
      request: { params: z.object({ versionId: z.string() }), query: z.object({ format: z.enum(EXPORT_FORMATS).default('case.json') }) },
      responses: { 200: { description: 'The file', content: { 'application/json': { schema: file }, 'text/csv': { schema: file }, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema: file } } }, ...problems },
    }), // prettier-ignore
    async (c) => {
      const { bytes, contentType, disposition } = await exportFramework(c.env.ctx, c.req.valid('param').versionId, c.req.valid('query').format);
      return new Response(bytes, { headers: { 'content-type': contentType, 'content-disposition': disposition, 'cache-control': 'private, no-store' } }) as never;
    },
  );
}
