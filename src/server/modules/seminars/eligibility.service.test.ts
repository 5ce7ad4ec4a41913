import { describe, expect, it } from 'vitest';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { confirmCollective, listRoomsFor } from '#server/modules/rooms/index.ts';
import { addGuests, holdSession, type Guest } from '#server/testing/event-people.ts';
import { account, coordinatorOf, countQueries, rolledBack, testInstallation, TEST_NOW } from '#server/testing/installation.ts';
import { decideCertificate, getResultFor, listResultsFor, listResultsForExport } from './eligibility.service.ts';
import type { EligibilityRule } from './eligibility.rule.ts';
import { EVERYBODY, readResultCursor, readResultFilter, writeResultCursor } from './results-filter.ts';
import { markTalkGiven, saveTalk } from './programme.service.ts';
import { publishedEvent, sessionForm, talkForm } from './seminars.factory.ts';
import { saveSession } from './sessions.service.ts';
import { ROOM_OWNER } from './session-rooms.ts';

const at = testInstallation();
const DAY_1 = new Date('2026-05-25T05:00:00Z');
const DAY_2 = new Date('2026-05-26T05:00:00Z');

/** A seminar with a day of `minutes` behind it and these guests. */
async function heldEvent(tx: Ctx, guests: readonly Guest[], minutes = 100, form: Parameters<typeof publishedEvent>[2] = {}) {
  at.clock.set(TEST_NOW);
  const event = await publishedEvent(tx, at.organisationId, form);
  const ids = await addGuests(tx, event.eventId, [event.sessionId], guests);
  const present = guests.map((guest, index) => ({ id: ids[index] ?? '', minutes: guest.minutes?.[0] ?? 0 }));
  await holdSession(tx, at.clock, event.sessionId, DAY_1, minutes, present);
  return { ...event, ids };
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: { code: string; problems?: { field: string; code: string }[] }) => (error.problems?.[0] ? `${error.problems[0].field} ${error.problems[0].code}` : error.code),
  );
const list = (tx: Ctx, eventId: string, query = '') => listResultsFor(tx, eventId, readResultFilter(new URLSearchParams(query)));
const names = (lines: readonly { name: string }[]) => lines.map(({ name }) => name);

describe('the results of an event', () => {
  it('say of everybody how long she was there, whether she is eligible and why not', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await heldEvent(tx, [
        { name: 'Абаева Гүлнәр', minutes: [85] },
        { name: 'Борисова Анна', minutes: [84] },
        { name: 'Волкова Ирина', state: 'pending' },
        { name: 'Громова Ольга' },
      ]);
      const { lines, totals } = await list(tx, eventId);
      expect(lines.map(({ name, minutes, ofMinutes, eligible, verdict }) => [name, minutes, ofMinutes, eligible, verdict.reasons.map(({ code }) => code)])).toEqual([
        ['Абаева Гүлнәр', 85, 100, true, []],
        ['Борисова Анна', 84, 100, false, ['eligibility.percent_below']],
        ['Волкова Ирина', 0, 100, false, ['eligibility.not_approved', 'eligibility.percent_below']],
        ['Громова Ольга', 0, 100, false, ['eligibility.percent_below']],
        // Her talk is over: she gave it.
        ['Лукашевич Вера', null, 100, true, []],
      ]);
      expect(lines.at(-1)).toMatchObject({ ownKind: 'speaker', verdict: { kind: 'speaker', by: 'part' }, nameConfirmed: false });
      expect(totals).toMatchObject({ people: 5, matching: 5, eligible: 2, toIssue: 2, toIssueUnconfirmed: 1, issued: 0 });
      expect(names((await list(tx, eventId, 'standing=unconfirmed')).lines)).toEqual(['Лукашевич Вера']);
    }));

  it('sum the minutes of all sessions that took place against the sum of their lengths', () =>
    rolledBack(at.ctx(), async (tx) => {
      at.clock.set(TEST_NOW);
      const { eventId, sessionId } = await publishedEvent(tx, at.organisationId);
      const second = await saveSession(tx, eventId, null, 'ru', sessionForm({ date: '2026-05-26' }));
      const third = await saveSession(tx, eventId, null, 'ru', sessionForm({ date: '2026-05-27' }));
      const [long, short] = await addGuests(tx, eventId, [sessionId, second, third], [{ name: 'Длинная Анна' }, { name: 'Короткая Анна' }]);
      await holdSession(tx, at.clock, sessionId, DAY_1, 120, [
        { id: long ?? '', minutes: 120 },
        { id: short ?? '', minutes: 120 },
      ]);
      await holdSession(tx, at.clock, second, DAY_2, 60, [{ id: long ?? '', minutes: 33 }]);
      const { lines } = await list(tx, eventId, 'kind=single');
      // The third day is still to come and counts for nobody.
      expect(lines.map(({ minutes, ofMinutes, eligible }) => [minutes, ofMinutes, eligible])).toEqual([
        [153, 180, true],
        [120, 180, false],
      ]);
      const { seats } = await getResultFor(tx, eventId, long ?? '');
      expect(seats.map(({ minutes, ofMinutes }) => [minutes, ofMinutes])).toEqual([
        [120, 120],
        [33, 60],
        [null, 0],
      ]);
      // Behind each figure stands the seat whose raw events rooms shows.
      expect(seats.slice(0, 2).every(({ attendeeId, roomId }) => attendeeId !== null && roomId !== null)).toBe(true);
    }));

  it('wait for the contact person of a reading room before they count the named people', () =>
    rolledBack(at.ctx(), async (tx) => {
      const collectiveId = newId();
      at.clock.set(TEST_NOW);
      const { eventId, sessionId } = await publishedEvent(tx, at.organisationId);
      await tx.db
        .insertInto('seminars.collective')
        .values({
          id: collectiveId,
          network_id: tx.networkId,
          event_id: eventId,
          contact_name: 'Ахметова Роза',
          contact_email: 'roza@example.kz',
          organisation: 'Сельская библиотека Шалдай',
          country: 'KZ',
          locale: 'kk',
          right_stated_at: TEST_NOW,
          right_text_version: '1',
          state: 'confirmed',
          created_at: TEST_NOW,
        })
        .execute();
      const [there, absent] = await addGuests(tx, eventId, [sessionId], [
        { name: 'Была Здесь', collectiveId, organisation: '' },
        { name: 'Не Была', collectiveId, organisation: '' },
      ]);
      await holdSession(tx, at.clock, sessionId, DAY_1, 100);
      const before = await list(tx, eventId, 'kind=collective');
      expect(before.lines.map(({ minutes, organisation, verdict }) => [minutes, organisation, verdict.reasons[0]?.code])).toEqual([
        [null, 'Сельская библиотека Шалдай', 'eligibility.contact_not_confirmed'],
        [null, 'Сельская библиотека Шалдай', 'eligibility.contact_not_confirmed'],
      ]);
      expect(before.totals.uncounted).toBe(2);
      const [room] = await listRoomsFor(tx, ROOM_OWNER, [sessionId]);
      await confirmCollective(tx, {
        roomId: room?.id ?? '',
        by: 'contact',
        lines: [
          { subjectId: there ?? '', from: DAY_1, to: new Date(DAY_1.getTime() + 90 * 60_000) },
          { subjectId: absent ?? '', from: null, to: null },
        ],
      });
      const after = await list(tx, eventId, 'kind=collective');
      expect(after.lines.map(({ minutes, eligible }) => [minutes, eligible])).toEqual([
        [90, true],
        [0, false],
      ]);
    }));

  it('take a registered speaker for one human and give her the paper of a speaker, unless the talk was not given', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, talkId, ids } = await heldEvent(tx, [{ name: 'Лукашевич Вера', role: 'speaker', minutes: [5] }]);
      const { lines } = await list(tx, eventId);
      expect(lines).toMatchObject([{ id: ids[0], name: 'Лукашевич Вера', minutes: 5, verdict: { kind: 'speaker' }, talks: [{ ru: { text: 'Волонтёрство как путь в профессию' } }] }]);
      await markTalkGiven(tx, eventId, talkId, false);
      expect((await list(tx, eventId)).lines).toMatchObject([{ verdict: { eligible: false, reasons: [{ code: 'eligibility.percent_below' }] } }]);
    }));

  it('count a talk only once its time is over', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await heldEvent(tx, [], 100);
      await saveTalk(tx, eventId, null, 'ru', talkForm(sessionId, { person1: 'Сейткали Дана', title: { ru: { text: 'Вечерний доклад', status: 'original' } }, starts: '12:00', ends: '12:40' }));
      const { lines } = await list(tx, eventId, 'q=Сейткали');
      expect(lines).toMatchObject([{ ownKind: null, eligible: false }]);
    }));

  const rules: [string, EligibilityRule][] = [
    ['85 % of the minutes', { kind: 'minutes_percent', atLeast: 85 }],
    ['60 minutes', { kind: 'minutes', atLeast: 60 }],
    ['one code', { kind: 'codes', atLeast: 1 }],
    ['both', { kind: 'all_of', rules: [{ kind: 'minutes_percent', atLeast: 50 }, { kind: 'codes', atLeast: 1 }] }],
    ['either', { kind: 'any_of', rules: [{ kind: 'minutes', atLeast: 99 }, { kind: 'all_of', rules: [{ kind: 'minutes_percent', atLeast: 10 }, { kind: 'codes', atLeast: 2 }] }] }],
    ['nothing', { kind: 'all_of', rules: [] }],
  ];
  it.each(rules)('mean the same in SQL and in the pure rule: %s', (_name, rule) =>
    rolledBack(at.ctx(), async (tx) => {
      const states = ['confirmed', 'confirmed', 'pending', 'waiting'] as const;
      const roles = ['listener', 'speaker', 'organiser', 'moderator'] as const;
      const guests = Array.from({ length: 120 }, (_, i) => ({
        name: `Гость Номер ${String.fromCodePoint(0x410 + (i % 32))}${String.fromCodePoint(0x430 + Math.floor(i / 32))}`,
        minutes: [(i * 37) % 101],
        state: states[i % 4] ?? 'confirmed',
        role: roles[(i >> 2) % 4] ?? 'listener',
      }));
      const { eventId, ids } = await heldEvent(tx, guests, 100);
      await tx.db.updateTable('seminars.event').set({ certificate_rule: JSON.stringify(rule) }).where('id', '=', eventId).execute();
      await tx.db
        .updateTable('rooms.presence_result')
        .set({ codes: 2 })
        .where('attendee_id', 'in', (eb) => eb.selectFrom('rooms.attendee').select('id').where('subject_id', 'in', ids.filter((_, i) => i % 3 === 0)))
        .execute();
      for (const [i, id] of ids.entries()) {
        if (i % 11 === 0) await decideCertificate(tx, eventId, id, { decision: (['grant', 'refuse', 'rule'] as const)[(i / 11) % 3] ?? 'rule', reason: 'проверка' });
      }
      const { lines } = await listResultsFor(tx, eventId, EVERYBODY, { limit: 500 });
      expect(lines).toHaveLength(121);
      expect(lines.filter(({ eligible, verdict }) => eligible !== verdict.eligible)).toEqual([]);
      expect(lines.filter(({ verdict }) => verdict.eligible === verdict.reasons.length > 0)).toEqual([]);
      expect(new Set(lines.map(({ eligible }) => eligible)).size).toBe(2);
    }));

  it('need as many queries for sixty people as for one', () =>
    rolledBack(at.ctx(), async (tx) => {
      const one = await heldEvent(tx, [{ name: 'Одна Анна', minutes: [100] }]);
      const many = await heldEvent(tx, Array.from({ length: 60 }, (_, i) => ({ name: `Много Анна ${'абвгдежзик'[i % 10]}${'лмнопрстуфхцчшщыэюяйабвгдежзиклмн'[Math.floor(i / 10)]}`, minutes: [i % 100] })));
      // The queue looks for work now and then: the least of three counts is ours alone.
      const count = async (eventId: string) => {
        const counts = [];
        for (let i = 0; i < 3; i++) counts.push(await countQueries(() => list(tx, eventId, 'standing=eligible')));
        return Math.min(...counts);
      };
      expect([await count(one.eventId), await count(many.eventId)]).toEqual([3, 3]);
    }));

  it('are paged by key without losing or repeating anybody, both ways, in each order', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await heldEvent(tx, Array.from({ length: 23 }, (_, i) => ({ name: `Читатель ${'абвгдежзиклмнопрстуфхцч'[i]}а`, minutes: [(i % 4) * 20], country: ['KZ', 'RU'][i % 2] ?? 'KZ' })));
      for (const sort of ['name', '-name', 'minutes', '-minutes', 'country', 'organisation', 'codes']) {
        const filter = readResultFilter(new URLSearchParams({ sort }));
        const whole = (await listResultsFor(tx, eventId, filter, { limit: 100 })).lines.map(({ id }) => id);
        const forward: string[] = [];
        let after = null;
        let page;
        do {
          page = await listResultsFor(tx, eventId, filter, { limit: 5, after });
          forward.push(...page.lines.map(({ id }) => id));
          after = page.next && readResultCursor(writeResultCursor(page.next), filter.sort);
        } while (after);
        expect(forward).toEqual(whole);
        const back = await listResultsFor(tx, eventId, filter, { limit: 5, before: page.previous });
        expect(back.lines.map(({ id }) => id)).toEqual(whole.slice(15, 20));
      }
    }));

  it('are found by name, reading room, language, country and standing', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await heldEvent(tx, [
        { name: 'Абаева Гүлнәр', minutes: [90], locale: 'kk', organisation: 'Кітапхана 100%' },
        { name: 'Иванова Анна', minutes: [90], country: 'RU', confirmed: false },
        { name: 'Петрова Анна', minutes: [1], country: 'RU' },
      ]);
      expect(names((await list(tx, eventId, 'q=анна')).lines)).toEqual(['Иванова Анна', 'Петрова Анна']);
      expect(names((await list(tx, eventId, 'q=100%25')).lines)).toEqual(['Абаева Гүлнәр']);
      expect(names((await list(tx, eventId, 'q=%25')).lines)).toEqual(['Абаева Гүлнәр']);
      expect(names((await list(tx, eventId, 'country=RU&standing=eligible')).lines)).toEqual(['Иванова Анна']);
      expect(names((await list(tx, eventId, 'language=kk')).lines)).toEqual(['Абаева Гүлнәр']);
      expect(names((await list(tx, eventId, 'kind=single&standing=unconfirmed')).lines)).toEqual(['Иванова Анна']);
      const { totals } = await list(tx, eventId, 'kind=single&standing=not_eligible');
      expect(totals).toMatchObject({ matching: 1, people: 4, countries: ['BY', 'KZ', 'RU'], languages: ['kk', 'ru'] });
    }));
});

describe('a decision of a person', () => {
  it('stands above the rule, with its reason, until it is given back', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, ids } = await heldEvent(tx, [{ name: 'Абаева Гүлнәр', minutes: [84] }]);
      const [id = ''] = ids;
      await decideCertificate(tx, eventId, id, { decision: 'grant', reason: ' Связь пропала у всего  района ' });
      expect((await list(tx, eventId, 'kind=single')).lines).toMatchObject([{ eligible: true, verdict: { kind: 'attendance', by: 'person' }, decisionReason: 'Связь пропала у всего района' }]);
      await decideCertificate(tx, eventId, id, { decision: 'refuse', reason: 'ошибка' });
      expect((await list(tx, eventId, 'kind=single')).lines).toMatchObject([{ eligible: false, verdict: { reasons: [{ code: 'eligibility.refused' }] } }]);
      await decideCertificate(tx, eventId, id, { decision: 'rule', reason: 'по правилу' });
      const { line, decisions } = await getResultFor(tx, eventId, id);
      expect(line.verdict).toMatchObject({ eligible: false, by: 'rule' });
      expect(decisions.map(({ decision }) => decision)).toEqual(['rule', 'refuse', 'grant']);
      const audited = await tx.db.selectFrom('platform.audit_entry').select(['act', 'data']).where('subject_id', '=', id).execute();
      expect(audited).toHaveLength(3);
      expect(JSON.stringify(audited)).not.toContain('Связь');
    }));

  it('does not stand above a registration that was not approved', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, ids } = await heldEvent(tx, [{ name: 'Абаева Гүлнәр', state: 'pending' }]);
      await decideCertificate(tx, eventId, ids[0] ?? '', { decision: 'grant', reason: 'просила' });
      expect((await list(tx, eventId, 'kind=single')).lines).toMatchObject([{ eligible: false, verdict: { reasons: [{ code: 'eligibility.not_approved' }] } }]);
    }));

  it('needs a reason and a right', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, ids } = await heldEvent(tx, [{ name: 'Абаева Гүлнәр' }]);
      const decide = (ctx: Ctx, reason: string, id = ids[0] ?? '') => refusal(decideCertificate(ctx, eventId, id, { decision: 'grant', reason }));
      expect(await decide(tx, ' .  ')).toBe('reason decision.reason_short');
      expect(await decide(tx, 'я'.repeat(501))).toBe('reason text.too_long');
      const moderator = account([{ role: 'moderator', networkId: at.networkId, scopeKind: 'event', scopeId: eventId }]);
      expect(await decide({ ...tx, actor: moderator }, 'хочу так')).toBe('page.not_found');
      expect(await decide({ ...tx, actor: { kind: 'visitor' } }, 'хочу так')).toBe('page.not_found');
      expect(await decide(tx, 'хочу так', newId())).toBe('page.not_found');
    }));
});

describe('who reads results', () => {
  it('is an organiser or a moderator of the event, in its own network', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, ids } = await heldEvent(tx, [{ name: 'Абаева Гүлнәр' }]);
      const moderator = account([{ role: 'moderator', networkId: at.networkId, scopeKind: 'event', scopeId: eventId }]);
      expect((await list({ ...tx, actor: moderator }, eventId)).lines).toHaveLength(2);
      // Addresses are for organisers only: in the list, in files, on the page of one person.
      const guest = ids[0] ?? '';
      const address = async (ctx: Ctx) => [
        (await list(ctx, eventId)).lines.find(({ id }) => id === guest)?.email ?? null,
        (await listResultsForExport(ctx, eventId, EVERYBODY)).lines.find(({ id }) => id === guest)?.email ?? null,
        (await getResultFor(ctx, eventId, guest)).line.email,
      ];
      expect(await address({ ...tx, actor: moderator })).toEqual([null, null, null]);
      expect(await address(tx)).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^guest.*@example\.kz$/)));
      const felt = async (ctx: Ctx) => (await listResultsFor(ctx, eventId, { ...EVERYBODY, q: 'example.kz' })).totals.matching;
      expect([await felt({ ...tx, actor: moderator }), (await felt(tx)) > 0]).toEqual([0, true]);
      for (const ctx of [
        { ...tx, actor: { kind: 'visitor' } as const },
        { ...tx, actor: coordinatorOf(at.otherNetworkId, at.otherOrganisationId) },
        { ...tx, networkId: at.otherNetworkId, actor: coordinatorOf(at.otherNetworkId, at.otherOrganisationId) },
        { ...tx, actor: { kind: 'link', linkId: newId(), purpose: 'registration', subjectId: ids[0] ?? '' } as const },
      ]) {
        expect(await refusal(list(ctx, eventId))).toBe('page.not_found');
        expect(await refusal(getResultFor(ctx, eventId, ids[0] ?? ''))).toBe('page.not_found');
      }
    }));
});
