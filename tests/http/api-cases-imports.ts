import { expect } from 'vitest';
import { IMPORT_JOBS } from '#server/modules/people/imports.jobs.ts';
import { RUN_JOB } from '#server/modules/people/imports.service.ts';
import { findImport, listReadRows } from '#server/modules/people/imports.queries.ts';
import { findJob } from '#server/platform/jobs.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';
import type { Caller } from './served.ts';

let made = 0;
const COLUMNS = { kind: 'staff', columns: { '0': 'fullName', '1': 'position', '2': 'birthDate' }, postsFrom: '01.09.2020' };

/** A list of the coordinator, its rows read: one person, born on a day of her own. */
async function list(world: World): Promise<string> {
  made += 1;
  const { served, coordinator } = world;
  const brought = await served.call(coordinator, 'POST', '/imports', { text: `ФИО\tДолжность\tДата рождения\nСписочная Айгуль\tБиблиотекарь\t${String(1 + (made % 28)).padStart(2, '0')}.05.${1950 + (made % 40)}` });
  const { id } = brought.body as { id: string };
  await served.call(coordinator, 'PUT', `/imports/${id}/columns`, { ...COLUMNS, organisationId: served.organisationId });
  return id;
}

async function written(world: World): Promise<string> {
  const id = await list(world);
  await world.served.call(world.coordinator, 'POST', `/imports/${id}/run`, { how: 'all' });
  const system = world.served.system();
  const row = await findImport(system, id);
  const job = await findJob(system, row?.job_id ?? '');
  await IMPORT_JOBS[RUN_JOB]?.({ id: job?.id ?? '', networkId: system.networkId, params: { importId: id }, platform: system.platform, createdBy: job?.created_by ?? null, progress: async () => {}, stopRequested: async () => false });
  return id;
}

const idIn = (call: Call): string => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(call.path)?.[0] ?? '';
const stored = (world: World, call: Call) => findImport(world.served.system(), idIn(call));
const rows = (world: World, call: Call) => listReadRows(world.served.system(), idIn(call), 'all', { after: 0, limit: 10 });
const by = (path: string, body?: (world: World) => unknown, make = list) => async (world: World): Promise<Call> => ({ by: world.coordinator, path: `/imports/${await make(world)}${path}`, ...(body ? { body: body(world) } : {}) });
/** Somebody else of the network who may bring lists of her own. */
const others = async (world: World): Promise<Caller[]> => [...world.strangers, await world.served.account('a head who brings lists too', { role: 'head', scopeKind: 'organisation', scopeId: world.served.organisationId })];
const outsiders = async (world: World): Promise<Caller[]> => world.strangers.filter((caller) => caller.at === '/ru');

export const importCases: Record<string, Case> = {
  'POST /imports': {
    may: async (world) => ({ by: world.coordinator, path: '/imports', body: { text: 'ФИО;Должность\nЛи Ян;методист' } }),
    status: 201,
    holds: async (body: { id: string }, world) => expect(await findImport(world.served.system(), body.id)).toMatchObject({ kind: 'staff', source: 'pasted', state: 'draft' }),
    bad: { call: (call) => ({ ...call, body: { text: '"ФИО' } }), errors: [{ field: 'text', code: 'table.quote_not_closed', params: { row: 1 } }] },
    forbidden: outsiders,
    missing: null,
  },
  'GET /imports': {
    may: async (world) => {
      await list(world);
      return { by: world.coordinator, path: '/imports' };
    },
    status: 200,
    holds: (body: { imports: object[] }) => expect(body.imports[0]).toMatchObject({ kind: 'staff', state: 'checked', counts: { new: 1 } }),
    forbidden: outsiders,
    missing: null,
  },
  'GET /imports/{listId}': {
    may: by('?show=all'),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ state: 'checked', undoUntil: null, columns: [{ heading: 'ФИО', field: 'fullName' }, { field: 'position' }, { field: 'birthDate' }], rows: [{ row: 2, verdict: 'new', name: 'Списочная Айгуль' }], next: null }),
    forbidden: others,
  },
  'PUT /imports/{listId}/columns': {
    may: by('/columns', (world) => ({ ...COLUMNS, columns: { '0': 'fullName', '1': 'position' }, organisationId: world.served.organisationId })),
    status: 204,
    holds: async (_: never, world, call) => expect((await stored(world, call))?.header.columns.map(({ field }) => field)).toEqual(['fullName', 'position', null]),
    bad: { call: (call) => ({ ...call, body: { kind: 'staff', columns: { '0': 'fullName', '1': 'fullName' } } }), errors: [{ field: 'columns', code: 'import.field_twice' }] },
    forbidden: others,
  },
  'POST /imports/{listId}/decisions': {
    may: by('/decisions', () => ({ row: { '2': 'new' } })),
    status: 204,
    holds: async (_: never, world, call) => expect((await rows(world, call))[0]).toMatchObject({ verdict: 'new', decided_by_hand: true }),
    bad: { call: (call) => ({ ...call, body: { row: { '7': 'new' } } }), errors: [{ field: 'row.7', code: 'choice.missing' }] },
    forbidden: others,
  },
  'POST /imports/{listId}/places': {
    may: by('/places', ({ served }) => ({ place: { '0': { text: 'Библиотека, которой нет', organisationId: served.organisationId } } })),
    status: 204,
    holds: async (_: never, world, call) => expect(await stored(world, call)).toMatchObject({ state: 'checked', settings: { places: { 'Библиотека, которой нет': world.served.organisationId } } }),
    bad: { call: (call) => ({ ...call, body: { place: { '0': { text: 'x' } } } }), errors: [{ field: 'place', code: 'choice.missing' }] },
    forbidden: others,
  },
  'POST /imports/{listId}/run': {
    may: by('/run', () => ({ how: 'all' })),
    status: 204,
    holds: async (_: never, world, call) => expect((await stored(world, call))?.state).toBe('running'),
    bad: { call: (call) => ({ ...call, body: {} }), errors: [{ field: 'how', code: 'choice.missing' }] },
    forbidden: others,
  },
  'POST /imports/{listId}/undo': {
    may: by('/undo', () => ({}), written),
    status: 204,
    holds: async (_: never, world, call) => expect(await stored(world, call)).toMatchObject({ state: 'running', done_at: expect.any(Date) }),
    forbidden: others,
  },
  'DELETE /imports/{listId}': {
    may: by(''),
    status: 204,
    holds: async (_: never, world, call) => expect(await stored(world, call)).toBeUndefined(),
    forbidden: others,
  },
};
