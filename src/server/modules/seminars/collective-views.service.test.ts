import { beforeEach, describe, expect, it } from 'vitest';
import { refuseUnusable } from '#server/modules/people/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { beginSession, endSession } from '#server/modules/rooms/index.ts';
import { account, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { exportCollectivesFor, listCollectivesFor, listOf } from './collective-desk.service.ts';
import { readCollectiveFilter, readListPlace, readNameFilter } from './collective-filter.ts';
import { openListStep, previewList, previewMoreNames, withListCountry } from './collective-form.ts';
import { confirmListedNames } from './collective-members.service.ts';
import { confirmAll, confirmLines, showPresence } from './collective-presence.service.ts';
import { collectiveHead, exportNames, planApproval, showCollective, showListedName, showManagedCollective } from './collective-views.service.ts';
import { approveCollective, cancelCollective, registerCollective } from './collectives.service.ts';
import { listMembers } from './collectives.queries.ts';
import { exportListData } from './personal-data.service.ts';
import { collectiveForm, manyNames } from './registrations.factory.ts';
import { publishedEvent } from './seminars.factory.ts';

const at = testInstallation();
const guest = () => at.ctx(visitor);
const contact = (id: string) => at.ctx({ kind: 'link', linkId: id, purpose: 'collective', subjectId: id } satisfies Actor);
const members = (id: string) => listMembers(at.system(), id);
const query = (text = '') => new URLSearchParams(text);
const desk = (text = '') => listCollectivesFor(at.ctx(), eventId, readCollectiveFilter(query(text)), readListPlace(query(text)));
const mine = (id: string, text = '') => showCollective(contact(id), id, readNameFilter(query(text)), readListPlace(query(text)));
/** The fewest of three counts: mails that a registration has just queued are looked for beside us. */
const fewestQueries = async (work: () => Promise<unknown>) => Math.min(await countQueries(work), await countQueries(work), await countQueries(work));
const notFound = { code: 'page.not_found' };

let eventId = '';
let sessionId = '';
let count = 0;
const made = async (names: readonly string[], change: Parameters<typeof collectiveForm>[1] = {}, into = eventId) =>
  (await registerCollective(guest(), into, collectiveForm(names, { organisation: `Кітапхана ${++count}`, ...change }), null)).collectiveId;
const room = async () => (await at.platform.db.selectFrom('rooms.room').select('id').where('owner_id', '=', sessionId).executeTakeFirstOrThrow()).id;
/** The sitting as it went: from 10:00 to 13:00 in Pavlodar, and it is 13:30. */
const hold = async () => {
  at.clock.set(new Date('2026-05-25T05:00:00Z'));
  await beginSession(at.ctx(), await room());
  at.clock.set(new Date('2026-05-25T08:00:00Z'));
  await endSession(at.ctx(), await room());
  at.clock.set(new Date('2026-05-25T08:30:00Z'));
};

beforeEach(async () => {
  at.clock.set(new Date('2026-05-18T04:00:00Z'));
  ({ eventId, sessionId } = await publishedEvent(at.ctx(), at.organisationId));
});

describe('the lists of an event', () => {
  it('are filtered, sorted and paged by key, those that wait found by what waits in them', async () => {
    const small = await made(['Касымова Айгуль', 'Каримова Сауле'], { organisation: 'Баянауыл кітапханасы', settlement: 'Баянауыл' });
    at.clock.set(new Date('2026-05-18T05:00:00Z'));
    const big = await made(manyNames(31), { organisation: 'Ақсу кітапханасы', contactName: 'Төлегенова Жанар', country: 'RU', noticeVersion: 'ru-2026-11' });
    const all = await desk();
    expect(all.rows.map((row) => row.id)).toEqual([big, small]);
    expect(all.counts).toEqual({ matching: 2, total: 2, pending: 1 });
    expect(all.rows[0]).toMatchObject({ state: 'pending', confirmed: 0, pending: 31, waiting: 0, country: 'RU' });
    expect((await desk('sort=organisation')).rows.map((row) => row.id)).toEqual([big, small]);
    expect((await desk('sort=names')).rows.map((row) => row.id)).toEqual([small, big]);
    expect((await desk('state=pending')).rows.map((row) => row.id)).toEqual([big]);
    expect((await desk('q=жанар')).rows.map((row) => row.id)).toEqual([big]);
    expect((await desk('q=100%25')).rows).toEqual([]);
    for (let i = 0; i < 31; i++) await made([`Касымова Айгуль`]);
    const first = await desk('sort=organisation');
    const second = await desk(`sort=organisation&after=${first.next}`);
    expect([first.rows.length, first.previous, second.rows.length, second.next]).toEqual([30, null, 3, null]);
    expect((await desk(`sort=organisation&before=${second.previous}`)).rows.map((row) => row.id)).toEqual(first.rows.map((row) => row.id));
    const file = new TextDecoder().decode((await exportCollectivesFor(at.ctx(), eventId, readCollectiveFilter(query('q=Ақсу')), 'csv')).bytes);
    expect(file).toContain('Ақсу кітапханасы;Железинка;Россия;Төлегенова Жанар');
    expect(file).not.toContain('Баянауыл');
  });

  it('ask the same number of statements for one list and for many, and show nothing to strangers or of another event', async () => {
    await made(['Касымова Айгуль']);
    const one = await fewestQueries(() => desk());
    for (let i = 0; i < 3; i++) await made(manyNames(5));
    expect(await fewestQueries(() => desk())).toBe(one);
    expect(one).toBeLessThanOrEqual(4);
    const other = await publishedEvent(at.ctx(), at.organisationId);
    const foreign = await made(['Ли Ян'], {}, other.eventId);
    expect((await desk()).rows.map((row) => row.id)).not.toContain(foreign);
    await expect(showManagedCollective(at.ctx(), eventId, foreign, readNameFilter(query()), readListPlace(query()))).rejects.toMatchObject(notFound);
    for (const ctx of [guest(), at.ctx(account([])), contact(foreign), at.ctx(undefined, at.otherNetworkId)]) {
      await expect(listCollectivesFor(ctx, eventId, readCollectiveFilter(query()), readListPlace(query()))).rejects.toMatchObject(notFound);
      await expect(exportCollectivesFor(ctx, eventId, readCollectiveFilter(query()), 'csv')).rejects.toMatchObject(notFound);
    }
  });

  it('say before a decision how many names get a place and how many wait on', async () => {
    const tight = (await publishedEvent(at.ctx(), at.organisationId, { capacity: 20 })).eventId;
    const id = await made(manyNames(33), {}, tight);
    const plan = await planApproval(at.ctx(), tight, id);
    expect([plan.places, plan.waiting]).toEqual([20, 13]);
    expect(await approveCollective(at.ctx(), id)).toEqual({ places: 20, waiting: 13 });
    await expect(planApproval(contact(id), tight, id)).rejects.toMatchObject(notFound);
    await cancelCollective(at.ctx(), id, 'Тізім екі рет жіберілген');
    expect((await showManagedCollective(at.ctx(), tight, id, readNameFilter(query()), readListPlace(query()))).list).toMatchObject({ state: 'cancelled', declinedReason: 'Тізім екі рет жіберілген' });
  });
});

describe('the page of a reading room', () => {
  it('shows the names that stand, finds them across alphabets, pages by key, in the same number of statements', async () => {
    const id = await made(['Қасымова Айгүл']);
    const one = await fewestQueries(() => mine(id));
    const many = await made(manyNames(29), { organisation: 'Үлкен' });
    expect(await fewestQueries(() => mine(many))).toBe(one);
    const page = await mine(many);
    expect(page.names.rows.map((row) => row.line)).toEqual(Array.from({ length: 29 }, (_, index) => index + 1));
    expect(page.names.counts).toEqual({ matching: 29, confirmed: 29, pending: 0, waiting: 0, unconfirmed: 29 });
    expect(page.sittings).toMatchObject([{ id: sessionId, standing: 'ahead', said: 0 }]);
    expect((await mine(many, 'sort=-line')).names.rows[0]?.line).toBe(29);
    expect((await mine(id, 'q=kasymova')).names.rows).toHaveLength(1);
    expect((await mine(id, 'q=иванова')).names).toMatchObject({ rows: [], counts: { matching: 0, confirmed: 1 } });
    expect((await mine(id, 'state=waiting')).names.rows).toEqual([]);
    await expect(mine('00000000-0000-7000-8000-000000000000')).rejects.toMatchObject(notFound);
    await expect(showCollective(contact(id), many, readNameFilter(query()), readListPlace(query()))).rejects.toMatchObject(notFound);
  });

  it('leads back to where the actor came from, and opens one name of its own only', async () => {
    const id = await made(['Касымова Айгуль']);
    const other = await made(['Ли Ян']);
    const [hers] = await members(id);
    const [theirs] = await members(other);
    expect((await collectiveHead(contact(id), id, 'changeNames')).back).toBe(`/collectives/${id}`);
    expect((await collectiveHead(at.ctx(), id, 'changeNames')).back).toBe(`/manage/seminars/${eventId}/collectives/${id}`);
    expect((await showListedName(contact(id), id, hers?.id ?? '', 'changeNames')).name.name).toBe('Касымова Айгуль');
    await expect(showListedName(contact(id), id, theirs?.id ?? '', 'changeNames')).rejects.toMatchObject(notFound);
    expect([await listOf(at.ctx(), hers?.id ?? ''), await listOf(at.ctx(undefined, at.otherNetworkId), hers?.id ?? '')]).toEqual([id, null]);
  });

  it('gives its names out as a file and as data of her own, to nobody else', async () => {
    const id = await made(['Касымова Айгуль, библиотекарь', 'Каримова Сауле karimova@example.kz']);
    const file = new TextDecoder().decode((await exportNames(contact(id), id, readNameFilter(query()), 'csv')).bytes);
    expect(file).toContain('1;Касымова Айгуль;библиотекарь;Подтверждено');
    expect(file).not.toContain('@');
    const data = await exportListData(contact(id), id);
    expect(data).toMatchObject({ collective: id, contactEmail: 'gulmira@example.kz', names: [{ line: 1, name: 'Касымова Айгуль' }, { line: 2, email: 'karimova@example.kz' }] });
    const lines = await at.platform.db.selectFrom('platform.audit_entry').select('act').where('subject_id', '=', id).execute();
    expect(lines.map((line) => line.act)).toEqual(expect.arrayContaining(['collective.data_exported', 'collective.list_exported']));
    for (const attempt of [() => exportListData(at.ctx(), id), () => exportListData(guest(), id), () => exportNames(guest(), id, readNameFilter(query()), 'csv')]) {
      await expect(attempt()).rejects.toMatchObject(notFound);
    }
  });

  it('confirms its names for print once, and only by its contact person', async () => {
    const id = await made(['Касымова Айгуль', 'Каримова Сауле']);
    await expect(confirmListedNames(at.ctx(), id)).rejects.toMatchObject(notFound);
    expect([await confirmListedNames(contact(id), id), await confirmListedNames(contact(id), id)]).toEqual([2, 0]);
    expect((await mine(id)).names.counts.unconfirmed).toBe(0);
  });
});

describe('presence of a reading room in a sitting', () => {
  it('is confirmed line by line by the clocks of a zone, and shown back with its minutes', async () => {
    const id = await made(['Касымова Айгуль', 'Каримова Сауле', 'Ли Ян']);
    const people = await members(id);
    const answer = (index: number, present: boolean, from = '', to = '') => ({ id: people[index]?.id ?? '', present, from, to });
    const page = (zone = 'Asia/Almaty') => showPresence(contact(id), id, sessionId, zone, readListPlace(query()));
    expect(await page()).toMatchObject({ standing: 'ahead', lines: [{ said: false, from: '' }, {}, {}] });
    await expect(confirmAll(contact(id), id, sessionId)).rejects.toMatchObject({ code: 'collective.too_early' });
    await hold();
    expect((await page()).lines[0]).toMatchObject({ said: false, minutes: null, present: false, from: '10:00', to: '13:00' });
    await confirmLines(contact(id), id, sessionId, 'Europe/Moscow', [answer(0, true, '08:30', '11:00'), answer(1, false)]);
    expect((await page()).lines.map((line) => [line.said, line.present, line.minutes, line.from, line.to])).toEqual([
      [true, true, 150, '10:30', '13:00'],
      [true, false, 0, '10:00', '13:00'],
      [false, false, null, '10:00', '13:00'],
    ]);
    expect((await mine(id)).sittings[0]).toMatchObject({ standing: 'ended', said: 2, present: 1 });
    await expect(confirmLines(contact(id), id, sessionId, 'Asia/Almaty', [answer(0, true, '12:00', '11:00'), answer(1, true, '10:00', 'x')])).rejects.toMatchObject({
      problems: [{ field: 'lines.1.to', code: 'time.invalid' }],
    });
    await expect(confirmLines(contact(id), id, sessionId, 'Asia/Almaty', [answer(0, true, '12:00', '11:00'), answer(1, true, '10:00', '13:25')])).rejects.toMatchObject({
      problems: [{ field: 'lines.0.to', code: 'session.end_before_start' }],
    });
    expect(await confirmAll(contact(id), id, sessionId)).toBe(3);
    expect((await page()).lines.map((line) => line.minutes)).toEqual([180, 180, 180]);
  });

  it('stays with organisers when the day is over, and with nobody of another event or list', async () => {
    const id = await made(['Касымова Айгуль']);
    const foreign = await publishedEvent(at.ctx(), at.organisationId);
    await hold();
    at.clock.set(new Date('2026-05-26T08:00:00Z'));
    const place = readListPlace(query());
    expect((await showPresence(contact(id), id, sessionId, 'Asia/Almaty', place)).standing).toBe('late');
    await expect(confirmAll(contact(id), id, sessionId)).rejects.toMatchObject({ code: 'collective.too_late' });
    expect((await showPresence(at.ctx(), id, sessionId, 'Asia/Almaty', place, eventId)).standing).toBe('ended');
    expect(await confirmAll(at.ctx(), id, sessionId)).toBe(1);
    for (const attempt of [
      () => showPresence(at.ctx(), id, foreign.sessionId, 'Asia/Almaty', place),
      () => showPresence(at.ctx(), id, sessionId, 'Asia/Almaty', place, foreign.eventId),
      () => showPresence(guest(), id, sessionId, 'Asia/Almaty', place),
      () => confirmAll(guest(), id, sessionId),
      () => confirmLines(at.ctx(undefined, at.otherNetworkId), id, sessionId, 'Asia/Almaty', []),
    ]) {
      await expect(attempt()).rejects.toMatchObject(notFound);
    }
  });

  it('asks the same number of statements for one name and for many', async () => {
    const one = await made(['Касымова Айгуль']);
    const many = await made(manyNames(25));
    const asked = (id: string) => fewestQueries(() => showPresence(contact(id), id, sessionId, 'Asia/Almaty', readListPlace(query())));
    expect(await asked(many)).toBe(await asked(one));
  });
});

describe('the form of a reading room', () => {
  it('previews a pasted list in words: what is left out, what cannot be used, what is offered', async () => {
    const text = ['Касымова Айгуль', '', 'касымова айгуль', '😀 Смайлик', 'אבג דהו', 'а'.repeat(300), 'КАРИМОВА САУЛЕ', 'Ли Ян li@gmial.com'].join('\n');
    const preview = previewList(text, { tidy: false });
    expect(preview).toMatchObject({ count: 3, refusedCount: 3, duplicateCount: 1, blankLines: 1, offerCount: 2, needsApproval: false });
    expect(preview.refused.map((line) => [line.line, line.problems[0]?.code])).toEqual([
      [4, 'name.emoji'],
      [5, 'name.direction'],
      [6, 'name.too_long'],
    ]);
    expect(() => refuseUnusable(preview, { leaveOut: false })).toThrow();
    expect(() => refuseUnusable(preview, { leaveOut: true })).not.toThrow();
    const tidy = previewList(text, { tidy: true });
    expect(tidy.people.map((person) => [person.name, person.email])).toContainEqual(['Ли Ян', 'li@gmail.com']);
    expect(tidy.offerCount).toBe(2);
    expect(previewList(manyNames(31).join('\n'), { tidy: false }).needsApproval).toBe(true);
    for (const [pasted, code] of [[manyNames(5001).join('\n'), 'list.too_long'], ['\n \n', 'list.empty']] as const) {
      expect(() => previewList(pasted, { tidy: false })).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ field: 'names', code })] }) as Error);
    }
  });

  it('counts the names that the list holds already when more are added', async () => {
    const id = await made(manyNames(29));
    const preview = await previewMoreNames(contact(id), id, `${manyNames(1)[0]}\nКаримова Сауле\nЛи Ян`, false);
    expect(preview).toMatchObject({ count: 2, duplicateCount: 1, needsApproval: true });
    await expect(previewMoreNames(guest(), id, 'Ли Ян', false)).rejects.toMatchObject(notFound);
  });

  it('opens no step behind an unanswered question, and asks for the notice of another country again', () => {
    const room = { key: 'k', country: 'KZ', organisation: 'Кітапхана', contactEmail: 'a@example.kz' };
    expect(openListStep('check', { key: 'k' }, true)).toBe('country');
    expect(openListStep('check', { key: 'k', country: 'KZ' }, true)).toBe('room');
    expect(openListStep('check', room, false)).toBe('names');
    expect(openListStep(null, room, true)).toBe('notice');
    expect(openListStep('room', { ...room, noticeVersion: 'kz-2026-11' }, true)).toBe('room');
    expect(openListStep(null, { ...room, noticeVersion: 'kz-2026-11' }, true)).toBe('check');
    expect(withListCountry({ ...room, noticeVersion: 'kz-2026-11' }, 'RU')).not.toHaveProperty('noticeVersion');
    expect(withListCountry({ ...room, noticeVersion: 'kz-2026-11' }, 'KZ')).toHaveProperty('noticeVersion');
  });
});
