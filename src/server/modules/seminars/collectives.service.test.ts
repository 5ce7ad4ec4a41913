import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#server/platform/context.ts';
import { beginSession } from '#server/modules/rooms/index.ts';
import { testInstallation, visitor } from '#server/testing/installation.ts';
import { readList } from '#server/modules/people/index.ts';
import { changeListedName, confirmPresence, removeListedName } from './collective-members.service.ts';
import { addNames, approveCollective, cancelCollective, declineCollective, listByKey, registerCollective, sendCollectiveLink } from './collectives.service.ts';
import { listCollectivesFor } from './collective-desk.service.ts';
import { readCollectiveFilter } from './collective-filter.ts';
import { listMembers } from './collectives.queries.ts';
import { collectiveForm, manyNames, registrationForm } from './registrations.factory.ts';
import { getCollectiveFor, getRegistrationFor } from './registrations.access.ts';
import { register } from './registrations.service.ts';
import type { eventForm} from './seminars.factory.ts';
import { publishedEvent } from './seminars.factory.ts';
import { fillSeats } from './waiting.service.ts';

const at = testInstallation();
const guest = () => at.ctx(visitor);
const contact = (id: string) => at.ctx({ kind: 'link', linkId: id, purpose: 'collective', subjectId: id } satisfies Actor);
const members = (id: string) => listMembers(at.system(), id);
const seats = async (eventId: string) => (await at.platform.db.selectFrom('seminars.seat_count').select('taken').where('event_id', '=', eventId).executeTakeFirstOrThrow()).taken;
const mailsTo = async (address: string) =>
  (await at.platform.db.selectFrom('platform.mail_message').select('template').where('to_address', '=', address).orderBy('created_at').orderBy('id').execute()).map((m) => m.template.replace('seminars.', ''));
const stateOf = async (id: string) => (await at.platform.db.selectFrom('seminars.collective').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state;

let eventId = '';
let sessionId = '';
const open = async (change: Parameters<typeof eventForm>[1] = {}) => publishedEvent(at.ctx(), at.organisationId, change);
const made = async (names: readonly string[] | string, change: Parameters<typeof collectiveForm>[1] = {}, into = eventId) =>
  (await registerCollective(guest(), into, collectiveForm(names, change), null)).collectiveId;

beforeEach(async () => {
  at.clock.set(new Date('2026-05-18T04:00:00Z'));
  ({ eventId, sessionId } = await open());
});

describe('a reading room', () => {
  it('registers its names in one go: a seat each, a place in the room, and mail only to those with an address of their own', async () => {
    const id = await made(['1. Касымова Айгуль, библиотекарь', '', '2. Каримова Сауле karimova@example.kz', '3. касымова айгуль'], { contactEmail: 'one@example.kz' });
    expect((await members(id)).map((m) => [m.line, m.name, m.position, m.email, m.state])).toEqual([
      [1, 'Касымова Айгуль', 'библиотекарь', null, 'confirmed'],
      [2, 'Каримова Сауле', '', 'karimova@example.kz', 'confirmed'],
    ]);
    expect(await seats(eventId)).toBe(2);
    const inRooms = await at.platform.db.selectFrom('rooms.attendee').select(['label', 'collective', 'country']).where('subject_id', 'in', (await members(id)).map((m) => m.id)).orderBy('label').execute();
    expect(inRooms).toEqual([
      { label: 'Каримова Сауле', collective: true, country: 'KZ' },
      { label: 'Касымова Айгуль', collective: true, country: 'KZ' },
    ]);
    expect(await mailsTo('one@example.kz')).toEqual(['collective_confirmed']);
    expect(await mailsTo('karimova@example.kz')).toEqual(['registration_confirmed']);
    const list = await getCollectiveFor(contact(id), id, 'view');
    expect(list).toMatchObject({ state: 'confirmed', rightTextVersion: 'right-2026-11', rightStatedAt: at.clock.now(), contactName: 'Омарова Гүлмира', retentionDays: 365 });
  });

  it('refuses a list with lines that cannot be printed, says how many, and takes the others when asked to', async () => {
    const names = 'Касымова Айгуль\n😀 Смайлик\nאבג דהו\nКаримова Сауле\n' + 'а'.repeat(300);
    await expect(registerCollective(guest(), eventId, collectiveForm(names), null)).rejects.toMatchObject({ problems: [{ field: 'names', code: 'list.has_errors', params: { count: 3 } }] });
    expect((await listCollectivesFor(at.ctx(), eventId, readCollectiveFilter(new URLSearchParams()), { after: null, before: null })).rows).toEqual([]);
    const id = await made(names, { leaveOut: true });
    expect((await members(id)).map((m) => m.name)).toEqual(['Касымова Айгуль', 'Каримова Сауле']);
    for (const [text, code] of [
      ['', 'list.empty'],
      ['\n \n', 'list.empty'],
      [manyNames(5001).join('\n'), 'list.too_long'],
      ['😀', 'list.nobody'],
    ] as const) {
      await expect(registerCollective(guest(), eventId, collectiveForm(text, { leaveOut: true }), null)).rejects.toMatchObject({ problems: [{ field: 'names', code }] });
    }
  });

  it('takes what was offered for capital letters and slips when asked to', async () => {
    const id = await made('КАСЫМОВА АЙГУЛЬ\nКаримова Сауле karimova@gmial.com', { tidy: true });
    expect((await members(id)).map((m) => [m.name, m.email])).toEqual([
      ['Касымова Айгуль', null],
      ['Каримова Сауле', 'karimova@gmail.com'],
    ]);
  });

  it('sent twice with one key is one list', async () => {
    const form = collectiveForm(['Касымова Айгуль']);
    const [a, b] = await Promise.all([registerCollective(guest(), eventId, form, 'k'), registerCollective(guest(), eventId, form, 'k')]);
    expect(a.collectiveId).toBe(b.collectiveId);
    expect([a.outcome, b.outcome].toSorted()).toEqual(['made', 'same']);
    expect(await seats(eventId)).toBe(1);
  });

  it('counts every name: thirty get the ten places there are, the rest waits in the order of lines', async () => {
    const small = (await open({ capacity: 10 })).eventId;
    const id = await made(manyNames(30), {}, small);
    const list = await members(id);
    expect(list.map((m) => m.state)).toEqual([...Array<string>(10).fill('confirmed'), ...Array<string>(20).fill('waiting')]);
    expect(await seats(small)).toBe(10);
    await removeListedName(contact(id), id, list[0]?.id ?? '');
    expect(await fillSeats(at.system(), small)).toBe(1);
    expect((await members(id)).map((m) => m.state)).toEqual([...Array<string>(10).fill('confirmed'), ...Array<string>(19).fill('waiting')]);
    expect((await members(id))[9]?.line).toBe(11);
    expect(await mailsTo('gulmira@example.kz')).toContain('collective_place_given');
  });

  it('with more than thirty names waits for the organiser and holds no seat until then', async () => {
    const id = await made(manyNames(31), { contactEmail: 'big@example.kz' });
    expect(await stateOf(id)).toBe('pending');
    expect(await seats(eventId)).toBe(0);
    expect(await approveCollective(at.ctx(), id)).toEqual({ places: 31, waiting: 0 });
    expect(await stateOf(id)).toBe('confirmed');
    expect(await seats(eventId)).toBe(31);
    expect(await mailsTo('big@example.kz')).toEqual(['collective_pending', 'collective_approved']);
    const other = await made(manyNames(40).slice(0, 35), { contactEmail: 'no@example.kz' });
    await declineCollective(at.ctx(), other, 'Тізім қайталанған');
    expect(await stateOf(other)).toBe('declined');
    expect(await members(other)).toEqual([]);
    expect(await mailsTo('no@example.kz')).toEqual(['collective_pending', 'collective_declined']);
    await expect(approveCollective(guest(), id)).rejects.toMatchObject({ code: 'page.not_found' });
  });

  it('reads and stores five thousand pasted names in less than three seconds', async () => {
    const text = manyNames(5000).flatMap((name, index) => (index % 50 === 0 ? [name, '', name] : [name])).join('\n');
    // 100 repeated names stand among the 5,000: the list must not be longer than allowed.
    const pasted = text.split('\n').filter((line) => line !== '').slice(0, 5000).join('\n');
    const begun = performance.now();
    const id = await made(pasted, { contactEmail: 'huge@example.kz' });
    const took = performance.now() - begun;
    expect((await members(id)).length).toBeGreaterThan(4900);
    expect(took).toBeLessThan(3000);
  });

  it('adds names, leaving out those it has; past thirty they wait for the organiser', async () => {
    const id = await made(['Касымова Айгуль']);
    expect(await addNames(contact(id), id, { names: 'Айгуль Касымова\nКаримова Сауле', rightStated: 'yes', leaveOut: false, tidy: false })).toBe(1);
    expect((await members(id)).map((m) => [m.line, m.name, m.state])).toEqual([
      [1, 'Касымова Айгуль', 'confirmed'],
      [2, 'Каримова Сауле', 'confirmed'],
    ]);
    expect(await addNames(contact(id), id, { names: manyNames(30).join('\n'), rightStated: 'yes', leaveOut: false, tidy: false })).toBe(30);
    expect((await members(id)).filter((m) => m.state === 'pending')).toHaveLength(30);
    expect(await approveCollective(at.ctx(), id)).toEqual({ places: 30, waiting: 0 });
    expect(await seats(eventId)).toBe(32);
    await expect(addNames(contact(id), id, { names: 'Касымова Айгуль', rightStated: 'yes', leaveOut: false, tidy: false })).rejects.toMatchObject({ problems: [{ code: 'list.nobody' }] });
  });

  it('declines only the names added since, once the list was approved; its people keep their places and read the reason', async () => {
    const id = await made(['Касымова Айгуль'], { contactEmail: 'later@example.kz' });
    await addNames(contact(id), id, { names: manyNames(30).join('\n'), rightStated: 'yes', leaveOut: false, tidy: false });
    await declineCollective(at.ctx(), id, 'Орындар біреулерге ғана бар');
    expect(await stateOf(id)).toBe('confirmed');
    expect((await members(id)).map((m) => [m.name, m.state])).toEqual([['Касымова Айгуль', 'confirmed']]);
    expect(await seats(eventId)).toBe(1);
    expect((await getCollectiveFor(contact(id), id, 'view')).declinedReason).toBe('Орындар біреулерге ғана бар');
    expect(await mailsTo('later@example.kz')).toEqual(['collective_confirmed', 'collective_names_declined']);
  });

  it('takes thirty lists an hour from one source, and finds a list by its key when the answers are gone', async () => {
    const form = collectiveForm(['Касымова Айгуль']);
    const key = 'k'.repeat(24);
    const { collectiveId } = await registerCollective(guest(), eventId, form, key, '10.0.0.9');
    for (let i = 0; i < 29; i++) await registerCollective(guest(), eventId, form, key, '10.0.0.9');
    await expect(registerCollective(guest(), eventId, form, key, '10.0.0.9')).rejects.toMatchObject({ status: 429 });
    expect(await listByKey(guest(), eventId, key)).toEqual({ collectiveId, outcome: 'same' });
    await expect(listByKey(guest(), eventId, 'z'.repeat(24))).rejects.toMatchObject({ code: 'form.lost' });
  });

  it('corrects a name in the room too, and not into one that is in the list', async () => {
    const id = await made(['Касымова Айгуль', 'Каримова Сауле']);
    const [first] = await members(id);
    const input = { version: 1, name: 'Қасымова Айгүл Серікқызы', position: '', certificateLocale: 'kk' } as const;
    await changeListedName(contact(id), id, first?.id ?? '', input);
    const label = await at.platform.db.selectFrom('rooms.attendee').select('label').where('subject_id', '=', first?.id ?? '').executeTakeFirstOrThrow();
    expect(label.label).toBe('Қасымова Айгүл Серікқызы');
    await expect(changeListedName(contact(id), id, first?.id ?? '', { ...input, version: 2, name: 'Сауле Каримова' })).rejects.toMatchObject({ problems: [{ field: 'name', code: 'registration.duplicate' }] });
    await expect(changeListedName(contact(id), id, first?.id ?? '', input)).rejects.toMatchObject({ code: 'record.changed_meanwhile' });
  });

  it('gives back all its places when it is cancelled', async () => {
    const small = (await open({ capacity: 3 })).eventId;
    const id = await made(['Касымова Айгуль', 'Каримова Сауле', 'Ли Ян'], { contactEmail: 'off@example.kz' }, small);
    const waiting = await register(guest(), small, registrationForm(), null);
    expect(waiting.state).toBe('waiting');
    await cancelCollective(contact(id), id);
    expect(await seats(small)).toBe(0);
    expect(await fillSeats(at.system(), small)).toBe(1);
    expect(await mailsTo('off@example.kz')).toEqual(['collective_confirmed', 'collective_withdrawn']);
    await expect(sendCollectiveLink(at.ctx(), id)).rejects.toMatchObject({ code: 'registration.not_possible_not_active' });
  });

  it('confirms on the day who was present, only of its own people and only when it has begun', async () => {
    const id = await made(['Касымова Айгуль', 'Каримова Сауле']);
    const foreign = await made(['Ли Ян'], { organisation: 'Басқа кітапхана' });
    const [first, second] = await members(id);
    const [stranger] = await members(foreign);
    const line = (subjectId: string | undefined, from: string, to: string) => ({ subjectId: subjectId ?? '', from: new Date(from), to: new Date(to) });
    await expect(confirmPresence(contact(id), id, sessionId, [line(first?.id, '2026-05-25T05:00:00Z', '2026-05-25T06:00:00Z')])).rejects.toMatchObject({ code: 'collective.too_early' });
    at.clock.set(new Date('2026-05-25T05:00:00Z'));
    const room = await at.platform.db.selectFrom('rooms.room').select('id').where('owner_id', '=', sessionId).executeTakeFirstOrThrow();
    await beginSession(at.ctx(), room.id);
    at.clock.set(new Date('2026-05-25T07:00:00Z'));
    await expect(confirmPresence(contact(id), id, sessionId, [line(stranger?.id, '2026-05-25T05:00:00Z', '2026-05-25T06:00:00Z')])).rejects.toMatchObject({ code: 'page.not_found' });
    await confirmPresence(contact(id), id, sessionId, [line(first?.id, '2026-05-25T05:10:00Z', '2026-05-25T06:40:00Z'), { subjectId: second?.id ?? '', from: null, to: null }]);
    const minutes = await at.platform.db.selectFrom('rooms.presence_card').select(['subject_id', 'minutes', 'collective']).where('subject_id', 'in', [first?.id ?? '', second?.id ?? '']).execute();
    expect(minutes.find((m) => m.subject_id === first?.id)).toMatchObject({ minutes: 90, collective: true });
    expect(minutes.find((m) => m.subject_id === second?.id)?.minutes ?? 0).toBe(0);
  });

  it('is closed to everybody but its contact person and organisers; her link opens the names of her list and no others', async () => {
    const id = await made(['Касымова Айгуль']);
    const other = await made(['Ли Ян'], { organisation: 'Басқа кітапхана' });
    const [mine] = await members(id);
    const [hers] = await members(other);
    expect((await getRegistrationFor(contact(id), mine?.id ?? '', 'view')).name).toBe('Касымова Айгуль');
    for (const attempt of [
      () => getCollectiveFor(contact(other), id, 'view'),
      () => getCollectiveFor(guest(), id, 'view'),
      () => getCollectiveFor(at.ctx(undefined, at.otherNetworkId), id, 'read'),
      () => getRegistrationFor(contact(id), hers?.id ?? '', 'view'),
      () => removeListedName(contact(other), other, mine?.id ?? ''),
      () => cancelCollective(guest(), id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'page.not_found' });
    }
  });
});

describe('reading a pasted list', () => {
  it('parts usable lines, refused ones and repetitions, and keeps the line numbers as typed', () => {
    const list = readList('Список:\nКасымова Айгуль\n\n123\nкасымова айгуль\nКаримова Сауле', { tidy: false, known: new Set() });
    if (!list.ok) throw new Error(list.code);
    expect(list.people.map((p) => [p.line, p.name])).toEqual([
      [2, 'Касымова Айгуль'],
      [6, 'Каримова Сауле'],
    ]);
    expect(list.duplicates.map((p) => [p.line, p.problems.find((x) => x.code === 'list.duplicate')?.params['line']])).toEqual([[5, 2]]);
    expect(list.people.length + list.refused.length + list.duplicates.length + list.blankLines).toBeLessThanOrEqual(6);
  });
});
