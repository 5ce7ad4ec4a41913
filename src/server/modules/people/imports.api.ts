import { createRoute, z } from '@hono/zod-openapi';
import { body, conflicts, done, instant, iso, json, Made, named, signedIn } from '#server/api/describe.ts';
import { problems, type Api } from '#server/api/env.ts';
import { IMPORT_KINDS } from './import-fields.ts';
import { showImport } from './import-view.service.ts';
import { ROW_FILTERS } from './imports.queries.ts';
import { ChoosePlaces, Decisions, Mapping, RunImport } from './imports.schemas.ts';
import { bringList, choosePlaces, decideRows, listImportsFor, mapColumns, removeImport, runImport, undoImport } from './imports.service.ts';
import { VERDICTS } from './imports.tables.ts';

const tags = ['Imports'];
const ListId = z.object({ listId: z.string() });
const STATES = ['draft', 'checking', 'checked', 'running', 'done', 'undone'] as const;

const Line = z
  .object({
    id: z.uuid(),
    kind: z.enum(IMPORT_KINDS),
    source: z.enum(['xlsx', 'csv', 'pasted']),
    fileName: z.string(),
    state: z.enum(STATES),
    counts: z.record(z.string(), z.int()).openapi({ description: 'Rows by what they do; rows left out by why' }),
    createdAt: instant(),
  })
  .openapi('ImportedList');

const Problem = z.object({ code: z.string(), severity: z.enum(['error', 'warning']), column: z.object({ index: z.int(), letters: z.string(), heading: z.string() }).nullable(), value: z.string() });
const Beside = z.object({ id: z.uuid(), name: z.string(), birthDate: z.iso.date().nullable(), place: z.string().nullable(), post: z.string().nullable() });
const Row = z.object({
  row: z.int().openapi({ description: 'As the spreadsheet numbers it' }),
  verdict: z.enum(VERDICTS),
  name: z.string(),
  problems: z.array(Problem),
  changes: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
  candidates: z.array(Beside),
  subjectId: z.uuid().nullable(),
});
const List = Line.extend({
  jobId: z.uuid().nullable(),
  undoUntil: instant().nullable(),
  columns: z.array(z.object({ index: z.int(), heading: z.string(), field: z.string().nullable(), certainty: z.number() })),
  rows: z.array(Row),
  next: z.int().nullable().openapi({ description: 'Give it as `after` for the next rows' }),
}).openapi('ImportedListWithRows');

/** Lists that go into the registry: brought, matched, checked, decided about, run and taken back, as on the pages. */
export function registerImportsApi(api: Api): void {
  const New = z.object({ text: z.string().min(1, 'field.required').max(1_000_000), kind: z.enum(IMPORT_KINDS, 'choice.missing').optional() });
  api.openapi(
    createRoute({ method: 'post', path: '/imports', tags, ...signedIn, summary: 'Bring a table as text with tabs, semicolons or commas', request: body(named('NewImport', New)), responses: { 201: json(Made, 'The list; nothing of it is in the registry yet'), ...problems } }),
    async (c) => {
      const { text, kind } = c.req.valid('json');
      return c.json({ id: await bringList(c.env.ctx, { text }, kind) }, 201);
    },
  );
  api.openapi(
    createRoute({
      method: 'get', path: '/imports', tags, ...signedIn, summary: 'Lists that were brought, the latest first',
      request: { query: z.object({ after: z.uuid().optional() }) },
      responses: { 200: json(z.object({ imports: z.array(Line), next: z.uuid().nullable() }), 'Lists and the key of the next page'), ...problems },
    }), // prettier-ignore
    async (c) => {
      const { imports, next } = await listImportsFor(c.env.ctx, { after: c.req.valid('query').after });
      return c.json({ imports: imports.map((row) => ({ id: row.id, kind: row.kind, source: row.source, fileName: row.file_name, state: row.state, counts: row.counts as Record<string, number>, createdAt: row.created_at.toISOString() })), next }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get', path: '/imports/{listId}', tags, ...signedIn, summary: 'A list with its columns and rows, and what each row would do',
      request: { params: ListId, query: z.object({ show: z.enum(ROW_FILTERS).optional(), after: z.coerce.number().int().min(0).default(0) }) },
      responses: { 200: json(List, 'The list'), ...problems },
    }), // prettier-ignore
    async (c) => {
      const { show, after } = c.req.valid('query');
      const { import: row, rows, next } = await showImport(c.env.ctx, c.req.valid('param').listId, { which: show ?? null, after }, 100);
      const list = {
        id: row.id, kind: row.kind, source: row.source, fileName: row.file_name, state: row.state, counts: row.counts as Record<string, number>, createdAt: row.created_at.toISOString(), jobId: row.job_id, undoUntil: iso(row.undoUntil),
        columns: row.header.columns.map(({ index, heading, field, certainty }) => ({ index, heading, field, certainty })),
        rows: rows.map((one) => ({
          row: one.row, verdict: one.verdict, name: one.read.name, changes: one.changes, candidates: one.candidates, subjectId: one.subject?.id ?? null,
          problems: one.problems.map(({ code, severity, column, value }) => ({ code, severity, column, value })),
        })),
        next,
      }; // prettier-ignore
      return c.json(list, 200);
    },
  );
  const act = <S extends z.ZodType>(path: string, summary: string, name: string, schema: S, work: (ctx: Parameters<typeof runImport>[0], id: string, input: z.output<S>) => Promise<unknown>, method: 'post' | 'put' = 'post') =>
    api.openapi(createRoute({ method, path: `/imports/{listId}/${path}`, tags, ...signedIn, summary, request: { params: ListId, ...body(named(name, schema)) }, responses: { ...done, ...conflicts } }), async (c) => {
      // The router cannot follow a schema that is a parameter.
      const sent = c.req as unknown as { valid(part: 'param' | 'json'): unknown };
      await work(c.env.ctx, (sent.valid('param') as { listId: string }).listId, sent.valid('json') as z.output<S>);
      return c.body(null, 204);
    });
  act('columns', 'Say which column is what; the rows are then read and checked', 'ImportColumns', Mapping, mapColumns, 'put');
  act('decisions', 'Say who undecided rows are', 'ImportDecisions', Decisions, decideRows);
  act('places', 'Say once what organisation a text means that stands in many rows; the rows are then read again', 'ImportPlaces', ChoosePlaces, choosePlaces);
  act('run', 'Write the rows into the registry, as a job', 'RunImport', RunImport, (ctx, id, { how }) => runImport(ctx, id, how));
  act('undo', 'Take the list out of the registry again, as a job; for thirty days', 'UndoImport', z.object({}), (ctx, id) => undoImport(ctx, id));
  api.openapi(
    createRoute({ method: 'delete', path: '/imports/{listId}', tags, ...signedIn, summary: 'Throw away a list that is not in the registry', request: { params: ListId }, responses: { ...done, ...conflicts } }),
    async (c) => {
      await removeImport(c.env.ctx, c.req.valid('param').listId);
      return c.body(null, 204);
    },
  );
}
