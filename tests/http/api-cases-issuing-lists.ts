import { expect } from 'vitest';
import { issueCredential, startIssuingList, stopIssuingList, NewIssuingList } from '#server/modules/credentials/index.ts';
import { newIssue } from '#server/modules/credentials/credentials.factory.ts';
import { inTransaction } from '#server/platform/context.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';

const REASON = 'Ошибка в названии курса';
const body = ({ served }: World) => ({ organisationId: served.organisationId, kind: 'course', language: 'kk', title: 'Кітапхана ісі', from: '2026-05-04', hours: 36, competencies: ['Каталогтау'], deliver: 15, names: 'Абаева Гүлнәр; ; gulnar@example.kz\nЛи Ян' });
const othersHere = async (world: World) => [...world.strangers.filter((caller) => caller.at === '/ru'), world.inspector];
const list = (path: (id: string) => string, sent?: unknown, prepare?: (world: World, id: string) => Promise<unknown>) => async (world: World): Promise<Call> => {
  const id = await startIssuingList(world.served.system(), NewIssuingList.parse(body(world)));
  await prepare?.(world, id);
  return { by: world.coordinator, path: path(id), ...(sent ? { body: sent } : {}) };
};
/** As if a worker had come to an end, with one certificate that waits for its mail. */
const ended = async ({ served }: World, id: string) => {
  await inTransaction(served.system(), (tx) => issueCredential(tx, newIssue(served.organisationId, { batchId: id })));
  await served.platform.db.updateTable('platform.job').set({ state: 'done' }).where('kind', '=', 'credentials.issue_list').execute();
};

/** Certificates from a pasted list. */
export const issuingListCases: Record<string, Case> = {
  'GET /issuing-lists': {
    may: list(() => '/issuing-lists'),
    status: 200,
    holds: (answer: object) => expect(answer).toMatchObject({ lists: [{ title: 'Кітапхана ісі', kind: 'course', people: 2 }] }),
    forbidden: async (world) => world.strangers.filter((caller) => caller.at === '/ru'),
    missing: null,
  },
  'POST /issuing-lists/preview': {
    may: async (world) => ({ by: world.coordinator, path: '/issuing-lists/preview', body: body(world) }),
    status: 200,
    holds: (answer: object) => expect(answer).toMatchObject({ count: 2, refusedCount: 0, people: [{ name: 'Абаева Гүлнәр', email: 'gulnar@example.kz' }, { name: 'Ли Ян' }] }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), title: '', names: '' } }), errors: [{ field: 'title', code: 'field.required' }] },
    forbidden: othersHere,
    missing: null,
  },
  'POST /issuing-lists': {
    may: async (world) => ({ by: world.coordinator, path: '/issuing-lists', body: body(world) }),
    status: 201,
    holds: async (answer: { id: string }, { served }, call) => expect((await served.call(call.by, 'GET', `/issuing-lists/${answer.id}`)).body).toMatchObject({ state: 'waiting', people: 2 }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), qualification: 'retraining' } }), errors: [{ field: 'qualification', code: 'issuing.no_qualification' }] },
    forbidden: othersHere,
    missing: null,
  },
  'GET /issuing-lists/{listId}': {
    may: list((id) => `/issuing-lists/${id}`),
    status: 200,
    holds: (answer: object) => expect(answer).toMatchObject({ state: 'waiting', title: 'Кітапхана ісі', total: 0, issued: 0, failed: [] }),
  },
  'POST /issuing-lists/{listId}/stop': {
    may: list((id) => `/issuing-lists/${id}/stop`),
    status: 204,
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
  'POST /issuing-lists/{listId}/resume': {
    may: list((id) => `/issuing-lists/${id}/resume`, undefined, (world, id) => stopIssuingList(world.served.system(), id)),
    status: 204,
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
  'POST /issuing-lists/{listId}/undo': {
    may: list((id) => `/issuing-lists/${id}/undo`, { reason: REASON }, ended),
    status: 200,
    holds: (answer: object) => expect(answer).toEqual({ annulled: 1 }),
    bad: { call: (call) => ({ ...call, body: { reason: 'так' } }), errors: [{ field: 'reason', code: 'reason.too_short' }] },
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
};
