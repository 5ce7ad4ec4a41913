import { describe, expect, it } from 'vitest';
import { newId } from '#server/platform/ids.ts';
import { account, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { beginSession, endSession, recordHeartbeat, recordHere, removeAttendee, takeOverDevice } from './index.ts';
import { addPerson, linkHolder, makeMeeting, onTestDay, type TestMeeting } from './rooms.factory.ts';
import { sweepRoom } from './sweep.ts';

const at = testInstallation();
const T = onTestDay;
const holder = linkHolder;
const conductor = () => account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]);
const beat = (meeting: TestMeeting, subjectId: string, deviceId = 'device-one') =>
  recordHeartbeat(at.ctx(holder(subjectId)), { roomId: meeting.roomId, subjectType: 'registration', subjectId, deviceId });
const events = (subjectId: string) =>
  at.platform.db
    .selectFrom('rooms.presence_event as e')
    .innerJoin('rooms.attendee as a', 'a.id', 'e.attendee_id')
    .select(['e.kind', 'e.source', 'e.from_at', 'e.to_at', 'e.beats'])
    .where('a.subject_id', '=', subjectId)
    .orderBy('e.at')
    .execute();
const minutesOf = async (subjectId: string) =>
  (await at.platform.db.selectFrom('rooms.presence_card').select(['minutes', 'of_minutes']).where('subject_id', '=', subjectId).executeTakeFirst()) ?? null;

describe('heartbeats', () => {
  it('make one stretch while they come, and a new one after a pause', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    for (const clock of ['05:00:00', '05:00:30', '05:01:00', '05:10:00', '05:10:30']) {
      at.clock.set(T(clock));
      expect(await beat(meeting, asel)).toMatchObject({ counted: true });
    }
    expect(await events(asel)).toEqual([
      { kind: 'heartbeat', source: 'device-one', from_at: T('05:00:00'), to_at: T('05:02:00'), beats: 3 },
      { kind: 'heartbeat', source: 'device-one', from_at: T('05:10:00'), to_at: T('05:11:30'), beats: 2 },
    ]);
  });

  it('cost one statement for the holder of a link', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    at.clock.set(T('05:00:00'));
    expect(await countQueries(() => beat(meeting, asel))).toBe(1);
    at.clock.set(T('05:00:30'));
    expect(await countQueries(() => beat(meeting, asel))).toBe(1);
  });

  it('come too early before the doors open, are kept from then on, and are refused long after the end', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    at.clock.set(T('03:59:59'));
    expect(await beat(meeting, asel)).toEqual({ counted: false, state: 'waiting', minutes: null, countedAt: null });
    at.clock.set(T('04:00:00'));
    expect(await beat(meeting, asel)).toMatchObject({ counted: true, state: 'open' });
    at.clock.set(T('05:00:00'));
    await beginSession(at.ctx(conductor()), meeting.roomId);
    expect(await beat(meeting, asel)).toMatchObject({ counted: true, state: 'running' });
    at.clock.set(T('06:30:00'));
    await endSession(at.ctx(conductor()), meeting.roomId);
    at.clock.set(T('06:59:59'));
    expect(await beat(meeting, asel)).toMatchObject({ counted: true, state: 'ended' });
    at.clock.set(T('07:00:00'));
    await expect(beat(meeting, asel)).rejects.toMatchObject({ code: 'room.has_ended', status: 410 });
    expect(await events(asel)).toHaveLength(3);
  });

  it('are refused to strangers, to other subjects and to who was taken out, all alike', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    const dana = await addPerson(at.system(), meeting, { name: 'Дана Серік' });
    at.clock.set(T('05:00:00'));
    const input = { roomId: meeting.roomId, subjectType: 'registration', subjectId: asel, deviceId: 'device-one' };
    const notFound = { code: 'page.not_found', status: 404 };
    await expect(recordHeartbeat(at.ctx(visitor), input)).rejects.toMatchObject(notFound);
    await expect(recordHeartbeat(at.ctx(holder(dana)), input)).rejects.toMatchObject(notFound);
    await expect(recordHeartbeat(at.ctx(conductor()), input)).rejects.toMatchObject(notFound);
    await expect(recordHeartbeat(at.ctx(holder(asel), at.otherNetworkId), input)).rejects.toMatchObject(notFound);
    await expect(recordHeartbeat(at.ctx(holder(asel)), { ...input, roomId: newId() })).rejects.toMatchObject(notFound);
    await removeAttendee(at.system(), { subjectType: 'registration', subjectId: asel });
    await expect(recordHeartbeat(at.ctx(holder(asel)), input)).rejects.toMatchObject(notFound);
    expect(await events(asel)).toEqual([]);
  });

  it('of a signed-in participant count for the seat that the owner names', async () => {
    const meeting = await makeMeeting(at.system());
    const moderator = account([]);
    if (moderator.kind !== 'account') throw new Error('an account');
    const subjectId = await addPerson(at.system(), meeting, { name: 'Айгүл Жұмабекова', accountId: moderator.accountId });
    at.clock.set(T('05:00:00'));
    const input = { roomId: meeting.roomId, subjectType: 'registration', subjectId, deviceId: 'device-one' };
    expect(await recordHeartbeat(at.ctx(moderator), input)).toMatchObject({ counted: true });
    await expect(recordHeartbeat(at.ctx(account([])), input)).rejects.toMatchObject({ status: 404 });
  });
});

describe('whoever only looks as a participant', () => {
  it('is not counted as her: the frame of a page without script is a GET, which no door refuses', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = account([]);
    if (asel.kind !== 'account') throw new Error('an account');
    const subjectId = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали', accountId: asel.accountId });
    at.clock.set(T('05:00:00'));
    const looking = at.ctx({ ...asel, viewedBy: { accountId: newId(), name: 'Ержан', until: T('05:30:00') } });
    const input = { roomId: meeting.roomId, subjectType: 'registration', subjectId, deviceId: 'device-one' };
    for (const say of [recordHeartbeat, recordHere, takeOverDevice]) await expect(say(looking, input)).rejects.toMatchObject({ code: 'looking.read_only', status: 403 });
    expect(await events(subjectId)).toEqual([]);
  });
});

describe('a personal link', () => {
  it('counts on one device until another takes it over or the first falls silent for three minutes', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    at.clock.set(T('05:00:00'));
    await beat(meeting, asel, 'device-one');
    at.clock.set(T('05:00:20'));
    await expect(beat(meeting, asel, 'device-two')).rejects.toMatchObject({ code: 'device.other', status: 409 });
    const two = { roomId: meeting.roomId, subjectType: 'registration', subjectId: asel, deviceId: 'device-two' };
    expect(await takeOverDevice(at.ctx(holder(asel)), two)).toMatchObject({ counted: true });
    await expect(beat(meeting, asel, 'device-one')).rejects.toMatchObject({ code: 'device.other' });
    at.clock.set(T('05:03:19'));
    await expect(beat(meeting, asel, 'device-one')).rejects.toMatchObject({ code: 'device.other' });
    at.clock.set(T('05:03:20'));
    expect(await beat(meeting, asel, 'device-one')).toMatchObject({ counted: true });
  });

  it('raced for by ten devices is held by exactly one', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    at.clock.set(T('05:00:00'));
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => beat(meeting, asel, `device-number-${n}`)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(await events(asel)).toHaveLength(1);
  });
});

describe('minutes from heartbeats', () => {
  it('are counted when somebody reads and cut to the begin and end that were set', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    const absent = await addPerson(at.system(), meeting, { name: 'Дана Серік' });
    for (let second = 0; second <= 40 * 60; second += 30) {
      at.clock.set(new Date(T('04:50:00').getTime() + second * 1000));
      if (second === 10 * 60) await beginSession(at.ctx(conductor()), meeting.roomId);
      await beat(meeting, asel);
    }
    expect(await minutesOf(asel)).toBeNull();
    at.clock.set(T('05:31:00'));
    await sweepRoom(at.platform, at.networkId, meeting.roomId);
    expect(await minutesOf(asel)).toEqual({ minutes: 31, of_minutes: 31 });
    expect(await beat(meeting, asel)).toMatchObject({ minutes: 31, countedAt: T('05:31:00') });
    at.clock.set(T('06:00:00'));
    await endSession(at.ctx(conductor()), meeting.roomId);
    expect(await minutesOf(asel)).toEqual({ minutes: 32, of_minutes: 60 });
    expect(await minutesOf(absent)).toEqual({ minutes: 0, of_minutes: 60 });
  });

  it('bridge three minutes between presses of the button "I am here", and not more', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    at.clock.set(T('05:00:00'));
    await beginSession(at.ctx(conductor()), meeting.roomId);
    for (const clock of ['05:00:00', '05:04:00', '05:08:01']) {
      at.clock.set(T(clock));
      await recordHere(at.ctx(holder(asel)), { roomId: meeting.roomId, subjectType: 'registration', subjectId: asel, deviceId: 'device-one' });
    }
    at.clock.set(T('05:20:00'));
    await endSession(at.ctx(conductor()), meeting.roomId);
    // 10:00–10:05 bridged, then 10:08:01–10:09:01.
    expect(await minutesOf(asel)).toEqual({ minutes: 6, of_minutes: 20 });
  });
});

describe('raw events', () => {
  it('grow and never shrink, and cannot be rewritten', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    at.clock.set(T('05:00:00'));
    await beat(meeting, asel);
    const update = (set: Record<string, unknown>) =>
      at.platform.db.updateTable('rooms.presence_event').set(set).where('room_id', '=', meeting.roomId).execute();
    await expect(update({ to_at: T('05:00:30') })).rejects.toThrow('append-only');
    await expect(update({ from_at: T('04:00:00') })).rejects.toThrow('append-only');
    await expect(update({ kind: 'interval' })).rejects.toThrow('append-only');
  });
});
