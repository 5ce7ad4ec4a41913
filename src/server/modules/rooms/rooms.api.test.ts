import { describe, expect, it } from 'vitest';
import { api } from '#server/api/app.ts';
import type { Actor } from '#server/platform/context.ts';
import { account, testInstallation, visitor } from '#server/testing/installation.ts';
import { recordHeartbeat } from './index.ts';
import { addPerson, linkHolder, makeMeeting, onTestDay } from './rooms.factory.ts';

const at = testInstallation();
const T = onTestDay;
const admin = (): Actor => account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]);

async function call(actor: Actor, method: string, path: string, body?: unknown) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const answer = await api.fetch(new Request(`http://localhost${path}`, init), { ctx: at.ctx(actor), source: '10.0.0.1' });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>) };
}

describe('the API of rooms', () => {
  it('does what the desk can do', async () => {
    at.clock.set(T('05:00:00'));
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    await addPerson(at.system(), meeting, { name: 'Дана Серік', country: 'BY' });
    const room = `/rooms/${meeting.roomId}`;
    expect(await call(admin(), 'PUT', `${room}/streams`, { rows: [{ url: 'https://youtu.be/dQw4w9WgXcQ', locale: 'ru' }] })).toEqual({ status: 204, body: null });
    expect((await call(admin(), 'GET', `${room}/streams`)).body).toMatchObject([{ provider: 'youtube', locale: 'ru', purpose: 'live' }]);
    expect((await call(admin(), 'POST', `${room}/begin`)).status).toBe(204);
    const made = await call(admin(), 'POST', `${room}/codes`);
    expect(made).toMatchObject({ status: 201, body: { position: 1, code: expect.stringMatching(/^\d{6}$/) as string, expiresAt: '2026-05-18T05:10:00.000Z' } });
    expect((await call(admin(), 'GET', `${room}/codes`)).body).toMatchObject([{ position: 1, live: true, entered: 0 }]);
    await recordHeartbeat(at.ctx(linkHolder(asel)), { roomId: meeting.roomId, subjectType: 'registration', subjectId: asel, deviceId: 'device-one' });
    at.clock.set(T('05:30:00'));
    expect((await call(admin(), 'POST', `${room}/end`)).status).toBe(204);
    const list = await call(admin(), 'GET', `${room}/presence?sort=-minutes&limit=1`);
    expect(list.body).toMatchObject({ count: 2, people: [{ name: 'Әсел Нұрғали', minutes: 1 }] });
    const next = await call(admin(), 'GET', `${room}/presence?sort=-minutes&limit=1&after=${String(list.body?.['next'])}`);
    expect(next.body).toMatchObject({ next: null, people: [{ name: 'Дана Серік', minutes: 0 }] });
    const [first] = list.body?.['people'] as { attendeeId: string }[];
    const person = `/attendees/${first?.attendeeId ?? ''}`;
    const correction = { kind: 'add', from: '2026-05-18T10:10:00+05:00', to: '2026-05-18T05:20:00Z', reason: 'Слушала по телефону' };
    expect((await call(admin(), 'POST', `${person}/corrections`, correction)).status).toBe(204);
    expect((await call(admin(), 'GET', `${person}/presence`)).body).toMatchObject({
      minutes: 11,
      ofMinutes: 30,
      corrected: true,
      events: [{ kind: 'heartbeat' }, { kind: 'add', from: '2026-05-18T05:10:00.000Z', reason: 'Слушала по телефону' }],
    });
    const state = await call(admin(), 'GET', room);
    expect(state.body).toMatchObject({ state: 'ended', admitted: 2, present: 1, actualEnd: '2026-05-18T05:30:00.000Z', byCountry: [{ country: 'BY' }, { country: 'KZ' }] });
    const times = { start: '2026-05-18T05:00:00Z', end: '2026-05-18T05:15:00Z', reason: 'Закончили раньше' };
    expect(await call(admin(), 'PUT', `${room}/times`, { ...times, version: 0 })).toMatchObject({ status: 409, body: { title: 'record.changed_meanwhile' } });
    expect((await call(admin(), 'PUT', `${room}/times`, { ...times, version: state.body?.['version'] })).status).toBe(204);
    expect((await call(admin(), 'GET', `${person}/presence`)).body).toMatchObject({ minutes: 6, ofMinutes: 15 });
  });

  it('refuses with the sentence beside the field', async () => {
    at.clock.set(T('05:00:00'));
    const meeting = await makeMeeting(at.system());
    expect(await call(admin(), 'PUT', `/rooms/${meeting.roomId}/streams`, { rows: [{ url: 'http://zoom.us/j/1', locale: 'ru' }] })).toMatchObject({
      status: 422,
      body: { title: 'input.invalid', errors: [{ field: 'streams.0.url', text: 'Укажите ссылку полностью, начиная с https://.' }] },
    });
    expect(await call(admin(), 'POST', `/rooms/${meeting.roomId}/codes`)).toMatchObject({ status: 409, body: { title: 'room.not_begun' } });
    expect((await call(admin(), 'GET', '/rooms/nonsense')).status).toBe(422);
  });

  it('shows nothing to who may not see the room', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    const other = account([{ role: 'network_admin', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null }]);
    for (const actor of [visitor, linkHolder(asel), other, account([])]) {
      for (const [method, path] of [['GET', ''], ['GET', '/presence'], ['GET', '/codes'], ['GET', '/streams'], ['POST', '/begin'], ['POST', '/codes']] as const) {
        expect((await call(actor, method, `/rooms/${meeting.roomId}${path}`)).status, `${method} ${path}`).toBe(404);
      }
    }
  });
});
