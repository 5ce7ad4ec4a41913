import { describe, expect, it } from 'vitest';
import { inTransaction, type Actor } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import {
  admitAttendees,
  beginSession,
  closeRoomsOf,
  getRoomFor,
  listRoomsFor,
  listStreams,
  openRoom,
  readCursor,
  readSessionPage,
  readStretch,
  readTimes,
  recordHeartbeat,
  renameAttendee,
  removeAttendee,
  saveStreams,
  setStreams,
  StreamInput,
  StreamsForm,
  subjectOf,
  watchRecording,
  writeCursor,
} from './index.ts';
import { addPerson, linkHolder, makeMeeting, onTestDay, TEST_OWNER_TYPE, type TestMeeting } from './rooms.factory.ts';

const at = testInstallation();
const T = onTestDay;
const grant = (role: string): Actor => account([{ role, networkId: at.networkId, scopeKind: 'network', scopeId: null }]);
const conductor = () => at.ctx(grant('network_admin'));
const inTx = <R>(work: (tx: ReturnType<typeof at.system>) => Promise<R>) => inTransaction(at.system(), work);
const beat = (meeting: TestMeeting, subjectId: string) =>
  recordHeartbeat(at.ctx(linkHolder(subjectId)), { roomId: meeting.roomId, subjectType: 'registration', subjectId, deviceId: 'device-one' });

describe('a room', () => {
  it('is one an owner: opened again it takes the new plan', async () => {
    const meeting = await makeMeeting(at.system());
    const again = await inTx((tx) =>
      openRoom(tx, {
        ownerType: TEST_OWNER_TYPE,
        ownerId: meeting.ownerId,
        title: localized('ru', 'Другое название'),
        timeZone: 'Europe/Minsk',
        plannedStart: T('07:00:00'),
        plannedEnd: T('08:00:00'),
        rehearsal: false,
      }),
    );
    expect(again).toBe(meeting.roomId);
    expect(await listRoomsFor(at.system(), TEST_OWNER_TYPE, [meeting.ownerId])).toMatchObject([
      { id: meeting.roomId, timeZone: 'Europe/Minsk', plannedStart: T('07:00:00'), plannedEnd: T('08:00:00') },
    ]);
    expect(await listRoomsFor(at.system(at.otherNetworkId), TEST_OWNER_TYPE, [meeting.ownerId])).toEqual([]);
  });

  it('vanishes with its session as long as nobody was there, and is kept closed afterwards', async () => {
    const empty = await makeMeeting(at.system());
    const used = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), used, { name: 'Әсел Нұрғали' });
    at.clock.set(T('05:00:00'));
    await beat(used, asel);
    await inTx((tx) => closeRoomsOf(tx, TEST_OWNER_TYPE, [empty.ownerId, used.ownerId, newId()]));
    const left = await listRoomsFor(at.system(), TEST_OWNER_TYPE, [empty.ownerId, used.ownerId]);
    expect(left.map((room) => [room.id, room.closedAt])).toEqual([[used.roomId, T('05:00:00')]]);
    await expect(beat(used, asel)).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(readSessionPage(at.ctx(linkHolder(asel)), used.roomId, 'device-one')).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(beginSession(conductor(), used.roomId)).rejects.toMatchObject({ code: 'room.closed' });
    expect((await getRoomFor(conductor(), used.roomId, 'read')).state).toBe('closed');
    await inTx(async (tx) => openRoom(tx, { ...(await planOf(used)), plannedEnd: T('07:00:00') }));
    expect(await beat(used, asel)).toMatchObject({ counted: true });
  });

  it('of a rehearsal lives by its own clock and leaves no trace', async () => {
    at.clock.set(T('05:00:00'));
    const tomorrow = await makeMeeting(at.system(), {
      start: new Date('2026-05-19T05:00:00Z'),
      end: new Date('2026-05-19T06:30:00Z'),
      rehearsal: true,
      clockOffsetSeconds: 86_400,
    });
    const asel = await addPerson(at.system(), tomorrow, { name: 'Әсел Нұрғали' });
    await beginSession(conductor(), tomorrow.roomId);
    expect((await getRoomFor(conductor(), tomorrow.roomId, 'read')).actualStart).toEqual(new Date('2026-05-19T05:00:00Z'));
    expect(await beat(tomorrow, asel)).toMatchObject({ counted: true, state: 'running' });
    const events = () => at.platform.db.selectFrom('rooms.presence_event').select('at').where('room_id', '=', tomorrow.roomId).execute();
    expect(await events()).toEqual([{ at: new Date('2026-05-19T05:00:00Z') }]);
    await inTx((tx) => closeRoomsOf(tx, TEST_OWNER_TYPE, [tomorrow.ownerId]));
    expect(await events()).toEqual([]);
    expect(await listRoomsFor(at.system(), TEST_OWNER_TYPE, [tomorrow.ownerId])).toEqual([]);
  });
});

async function planOf(meeting: TestMeeting) {
  const [room] = await listRoomsFor(at.system(), TEST_OWNER_TYPE, [meeting.ownerId]);
  if (!room) throw new Error('no room');
  return { ...room, ownerType: TEST_OWNER_TYPE, rehearsal: false };
}

describe('seats', () => {
  it('are made for many people in many rooms with one statement, and renewed by the next', async () => {
    const meetings = [await makeMeeting(at.system()), await makeMeeting(at.system())];
    const people = Array.from({ length: 300 }, (_, n) => ({ subjectType: 'registration', subjectId: newId(), label: `Қатысушы ${n}`, country: 'KZ', collective: false }));
    const admit = () => inTx((tx) => admitAttendees(tx, { roomIds: meetings.map((meeting) => meeting.roomId), attendees: people }));
    // begin, insert, commit
    expect(await countQueries(admit)).toBe(3);
    const first = people[0]?.subjectId ?? '';
    await removeAttendee(at.system(), { subjectType: 'registration', subjectId: first, roomIds: [meetings[0]?.roomId ?? ''] });
    await renameAttendee(at.system(), { subjectType: 'registration', subjectId: first, label: 'Жаңа есім', country: 'RU' });
    const seats = () =>
      at.platform.db.selectFrom('rooms.attendee').select(['label', 'country']).select(({ eb }) => eb('removed_at', 'is', null).as('in')).where('subject_id', '=', first).orderBy('in').execute();
    expect(await seats()).toEqual([
      { label: 'Жаңа есім', country: 'RU', in: false },
      { label: 'Жаңа есім', country: 'RU', in: true },
    ]);
    expect(await admit()).toBe(600);
    expect(await seats()).toEqual(Array.from({ length: 2 }, () => ({ label: 'Қатысушы 0', country: 'KZ', in: true })));
  });

  it('are made only in rooms of the network', async () => {
    const meeting = await makeMeeting(at.system());
    const stranger = { subjectType: 'registration', subjectId: newId(), label: 'Чужая', country: 'BY', collective: false };
    expect(await admitAttendees(at.system(at.otherNetworkId), { roomIds: [meeting.roomId], attendees: [stranger] })).toBe(0);
  });
});

describe('streams', () => {
  const youtube = { provider: 'youtube', url: 'https://youtu.be/dQw4w9WgXcQ', locale: 'ru', purpose: 'live' } as const;
  const zoom = { provider: 'link', url: 'https://zoom.us/j/1', locale: 'kk', purpose: 'live' } as const;

  it('keep their order and replace each other, all or none', async () => {
    const meeting = await makeMeeting(at.system());
    const set = (...streams: Parameters<typeof setStreams>[2][number][]) => inTx((tx) => setStreams(tx, meeting.roomId, streams));
    await set(zoom, youtube);
    const stored = async () => (await listStreams(at.system(), meeting.roomId)).map(({ provider, embedUrl }) => [provider, embedUrl]);
    const both = [
      ['link', null],
      ['youtube', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0'],
    ];
    expect(await stored()).toEqual(both);
    await expect(set(zoom, { ...youtube, url: 'https://evil.example/watch?v=dQw4w9WgXcQ' })).rejects.toMatchObject({
      problems: [{ field: 'streams.1.url', code: 'stream.wrong_host' }],
    });
    await expect(set(...Array.from({ length: 13 }, () => zoom))).rejects.toMatchObject({ problems: [{ field: 'streams', code: 'stream.too_many' }] });
    expect(await stored()).toEqual(both);
    await set();
    expect(await stored()).toEqual([]);
    expect(StreamInput.safeParse({ provider: 'janus', url: 'https://x.kz', locale: 'ru' }).success).toBe(false);
  });

  it('are saved from a form of addresses: the provider is seen, empty rows are none, a problem stands beside its row', async () => {
    const meeting = await makeMeeting(at.system());
    const row = (url: string) => ({ url, locale: 'ru' as const, purpose: 'live' as const });
    const save = (ctx: ReturnType<typeof conductor>, ...urls: string[]) => saveStreams(ctx, { roomId: meeting.roomId, rows: urls.map(row) });
    await save(conductor(), '', ' https://youtu.be/dQw4w9WgXcQ ', ' ', 'https://zoom.us/j/1');
    const stored = async () => (await listStreams(at.system(), meeting.roomId)).map(({ provider, url }) => [provider, url]);
    const both = [
      ['youtube', 'https://youtu.be/dQw4w9WgXcQ'],
      ['link', 'https://zoom.us/j/1'],
    ];
    expect(await stored()).toEqual(both);
    await expect(save(conductor(), '', 'https://zoom.us/j/1', 'zoom')).rejects.toMatchObject({ problems: [{ field: 'streams.2.url', code: 'stream.not_https' }] });
    for (const ctx of [at.ctx(visitor), at.ctx(grant('inspector')), at.ctx(grant('network_admin'), at.otherNetworkId)]) {
      await expect(save(ctx, 'https://zoom.us/j/2')).rejects.toMatchObject({ code: 'page.not_found' });
    }
    expect(await stored()).toEqual(both);
    expect(StreamsForm.parse({ streams: { 10: row('c'), 2: row('b'), 0: row('a') } }).streams.map(({ url }) => url)).toEqual(['a', 'b', 'c']);
  });

  it('are shown to participants once the doors are open, recordings also after the end', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    await inTx((tx) => setStreams(tx, meeting.roomId, [zoom, { ...youtube, purpose: 'recording' }]));
    const shown = async (actor: Actor) => (await readSessionPage(at.ctx(actor), meeting.roomId, 'device-one')).streams.map((stream) => stream.purpose);
    at.clock.set(T('03:00:00'));
    expect(await shown(linkHolder(asel))).toEqual(['recording']);
    expect(await shown(grant('network_admin'))).toEqual(['live', 'recording']);
    at.clock.set(T('04:00:00'));
    expect(await shown(linkHolder(asel))).toEqual(['live', 'recording']);
    at.clock.set(T('09:30:00'));
    expect(await shown(linkHolder(asel))).toEqual(['recording']);
  });

  it('of a recording tell the owner that a participant watched, not that an organiser did', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    await inTx((tx) => setStreams(tx, meeting.roomId, [zoom, { ...youtube, purpose: 'recording' }]));
    const [live, recording] = await listStreams(at.system(), meeting.roomId);
    const watch = (actor: Actor, streamId = recording?.id ?? '') => watchRecording(at.ctx(actor), { roomId: meeting.roomId, streamId });
    await watch(grant('network_admin'));
    expect(meeting.views).toBe(0);
    expect(await watch(linkHolder(asel))).toMatchObject({ purpose: 'recording' });
    expect(meeting.views).toBe(1);
    for (const work of [() => watch(linkHolder(asel), live?.id), () => watch(linkHolder(asel), newId()), () => watch(visitor)]) {
      await expect(work()).rejects.toMatchObject({ code: 'page.not_found' });
    }
  });
});

describe('the session page', () => {
  it('shows a participant her own presence, and says when another device counts', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    await addPerson(at.system(), meeting, { name: 'Дана Серік' });
    at.clock.set(T('05:00:00'));
    await beginSession(conductor(), meeting.roomId);
    await beat(meeting, asel);
    at.clock.set(T('05:00:30'));
    await beat(meeting, asel);
    at.clock.set(T('05:02:00'));
    const page = (deviceId: string) => readSessionPage(at.ctx(linkHolder(asel)), meeting.roomId, deviceId);
    expect(await page('device-one')).toMatchObject({
      state: 'running',
      conducts: false,
      confirmPath: null,
      timeZone: 'Europe/Minsk',
      self: { label: 'Әсел Нұрғали', minutes: 1, ofMinutes: 2, elsewhere: false },
      codes: { announced: 0, live: false },
    });
    expect((await page('device-two')).self?.elsewhere).toBe(true);
    at.clock.set(T('05:03:30'));
    expect((await page('device-two')).self?.elsewhere).toBe(false);
    // The owner of this test answers from memory: one statement for the room and everything in it.
    expect(await countQueries(() => page('device-one'))).toBe(1);
  });

  it('is open to moderators without a seat, and to nobody else', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    const other = await makeMeeting(at.system());
    const dana = await addPerson(at.system(), other, { name: 'Дана Серік' });
    expect(await readSessionPage(conductor(), meeting.roomId, 'device-one')).toMatchObject({ conducts: true, self: null });
    await expect(subjectOf(conductor(), meeting.roomId)).rejects.toMatchObject({ code: 'page.not_found' });
    for (const ctx of [at.ctx(visitor), at.ctx(grant('specialist')), at.ctx(linkHolder(dana)), at.ctx(linkHolder(asel), at.otherNetworkId)]) {
      await expect(readSessionPage(ctx, meeting.roomId, 'device-one')).rejects.toMatchObject({ code: 'page.not_found', status: 404 });
    }
    await expect(readSessionPage(at.ctx(linkHolder(asel)), 'nonsense', 'device-one')).rejects.toMatchObject({ code: 'page.not_found' });
  });
});

describe('moments typed by the clocks of the host', () => {
  it('become instants, past midnight where the session goes on', () => {
    const session = { plannedStart: new Date('2026-05-18T17:00:00Z'), plannedEnd: new Date('2026-05-18T20:00:00Z'), timeZone: 'Asia/Almaty' };
    expect(readStretch({ day: '2026-05-18', from: '23:30', to: '00:30' }, session)).toEqual({ from: T('18:30:00'), to: T('19:30:00') });
    const byDay = { plannedStart: T('05:00:00'), plannedEnd: T('06:00:00'), timeZone: 'Asia/Almaty' };
    const backwards = readStretch({ day: '2026-05-18', from: '10:30', to: '10:10' }, byDay);
    expect(backwards.to < backwards.from).toBe(true);
  });

  it('are refused beside their field when clocks never show them or show them twice', () => {
    const base = { start_date: '2027-03-28', end_date: undefined, end: undefined, reason: 'x', version: 1 };
    const problem = (start: string, date = '2027-03-28') => {
      try {
        return readTimes({ ...base, start, start_date: date }, 'Europe/Berlin').start.toISOString();
      } catch (error) {
        return (error as { problems: unknown[] }).problems[0];
      }
    };
    expect(problem('02:30')).toEqual({ field: 'start', code: 'time.nonexistent', params: { time: '02:30', before: '01:30', after: '03:30' } });
    expect(problem('02:30', '2027-10-31')).toEqual({ field: 'start', code: 'time.ambiguous', params: { time: '02:30' } });
    expect(problem('01:59')).toBe('2027-03-28T00:59:00.000Z');
    expect(() => readTimes({ ...base, start: '01:00', end_date: '2027-03-28' }, 'Europe/Berlin')).toThrow('input.invalid');
  });
});

describe('the address of a page of a list', () => {
  it('is read back, and anything else begins at the beginning', () => {
    const cursor = { value: 'Әлия', id: '01a207c4-8fca-7eea-a7a8-8f99ddc05cc9' };
    expect(readCursor(writeCursor(cursor), 'name')).toEqual(cursor);
    expect(readCursor(writeCursor(cursor), 'minutes')).toBeNull();
    for (const bad of [null, '', 'x', '%%', Buffer.from('{"a":1}').toString('base64url'), Buffer.from('["a","b"]').toString('base64url'), 'a'.repeat(2000)]) {
      expect(readCursor(bad, 'name')).toBeNull();
    }
  });
});
