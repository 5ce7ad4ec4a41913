import { beforeEach, describe, expect, it } from 'vitest';
import type { Ctx } from '#server/platform/context.ts';
import { addGuests, holdSession } from '#server/testing/event-people.ts';
import { account, coordinatorOf, rolledBack, testInstallation, TEST_NOW, visitor } from '#server/testing/installation.ts';
import { planIssuing } from './issuing.service.ts';
import { confirmNamesOnPaper, listNameDesk, namesPaper } from './name-desk.service.ts';
import { publishedEvent } from './seminars.factory.ts';

const at = testInstallation();
const PEOPLE = [
  { name: 'Асанова Айгүл', confirmed: false, email: 'aigul@example.kz' },
  { name: 'Бойко Ольга', confirmed: false, email: null },
  { name: 'Волков Игорь', confirmed: true, email: 'igor@example.ru' },
  { name: 'Знак 木 Анна', confirmed: false, email: null },
  { name: 'Дёмина Ирина', confirmed: false, email: 'irina@example.ru', minutes: 10 },
];
const ALL = { all: true, q: '' };
const OPEN = { all: false, q: '' };

beforeEach(() => at.clock.set(TEST_NOW));

async function held(ctx: Ctx) {
  const event = await publishedEvent(ctx, at.organisationId);
  const ids = await addGuests(ctx, event.eventId, [event.sessionId], PEOPLE.map(({ minutes: _, ...guest }) => guest));
  await holdSession(ctx, at.clock, event.sessionId, new Date('2026-05-25T05:00:00Z'), 100, ids.map((id, index) => ({ id, minutes: PEOPLE[index]?.minutes ?? 100 })));
  return { ...event, ids };
}
const refusal = (work: Promise<unknown>) => work.then(() => 'accepted', (error: { code: string; problems?: { field: string; code: string }[] }) => (error.problems ? error.problems.map(({ field, code }) => `${field.replace(/[0-9a-f-]{36}/, 'id')} ${code}`).join() : error.code));
const stored = (ctx: Ctx, id: string) => ctx.db.selectFrom('seminars.registration').select(['name', 'name_confirmed_at', 'name_confirmed_by', 'search_key']).where('id', '=', id).executeTakeFirstOrThrow();

describe('the name desk', () => {
  it('shows to whom a certificate is due, and of these who has not confirmed', async () => {
    await rolledBack(at.ctx(), async (by) => {
      const { eventId } = await held(by);
      const open = await listNameDesk(by, eventId, OPEN);
      expect(open.lines.filter(({ registrationId }) => registrationId).map(({ name }) => name)).toEqual(['Асанова Айгүл', 'Бойко Ольга', 'Знак 木 Анна']);
      const all = await listNameDesk(by, eventId, ALL);
      expect(all.lines.filter(({ registrationId }) => registrationId).map(({ name }) => name)).toEqual(['Асанова Айгүл', 'Бойко Ольга', 'Волков Игорь', 'Знак 木 Анна']);
      expect([all.due - all.open, all.lines.length]).toEqual([1, all.due]);
      expect((await listNameDesk(by, eventId, { all: true, q: 'Бойко' })).lines.map(({ name }) => name)).toEqual(['Бойко Ольга']);
    });
  });

  it('writes down what was signed, with the corrections, by whom, and issuing takes them', async () => {
    await rolledBack(at.ctx(), async (by) => {
      const { eventId, ids } = await held(by);
      const [first = '', second = ''] = ids;
      const before = await planIssuing(by, eventId, { unconfirmedToo: false });
      expect(await confirmNamesOnPaper(by, eventId, { people: [first, second], name: { [second]: '  Бойко  Ольга Ивановна ' }, was: {} })).toBe(2);
      expect(await stored(by, second)).toMatchObject({ name: 'Бойко Ольга Ивановна', name_confirmed_at: at.clock.now(), search_key: expect.stringContaining('ivanovna') as string });
      expect((await stored(by, first)).name).toBe('Асанова Айгүл');
      expect((await planIssuing(by, eventId, { unconfirmedToo: false })).count).toBe(before.count + 2);
      const seat = await by.db.selectFrom('rooms.attendee').select('label').where('subject_id', '=', second).executeTakeFirst();
      expect(seat?.label).toBe('Бойко Ольга Ивановна');
      const lines = await by.db.selectFrom('platform.audit_entry').select('data').where('act', '=', 'registration.name_confirmed').where('subject_id', '=', second).execute();
      expect(lines).toMatchObject([{ data: { eventId, onPaper: true, renamed: true } }]);
    });
  });

  it('writes all or nothing, and says beside each name what is wrong with it', async () => {
    await rolledBack(at.ctx(), async (by) => {
      const { eventId, ids } = await held(by);
      const [first = '', second = '', , sign = ''] = ids;
      expect(await refusal(confirmNamesOnPaper(by, eventId, { people: [first, second], name: { [second]: ' ' }, was: {} }))).toBe('name.id name.empty');
      expect(await refusal(confirmNamesOnPaper(by, eventId, { people: [first, sign], name: {}, was: {} }))).toMatch(/^name\.id /);
      expect((await stored(by, first)).name_confirmed_at).toBeNull();
      expect(await refusal(confirmNamesOnPaper(by, eventId, { people: [ids[4] ?? ''], name: {}, was: {} }))).toBe('issuing.not_eligible');
    });
  });

  it('loses no correction whose tick was forgotten, and takes no name that somebody changed meanwhile for the old one', async () => {
    await rolledBack(at.ctx(), async (by) => {
      const { eventId, ids } = await held(by);
      const [first = '', second = ''] = ids;
      const was = { [first]: 'Асанова Айгүл', [second]: 'Бойко Ольга' };
      expect(await refusal(confirmNamesOnPaper(by, eventId, { people: [first], name: { [first]: 'Асанова Айгүл', [second]: 'Бойко Ольга Ивановна' }, was }))).toBe('name.id names.not_ticked');
      // An emptied field is no answer to a form.
      expect(await refusal(confirmNamesOnPaper(by, eventId, { people: [first], name: { [second]: 'Бойко  Ольга' }, was }))).toBe('name.id name.empty');
      expect(await confirmNamesOnPaper(by, eventId, { people: [second], name: { [second]: 'Бойко Ольга Ивановна' }, was })).toBe(1);
      // A second window, opened before.
      expect(await refusal(confirmNamesOnPaper(by, eventId, { people: [second], name: { [second]: 'Бойко Ольга' }, was }))).toBe('name.id names.changed_meanwhile');
      expect((await stored(by, second)).name).toBe('Бойко Ольга Ивановна');
    });
  });

  it('prints the names with room for corrections and signatures, and says so when there are none', async () => {
    const ctx = at.ctx();
    const { eventId, ids } = await held(ctx);
    expect(Buffer.from(await (await namesPaper(ctx, eventId, { all: false })).bytes()).subarray(0, 5).toString()).toBe('%PDF-');
    at.clock.set(TEST_NOW);
    const { eventId: empty } = await publishedEvent(ctx, at.organisationId);
    expect(await refusal(namesPaper(ctx, empty, { all: false }))).toBe('names.nobody_to_print');
    // For organisers alone.
    for (const actor of [visitor, coordinatorOf(at.otherNetworkId, at.otherOrganisationId), account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }])]) {
      for (const work of [() => listNameDesk(at.ctx(actor), eventId, OPEN), () => namesPaper(at.ctx(actor), eventId, { all: false }), () => confirmNamesOnPaper(at.ctx(actor), eventId, { people: [ids[0] ?? ''], name: {}, was: {} })]) {
        expect(await refusal(work())).toBe('page.not_found');
      }
    }
  });
});
