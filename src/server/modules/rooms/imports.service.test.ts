import { describe, expect, it } from 'vitest';
import { networksOf } from '#server/modules/people/index.ts';
import { inTransaction, type Actor } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { account, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import {
  applyImport,
  beginSession,
  decideImportRow,
  endSession,
  eraseAttendees,
  leaveOutRest,
  listImportsFor,
  presenceDetail,
  presenceOf,
  previewImport,
  readImport,
  readPresenceFilter,
  undoImport,
} from './index.ts';
import { addPerson, makeMeeting, onTestDay } from './rooms.factory.ts';
import { forgetStrangers } from './rooms.jobs.ts';

const at = testInstallation();
const T = onTestDay;
const grant = (role: string): Actor => account([{ role, networkId: at.networkId, scopeKind: 'network', scopeId: null }]);
const conductor = () => at.ctx(grant('network_admin'));
const all = readPresenceFilter(new URLSearchParams());

const HEAD = 'Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room';
/** Times by the clocks of Pavlodar: the session lasts from 10:00 to 11:00. */
const report = (...rows: string[]) => new TextEncoder().encode([HEAD, ...rows].join('\r\n'));
const REPORT = [
  'Asel Nurgali,asel@example.kz,05/18/2026 10:00:00 AM,05/18/2026 10:30:00 AM,30,Yes,No',
  'Asel Nurgali,asel@example.kz,05/18/2026 10:40:00 AM,05/18/2026 11:00:00 AM,20,Yes,No',
  'Серик Дана,,05/18/2026 10:00:00 AM,05/18/2026 10:59:00 AM,59,Yes,No',
  'iPhone (Жанар),,05/18/2026 10:05:00 AM,05/18/2026 10:50:00 AM,45,Yes,No',
  'Library of Village,,05/18/2026 10:00:00 AM,05/18/2026 10:10:00 AM,10,Yes,No',
];

async function meetingWithPeople() {
  at.clock.set(T('04:50:00'));
  const meeting = await makeMeeting(at.system());
  const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали', email: 'asel@example.kz' });
  const dana = await addPerson(at.system(), meeting, { name: 'Серик Дана', email: 'dana@example.kz' });
  const zhanar = await addPerson(at.system(), meeting, { name: 'Жанар Қалиева', email: 'zhanar@example.kz' });
  at.clock.set(T('05:00:00'));
  await beginSession(conductor(), meeting.roomId);
  at.clock.set(T('06:00:00'));
  await endSession(conductor(), meeting.roomId);
  const load = (bytes = report(...REPORT), fileName = 'participants.csv') => previewImport(conductor(), { roomId: meeting.roomId, fileName, bytes });
  const minutes = async () => Object.fromEntries((await presenceOf(conductor(), meeting.roomId, all)).rows.map((row) => [row.label, row.minutes]));
  const seat = async (subjectId: string) => (await at.platform.db.selectFrom('rooms.attendee').select('id').where('subject_id', '=', subjectId).executeTakeFirstOrThrow()).id;
  return { meeting, asel, dana, zhanar, load, minutes, seat };
}

describe('a participant report', () => {
  it('is matched by e-mail, then by name, and counts only when it is applied', async () => {
    const { load, minutes } = await meetingWithPeople();
    const id = await load();
    const preview = await readImport(conductor(), id, 'all');
    expect(preview.import).toMatchObject({ state: 'open', fileName: 'participants.csv', counts: { rows: 5, people: 4, matched: 2, undecided: 2, leftOut: 0 } });
    expect(preview.people.map(({ name, matchKind, attendeeLabel, joins }) => [name, matchKind, attendeeLabel, joins])).toEqual([
      ['Asel Nurgali', 'email', 'Әсел Нұрғали', 2],
      ['Серик Дана', 'name', 'Серик Дана', 1],
      ['iPhone / Жанар', 'undecided', null, 1],
      ['Library of Village', 'undecided', null, 1],
    ]);
    expect(preview.people[2]?.options.map((option) => option.label)).toEqual(['Жанар Қалиева']);
    expect(await minutes()).toEqual({ 'Әсел Нұрғали': 0, 'Серик Дана': 0, 'Жанар Қалиева': 0 });
  });

  it('waits until somebody has decided about everybody, then becomes raw events and minutes', async () => {
    const { load, minutes, zhanar, seat, meeting } = await meetingWithPeople();
    const id = await load();
    await expect(applyImport(conductor(), id)).rejects.toMatchObject({ code: 'import.undecided', status: 409, params: { count: 2 } });
    const { people } = await readImport(conductor(), id, 'undecided');
    await decideImportRow(conductor(), { rowId: people[0]?.rowId ?? '', attendeeId: await seat(zhanar) });
    await leaveOutRest(conductor(), id);
    await applyImport(conductor(), id);
    expect(await minutes()).toEqual({ 'Әсел Нұрғали': 50, 'Серик Дана': 59, 'Жанар Қалиева': 45 });
    const detail = await presenceDetail(conductor(), await seat(zhanar));
    expect(detail.events).toMatchObject([{ kind: 'interval', source: 'zoom', fromAt: T('05:05:00'), toAt: T('05:50:00'), counts: true, fileName: 'participants.csv' }]);
    const names = await at.platform.db.selectFrom('platform.audit_entry').select('act').where('subject_id', 'in', [id, meeting.roomId]).orderBy('id').execute();
    expect(names.map((line) => line.act)).toEqual(expect.arrayContaining(['import.loaded', 'import.decided', 'import.rest_left_out', 'import.applied']));
    expect(await at.platform.db.selectFrom('platform.outbox_event').select('name').where('name', '=', 'rooms.import_applied').where('payload', '@>', JSON.stringify({ importId: id }) as never).execute()).toHaveLength(1);
  });

  it('applied many times at once is applied once', async () => {
    const { load, minutes, meeting } = await meetingWithPeople();
    const id = await load();
    await leaveOutRest(conductor(), id);
    await Promise.all([1, 2, 3, 4].map(() => applyImport(conductor(), id)));
    await applyImport(conductor(), id);
    const events = await at.platform.db.selectFrom('rooms.presence_event').select('id').where('room_id', '=', meeting.roomId).execute();
    expect(events).toHaveLength(3);
    expect(await minutes()).toMatchObject({ 'Әсел Нұрғали': 50 });
  });

  it('is refused when the very same file is there already, also under another name and at the same moment', async () => {
    const { load, meeting } = await meetingWithPeople();
    const outcomes = await Promise.allSettled([load(), load(undefined, 'other.csv'), load()]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    await expect(load()).rejects.toMatchObject({ problems: [{ field: 'file', code: 'import.already_loaded' }] });
    expect(await listImportsFor(conductor(), meeting.roomId)).toHaveLength(1);
  });

  it('taken back counts no more, keeps its events, and may come again', async () => {
    const { load, minutes, asel, seat } = await meetingWithPeople();
    const id = await load();
    await leaveOutRest(conductor(), id);
    await applyImport(conductor(), id);
    await undoImport(conductor(), id);
    await undoImport(conductor(), id);
    expect(await minutes()).toMatchObject({ 'Әсел Нұрғали': 0 });
    expect((await presenceDetail(conductor(), await seat(asel))).events.map(({ counts, importState }) => [counts, importState])).toEqual([
      [false, 'undone'],
      [false, 'undone'],
    ]);
    await expect(applyImport(conductor(), id)).rejects.toMatchObject({ code: 'import.not_open' });
    const again = await load();
    await leaveOutRest(conductor(), again);
    await applyImport(conductor(), again);
    expect(await minutes()).toMatchObject({ 'Әсел Нұрғали': 50 });
  });

  it('names what is wrong with a file beside it', async () => {
    const { load } = await meetingWithPeople();
    const refused = async (bytes: Uint8Array<ArrayBuffer>) => load(bytes).then(() => 'ok', (e: { problems: { field: string; code: string }[] }) => e.problems[0]);
    const text = (content: string) => new TextEncoder().encode(content);
    expect(await refused(text(''))).toMatchObject({ field: 'file', code: 'csv.empty' });
    expect(await refused(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]))).toMatchObject({ field: 'file', code: 'csv.is_spreadsheet' });
    expect(await refused(text('Дата;Сумма\n1;2\n'))).toMatchObject({ field: 'file', code: 'zoom.header_not_found' });
    expect(await refused(new Uint8Array(5 * 1024 * 1024 + 1).fill(65))).toMatchObject({ field: 'file', code: 'csv.too_large' });
  });

  it('keeps the rows that could not be read, with row, column, value and reason', async () => {
    const { load } = await meetingWithPeople();
    const id = await load(report(...REPORT, 'Кто-то,,неизвестно,05/18/2026 10:30:00 AM,30,Yes,No'));
    const { import: found } = await readImport(conductor(), id, 'all');
    expect(found.report.problems).toEqual([{ row: 7, column: 'Join Time', value: 'неизвестно', code: 'row.time_unreadable' }]);
    expect(found.report.zone).toBe('Asia/Almaty');
  });

  it('lists its people page by page with a constant number of queries', async () => {
    const { load } = await meetingWithPeople();
    const id = await load();
    const first = await readImport(conductor(), id, 'all', { limit: 3 });
    expect(first.people.map((person) => person.name)).toEqual(['Asel Nurgali', 'Серик Дана', 'iPhone / Жанар']);
    const second = await readImport(conductor(), id, 'all', { limit: 3, after: first.next ?? 0 });
    expect(second.people.map((person) => person.name)).toEqual(['Library of Village']);
    expect(second.next).toBeNull();
    const count = (limit: number) => countQueries(() => readImport(conductor(), id, 'all', { limit }));
    expect(await count(3)).toBe(await count(4));
  });

  it('is a matter of those who conduct the room; others find nothing', async () => {
    const { load, asel, seat } = await meetingWithPeople();
    const other = await meetingWithPeople();
    const id = await load();
    const { people } = await readImport(conductor(), id, 'all');
    const rowId = people[2]?.rowId ?? '';
    const notFound = { code: 'page.not_found', status: 404 };
    for (const ctx of [at.ctx(visitor), at.ctx(grant('specialist')), at.ctx(grant('network_admin'), at.otherNetworkId)]) {
      await expect(readImport(ctx, id, 'all')).rejects.toMatchObject(notFound);
      await expect(applyImport(ctx, id)).rejects.toMatchObject(notFound);
      await expect(undoImport(ctx, id)).rejects.toMatchObject(notFound);
      await expect(decideImportRow(ctx, { rowId, attendeeId: null })).rejects.toMatchObject(notFound);
    }
    expect(await readImport(at.ctx(grant('inspector')), id, 'all')).toMatchObject({ people: { length: 4 } });
    await expect(applyImport(at.ctx(grant('inspector')), id)).rejects.toMatchObject(notFound);
    await expect(decideImportRow(conductor(), { rowId, attendeeId: await seat(other.asel) })).rejects.toMatchObject({ problems: [{ code: 'attendee.unknown' }] });
    await expect(decideImportRow(conductor(), { rowId: newId(), attendeeId: await seat(asel) })).rejects.toMatchObject(notFound);
  });
});

describe('names in reports', () => {
  it('of strangers are erased after 90 days, those of registered people with their registration', async () => {
    const { load, asel, seat } = await meetingWithPeople();
    const id = await load();
    await leaveOutRest(conductor(), id);
    await applyImport(conductor(), id);
    const names = async () => (await readImport(conductor(), id, 'all')).people.map(({ name, email }) => [name, email]).toSorted();
    expect(await networksOf(at.platform)).toHaveLength(2);
    at.clock.set(new Date('2026-08-16T05:59:59Z'));
    await forgetStrangers(at.platform);
    expect(await names()).toHaveLength(4);
    at.clock.set(new Date('2026-08-16T06:00:01Z'));
    expect(await forgetStrangers(at.platform)).toBeGreaterThanOrEqual(2);
    expect(await forgetStrangers(at.platform)).toBe(0);
    expect(await names()).toEqual([['', null], ['', null], ['Asel Nurgali', 'asel@example.kz'], ['Серик Дана', null]]);
    await inTransaction(at.system(), (tx) => eraseAttendees(tx, 'registration', [asel]));
    const left = JSON.stringify([await names(), await at.platform.db.selectFrom('rooms.attendee').select('label').where('subject_id', '=', asel).execute()]);
    expect(left).not.toMatch(/Asel|Әсел|asel@/);
    expect(await at.platform.db.selectFrom('rooms.presence_result').select('minutes').where('attendee_id', '=', await seat(asel)).execute()).toEqual([{ minutes: 50 }]);
  });
});
