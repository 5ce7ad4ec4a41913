import { describe, expect, it } from 'vitest';
import type { Ctx } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, countQueries, rolledBack, testInstallation } from '#server/testing/installation.ts';
import { listRoomsFor } from '#server/modules/rooms/index.ts';
import { exportContributorsFor, showContributors } from './contributors-desk.service.ts';
import { inviteContributor, removeContributor, saveContributor } from './contributors.service.ts';
import { createEvent } from './events.service.ts';
import { pasteTalks, previewPaste } from './paste.service.ts';
import { showPartForm, showProgrammeDesk } from './programme-desk.service.ts';
import { getProgrammeFor, markTalkGiven, removePart, saveSection, saveTalk } from './programme.service.ts';
import { removeSession, saveSession } from './sessions.service.ts';
import { getEventFor } from './seminars.access.ts';
import { eventForm, publishedEvent, sectionForm, sessionForm, talkForm } from './seminars.factory.ts';

const at = testInstallation();

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'accepted',
    (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field} ${code}`).join(', ') ?? error.code,
  );
}
async function draft(tx: Ctx): Promise<{ eventId: string; sessionId: string }> {
  const eventId = await createEvent(tx, 'ru', eventForm(at.organisationId));
  return { eventId, sessionId: await saveSession(tx, eventId, null, 'ru', sessionForm()) };
}

describe('a sitting', () => {
  it('keeps wall time and instant, opens a room of its own and sets when the event begins and ends', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await draft(tx);
      await saveSession(tx, eventId, null, 'ru', sessionForm({ title: {}, date: '2026-05-26', starts: '22:00', ends: '01:30', endsNextDay: true }));
      const { event, programme } = await getProgrammeFor(tx, eventId);
      expect(programme.sessions.map(({ startsWall, endsWall, startsAt, endsAt }) => [startsWall, endsWall, startsAt.toISOString(), endsAt.toISOString()])).toEqual([
        ['2026-05-25 10:00:00', '2026-05-25 13:00:00', '2026-05-25T05:00:00.000Z', '2026-05-25T08:00:00.000Z'],
        ['2026-05-26 22:00:00', '2026-05-27 01:30:00', '2026-05-26T17:00:00.000Z', '2026-05-26T20:30:00.000Z'],
      ]);
      expect([event.firstStart, event.lastEnd]).toEqual([new Date('2026-05-25T05:00:00Z'), new Date('2026-05-26T20:30:00Z')]);
      const rooms = await listRoomsFor(tx, 'seminar_session', programme.sessions.map(({ id }) => id));
      // A sitting without a title has a room with the event's.
      expect(rooms.map((room) => [room.ownerId === sessionId, room.title.ru?.text])).toEqual([
        [true, 'Первый день'],
        [false, 'Компетенции профессионала завтрашнего дня'],
      ]);
    }));

  it.each<[string, object, string]>([
    ['in the past', { date: '2026-05-17' }, 'date date.past'],
    ['that ends before it starts', { ends: '09:59' }, 'ends end.before_start'],
    ['that ends when it starts', { ends: '10:00' }, 'ends end.before_start'],
    ['of more than sixteen hours', { starts: '00:30', ends: '17:00' }, 'ends session.too_long'],
  ])('%s is refused', (_what, change, expected) =>
    rolledBack(at.ctx(), async (tx) => {
      const eventId = await createEvent(tx, 'ru', eventForm(at.organisationId));
      expect(await refusal(saveSession(tx, eventId, null, 'ru', sessionForm(change)))).toBe(expected);
    }));

  it('at a time that the clocks of its zone jump over is refused', () =>
    rolledBack(at.ctx(), async (tx) => {
      const eventId = await createEvent(tx, 'ru', eventForm(at.organisationId, { timeZone: 'Europe/Berlin' }));
      expect(await refusal(saveSession(tx, eventId, null, 'ru', sessionForm({ date: '2027-03-28', starts: '02:30', ends: '05:00' })))).toBe('starts time.nonexistent');
    }));

  it('takes its talks and its room along when it is postponed; calendars hear of it', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId, talkId } = await publishedEvent(tx, at.organisationId);
      const before = await getEventFor(tx, eventId, 'prepare');
      await saveSession(tx, eventId, sessionId, 'ru', sessionForm({ version: 1, date: '2026-05-28', starts: '14:30', ends: '17:30' }));
      const { event, programme } = await getProgrammeFor(tx, eventId);
      expect(programme.talks.map(({ id, startsWall, startsAt }) => [id, startsWall, startsAt.toISOString()])).toEqual([[talkId, '2026-05-28 14:50:00', '2026-05-28T09:50:00.000Z']]);
      expect([event.icsSequence, event.version]).toEqual([before.icsSequence + 1, before.version]);
      const [room] = await listRoomsFor(tx, 'seminar_session', [sessionId]);
      expect(room?.plannedStart.toISOString()).toBe('2026-05-28T09:30:00.000Z');
      const last = await tx.db.selectFrom('platform.outbox_event').select(['name', 'payload']).orderBy('seq', 'desc').executeTakeFirstOrThrow();
      expect(last).toMatchObject({ name: 'seminars.event_changed', payload: { eventId, what: ['time'] } });
    }));

  it('changed by two people keeps the first one’s work', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await draft(tx);
      await saveSession(tx, eventId, sessionId, 'ru', sessionForm({ version: 1, ends: '14:00' }));
      expect(await refusal(saveSession(tx, eventId, sessionId, 'ru', sessionForm({ version: 1, ends: '15:00' })))).toBe('record.changed_meanwhile');
    }));

  it('goes with its talks and its room', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await publishedEvent(tx, at.organisationId);
      await removeSession(tx, eventId, sessionId);
      const { event, programme } = await getProgrammeFor(tx, eventId);
      expect([programme.sessions, programme.talks, event.firstStart]).toEqual([[], [], null]);
      expect(await listRoomsFor(tx, 'seminar_session', [sessionId])).toEqual([]);
      expect(await refusal(removeSession(tx, eventId, sessionId))).toBe('page.not_found');
    }));
});

describe('a talk', () => {
  it('makes contributors of names the event does not know, and knows the others under any spelling', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await draft(tx);
      await saveTalk(tx, eventId, null, 'ru', talkForm(sessionId, { person1: 'Жумабекова Айгуль', country: 'KZ' }));
      await saveTalk(tx, eventId, null, 'ru', talkForm(sessionId, { title: localized('ru', 'Второй'), person1: 'Жұмабекова Айгүл', person2: 'Петров Иван', country: 'RU', starts: '11:00', ends: '11:20' }));
      const { programme } = await getProgrammeFor(tx, eventId);
      expect(programme.contributors.map(({ name, country }) => [name, country])).toEqual([
        ['Жумабекова Айгуль', 'KZ'],
        ['Петров Иван', 'RU'],
      ]);
      expect(programme.talks.map((talk) => talk.speakerIds.length)).toEqual([1, 2]);
    }));

  it.each<[string, object, string]>([
    ['without a speaker', { person1: undefined }, 'person1 talk.needs_speaker'],
    ['that ends before it starts', { ends: '10:10' }, 'ends end.before_start'],
    ['with a name of emoji', { person1: 'Анна 🎉' }, 'person1 name.emoji'],
    ['with two names that cannot be printed', { person1: 'x', person2: 'محمد' }, 'person1 name.too_short, person2 name.direction'],
    ['with a name of 121 letters', { person1: 'Я'.repeat(121) }, 'person1 name.too_long'],
  ])('%s is refused', (_what, change, expected) =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await draft(tx);
      expect(await refusal(saveTalk(tx, eventId, null, 'ru', talkForm(sessionId, change)))).toBe(expected);
      expect((await getProgrammeFor(tx, eventId)).programme.contributors).toEqual([]);
    }));

  it('is not saved twice: same speaker and a title that differs in case and signs only', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await draft(tx);
      await saveTalk(tx, eventId, null, 'ru', talkForm(sessionId));
      const again = talkForm(sessionId, { title: localized('ru', '«Волонтерство, как путь – в профессию»'), starts: '12:00', ends: '12:20' });
      expect(await refusal(saveTalk(tx, eventId, null, 'ru', again))).toBe('title.ru talk.duplicate');
      expect(await refusal(saveTalk(tx, eventId, null, 'ru', { ...again, person1: 'Иванова Анна' }))).toBe('accepted');
    }));

  it('belongs to the night in a sitting over midnight', () =>
    rolledBack(at.ctx(), async (tx) => {
      const eventId = await createEvent(tx, 'ru', eventForm(at.organisationId));
      const sessionId = await saveSession(tx, eventId, null, 'ru', sessionForm({ starts: '22:00', ends: '02:00', endsNextDay: true }));
      await saveTalk(tx, eventId, null, 'ru', talkForm(sessionId, { starts: '23:50', ends: '00:20' }));
      await saveTalk(tx, eventId, null, 'ru', talkForm(sessionId, { title: localized('ru', 'Ночью'), starts: '01:00', ends: '01:30' }));
      const { programme, clashes } = await getProgrammeFor(tx, eventId);
      expect(programme.talks.map(({ startsWall, endsWall }) => [startsWall, endsWall])).toEqual([
        ['2026-05-25 23:50:00', '2026-05-26 00:20:00'],
        ['2026-05-26 01:00:00', '2026-05-26 01:30:00'],
      ]);
      expect(clashes).toEqual([]);
    }));

  it('that clashes is saved and shown at once', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await draft(tx);
      const [left, right] = [await saveSection(tx, eventId, null, 'ru', sectionForm({ hall: 'Зал 1', person1: 'Лукашевич Вера' })), await saveSection(tx, eventId, null, 'ru', sectionForm({ title: localized('ru', 'Вторая'), hall: 'зал  1' }))];
      await saveTalk(tx, eventId, null, 'ru', talkForm(sessionId, { sectionId: left, person1: 'Иванова Анна' }));
      await saveTalk(tx, eventId, null, 'ru', talkForm(sessionId, { sectionId: right, title: localized('ru', 'Другой'), starts: '10:50', ends: '11:10', person1: 'Иванова Анна', person2: 'Лукашевич Вера' }));
      await saveTalk(tx, eventId, null, 'ru', talkForm(sessionId, { title: localized('ru', 'Поздний'), starts: '12:50', ends: '13:15', person1: 'Петров Иван' }));
      const { clashes } = await showProgrammeDesk(tx, eventId);
      expect(clashes.map(({ kind, name, place, minutes, a, b }) => [kind, name || place, minutes, a.text, b.text])).toEqual([
        ['place', 'Зал 1', 10, 'Волонтёрство как путь в профессию', 'Другой'],
        ['speaker', 'Иванова Анна', 10, 'Волонтёрство как путь в профессию', 'Другой'],
        ['speaker_moderator', 'Лукашевич Вера', 10, 'Другой', 'Ключевые компетенции'],
        ['outside_session', '', 15, 'Поздний', 'Первый день'],
      ]);
    }));

  it('changed by two people keeps the first one’s work', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId, talkId } = await publishedEvent(tx, at.organisationId);
      await saveTalk(tx, eventId, talkId, 'ru', talkForm(sessionId, { version: 1, ends: '11:10' }));
      expect(await refusal(saveTalk(tx, eventId, talkId, 'ru', talkForm(sessionId, { version: 1, ends: '11:20' })))).toBe('record.changed_meanwhile');
      expect((await showPartForm(tx, eventId, 'talk', talkId)).stored).toMatchObject({ ends: '11:10', person1: 'Лукашевич Вера', 'title.ru': 'Волонтёрство как путь в профессию' });
    }));

  it('can be marked as not given after the event, by organisers only', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, talkId } = await publishedEvent(tx, at.organisationId);
      await markTalkGiven(tx, eventId, talkId, false);
      expect((await getProgrammeFor(tx, eventId)).programme.talks[0]?.given).toBe(false);
      expect(await refusal(markTalkGiven({ ...tx, actor: account([]) }, eventId, talkId, true))).toBe('page.not_found');
    }));

  it('stays without its section when that is taken out', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sectionId, talkId } = await publishedEvent(tx, at.organisationId);
      await removePart(tx, eventId, 'section', sectionId);
      const { programme } = await getProgrammeFor(tx, eventId);
      expect(programme.talks.map(({ id, sectionId: section }) => [id, section])).toEqual([[talkId, null]]);
      await removePart(tx, eventId, 'talk', talkId);
      expect(await refusal(removePart(tx, eventId, 'talk', talkId))).toBe('page.not_found');
    }));
});

describe('contributors', () => {
  it('are one each, however the name is spelt', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      const input = { name: 'Лукашевіч Вера', organisation: '', post: '' };
      expect(await refusal(saveContributor(tx, eventId, null, input))).toBe('name contributor.known');
    }));

  it('are invited to this event only, by their address, and never from a rehearsal', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      const [vera] = (await showContributors(tx, eventId)).people;
      const invite = () => inviteContributor(tx, eventId, vera?.id ?? '', { role: 'speaker', locale: 'be' });
      expect(await refusal(invite())).toBe('contributor.no_email');
      await saveContributor(tx, eventId, vera?.id ?? '', { version: 1, name: 'Лукашэвіч Вера', organisation: 'НББ', post: 'метадыст', country: 'BY', email: 'Vera@example.by' });
      await invite();
      const [invitation] = await tx.db.selectFrom('access.invitation').select(['email', 'role', 'scope_kind', 'scope_id', 'locale']).execute();
      expect(invitation).toEqual({ email: 'vera@example.by', role: 'speaker', scope_kind: 'event', scope_id: eventId, locale: 'be' });
      expect((await showContributors(tx, eventId)).people[0]).toMatchObject({ name: 'Лукашэвіч Вера', invited: 'open', talks: 1, sections: 0 });
    }));

  it('leave their talks when they are taken out', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      const [vera] = (await showContributors(tx, eventId)).people;
      await removeContributor(tx, eventId, vera?.id ?? '');
      expect((await getProgrammeFor(tx, eventId)).programme.talks.map((talk) => talk.speakerIds)).toEqual([[]]);
    }));

  it('can be taken along as a file', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      const file = await exportContributorsFor(tx, eventId, 'csv');
      const [, ...lines] = new TextDecoder().decode(file.bytes).trim().split('\r\n');
      expect(lines).toEqual(['Лукашевич Вера;;;Беларусь;;1;0']);
    }));
});

describe('a programme pasted from a table', () => {
  const table = ['11:00\t11:20\tНаставничество\tПетров Иван\tРоссия\tрусский', '11:20\t11:40\tШкола мастерства\tЛукашэвіч Вера; Петров Иван', '11:40\t11:50\tПерерыв'].join('\n');

  it('adds every row, with people the event knows already', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await publishedEvent(tx, at.organisationId);
      expect((await previewPaste(tx, eventId, { sessionId, text: table })).problems).toEqual([]);
      expect((await getProgrammeFor(tx, eventId)).programme.talks).toHaveLength(1);
      expect(await pasteTalks(tx, eventId, 'ru', { sessionId, text: table })).toBe(3);
      const { programme } = await getProgrammeFor(tx, eventId);
      const nameOf = new Map(programme.contributors.map(({ id, name }) => [id, name]));
      expect(programme.talks.map((talk) => [talk.kind, talk.startsWall.slice(11, 16), talk.speakerIds.map((id) => nameOf.get(id)).join('; ')])).toEqual([
        ['talk', '10:20', 'Лукашевич Вера'],
        ['talk', '11:00', 'Петров Иван'],
        ['talk', '11:20', 'Лукашевич Вера; Петров Иван'],
        ['break', '11:40', ''],
      ]);
    }));

  it('names each wrong row and adds none', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await publishedEvent(tx, at.organisationId);
      const text = `${table}\n12:00\t11:00\tНазад\tИванова Анна\n12:00\t12:20\tИмя\tАнна 🎉\n12:20\t12:40\tВолонтёрство как путь в профессию\tЛукашевич Вера\n13:00\t13:20\tШкола мастерства\tПетров Иван`;
      const { problems } = await previewPaste(tx, eventId, { sessionId, text });
      expect(problems.map(({ row, code }) => [row, code])).toEqual([
        [4, 'end.before_start'],
        [5, 'name.emoji'],
        [6, 'talk.duplicate'],
        [7, 'talk.duplicate'],
      ]);
      expect(await refusal(pasteTalks(tx, eventId, 'ru', { sessionId, text }))).toBe('paste.has_problems');
      expect(await refusal(pasteTalks(tx, eventId, 'ru', { sessionId, text: ' \n ' }))).toBe('text paste.empty');
      expect(await refusal(previewPaste(tx, eventId, { sessionId, text: 'x\n'.repeat(202) }))).toBe('text paste.too_many');
      expect((await getProgrammeFor(tx, eventId)).programme.talks).toHaveLength(1);
    }));
});

describe('the number of queries', () => {
  it('does not grow with the programme', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await draft(tx);
      await saveSection(tx, eventId, null, 'ru', sectionForm({ person1: 'Иванова Анна' }));
      await saveTalk(tx, eventId, null, 'ru', talkForm(sessionId));
      const count = () => countQueries(() => showProgrammeDesk(tx, eventId));
      const people = () => countQueries(() => showContributors(tx, eventId));
      const [one, onePerson] = [await count(), await people()];
      for (const n of [2, 3]) {
        await saveSection(tx, eventId, null, 'ru', sectionForm({ title: localized('ru', `Секция ${n}`), person1: `Модератор ${'аб'[n - 2]}` }));
        await saveSession(tx, eventId, null, 'ru', sessionForm({ date: `2026-06-0${n}` }));
        await saveTalk(tx, eventId, null, 'ru', talkForm(sessionId, { title: localized('ru', `Доклад ${n}`), person1: `Докладчик ${'вг'[n - 2]}` }));
      }
      expect([await count(), await people()]).toEqual([one, onePerson]);
      expect(one).toBeLessThanOrEqual(5);
    }));
});

describe('strangers', () => {
  it('change nothing and learn nothing', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId, talkId } = await publishedEvent(tx, at.organisationId);
      const stranger = { ...tx, actor: account([{ role: 'speaker', networkId: at.networkId, scopeKind: 'event', scopeId: eventId }]) };
      const foreign = { ...tx, networkId: at.otherNetworkId, actor: { kind: 'system', name: 'test' } as const };
      for (const ctx of [stranger, foreign]) {
        expect(await refusal(saveSession(ctx, eventId, sessionId, 'ru', sessionForm({ version: 1 })))).toBe('page.not_found');
        expect(await refusal(saveTalk(ctx, eventId, talkId, 'ru', talkForm(sessionId, { version: 1 })))).toBe('page.not_found');
        expect(await refusal(removePart(ctx, eventId, 'talk', talkId))).toBe('page.not_found');
        expect(await refusal(showProgrammeDesk(ctx, eventId))).toBe('page.not_found');
        expect(await refusal(showContributors(ctx, eventId))).toBe('page.not_found');
        expect(await refusal(pasteTalks(ctx, eventId, 'ru', { sessionId, text: 'x' }))).toBe('page.not_found');
      }
    }));
});
