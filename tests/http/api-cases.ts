import { expect } from 'vitest';
import { randomToken } from '#server/platform/ids.ts';
import { registrationForm } from '#server/modules/seminars/registrations.factory.ts';
import type { Caller } from './served.ts';
import type { World } from './api-world.ts';

/** One call of an operation, as it is prepared. */
export interface Call {
  by: Caller;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Case {
  /** What is called, by somebody who may. */
  may(world: World): Promise<Call>;
  status: number;
  /** What the answer holds; called with its body. */
  holds?(body: never, world: World, call: Call): void | Promise<void>;
  /** A call that cannot be accepted, and what it is answered with, in words. */
  bad?: { call(call: Call): Call; errors: { field: string; code: string; params?: Record<string, number> }[] };
  /** Who may not, and learns no more than that there is nothing: the strangers of the world unless named. `nobody`: everybody may. */
  forbidden?: 'nobody' | ((world: World) => Promise<Caller[]>);
  /** The same call for something that does not exist; null where the address names nothing. */
  missing?: null;
}

const at = (date: string, starts: string, ends: string) => ({ date, starts, ends });
const eventBody = (world: World, change: object = {}) => ({
  form: 'webinar',
  organisationId: world.served.organisationId,
  original: 'ru',
  title: { ru: 'Чтение вслух', kk: 'Дауыстап оқу' },
  timeZone: 'Asia/Almaty',
  languages: ['ru'],
  countries: ['KZ'],
  capacity: 30,
  approvalRequired: true,
  percent: 80,
  ...change,
});
const emptied = (call: Call): Call => ({ ...call, body: {} });
const otherHolder = async (world: World): Promise<Caller[]> => {
  const { eventId } = await world.event();
  return [...world.strangers, (await world.registration(eventId)).holder];
};
const organiserOf = (path: (event: Awaited<ReturnType<World['event']>>) => string, body?: (event: Awaited<ReturnType<World['event']>>) => unknown) => async (world: World) => {
  const event = await world.event();
  return { by: world.coordinator, path: path(event), ...(body ? { body: body(event) } : {}) };
};
const REQUIRED = 'Заполните это поле.';

/** What people and programs do with events; every operation of the document stands in one of these tables. */
export const seminarCases: Record<string, Case> = {
  'GET /seminars': {
    may: async (world) => {
      await world.event();
      return { by: { name: 'a visitor', at: '/ru' }, path: '/seminars?q=Компетенции' };
    },
    status: 200,
    holds: (body: { seminars: { title: object }[] }) => expect(body.seminars[0]).toMatchObject({ title: { text: 'Компетенции профессионала завтрашнего дня' }, state: 'published', countries: ['KZ', 'RU', 'BY', 'KG', 'AM'] }),
    bad: { call: (call) => ({ ...call, path: '/seminars?form=party' }), errors: [{ field: 'form', code: 'choice.missing' }] },
    forbidden: 'nobody',
    missing: null,
  },
  'GET /seminars/{eventId}': {
    may: async (world) => ({ by: { name: 'a visitor', at: '/ru' }, path: `/seminars/${(await world.event()).eventId}` }),
    status: 200,
    holds: (body: object) =>
      expect(body).toMatchObject({ rule: { percent: 85, combine: 'all_of' }, registration: { standing: 'open', capacity: 500 }, sessions: [{ start: '2026-05-25T05:00:00.000Z' }], contact: { email: 'seminar@example.kz' } }),
    forbidden: 'nobody',
  },
  'GET /seminars/{eventId}/programme': {
    may: async (world) => ({ by: { name: 'a visitor', at: '/ru' }, path: `/seminars/${(await world.event()).eventId}/programme?zone=Europe/Minsk` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ total: 1, days: [{ date: '2026-05-25', sittings: [{ talks: [{ time: '08:20–09:00', hostTime: '10:20', speakers: ['Лукашевич Вера'] }] }] }] }),
    bad: { call: (call) => ({ ...call, path: call.path.replace('Europe/Minsk', 'Mars/Base') }), errors: [{ field: 'zone', code: 'zone.unknown' }] },
    forbidden: 'nobody',
  },
  'GET /seminars/{eventId}/speakers': {
    may: async (world) => ({ by: { name: 'a visitor', at: '/ru' }, path: `/seminars/${(await world.event()).eventId}/speakers` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject([{ name: 'Лукашевич Вера', talks: [{ title: { text: 'Волонтёрство как путь в профессию' } }] }]),
    forbidden: 'nobody',
  },
  'GET /seminars/{eventId}/notice': {
    may: async (world) => ({ by: { name: 'a visitor', at: '/ru' }, path: `/seminars/${(await world.event()).eventId}/notice?country=KZ` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ version: 'kz-2026-11', country: 'KZ', network: { text: 'Библиотеки: pavlodar' } }),
    bad: { call: (call) => ({ ...call, path: call.path.replace('KZ', 'XX') }), errors: [{ field: 'country', code: 'choice.missing' }] },
    forbidden: 'nobody',
  },
  'POST /seminars/{eventId}/registrations': {
    may: async (world) => ({
      by: { name: 'a visitor', at: '/ru' },
      path: `/seminars/${(await world.event()).eventId}/registrations`,
      body: registrationForm(),
      headers: { 'idempotency-key': randomToken() },
    }),
    status: 201,
    holds: async (body: { outcome: string; registrationId: string; state: string; link: { token: string; address: string } }, { served }, call) => {
      expect(body).toMatchObject({ outcome: 'made', state: 'confirmed', link: { address: `${served.address}/ru/l/${body.link.token}` } });
      const again = await served.call(call.by, 'POST', call.path, call.body, call.headers);
      expect(again).toMatchObject({ status: 200, body: { outcome: 'same', registrationId: body.registrationId } });
      // Somebody else who knows name and address learns nothing of the registration.
      const other = await served.call(call.by, 'POST', call.path, call.body, { 'idempotency-key': randomToken() });
      expect(other).toMatchObject({ status: 200, body: { outcome: 'known', registrationId: null, state: null, link: null } });
      const keyless = await served.call(call.by, 'POST', call.path, call.body);
      expect(keyless).toMatchObject({ status: 422, body: { errors: [{ field: 'idempotency-key', text: REQUIRED }] } });
    },
    bad: {
      call: (call) => ({ ...call, body: { ...registrationForm(), email: 'asel@', name: '🙂' } }),
      errors: [
        { field: 'name', code: 'name.emoji' },
        { field: 'name', code: 'name.no_letter' },
        { field: 'email', code: 'email.no_domain' },
      ],
    },
    forbidden: 'nobody',
  },
  'GET /registrations/{registrationId}': {
    may: async (world) => {
      const { id, holder } = await world.registration((await world.event()).eventId);
      return { by: holder, path: `/registrations/${id}` };
    },
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ name: 'Сейітқызы Әсел', state: 'confirmed', may: { change: true }, sessions: [{ start: '2026-05-25T05:00:00.000Z' }] }),
    forbidden: otherHolder,
  },
  'PUT /registrations/{registrationId}': {
    may: async (world) => {
      const { id, holder } = await world.registration((await world.event()).eventId);
      return { by: holder, path: `/registrations/${id}`, body: { version: 1, name: 'Сейітқызы Әсел Маратқызы', organisation: 'Ақсу', certificateLocale: 'kk', mailLocale: 'kk', email: 'new@example.kz' } };
    },
    status: 200,
    holds: async (body: { link: { token: string } }, { served }, call) => {
      const after = await served.call({ ...call.by, link: body.link.token }, 'GET', call.path);
      expect(after.body).toMatchObject({ name: 'Сейітқызы Әсел Маратқызы', email: 'new@example.kz', version: 2 });
      // The link that went to the old address opens nothing any more.
      expect((await served.call(call.by, 'GET', call.path)).status).toBe(404);
      const late = await served.call({ ...call.by, link: body.link.token }, 'PUT', call.path, call.body);
      expect(late).toMatchObject({ status: 409, body: { title: 'record.changed_meanwhile' } });
    },
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), certificateLocale: 'de' } }), errors: [{ field: 'certificateLocale', code: 'choice.missing' }] },
    forbidden: otherHolder,
  },
  'POST /registrations/{registrationId}/cancel': {
    may: async (world) => {
      const { id, holder } = await world.registration((await world.event()).eventId);
      return { by: holder, path: `/registrations/${id}/cancel` };
    },
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('/cancel', ''))).body).toMatchObject({ state: 'cancelled' }),
    forbidden: otherHolder,
  },
  'POST /registrations/{registrationId}/confirm-name': {
    may: async (world) => {
      const { id, holder } = await world.registration((await world.event()).eventId);
      return { by: holder, path: `/registrations/${id}/confirm-name` };
    },
    status: 204,
    holds: async (_body, { served }, call) =>
      expect((await served.call(call.by, 'GET', call.path.replace('/confirm-name', ''))).body).toMatchObject({ nameConfirmedAt: served.clock.now().toISOString() }),
    forbidden: otherHolder,
  },
  'GET /manage/seminars': {
    may: async (world) => {
      await world.event();
      return { by: world.coordinator, path: '/manage/seminars?sort=title' };
    },
    status: 200,
    holds: (body: { seminars: object[] }) => expect(body.seminars[0]).toMatchObject({ state: 'published', taken: 0, organisation: { text: 'Методический центр pavlodar' } }),
    bad: { call: (call) => ({ ...call, path: '/manage/seminars?state=lost' }), errors: [{ field: 'state', code: 'choice.missing' }] },
    forbidden: async (world) => world.strangers.filter((caller) => caller.at === '/ru'),
    missing: null,
  },
  'GET /manage/hosts': {
    may: async (world) => ({ by: world.coordinator, path: '/manage/hosts' }),
    status: 200,
    holds: (body: object, { served }) => expect(body).toEqual([{ id: served.organisationId, name: 'Методический центр pavlodar', timeZone: 'Asia/Almaty', country: 'KZ' }]),
    // A coordinator of another network has hosts of her own there.
    forbidden: async (world) => world.strangers.filter((caller) => caller.at === '/ru'),
    missing: null,
  },
  'POST /manage/seminars': {
    may: async (world) => ({ by: world.coordinator, path: '/manage/seminars', body: eventBody(world) }),
    status: 201,
    holds: async (body: { id: string }, { served, coordinator }) =>
      expect((await served.call(coordinator, 'GET', `/manage/seminars/${body.id}`)).body).toMatchObject({
        state: 'draft',
        title: { ru: { text: 'Чтение вслух', status: 'original' }, kk: { text: 'Дауыстап оқу', status: 'reviewed' } },
        capacity: 30,
        approvalRequired: true,
        rule: { percent: 80, combine: 'all_of' },
        version: 1,
      }),
    bad: {
      call: (call) => ({ ...call, body: { ...(call.body as object), original: 'hy', capacity: 0 } }),
      errors: [{ field: 'capacity', code: 'number.too_small', params: { min: 1 } }],
    },
    // Who may make no event here is told beside the field, as on the page: the organisation is not one of hers.
    forbidden: 'nobody',
    missing: null,
  },
  'GET /manage/seminars/{eventId}': {
    may: organiserOf(({ eventId }) => `/manage/seminars/${eventId}`),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ state: 'published', version: 2, missing: [], contactEmail: 'seminar@example.kz', may: expect.arrayContaining(['edit', 'cancel']) as string[] }),
  },
  'PUT /manage/seminars/{eventId}': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/seminars/${(await world.event()).eventId}`, body: eventBody(world, { version: 2 }) }),
    status: 204,
    holds: async (_body, { served }, call) => {
      expect((await served.call(call.by, 'GET', call.path)).body).toMatchObject({ form: 'webinar', version: 3, title: { ru: { text: 'Чтение вслух' } } });
      expect(await served.call(call.by, 'PUT', call.path, call.body)).toMatchObject({ status: 409, body: { title: 'record.changed_meanwhile' } });
    },
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), original: 'hy' } }), errors: [{ field: 'title.hy', code: 'field.required' }] },
  },
  'DELETE /manage/seminars/{eventId}': {
    may: async (world) => {
      const made = await world.served.call(world.coordinator, 'POST', '/manage/seminars', eventBody(world));
      return { by: world.coordinator, path: `/manage/seminars/${(made.body as { id: string }).id}` };
    },
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path)).status).toBe(404),
  },
  'POST /manage/seminars/{eventId}/publish': {
    may: async (world) => {
      const { eventId } = await world.event();
      await world.served.call(world.coordinator, 'POST', `/manage/seminars/${eventId}/unpublish`);
      return { by: world.coordinator, path: `/manage/seminars/${eventId}/publish` };
    },
    status: 204,
    holds: async (_body, { served }, call) => expect(await served.call(call.by, 'POST', call.path)).toMatchObject({ status: 409, body: { title: 'event.not_possible_event_published' } }),
  },
  'POST /manage/seminars/{eventId}/unpublish': {
    may: organiserOf(({ eventId }) => `/manage/seminars/${eventId}/unpublish`),
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call({ name: 'a visitor', at: '/ru' }, 'GET', call.path.replace(/^\/manage|\/unpublish$/g, ''))).status).toBe(404),
  },
  'POST /manage/seminars/{eventId}/cancel': {
    may: organiserOf(({ eventId }) => `/manage/seminars/${eventId}/cancel`, () => ({ reason: 'Докладчик заболел' })),
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('/cancel', ''))).body).toMatchObject({ state: 'cancelled', cancelReason: { ru: { text: 'Докладчик заболел' } } }),
    bad: { call: emptied, errors: [{ field: 'reason', code: 'field.required' }] },
  },
  'POST /manage/seminars/{eventId}/complete': {
    may: async (world) => ({ by: world.coordinator, path: `/manage/seminars/${(await world.held()).eventId}/complete` }),
    status: 409,
    holds: async (body: object, { served }, call) => {
      // The plan goes on until 13:00.
      expect(body).toMatchObject({ title: 'event.not_over' });
      served.clock.set(new Date('2026-05-25T09:00:00Z'));
      expect((await served.call(call.by, 'POST', call.path)).status).toBe(204);
    },
  },
  'POST /manage/seminars/{eventId}/reopen': {
    may: async (world) => {
      const { eventId } = await world.held();
      world.served.clock.set(new Date('2026-05-25T09:00:00Z'));
      await world.served.call(world.coordinator, 'POST', `/manage/seminars/${eventId}/complete`);
      return { by: world.coordinator, path: `/manage/seminars/${eventId}/reopen` };
    },
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', call.path.replace('/reopen', ''))).body).toMatchObject({ state: 'published' }),
  },
  'GET /manage/seminars/{eventId}/programme': {
    may: organiserOf(({ eventId }) => `/manage/seminars/${eventId}/programme`),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ sessions: [{ startsWall: '2026-05-25 10:00' }], sections: [{ hall: '' }], talks: [{ interpretation: ['kk'] }], contributors: [{ name: 'Лукашевич Вера' }], clashes: [] }),
  },
  'POST /manage/seminars/{eventId}/sessions': {
    may: organiserOf(({ eventId }) => `/manage/seminars/${eventId}/sessions`, () => at('2026-05-26', '10:00', '12:00')),
    status: 201,
    bad: { call: (call) => ({ ...call, body: at('2026-05-26', '10:00', '09:00') }), errors: [{ field: 'ends', code: 'end.before_start' }] },
  },
  'PUT /manage/seminars/{eventId}/sessions/{partId}': {
    may: organiserOf(({ eventId, sessionId }) => `/manage/seminars/${eventId}/sessions/${sessionId}`, () => ({ ...at('2026-05-25', '10:00', '14:00'), version: 1 })),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { ...at('31.02.2026', '10:00', '14:00'), version: 1 } }), errors: [{ field: 'date', code: 'date.invalid' }] },
  },
  'DELETE /manage/seminars/{eventId}/sessions/{partId}': { may: organiserOf(({ eventId, sessionId }) => `/manage/seminars/${eventId}/sessions/${sessionId}`), status: 204 },
  'POST /manage/seminars/{eventId}/sections': {
    may: organiserOf(({ eventId }) => `/manage/seminars/${eventId}/sections`, () => ({ title: { ru: 'Вторая секция' }, person1: 'Серік Дана' })),
    status: 201,
    bad: { call: emptied, errors: [{ field: 'title', code: 'language.required' }] },
  },
  'PUT /manage/seminars/{eventId}/sections/{partId}': {
    may: organiserOf(({ eventId, sectionId }) => `/manage/seminars/${eventId}/sections/${sectionId}`, () => ({ title: { ru: 'Другое имя' }, hall: 'Зал 2', version: 1 })),
    status: 204,
    bad: { call: emptied, errors: [{ field: 'title', code: 'language.required' }] },
  },
  'DELETE /manage/seminars/{eventId}/sections/{partId}': { may: organiserOf(({ eventId, sectionId }) => `/manage/seminars/${eventId}/sections/${sectionId}`), status: 204 },
  'POST /manage/seminars/{eventId}/talks': {
    may: organiserOf(({ eventId }) => `/manage/seminars/${eventId}/talks`, ({ sessionId }) => ({ sessionId, kind: 'break', title: { ru: 'Перерыв' }, starts: '11:00', ends: '11:15' })),
    status: 201,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), kind: 'song' } }), errors: [{ field: 'kind', code: 'choice.missing' }] },
  },
  'PUT /manage/seminars/{eventId}/talks/{partId}': {
    may: organiserOf(
      ({ eventId, talkId }) => `/manage/seminars/${eventId}/talks/${talkId}`,
      ({ sessionId }) => ({ sessionId, kind: 'opening', title: { ru: 'Открытие' }, starts: '10:00', ends: '10:15', version: 1 }),
    ),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), kind: 'talk' } }), errors: [{ field: 'person1', code: 'talk.needs_speaker' }] },
  },
  'DELETE /manage/seminars/{eventId}/talks/{partId}': { may: organiserOf(({ eventId, talkId }) => `/manage/seminars/${eventId}/talks/${talkId}`), status: 204 },
};

