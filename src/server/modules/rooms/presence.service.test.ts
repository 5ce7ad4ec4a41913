import { describe, expect, it } from 'vitest';
import { inTransaction, type Actor } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { account, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import {
  beginSession,
  confirmCollective,
  correctPresence,
  endSession,
  listTimeChangesFor,
  ownPresence,
  presenceDetail,
  presenceOf,
  presenceSummary,
  readPresenceFilter,
  recordHeartbeat,
  removeAttendee,
  setActualTimes,
  settlePresence,
} from './index.ts';
import { addPerson, linkHolder, makeMeeting, onTestDay, TEST_OWNER_TYPE, type TestMeeting } from './rooms.factory.ts';

const at = testInstallation();
const T = onTestDay;
const grant = (role: string, networkId = at.networkId): Actor => account([{ role, networkId, scopeKind: 'network', scopeId: null }]);
const conductor = () => at.ctx(grant('network_admin'));
const all = readPresenceFilter(new URLSearchParams());

async function beatFrom(meeting: TestMeeting, subjectId: string, from: string, to: string): Promise<void> {
  for (let time = T(from).getTime(); time <= T(to).getTime(); time += 30_000) {
    at.clock.set(new Date(time));
    await recordHeartbeat(at.ctx(linkHolder(subjectId)), { roomId: meeting.roomId, subjectType: 'registration', subjectId, deviceId: 'device-one' });
  }
}

/** A session from 05:00 to 06:00 where Asel was present for the first 20 minutes. */
async function finishedMeeting() {
  at.clock.set(T('04:50:00'));
  const meeting = await makeMeeting(at.system());
  const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
  const dana = await addPerson(at.system(), meeting, { name: 'Дана Серік', country: 'BY' });
  at.clock.set(T('05:00:00'));
  await beginSession(conductor(), meeting.roomId);
  await beatFrom(meeting, asel, '05:00:00', '05:19:00');
  at.clock.set(T('06:00:00'));
  await endSession(conductor(), meeting.roomId);
  const row = async (subjectId: string) => (await presenceOf(conductor(), meeting.roomId, all)).rows.find((found) => found.subjectId === subjectId);
  return { meeting, asel, dana, row };
}

describe('begin and end', () => {
  it('are set by buttons, once each, by those who conduct the room', async () => {
    const { meeting } = await finishedMeeting();
    await expect(beginSession(conductor(), meeting.roomId)).rejects.toMatchObject({ code: 'room.has_ended' });
    await expect(endSession(conductor(), meeting.roomId)).rejects.toMatchObject({ code: 'room.has_ended' });
    expect(await listTimeChangesFor(conductor(), meeting.roomId)).toMatchObject([
      { start: T('05:00:00'), end: T('06:00:00'), reason: null },
      { start: T('05:00:00'), end: null },
    ]);
    const names = await at.platform.db.selectFrom('platform.outbox_event').select('name').where('payload', '@>', JSON.stringify({ roomId: meeting.roomId }) as never).orderBy('seq').execute();
    expect(names.map((event) => event.name)).toEqual(['rooms.session_begun', 'rooms.session_ended']);
  });

  it('can be corrected with a reason, and everybody is counted anew', async () => {
    const { meeting, row, asel } = await finishedMeeting();
    expect(await row(asel)).toMatchObject({ minutes: 20 });
    await setActualTimes(conductor(), { roomId: meeting.roomId, start: T('05:10:00'), end: T('05:40:00'), reason: 'Кнопку нажали во время проверки звука', version: 3 });
    expect(await row(asel)).toMatchObject({ minutes: 10 });
    expect(await presenceDetailOf(meeting, asel)).toMatchObject({ figure: { minutes: 10, ofMinutes: 30 } });
    await setActualTimes(conductor(), { roomId: meeting.roomId, start: T('05:00:00'), end: null, reason: 'Заседание продолжается', version: 4 });
    at.clock.set(T('06:10:00'));
    expect(await presenceDetailOf(meeting, asel)).toMatchObject({ figure: { minutes: 20, ofMinutes: 70 } });
  });

  it('refuse what cannot be meant, each beside its field', async () => {
    const { meeting } = await finishedMeeting();
    const good = { roomId: meeting.roomId, start: T('05:00:00'), end: T('05:40:00'), reason: 'Опечатка', version: 3 };
    const refused = async (change: Partial<typeof good>) => setActualTimes(conductor(), { ...good, ...change }).then(() => 'ok', (e: { problems?: { field: string; code: string }[]; code: string }) => e.problems?.[0] ?? e.code);
    expect(await refused({ reason: ' x ' })).toEqual({ field: 'reason', code: 'reason.too_brief' });
    expect(await refused({ end: T('04:59:00') })).toEqual({ field: 'end', code: 'session.end_before_start' });
    expect(await refused({ end: T('06:01:00') })).toEqual({ field: 'end', code: 'session.in_future' });
    expect(await refused({ start: T('07:00:00') })).toEqual({ field: 'start', code: 'session.in_future' });
    expect(await refused({ start: new Date('2026-05-17T05:00:00Z') })).toEqual({ field: 'start', code: 'session.far_from_plan' });
    expect(await refused({ version: 2 })).toBe('record.changed_meanwhile');
    expect(await refused({})).toBe('ok');
  });
});

const presenceDetailOf = async (meeting: TestMeeting, subjectId: string) => {
  const seat = await at.platform.db.selectFrom('rooms.attendee').select('id').where('room_id', '=', meeting.roomId).where('subject_id', '=', subjectId).executeTakeFirstOrThrow();
  return presenceDetail(conductor(), seat.id);
};

describe('a correction', () => {
  it('changes the minutes, keeps the raw events and says who and why', async () => {
    const { meeting, asel, row } = await finishedMeeting();
    const { attendee } = await presenceDetailOf(meeting, asel);
    await correctPresence(conductor(), { attendeeId: attendee.id, kind: 'add', from: T('05:30:00'), to: T('05:45:00'), reason: 'Связь через телефон библиотеки' });
    expect(await row(asel)).toMatchObject({ minutes: 35, corrected: true });
    await correctPresence(conductor(), { attendeeId: attendee.id, kind: 'remove', from: T('05:00:00'), to: T('05:05:00'), reason: 'Страница была открыта другим' });
    expect(await row(asel)).toMatchObject({ minutes: 30, corrected: true });
    const detail = await presenceDetailOf(meeting, asel);
    expect(detail.figure.intervals.map(({ start, end }) => [start, end])).toEqual([
      [T('05:05:00'), T('05:20:00')],
      [T('05:30:00'), T('05:45:00')],
    ]);
    expect(detail.events.map(({ kind, counts, reason, beats }) => [kind, counts, reason, beats])).toEqual([
      ['heartbeat', true, null, 39],
      ['add', true, 'Связь через телефон библиотеки', 1],
      ['remove', true, 'Страница была открыта другим', 1],
    ]);
    const audit = await at.platform.db.selectFrom('platform.audit_entry').select(['act', 'data']).where('subject_id', '=', attendee.id).execute();
    expect(audit).toHaveLength(2);
    expect(JSON.stringify(audit)).not.toContain('библиотеки');
  });

  it('is refused where it could change nothing or has no reason', async () => {
    const { meeting, asel } = await finishedMeeting();
    const { attendee } = await presenceDetailOf(meeting, asel);
    const good = { attendeeId: attendee.id, kind: 'add' as const, from: T('05:30:00'), to: T('05:45:00'), reason: 'Причина' };
    const refused = async (change: Partial<typeof good>, ctx = conductor()) => correctPresence(ctx, { ...good, ...change }).then(() => 'ok', (e: { problems?: { field: string; code: string }[]; code: string }) => e.problems?.[0] ?? e.code);
    expect(await refused({ to: T('05:30:00') })).toEqual({ field: 'to', code: 'session.end_before_start' });
    expect(await refused({ to: T('06:00:01') })).toEqual({ field: 'to', code: 'interval.in_future' });
    expect(await refused({ from: T('04:00:00'), to: T('05:00:00') })).toEqual({ field: 'from', code: 'interval.outside_session' });
    expect(await refused({ reason: '' })).toEqual({ field: 'reason', code: 'reason.too_brief' });
    expect(await refused({}, at.ctx(grant('inspector')))).toBe('page.not_found');
    expect(await refused({}, at.ctx(linkHolder(asel)))).toBe('page.not_found');
    expect(await refused({ attendeeId: newId() })).toBe('page.not_found');
    expect(await presenceDetailOf(meeting, asel)).toMatchObject({ figure: { minutes: 20, corrected: false } });
  });
});

describe('a collective connection', () => {
  async function readingRoom() {
    at.clock.set(T('04:50:00'));
    const meeting = await makeMeeting(at.system());
    const people = [await addPerson(at.system(), meeting, { name: 'Сәуле Омар', collective: true }), await addPerson(at.system(), meeting, { name: 'Жанар Қали', collective: true })] as const;
    const single = await addPerson(at.system(), meeting, { name: 'Дана Серік' });
    at.clock.set(T('05:00:00'));
    await beginSession(conductor(), meeting.roomId);
    at.clock.set(T('06:00:00'));
    await endSession(conductor(), meeting.roomId);
    const confirm = (lines: Parameters<typeof confirmCollective>[1]['lines'], by: 'contact' | 'organiser' = 'contact') =>
      inTransaction(at.system(), (tx) => confirmCollective(tx, { roomId: meeting.roomId, lines, by }));
    const minutes = async () => Object.fromEntries((await presenceOf(conductor(), meeting.roomId, all)).rows.map((row) => [row.label, [row.minutes, row.collective]]));
    return { meeting, people, single, confirm, minutes };
  }

  it('gives each named person the minutes confirmed last, marked so', async () => {
    const { people, confirm, minutes } = await readingRoom();
    const [saule, zhanar] = people;
    await confirm([{ subjectId: saule, from: T('05:00:00'), to: T('06:00:00') }, { subjectId: zhanar, from: T('05:00:00'), to: T('05:10:00') }, { subjectId: zhanar, from: T('05:40:00'), to: T('06:00:00') }]);
    expect(await minutes()).toEqual({ 'Сәуле Омар': [60, true], 'Жанар Қали': [30, true], 'Дана Серік': [0, false] });
    await confirm([{ subjectId: zhanar, from: null, to: null }]);
    expect(await minutes()).toEqual({ 'Сәуле Омар': [60, true], 'Жанар Қали': [0, true], 'Дана Серік': [0, false] });
  });

  it('does not count what machines saw of a named person', async () => {
    const { meeting, people, minutes } = await readingRoom();
    at.clock.set(T('06:00:10'));
    await recordHeartbeat(at.ctx(linkHolder(people[0])), { roomId: meeting.roomId, subjectType: 'registration', subjectId: people[0], deviceId: 'device-one' });
    expect((await minutes())['Сәуле Омар']).toEqual([0, true]);
    const detail = await presenceDetailOf(meeting, people[0]);
    expect(detail.events.map(({ kind, counts }) => [kind, counts])).toEqual([['heartbeat', false]]);
  });

  it('is confirmed on the day: not before the begin, not the day after; an organiser may later', async () => {
    const { meeting, people, confirm, minutes } = await readingRoom();
    const line = { subjectId: people[0], from: T('05:00:00'), to: T('05:30:00') };
    at.clock.set(T('18:59:59'));
    await confirm([line]);
    at.clock.set(T('19:00:00'));
    await expect(confirm([line])).rejects.toMatchObject({ code: 'collective.too_late' });
    await confirm([{ ...line, to: T('05:20:00') }], 'organiser');
    expect((await minutes())['Сәуле Омар']).toEqual([20, true]);
    const early = await makeMeeting(at.system(), { start: T('20:00:00'), end: T('21:00:00') });
    await expect(inTransaction(at.system(), (tx) => confirmCollective(tx, { roomId: early.roomId, lines: [], by: 'contact' }))).rejects.toMatchObject({ code: 'collective.too_early' });
    expect(meeting.roomId).not.toBe(early.roomId);
  });

  it('refuses all lines when one of them cannot be meant', async () => {
    const { people, single, confirm, minutes } = await readingRoom();
    const good = { subjectId: people[0], from: T('05:00:00'), to: T('05:30:00') };
    const problems = async (line: { subjectId: string; from: Date | null; to: Date | null }) => confirm([good, line]).then(() => 'ok', (e: { problems: unknown }) => e.problems);
    expect(await problems({ subjectId: single, from: T('05:00:00'), to: T('05:30:00') })).toEqual([{ field: 'lines.1.from', code: 'attendee.unknown' }]);
    expect(await problems({ subjectId: newId(), from: null, to: null })).toEqual([{ field: 'lines.1.from', code: 'attendee.unknown' }]);
    expect(await problems({ ...good, to: T('04:59:00') })).toEqual([{ field: 'lines.1.to', code: 'session.end_before_start' }]);
    expect(await problems({ ...good, to: T('09:00:00') })).toEqual([{ field: 'lines.1.to', code: 'interval.in_future' }]);
    expect(await problems({ ...good, to: null })).toEqual([{ field: 'lines.1.to', code: 'field.required' }]);
    expect((await minutes())['Сәуле Омар']).toEqual([0, true]);
  });
});

describe('the list of presence', () => {
  it('is filtered, sorted by the alphabet of the reader and paged by key in both directions', async () => {
    at.clock.set(T('04:50:00'));
    const meeting = await makeMeeting(at.system());
    for (const [name, country] of [['Қасым', 'KZ'], ['Кулаш', 'KZ'], ['Әлия', 'KZ'], ['Анна', 'BY'], ['Ольга', 'RU'], ['100% _ Али', 'KZ']] as const) await addPerson(at.system(), meeting, { name, country });
    const ctx = { ...conductor(), locale: 'kk' as const };
    const names = async (query: string, page: Parameters<typeof presenceOf>[3] = {}) => presenceOf(ctx, meeting.roomId, readPresenceFilter(new URLSearchParams(query)), page);
    const labels = (found: { rows: { label: string }[] }) => found.rows.map((row) => row.label);
    expect(labels(await names(''))).toEqual(['100% _ Али', 'Анна', 'Әлия', 'Кулаш', 'Қасым', 'Ольга']);
    expect(labels(await names('country=KZ&sort=-name'))).toEqual(['Қасым', 'Кулаш', 'Әлия', '100% _ Али']);
    expect(await names('q=%25 _')).toMatchObject({ count: 1, rows: [{ label: '100% _ Али' }] });
    expect(labels(await names('mark=collective'))).toEqual([]);
    const first = await names('', { limit: 4 });
    expect(first).toMatchObject({ count: 6, previous: null });
    const second = await names('', { limit: 4, after: first.next });
    expect(labels(second)).toEqual(['Қасым', 'Ольга']);
    expect(second.next).toBeNull();
    expect(labels(await names('', { limit: 4, before: second.previous }))).toEqual(labels(first));
    expect((await names('', { limit: 4, before: second.previous })).previous).toBeNull();
  });

  it('needs as many queries for three people as for one, and leaves out who was taken out', async () => {
    const { meeting, asel, dana } = await finishedMeeting();
    const count = () => countQueries(() => presenceOf(conductor(), meeting.roomId, all));
    await presenceOf(conductor(), meeting.roomId, all);
    const two = await count();
    await addPerson(at.system(), meeting, { name: 'Жаңа Адам' });
    await addPerson(at.system(), meeting, { name: 'Тағы Біреу' });
    await presenceOf(conductor(), meeting.roomId, all);
    expect(await count()).toBe(two);
    expect(two).toBeLessThanOrEqual(5);
    await removeAttendee(at.system(), { subjectType: 'registration', subjectId: dana });
    const found = await presenceOf(conductor(), meeting.roomId, all);
    expect(found.count).toBe(3);
    expect(found.rows.map((row) => row.subjectId)).not.toContain(dana);
    const cards = await at.platform.db.selectFrom('rooms.presence_card').select('subject_id').where('room_id', '=', meeting.roomId).execute();
    expect(cards.map((card) => card.subject_id)).not.toContain(dana);
    expect(cards.map((card) => card.subject_id)).toContain(asel);
  });

  it('gives live numbers by country in one query beside the check of rights', async () => {
    const { meeting, asel } = await finishedMeeting();
    const later = await makeMeeting(at.system());
    expect(later.roomId).not.toBe(meeting.roomId);
    at.clock.set(T('06:00:10'));
    await recordHeartbeat(at.ctx(linkHolder(asel)), { roomId: meeting.roomId, subjectType: 'registration', subjectId: asel, deviceId: 'device-one' });
    expect(await presenceSummary(conductor(), meeting.roomId)).toEqual({
      admitted: 2,
      here: 1,
      present: 1,
      byCountry: [
        { country: 'BY', admitted: 1, here: 0, present: 0 },
        { country: 'KZ', admitted: 1, here: 1, present: 1 },
      ],
    });
    expect(await countQueries(() => presenceSummary(conductor(), meeting.roomId))).toBe(2);
    at.clock.set(T('06:01:40'));
    expect(await presenceSummary(conductor(), meeting.roomId)).toMatchObject({ here: 0, present: 1 });
  });
});

describe('who may see presence', () => {
  it('is decided by the owner; missing and forbidden answer alike', async () => {
    const { meeting, asel, dana } = await finishedMeeting();
    const detail = await presenceDetailOf(meeting, asel);
    const notFound = { code: 'page.not_found', status: 404 };
    const strangers = [visitor, grant('specialist'), grant('network_admin', at.otherNetworkId), linkHolder(asel)];
    for (const actor of strangers) {
      await expect(presenceOf(at.ctx(actor), meeting.roomId, all)).rejects.toMatchObject(notFound);
      await expect(presenceDetail(at.ctx(actor), detail.attendee.id)).rejects.toMatchObject(notFound);
      await expect(presenceSummary(at.ctx(actor), meeting.roomId)).rejects.toMatchObject(notFound);
    }
    await expect(presenceOf(at.ctx(grant('network_admin', at.otherNetworkId), at.otherNetworkId), meeting.roomId, all)).rejects.toMatchObject(notFound);
    await expect(presenceOf(conductor(), newId(), all)).rejects.toMatchObject(notFound);
    await expect(presenceOf(conductor(), 'nonsense', all)).rejects.toMatchObject(notFound);
    expect(await presenceOf(at.ctx(grant('inspector')), meeting.roomId, all)).toMatchObject({ count: 2 });
    const own = { roomId: meeting.roomId, subjectType: 'registration', subjectId: asel };
    expect(await ownPresence(at.ctx(linkHolder(asel)), own)).toMatchObject({ minutes: 20, ofMinutes: 60, percent: 33.3 });
    await expect(ownPresence(at.ctx(linkHolder(dana)), own)).rejects.toMatchObject(notFound);
  });

  it('keeps a room of one network out of the figures of another', async () => {
    const { meeting } = await finishedMeeting();
    await settlePresence(at.system(at.otherNetworkId), TEST_OWNER_TYPE, [meeting.ownerId]);
    const cards = await at.platform.db.selectFrom('rooms.presence_card').select('subject_id').where('network_id', '=', at.otherNetworkId).execute();
    expect(cards).toEqual([]);
  });
});

describe('counting at the same time', () => {
  it('never loses a correction to a count that began before it', async () => {
    const { meeting, asel, row } = await finishedMeeting();
    const { attendee } = await presenceDetailOf(meeting, asel);
    const corrections = Array.from({ length: 8 }, (_, n) =>
      correctPresence(conductor(), { attendeeId: attendee.id, kind: 'add', from: T(`05:${30 + n}:00`), to: T(`05:${31 + n}:00`), reason: `Минута ${n}` }),
    );
    const moves = [1, 2, 3].map(() => settlePresence(at.system(), TEST_OWNER_TYPE, [meeting.ownerId]));
    await Promise.all([...corrections, ...moves, setActualTimes(conductor(), { roomId: meeting.roomId, start: T('05:00:00'), end: T('05:36:00'), reason: 'Закончили раньше', version: 3 })].map((work) => work.catch((e: { problems?: unknown }) => e.problems)));
    const detail = await presenceDetailOf(meeting, asel);
    expect(await row(asel)).toMatchObject({ minutes: detail.figure.minutes });
  });
});
