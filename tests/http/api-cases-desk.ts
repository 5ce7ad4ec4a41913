import { newIssue } from '#server/modules/credentials/credentials.factory.ts';
import { issueCredential } from '#server/modules/credentials/index.ts';
import { getRunFor } from '#server/modules/seminars/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { expect } from 'vitest';
import { registerCollective } from '#server/modules/seminars/index.ts';
import { collectiveForm, handEntry, manyNames } from '#server/modules/seminars/registrations.factory.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';

const emptied = (call: Call): Call => ({ ...call, body: {} });

/** An event on which its organiser decides, with one application. */
async function applied(world: World): Promise<{ eventId: string; id: string }> {
  const { eventId } = await world.event({ approvalRequired: true });
  return { eventId, id: (await world.registration(eventId)).id };
}

async function registered(world: World): Promise<{ eventId: string; id: string }> {
  const { eventId } = await world.event();
  return { eventId, id: (await world.registration(eventId)).id };
}

/** A list so long that it waits for a decision. */
async function list(world: World): Promise<{ eventId: string; id: string }> {
  const { eventId } = await world.event();
  const { collectiveId } = await registerCollective(world.served.ctx({ kind: 'visitor' }), eventId, collectiveForm(manyNames(31)), null);
  return { eventId, id: collectiveId };
}

async function run(world: World): Promise<{ eventId: string; runId: string }> {
  const { eventId } = await world.held();
  const made = await world.served.call(world.coordinator, 'POST', `/manage/seminars/${eventId}/issuing-runs`, {});
  return { eventId, runId: (made.body as { id: string }).id };
}

/** What organisers do with registrations and results. */
export const deskCases: Record<string, Case> = {
  'GET /manage/seminars/{eventId}/registrations': {
    may: async (world) => {
      const { eventId } = await registered(world);
      await world.registration(eventId, { name: 'Ли Ян', email: 'yan@example.kz', country: 'RU' });
      return { by: world.coordinator, path: `/manage/seminars/${eventId}/registrations?sort=name&limit=1` };
    },
    status: 200,
    holds: async (body: { next: string }, { served }, call) => {
      expect(body).toMatchObject({ counts: { matching: 2, total: 2, confirmed: 2 }, registrations: [{ name: 'Ли Ян', email: 'yan@example.kz', country: 'RU', state: 'confirmed' }] });
      expect((await served.call(call.by, 'GET', `${call.path}&after=${body.next}`)).body).toMatchObject({ next: null, registrations: [{ name: 'Сейітқызы Әсел' }] });
      expect((await served.call(call.by, 'GET', `${call.path}&q=seiitkyzy`)).body).toMatchObject({ counts: { matching: 1 } });
    },
    bad: { call: (call) => ({ ...call, path: call.path.replace('=name', '=luck') }), errors: [{ field: 'sort', code: 'choice.missing' }] },
  },
  'GET /manage/registrations/{registrationId}': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/registrations/${(await registered(world)).id}` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ name: 'Сейітқызы Әсел', email: 'asel@example.kz', erased: false, history: [{ act: 'registration.created', by: null }] }),
  },
  'GET /manage/seminars/{eventId}/collectives': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/seminars/${(await list(world)).eventId}/collectives?state=pending` }),
    status: 200,
    holds: (body: object) =>
      expect(body).toMatchObject({ total: 1, pending: 1, next: null, collectives: [{ organisation: 'Железин ауылдық кітапханасы', state: 'pending', pending: 31, contactEmail: 'gulmira@example.kz' }] }),
    bad: { call: (call) => ({ ...call, path: call.path.replace('pending', 'lost') }), errors: [{ field: 'state', code: 'choice.missing' }] },
  },
  'GET /manage/collectives/{collectiveId}': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/collectives/${(await list(world)).id}?q=Касымова` }),
    status: 200,
    holds: (body: { names: object[] }) => {
      expect(body).toMatchObject({ contactName: 'Омарова Гүлмира', state: 'pending', certificates: 0 });
      expect(body.names).toHaveLength(4);
    },
    bad: { call: (call) => ({ ...call, path: `${call.path}&sort=luck` }), errors: [{ field: 'sort', code: 'choice.missing' }] },
  },
  'POST /manage/collectives/{collectiveId}/approve': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/collectives/${(await list(world)).id}/approve` }),
    status: 200,
    holds: (body: object) => expect(body).toEqual({ places: 31, waiting: 0 }),
  },
  'POST /manage/collectives/{collectiveId}/decline': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/collectives/${(await list(world)).id}/decline`, body: { reason: 'Список прислан дважды' } }),
    status: 204,
    holds: async (_body, { served }, call) =>
      expect((await served.call(call.by, 'GET', call.path.replace('/decline', ''))).body).toMatchObject({ state: 'declined', declinedReason: 'Список прислан дважды' }),
    bad: { call: emptied, errors: [{ field: 'reason', code: 'reason.missing' }] },
  },
  'POST /manage/seminars/{eventId}/registrations': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/seminars/${(await world.event()).eventId}/registrations`, body: handEntry() }),
    status: 201,
    holds: async (body: object, { served }, call) => {
      expect(body).toMatchObject({ state: 'confirmed' });
      expect(await served.call(call.by, 'POST', call.path, call.body)).toMatchObject({ status: 422, body: { errors: [{ field: 'name' }] } });
    },
    bad: { call: (call) => ({ ...call, body: { ...handEntry(), country: 'XX' } }), errors: [{ field: 'country', code: 'choice.missing' }] },
  },
  'POST /manage/seminars/{eventId}/registrations/approve': {
    may: async (world) => {
      const { eventId, id } = await applied(world);
      return { by: world.coordinator, path: `/manage/seminars/${eventId}/registrations/approve`, body: { ids: [id] } };
    },
    status: 200,
    holds: async (body: object, { served }, call) => {
      expect(body).toEqual({ places: 1, waiting: 0 });
      expect(await served.call(call.by, 'POST', call.path, call.body)).toMatchObject({ status: 409, body: { title: 'registration.none_pending' } });
    },
    bad: { call: (call) => ({ ...call, body: { ids: [] } }), errors: [{ field: 'ids', code: 'choice.missing' }] },
  },
  'POST /manage/seminars/{eventId}/registrations/decline': {
    may: async (world) => {
      const { eventId, id } = await applied(world);
      return { by: world.coordinator, path: `/manage/seminars/${eventId}/registrations/decline`, body: { ids: [id], reason: 'Только для Павлодара' } };
    },
    status: 200,
    holds: (body: object) => expect(body).toEqual({ declined: 1 }),
    bad: { call: (call) => ({ ...call, body: { ids: (call.body as { ids: string[] }).ids, reason: '?' } }), errors: [{ field: 'reason', code: 'reason.missing' }] },
  },
  'PUT /manage/registrations/{registrationId}': {
    may: async (world) => ({
      by: world.coordinator,
      path: `/manage/registrations/${(await registered(world)).id}`,
      body: { version: 1, name: 'Сейітқызы Айгүл', country: 'KZ', role: 'organiser', certificateLocale: 'kk', mailLocale: 'kk', reason: 'Позвонила' },
    }),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), reason: '' } }), errors: [{ field: 'reason', code: 'reason.missing' }] },
  },
  'POST /manage/registrations/{registrationId}/cancel': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/registrations/${(await registered(world)).id}/cancel`, body: { reason: 'Позвонила и отказалась' } }),
    status: 204,
    bad: { call: emptied, errors: [{ field: 'reason', code: 'reason.missing' }] },
  },
  'POST /manage/registrations/{registrationId}/send-link': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/registrations/${(await registered(world)).id}/send-link` }),
    status: 204,
  },
  'GET /manage/seminars/{eventId}/results': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/seminars/${(await world.held()).eventId}/results?sort=-minutes&limit=1` }),
    status: 200,
    holds: async (body: { next: string }, { served }, call) => {
      expect(body).toMatchObject({ matching: 3, people: 3, results: [{ name: 'Абаева Гүлнәр', minutes: 95, ofMinutes: 100, eligible: true, kind: 'attendance', by: 'rule', reasons: [] }] });
      const next = await served.call(call.by, 'GET', `${call.path}&after=${body.next}`);
      expect(next.body).toMatchObject({ results: [{ name: 'Громова Ольга', minutes: 10, eligible: false, reasons: ['eligibility.percent_below'] }] });
    },
    bad: { call: (call) => ({ ...call, path: call.path.replace('-minutes', 'luck') }), errors: [{ field: 'sort', code: 'choice.missing' }] },
  },
  'GET /manage/seminars/{eventId}/results/{personId}': {
    may: async (world) => {
      const { eventId, stayed } = await world.held();
      return { by: world.coordinator, path: `/manage/seminars/${eventId}/results/${stayed}` };
    },
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ name: 'Абаева Гүлнәр', sessions: [{ minutes: 95, ofMinutes: 100 }], decisions: [], certificates: [] }),
  },
  'POST /manage/seminars/{eventId}/results/{personId}/decisions': {
    may: async (world) => {
      const { eventId, left } = await world.held();
      return { by: world.coordinator, path: `/manage/seminars/${eventId}/results/${left}/decisions`, body: { decision: 'grant', reason: 'Слушала по телефону' } };
    },
    status: 204,
    holds: async (_body, { served }, call) =>
      expect((await served.call(call.by, 'GET', call.path.replace('/decisions', ''))).body).toMatchObject({
        eligible: true,
        by: 'person',
        decisions: [{ decision: 'grant', reason: 'Слушала по телефону', by: 'a coordinator' }],
      }),
    bad: { call: (call) => ({ ...call, body: { decision: 'grant', reason: 'ну' } }), errors: [{ field: 'reason', code: 'decision.reason_short' }] },
  },
  'GET /manage/seminars/{eventId}/issuing-plan': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/seminars/${(await world.held()).eventId}/issuing-plan` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ problem: null, count: 1, issued: 0, running: null, leftOut: expect.arrayContaining([{ code: 'eligibility.percent_below', count: 1 }]) as object[] }),
    bad: { call: (call) => ({ ...call, path: `${call.path}?unconfirmedToo=perhaps` }), errors: [{ field: 'unconfirmedToo', code: 'choice.missing' }] },
  },
  'GET /manage/seminars/{eventId}/unconfirmed-names': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/seminars/${(await world.held()).eventId}/unconfirmed-names` }),
    status: 200,
    holds: (body: object) => expect(body).toEqual({ people: 0, lists: 0, lately: 0, unreachable: 0, contributors: 1 }),
  },
  'POST /manage/seminars/{eventId}/unconfirmed-names/ask': {
    may: async (world) => {
      const { eventId } = await world.held({ confirmed: false });
      return { by: world.coordinator, path: `/manage/seminars/${eventId}/unconfirmed-names/ask` };
    },
    status: 200,
    holds: async (body, { served }, call) => {
      expect(body).toEqual({ mails: 1 });
      expect(await served.call(call.by, 'POST', call.path)).toMatchObject({ status: 409, body: { title: 'names.nobody_to_ask' } });
    },
  },
  'POST /manage/seminars/{eventId}/issuing-runs': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/seminars/${(await world.held()).eventId}/issuing-runs`, body: {} }),
    status: 201,
    holds: async (_body, { served }, call) => expect(await served.call(call.by, 'POST', call.path, {})).toMatchObject({ status: 409, body: { title: 'issuing.running_already' } }),
    bad: { call: (call) => ({ ...call, body: { unconfirmedToo: 'perhaps' } }), errors: [{ field: 'unconfirmedToo', code: 'field.required' }] },
  },
  'GET /manage/seminars/{eventId}/issuing-runs/{runId}': {
    may: async (world) => {
      const { eventId, runId } = await run(world);
      return { by: world.coordinator, path: `/manage/seminars/${eventId}/issuing-runs/${runId}` };
    },
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ state: 'waiting', done: 0, startedBy: 'a coordinator', unconfirmedToo: false, failed: [] }),
  },
  'POST /manage/seminars/{eventId}/issuing-runs/{runId}/stop': {
    may: async (world) => {
      const { eventId, runId } = await run(world);
      return { by: world.coordinator, path: `/manage/seminars/${eventId}/issuing-runs/${runId}/stop` };
    },
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('/stop', ''))).body).toMatchObject({ stopRequested: true }),
  },
  'POST /manage/seminars/{eventId}/issuing-runs/{runId}/resume': {
    may: async (world) => {
      const { eventId, runId } = await run(world);
      const path = `/manage/seminars/${eventId}/issuing-runs/${runId}`;
      await world.served.call(world.coordinator, 'POST', `${path}/stop`);
      return { by: world.coordinator, path: `${path}/resume` };
    },
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('/resume', ''))).body).toMatchObject({ stopRequested: false }),
  },
  'POST /manage/seminars/{eventId}/confirmed-names': {
    may: async (world) => {
      const { eventId, stayed } = await world.held({ confirmed: false });
      return { by: world.coordinator, path: `/manage/seminars/${eventId}/confirmed-names`, body: { people: [stayed], name: { [stayed]: 'Абаева Гүлнәр Серікқызы' } } };
    },
    status: 200,
    holds: async (body: object, { served }, call) => {
      expect(body).toEqual({ confirmed: 1 });
      expect((await served.call(call.by, 'GET', call.path.replace('confirmed-names', 'issuing-plan'))).body).toMatchObject({ groups: expect.arrayContaining([expect.objectContaining({ kind: 'attendance', count: 1 })]) as object[] });
    },
    bad: { call: (call) => ({ ...call, body: { people: [] } }), errors: [{ field: 'people', code: 'names.none_ticked' }] },
  },
  'POST /manage/seminars/{eventId}/issuing-runs/{runId}/undo': {
    may: async (world) => {
      const { eventId, runId } = await run(world);
      const { served } = world;
      // As if a worker had issued one and ended.
      await inTransaction(served.system(), (tx) => issueCredential(tx, newIssue(served.organisationId, { batchId: runId })));
      await served.platform.db.updateTable('platform.job').set({ state: 'done' }).where('id', '=', (await getRunFor(served.system(), eventId, runId)).jobId).execute();
      return { by: world.coordinator, path: `/manage/seminars/${eventId}/issuing-runs/${runId}/undo`, body: { reason: 'Ошибка в списке участников' } };
    },
    status: 200,
    holds: async (body: object, { served }, call) => {
      expect(body).toEqual({ annulled: 1 });
      expect((await served.call(call.by, 'GET', call.path.replace('/undo', ''))).body).toMatchObject({ given: 0, annulled: 1, deliverInMinutes: 0 });
      expect(await served.call(call.by, 'POST', call.path, call.body)).toMatchObject({ status: 409, body: { title: 'credential.all_given' } });
    },
    bad: { call: (call) => ({ ...call, body: { reason: 'ошибка' } }), errors: [{ field: 'reason', code: 'reason.too_short' }] },
  },
  'GET /manage/seminars/{eventId}/statistics': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/seminars/${(await world.held()).eventId}/statistics` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ total: { registered: 2, present: 2, certificates: 0 }, countries: [{ key: 'KZ', registered: 1 }, { key: 'RU', registered: 1 }, { key: 'BY', spoke: 1 }] }),
  },
};

