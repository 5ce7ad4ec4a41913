import { expect } from 'vitest';
import { createAccount } from '#server/modules/access/index.ts';
import { signedCredential } from '#server/modules/credentials/index.ts';
import { randomToken } from '#server/platform/ids.ts';
import { listPresence } from './listed.ts';
import type { Call, Case } from './api-cases.ts';
import type { World } from './api-world.ts';

const visitor = { name: 'a visitor', at: '/ru' };
const administrator = ({ served }: World) => served.account('an administrator', { role: 'network_admin', scopeKind: 'network', scopeId: null });
// The rules of the five countries are there at every address: an administrator of another network has them at her own.
const othersThanAdministrators = async (world: World) => [...world.strangers.filter(({ at }) => at === '/ru'), world.coordinator, world.inspector];
const emptied = (call: Call): Call => ({ ...call, body: {} });

/** A room in whose session something happens now. */
async function begun(world: World): Promise<string> {
  const { sessionId } = await world.event();
  const roomId = await world.roomOf(sessionId);
  world.served.clock.set(new Date('2026-05-25T05:00:00Z'));
  await world.served.call(world.coordinator, 'POST', `/rooms/${roomId}/begin`);
  return roomId;
}

const room = (path: string, body?: unknown) => async (world: World) => ({ by: world.coordinator, path: `/rooms/${await begun(world)}${path}`, ...(body === undefined ? {} : { body }) });


/** The network, sign-in, rooms and certificates. */
export const otherCases: Record<string, Case> = {
  'GET /network': {
    may: async () => ({ by: { name: 'a visitor of another network', at: '/ru/n/minsk' }, path: '/network' }),
    status: 200,
    holds: (body: object) => expect(body).toEqual({ slug: 'minsk', name: { ru: { text: 'Библиотеки: minsk', status: 'original' } }, country: 'BY', timeZone: 'Europe/Minsk', defaultLocale: 'be', demo: false }),
    forbidden: 'nobody',
    missing: null,
  },
  'GET /organisations': {
    may: async (world) => ({ by: world.inspector, path: '/organisations?q=pvl' }),
    status: 200,
    holds: (body: object, { served }) => expect(body).toMatchObject({ organisations: [{ id: served.organisationId, code: 'PVL', kind: 'methodical_centre', country: 'KZ' }], next: null }),
    bad: { call: (call) => ({ ...call, path: '/organisations?limit=5000' }), errors: [{ field: 'limit', code: 'number.too_large', params: { max: 500 } }] },
    forbidden: async (world) => world.strangers.filter((caller) => caller.at === '/ru'),
    missing: null,
  },
  'GET /countries': {
    may: async (world) => ({ by: await administrator(world), path: '/countries' }),
    status: 200,
    holds: (body: { countries: { country: string }[] }) => expect(body.countries.map(({ country }) => country)).toEqual(['KZ', 'RU', 'BY', 'KG', 'AM']),
    forbidden: othersThanAdministrators,
    missing: null,
  },
  'GET /countries/{country}': {
    may: async (world) => ({ by: await administrator(world), path: '/countries/RU' }),
    status: 200,
    holds: async (body: { rules: { rule: string; versions: unknown[] }[] }, { served }, { by }) => {
      expect(body.rules.find(({ rule }) => rule === 'mentoring')?.versions).toEqual([
        {
          value: { consent: true, addendum: true, paid: true },
          mark: 'S',
          kind: 'O',
          trust: 'organisation',
          law: true,
          disputed: false,
          source: expect.stringMatching(/^https:/) as string,
          asOf: '2026-11-23',
          validFrom: '2025-03-01',
          validTo: null,
          own: false,
        },
      ]);
      expect((await served.call(by, 'GET', '/countries/MN')).status).toBe(404);
    },
    forbidden: othersThanAdministrators,
    missing: null,
  },
  'PUT /countries/{country}/{rule}': {
    may: async (world) => ({
      by: await administrator(world),
      path: '/countries/KZ/retention',
      body: { trust: 'act', source: 'https://adilet.zan.kz/rus/docs/Z1300000094', value: { days: 200 }, valid_from: '2026-06-01' },
    }),
    status: 204,
    holds: async (_body, { served }, { by }) => {
      const { rules } = (await served.call(by, 'GET', '/countries/KZ')).body as { rules: { rule: string; versions: { value: object; validFrom: string | null; law: boolean }[] }[] };
      expect(rules.find(({ rule }) => rule === 'retention')?.versions.map(({ value, validFrom, law }) => [value, validFrom, law])).toEqual([
        [{ days: 365 }, null, false],
        [{ days: 200 }, '2026-06-01', true],
      ]);
      expect((await served.call(by, 'PUT', '/countries/KZ/no_such_rule', { trust: 'own', value: { days: 200 } })).status).toBe(404);
    },
    bad: { call: (call) => ({ ...call, body: { trust: 'own', value: { days: 1 } } }), errors: [{ field: 'value.days', code: 'number.too_small', params: { min: 120 } }] },
    forbidden: othersThanAdministrators,
    missing: null,
  },
  'DELETE /countries/{country}/{rule}': {
    may: async (world) => {
      const by = await administrator(world);
      await world.served.call(by, 'PUT', '/countries/BY/list_retention', { trust: 'own', value: { days: 60 } });
      return { by, path: '/countries/BY/list_retention' };
    },
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'DELETE', call.path)).status).toBe(404),
    forbidden: othersThanAdministrators,
    missing: null,
  },
  'GET /me': {
    may: async (world) => ({ by: world.coordinator, path: '/me' }),
    status: 200,
    holds: (body: object, { served }) =>
      expect(body).toMatchObject({ name: 'a coordinator', roles: [{ role: 'coordinator', networkId: served.networkId, scopeKind: 'organisation', scopeId: served.organisationId }] }),
    forbidden: async () => [visitor],
    missing: null,
  },
  'POST /sign-in': {
    may: async ({ served }) => {
      const email = `program-${randomToken()}@example.kz`.toLowerCase();
      await createAccount(served.system(), { email, name: 'Программа', password: 'a long password', verified: true });
      return { by: visitor, path: '/sign-in', body: { email: email.toUpperCase(), password: 'a long password' } };
    },
    status: 204,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), password: 'wrong' } }), errors: [{ field: '', code: 'sign_in.wrong' }] },
    forbidden: 'nobody',
    missing: null,
  },
  'POST /sign-out': {
    may: async ({ served }) => ({ by: await served.account('somebody who leaves'), path: '/sign-out' }),
    status: 204,
    holds: async (_body, { served }, call) => expect((await served.call(call.by, 'GET', '/me')).status).toBe(404),
    forbidden: 'nobody',
    missing: null,
  },
  'GET /rooms/{roomId}': { may: room(''), status: 200, holds: (body: object) => expect(body).toMatchObject({ state: 'running', admitted: 0 }) },
  'GET /rooms/{roomId}/presence': {
    may: async (world) => ({ by: world.coordinator, path: `/rooms/${(await world.held()).roomId}/presence` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ count: 2, people: [{ name: 'Абаева Гүлнәр', minutes: 95 }, { name: 'Громова Ольга', minutes: 10 }] }),
    bad: { call: (call) => ({ ...call, path: `${call.path}?limit=0` }), errors: [{ field: 'limit', code: 'number.too_small', params: { min: 1 } }] },
  },
  'POST /rooms/{roomId}/begin': {
    may: async (world) => {
      const { sessionId } = await world.event();
      world.served.clock.set(new Date('2026-05-25T05:00:00Z'));
      return { by: world.coordinator, path: `/rooms/${await world.roomOf(sessionId)}/begin` };
    },
    status: 204,
  },
  'POST /rooms/{roomId}/end': {
    may: async (world) => {
      const call = await room('/end')(world);
      world.served.clock.advance(60_000);
      return call;
    },
    status: 204,
  },
  'PUT /rooms/{roomId}/times': {
    may: async (world) => {
      const { roomId } = await world.held();
      const state = await world.served.call(world.coordinator, 'GET', `/rooms/${roomId}`);
      return {
        by: world.coordinator,
        path: `/rooms/${roomId}/times`,
        body: { start: '2026-05-25T05:00:00Z', end: '2026-05-25T11:30:00+05:00', reason: 'Закончили раньше', version: (state.body as { version: number }).version },
      };
    },
    status: 204,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), reason: '' } }), errors: [{ field: 'reason', code: 'reason.too_brief' }] },
  },
  'GET /rooms/{roomId}/codes': { may: room('/codes'), status: 200, holds: (body: object) => expect(body).toEqual([]) },
  'POST /rooms/{roomId}/codes': { may: room('/codes'), status: 201, holds: (body: object) => expect(body).toMatchObject({ position: 1, live: true }) },
  'GET /rooms/{roomId}/streams': { may: room('/streams'), status: 200, holds: (body: object) => expect(body).toEqual([]) },
  'PUT /rooms/{roomId}/streams': {
    may: room('/streams', { rows: [{ url: 'https://youtu.be/dQw4w9WgXcQ', locale: 'ru' }] }),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { rows: [{ url: 'zoom', locale: 'ru' }] } }), errors: [{ field: 'streams.0.url', code: 'stream.not_https' }] },
  },
  'GET /attendees/{attendeeId}/presence': {
    may: async (world) => ({ by: world.coordinator, path: `/attendees/${await listPresence(world)}/presence` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ name: 'Абаева Гүлнәр', minutes: 95, ofMinutes: 100, events: [{ kind: 'interval' }] }),
  },
  'POST /attendees/{attendeeId}/corrections': {
    may: async (world) => ({
      by: world.coordinator,
      path: `/attendees/${await listPresence(world)}/corrections`,
      body: { kind: 'remove', from: '2026-05-25T05:00:00Z', to: '2026-05-25T05:10:00Z', reason: 'Отошла' },
    }),
    status: 204,
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), kind: 'double' } }), errors: [{ field: 'kind', code: 'choice.missing' }] },
  },
  'GET /check/{code}': {
    may: async (world) => ({ by: visitor, path: `/check/${(await world.certificate()).code.replaceAll(' ', '')}` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ state: 'valid', demonstration: false, network: 'Библиотеки: pavlodar', printed: { name: 'Анна Сергеевна Лукьянова' } }),
    bad: { call: (call) => ({ ...call, path: call.path.slice(0, -3) }), errors: [{ field: '', code: 'code.incomplete' }] },
    forbidden: 'nobody',
    missing: null,
  },
  'POST /check/file': {
    may: async (world) => {
      const { id } = await world.certificate();
      const signed = await signedCredential(world.served.system(), { id, series: 'register' });
      return { by: visitor, path: '/check/file', body: { file: Buffer.from(signed ?? '').toString('base64') } };
    },
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ outcome: 'issued', kind: 'json', changed: [], certificate: { state: 'valid', printed: { name: 'Анна Сергеевна Лукьянова' } } }),
    bad: { call: (call) => ({ ...call, body: { file: Buffer.from('hello').toString('base64') } }), errors: [{ field: 'file', code: 'file.not_checkable' }] },
    forbidden: 'nobody',
    missing: null,
  },
  'POST /check': {
    may: async (world) => ({ by: visitor, path: '/check', body: { number: (await world.certificate()).number, surname: 'Лукьянова' } }),
    status: 200,
    // The number alone never tells a name.
    holds: (body: { number: string }[]) => expect(body).toEqual([{ state: 'valid', demonstration: false, number: body[0]?.number, network: 'Библиотеки: pavlodar', surnameStands: true }]),
    bad: { call: emptied, errors: [{ field: 'number', code: 'field.required' }] },
    forbidden: 'nobody',
    missing: null,
  },
  'GET /register': {
    may: async (world) => {
      await world.certificate();
      return { by: world.inspector, path: '/register?kind=attendance&state=valid&q=Лукьянова' };
    },
    status: 200,
    holds: (body: { certificates: object[] }) => expect(body.certificates[0]).toMatchObject({ holderName: 'Анна Сергеевна Лукьянова', state: 'valid', organisation: 'Методический центр pavlodar' }),
    bad: { call: (call) => ({ ...call, path: '/register?year=1' }), errors: [{ field: 'year', code: 'number.too_small', params: { min: 2000 } }] },
    forbidden: async (world) => world.strangers.filter((caller) => caller.at === '/ru'),
    missing: null,
  },
  'GET /licences': {
    may: async (world) => ({ by: await administrator(world), path: '/licences' }),
    status: 200,
    holds: (body: { licences: object[] }) => expect(Array.isArray(body.licences)).toBe(true),
    forbidden: async (world) => [...world.strangers.filter((caller) => caller.at === '/ru'), world.inspector, world.coordinator],
    missing: null,
  },
  'POST /licences': {
    may: async (world) => ({ by: await administrator(world), path: '/licences', body: { organisationId: world.served.organisationId, number: 'Л-17', issuedBy: 'Управление образования', issuedOn: '2024-02-01' } }),
    status: 201,
    holds: async (body: { id: string }, { served }, call) => expect((await served.call(call.by, 'GET', '/licences')).body).toMatchObject({ licences: expect.arrayContaining([expect.objectContaining({ id: body.id, holds: true })]) as object[] }),
    bad: { call: (call) => ({ ...call, body: { ...(call.body as object), issuedOn: '2030-02-01' } }), errors: [{ field: 'issuedOn', code: 'licence.in_future' }] },
    forbidden: async (world) => [...world.strangers.filter((caller) => caller.at === '/ru'), world.inspector, world.coordinator],
    missing: null,
  },
  'POST /licences/{licenceId}/end': {
    may: async (world) => {
      const by = await administrator(world);
      const made = await world.served.call(by, 'POST', '/licences', { organisationId: world.served.organisationId, number: 'Л-18', issuedBy: 'Управление образования', issuedOn: '2024-02-01' });
      return { by, path: `/licences/${(made.body as { id: string }).id}/end` };
    },
    status: 204,
    holds: async (_body, { served }, call) => expect(await served.call(call.by, 'POST', call.path)).toMatchObject({ status: 404 }),
    forbidden: async (world) => [...world.strangers, world.inspector, world.coordinator],
  },
  'GET /register/book': {
    may: async (world) => {
      await world.certificate();
      return { by: world.inspector, path: `/register/book?year=2026&organisation=${world.served.organisationId}` };
    },
    status: 200,
    bad: { call: (call) => ({ ...call, path: '/register/book' }), errors: [{ field: 'year', code: 'book.year' }, { field: 'organisation', code: 'book.organisation' }] },
    forbidden: async (world) => world.strangers.filter((caller) => caller.at === '/ru'),
    missing: null,
  },
  'GET /register/{issueId}': {
    may: async (world) => ({ by: world.inspector, path: `/register/${(await world.certificate()).id}` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ mailAddress: 'anna@example.kz', may: { revoke: false, mailAgain: false }, history: [{ act: 'credential.issued' }] }),
  },
  'GET /register/{issueId}/credential': {
    may: async (world) => ({ by: world.inspector, path: `/register/${(await world.certificate()).id}/credential` }),
    status: 200,
    holds: (body: object) => expect(body).toMatchObject({ type: ['VerifiableCredential', 'OpenBadgeCredential'], credentialSubject: { identifier: [{ identityHash: 'Анна Сергеевна Лукьянова' }] } }),
  },
  'POST /register/{issueId}/annul': {
    may: async (world) => ({ by: world.coordinator, path: `/register/${(await world.certificate()).id}/annul`, body: { reason: 'Ошибка в списке участников' } }),
    status: 204,
    holds: async (_body, { served }, call) => {
      expect((await served.call(call.by, 'GET', call.path.replace('/annul', ''))).body).toMatchObject({ may: { revoke: false, annul: false }, annulledAt: expect.any(String) as string });
      expect(await served.call(call.by, 'POST', call.path, call.body)).toMatchObject({ status: 409, body: { title: 'credential.revoked_already' } });
    },
    bad: { call: (call) => ({ ...call, body: { reason: 'ошибка' } }), errors: [{ field: 'reason', code: 'reason.too_short' }] },
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
  'POST /register/{issueId}/renew': {
    may: async (world) => ({ by: world.coordinator, path: `/register/${(await world.certificate({ validUntil: '2026-06-30' })).id}/renew`, body: { validUntil: '2028-06-30', basis: 'Протокол комиссии от 3 мая' } }),
    status: 201,
    holds: async (body: object, { served }, call) => {
      expect((await served.call(call.by, 'GET', call.path.replace('/renew', ''))).body).toMatchObject({ may: { renew: false }, validUntil: '2026-06-30', renewedBy: body });
      expect(await served.call(call.by, 'POST', call.path, call.body)).toMatchObject({ status: 409, body: { title: 'credential.renewed_already' } });
    },
    bad: { call: (call) => ({ ...call, body: { validUntil: '2026-06-30', basis: 'мало' } }), errors: [{ field: 'basis', code: 'reason.too_short' }] },
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
  'POST /register/{issueId}/duplicate': {
    may: async (world) => ({ by: world.coordinator, path: `/register/${(await world.certificate()).id}/duplicate`, body: { reason: 'Утерян при переезде' } }),
    status: 201,
    holds: async (body: { issueId: string }, { served }, call) => {
      expect((await served.call(call.by, 'GET', call.path.replace('/duplicate', ''))).body).toMatchObject({ replacedBy: body, may: { revoke: false } });
      expect(await served.call(call.by, 'POST', call.path, call.body)).toMatchObject({ status: 409, body: { title: 'credential.revoked_already' } });
    },
    bad: { call: (call) => ({ ...call, body: { reason: 'мало' } }), errors: [{ field: 'reason', code: 'reason.too_short' }] },
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
  'POST /register/{issueId}/suspend': {
    may: async (world) => ({ by: world.coordinator, path: `/register/${(await world.certificate()).id}/suspend`, body: { reason: 'Проверяется список участников' } }),
    status: 204,
    holds: async (_body, { served }, call) => expect(await served.call(call.by, 'POST', call.path, call.body)).toMatchObject({ status: 409, body: { title: 'credential.suspended_already' } }),
    bad: { call: (call) => ({ ...call, body: { reason: 'ошибка' } }), errors: [{ field: 'reason', code: 'reason.too_short' }] },
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
  'POST /register/{issueId}/lift-suspension': {
    may: async (world) => {
      const { id } = await world.certificate();
      await world.served.call(world.coordinator, 'POST', `/register/${id}/suspend`, { reason: 'Проверяется список участников' });
      return { by: world.coordinator, path: `/register/${id}/lift-suspension` };
    },
    status: 204,
    holds: async (_body, { served }, call) => expect(await served.call(call.by, 'POST', call.path)).toMatchObject({ status: 409, body: { title: 'credential.not_suspended' } }),
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
  'POST /register/{issueId}/revoke': {
    may: async (world) => ({ by: world.coordinator, path: `/register/${(await world.certificate()).id}/revoke`, body: { reason: 'Имя напечатано с ошибкой' } }),
    status: 204,
    holds: async (_body, { served }, call) => expect(await served.call(call.by, 'POST', call.path, call.body)).toMatchObject({ status: 409, body: { title: 'credential.revoked_already' } }),
    bad: { call: (call) => ({ ...call, body: { reason: 'ошибка' } }), errors: [{ field: 'reason', code: 'reason.too_short' }] },
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
};
