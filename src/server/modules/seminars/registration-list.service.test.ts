import { beforeEach, describe, expect, it } from 'vitest';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { registerCollective } from './collectives.service.ts';
import { addByHand } from './registration-desk.service.ts';
import { readRegistrationFilter } from './registration-filter.ts';
import { exportRegistrationsFor, listRegistrationsFor } from './registration-list.service.ts';
import { collectiveForm, handEntry, registrationForm } from './registrations.factory.ts';
import { register } from './registrations.service.ts';
import { eraseRegistration } from './personal-data.service.ts';
import { publishedEvent, type eventForm } from './seminars.factory.ts';

const at = testInstallation();
const filter = (query = '') => readRegistrationFilter(new URLSearchParams(query));
const names = async (query = '', page: Parameters<typeof listRegistrationsFor>[3] = {}) => (await listRegistrationsFor(at.ctx(), eventId, filter(query), page)).rows.map((row) => row.name);
const moderatorOf = (id: string) => account([{ role: 'moderator', networkId: at.networkId, scopeKind: 'event', scopeId: id }]);
const join = (name: string, change: Parameters<typeof registrationForm>[0] = {}) => {
  at.clock.advance(1000);
  return register(at.ctx(visitor), eventId, registrationForm({ name, ...change }), null);
};

let eventId = '';
const open = async (change: Parameters<typeof eventForm>[1] = {}) => (await publishedEvent(at.ctx(), at.organisationId, change)).eventId;

beforeEach(async () => {
  at.clock.set(new Date('2026-05-18T04:00:00Z'));
  eventId = await open({ capacity: 4 });
});

describe('the organiser’s list of registrations', () => {
  it('finds the same person in every script, by organisation and by address', async () => {
    await join('Қасымова Айгүл', { email: 'aigul@example.kz', organisation: 'Ақсу кітапханасы' });
    await join('Սարգսյան Անի', { country: 'AM', email: 'ani@example.am', organisation: 'Երևան' });
    for (const q of ['Касымова', 'Kasymova', 'Қасымова Айгүл', 'айгүл қасымова', 'aigul@example', 'Аксу']) expect(await names(`q=${encodeURIComponent(q)}`), q).toEqual(['Қасымова Айгүл']);
    expect(await names('q=Sargsyan')).toEqual(['Սարգսյան Անի']);
    // Who does not see addresses cannot feel for them either: not in the rows, not in the count.
    const moderator = at.ctx(moderatorOf(eventId));
    const asked = async (q: string) => (await listRegistrationsFor(moderator, eventId, filter(`q=${encodeURIComponent(q)}`))).counts.matching;
    for (const q of ['aigul@example', 'example.kz', '@', 'kz']) expect(await asked(q), q).toBe(0);
    expect(await asked('Касымова')).toBe(1);
    expect(await names('q=100%25')).toEqual([]);
  });

  it('filters by country, state, list and language, and counts all states whatever the filter', async () => {
    await join('Ахметова Сауле');
    await join('Иванова Мария', { country: 'RU', certificateLocale: 'ru', mailLocale: 'ru' });
    await registerCollective(at.ctx(visitor), eventId, collectiveForm(['Омарова Дана', 'Смагулова Жанар', 'Ковалёва Елена']), null);
    expect((await names('country=RU')).length).toBe(1);
    expect(await names('kind=single&sort=name')).toEqual(['Ахметова Сауле', 'Иванова Мария']);
    expect((await names('kind=collective')).length).toBe(3);
    expect(await names('language=ru')).toEqual(['Иванова Мария']);
    const list = await listRegistrationsFor(at.ctx(), eventId, filter('state=waiting'));
    expect(list.rows).toHaveLength(1);
    expect(list.rows[0]).toMatchObject({ state: 'waiting', collective: 'Железин ауылдық кітапханасы', waitingSince: at.clock.now() });
    expect(list.counts).toEqual({ matching: 1, total: 5, pending: 0, confirmed: 4, waiting: 1, declined: 0, cancelled: 0 });
    expect(list.door).toMatchObject({ standing: 'waiting_list', capacity: 4, taken: 4, approval: false });
    expect([list.countries.toSorted(), list.languages.toSorted()]).toEqual([['KZ', 'RU'], ['kk', 'ru']]);
  });

  it.each(['created', 'name', 'organisation', 'country', 'state'])('pages by key there and back when sorted by %s', async (sort) => {
    const all = ['Әбенова А', 'Аманова Б', 'Қалиева В', 'Карпова Г', 'Яковлева Д'];
    for (const [index, name] of all.entries()) await join(name, { email: `p${index}@example.kz`, country: index % 2 ? 'RU' : 'KZ', noticeVersion: `${index % 2 ? 'ru' : 'kz'}-2026-11` });
    for (const query of [`sort=${sort}`, `sort=-${sort}`]) {
      const whole = await names(query);
      const first = await listRegistrationsFor(at.ctx(), eventId, filter(query), { size: 2 });
      const second = await listRegistrationsFor(at.ctx(), eventId, filter(query), { size: 2, after: first.next });
      const third = await listRegistrationsFor(at.ctx(), eventId, filter(query), { size: 2, after: second.next });
      expect([first, second, third].flatMap((page) => page.rows.map((row) => row.name)), query).toEqual(whole);
      expect([first.previous, third.next]).toEqual([null, null]);
      const back = await listRegistrationsFor(at.ctx(), eventId, filter(query), { size: 2, before: second.previous });
      expect(back.rows.map((row) => row.name)).toEqual(whole.slice(0, 2));
      expect(back.previous).toBeNull();
    }
  });

  it('costs the same number of statements for one row and for three', async () => {
    await join('Ахметова Сауле');
    const measure = () => countQueries(() => listRegistrationsFor(at.ctx(), eventId, filter()));
    await measure();
    const one = await measure();
    await join('Иванова Мария');
    await join('Омарова Дана');
    expect(await measure()).toBe(one);
    expect(one).toBeLessThanOrEqual(4);
  });

  it('shows moderators names without addresses, and others nothing: of another event, organisation or network', async () => {
    await join('Ахметова Сауле', { email: 'saule@example.kz' });
    const seen = await listRegistrationsFor(at.ctx(moderatorOf(eventId)), eventId, filter());
    expect(seen.rows.map((row) => [row.name, row.email])).toEqual([['Ахметова Сауле', null]]);
    expect((await listRegistrationsFor(at.ctx(), eventId, filter())).rows[0]?.email).toBe('saule@example.kz');
    const other = await open();
    expect((await listRegistrationsFor(at.ctx(), other, filter())).rows).toEqual([]);
    const strangers = [
      at.ctx(visitor),
      at.ctx(moderatorOf(other)),
      at.ctx(coordinatorOf(at.networkId, at.otherOrganisationId)),
      at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId),
    ];
    for (const ctx of strangers) {
      await expect(listRegistrationsFor(ctx, eventId, filter())).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(exportRegistrationsFor(ctx, eventId, filter(), 'csv')).rejects.toMatchObject({ code: 'page.not_found' });
    }
    await expect(exportRegistrationsFor(at.ctx(moderatorOf(eventId)), eventId, filter(), 'csv')).rejects.toMatchObject({ code: 'page.not_found' });
  });

  it('gives out what is filtered, without addresses, and records who took it', async () => {
    await join('Ахметова Сауле', { email: 'saule@example.kz' });
    const erased = await join('Иванова Мария', { email: 'maria@example.kz' });
    await join('Лукашэвіч Вольга', { country: 'BY', email: 'volha@example.by', noticeVersion: 'by-2026-11' });
    await eraseRegistration(at.ctx(), erased.registrationId);
    const file = await exportRegistrationsFor(at.ctx(), eventId, filter('country=KZ&sort=created'), 'csv');
    const lines = new TextDecoder().decode(file.bytes).trim().split('\r\n');
    expect(lines.length).toBe(3);
    expect(lines[1]).toBe('Ахметова Сауле;Ақсу аудандық кітапханасы;кітапханашы;Казахстан;Слушатель;Подтверждено;казахский;;18.05.2026 09:00');
    expect(lines[2]).toContain('Данные удалены');
    expect(lines.join('')).not.toMatch(/@|Лукашэвіч|Иванова/);
    const audited = await at.platform.db.selectFrom('platform.audit_entry').select(['subject_id', 'data']).where('act', '=', 'registration.list_exported').execute();
    expect(audited).toEqual([{ subject_id: eventId, data: { rows: 2, format: 'csv' } }]);
  });
});

it('adds by hand once when the form is sent twice with one key', async () => {
  const first = await addByHand(at.ctx(), eventId, handEntry(), 'hand-key-1');
  expect(await addByHand(at.ctx(), eventId, handEntry(), 'hand-key-1')).toEqual(first);
  expect(await names()).toEqual(['Петрова Анна']);
  await expect(addByHand(at.ctx(), eventId, handEntry(), 'hand-key-2')).rejects.toMatchObject({ problems: [{ field: 'name', code: 'registration.duplicate' }] });
});
