import { describe, expect, it } from 'vitest';
import { getRoomFor, listRoomsFor, readDesk, readPresenceFilter, readSessionPage, recordHeartbeat } from '#server/modules/rooms/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { addGuests } from '#server/testing/event-people.ts';
import { account, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { publishedEvent } from './seminars.factory.ts';
import { ROOM_OWNER } from './session-rooms.ts';

const at = testInstallation();
const holder = (subjectId: string): Actor => ({ kind: 'link', linkId: newId(), purpose: 'registration', subjectId });
const all = readPresenceFilter(new URLSearchParams());

async function sitting() {
  const { eventId, sessionId } = await publishedEvent(at.ctx(), at.organisationId);
  const [room] = await listRoomsFor(at.system(), ROOM_OWNER, [sessionId]);
  const [confirmed = '', waiting = ''] = await addGuests(at.system(), eventId, [sessionId], [{ name: 'Әсел Нұрғали' }, { name: 'Дана Серік', state: 'waiting' }]);
  return { eventId, sessionId, roomId: room?.id ?? '', confirmed, waiting };
}

describe('the room of a sitting', () => {
  it('lets in who takes part and those who make the event, each as far as their right reaches', async () => {
    const { eventId, roomId, confirmed, waiting } = await sitting();
    const other = await sitting();
    const role = (name: string, scope: 'event' | 'organisation', scopeId: string) => account([{ role: name, networkId: at.networkId, scopeKind: scope, scopeId }]);
    const rights: [string, Actor, string[]][] = [
      ['coordinator', role('coordinator', 'organisation', at.organisationId), ['attend', 'read', 'conduct']],
      ['moderator', role('moderator', 'event', eventId), ['attend', 'read', 'conduct']],
      ['speaker', role('speaker', 'event', eventId), ['attend']],
      ['moderator of another event', role('moderator', 'event', other.eventId), []],
      ['participant', holder(confirmed), ['attend']],
      ['somebody on the waiting list', holder(waiting), []],
      ['participant of another event', holder(other.confirmed), []],
      ['visitor', visitor, []],
    ];
    for (const [name, actor, wanted] of rights) {
      const allowed: string[] = [];
      for (const act of ['attend', 'read', 'conduct'] as const) {
        await getRoomFor(at.ctx(actor), roomId, act).then(
          () => allowed.push(act),
          (error: { code: string }) => expect(error.code).toBe('page.not_found'),
        );
      }
      expect(allowed, name).toEqual(wanted);
    }
    await expect(getRoomFor(at.ctx(rights[0]?.[1], at.otherNetworkId), roomId, 'attend')).rejects.toMatchObject({ code: 'page.not_found' });
  });

  it('shows its talks with who gives them and leads back to where one came from', async () => {
    const { roomId, confirmed, eventId } = await sitting();
    const page = await readSessionPage(at.ctx(holder(confirmed)), roomId, 'device-one');
    expect(page.agenda).toMatchObject([{ speakers: ['Лукашевич Вера'], language: 'ru', start: new Date('2026-05-25T05:20:00Z') }]);
    expect(page.back).toMatchObject({ path: `/registrations/${confirmed}`, title: { ru: { text: 'Компетенции профессионала завтрашнего дня' } } });
    expect(page.self).toMatchObject({ label: 'Әсел Нұрғали', minutes: 0 });
    const desk = await readDesk(at.ctx(), roomId, all);
    expect(desk.manage.path).toBe(`/manage/seminars/${eventId}`);
    expect(desk.summary).toMatchObject({ admitted: 1 });
  });

  it('costs a participant’s page six statements with the look-up of her link, a heartbeat two, the desk six with the session', async () => {
    const { roomId, confirmed } = await sitting();
    expect(await countQueries(() => readSessionPage(at.ctx(holder(confirmed)), roomId, 'device-one'))).toBeLessThanOrEqual(5);
    at.clock.set(new Date('2026-05-25T04:30:00Z'));
    const beat = () => recordHeartbeat(at.ctx(holder(confirmed)), { roomId, subjectType: 'registration', subjectId: confirmed, deviceId: 'device-one' });
    expect(await countQueries(beat)).toBe(1);
    const desk = () => readDesk(at.ctx(), roomId, all);
    await desk();
    expect(await countQueries(desk)).toBeLessThanOrEqual(5);
  });
});
