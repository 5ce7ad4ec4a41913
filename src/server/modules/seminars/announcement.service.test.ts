import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import type { Ctx } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { coordinatorOf, countQueries, rolledBack, testInstallation, visitor } from '#server/testing/installation.ts';
import { listPublicEventsFor, openPublicProgramme, showAnnouncement, showProgramme, showSpeakers } from './announcement.service.ts';
import { calendarUid } from './calendar.ts';
import { eventCalendar, networkCalendar } from './calendar.service.ts';
import { cancelEvent, unpublishEvent } from './event-life.service.ts';
import { editEvent } from './events.service.ts';
import { letterPaper } from './letter-paper.ts';
import { exportEventsFor, listEventsFor, listHostsFor } from './manage.service.ts';
import { letterPdf, programmePdf } from './papers.service.ts';
import { programmePaper } from './programme-paper.ts';
import { saveTalk } from './programme.service.ts';
import { saveSession } from './sessions.service.ts';
import { eventForm, publishedEvent, sessionForm, talkForm } from './seminars.factory.ts';
import { getEventFor } from './seminars.access.ts';

const at = testInstallation();
const reader = { zone: 'Asia/Almaty', section: null, language: null };
const ids = (list: { events: { id: string }[] }) => list.events.map(({ id }) => id);

/** Two networks seeded alike, each with one public event; everything of one must show nothing of the other. */
async function inBoth(work: (here: Ctx, own: { eventId: string; sessionId: string }, other: { eventId: string; sessionId: string }) => Promise<void>): Promise<void> {
  await rolledBack(at.ctx(), async (tx) => {
    const there = { ...tx, networkId: at.otherNetworkId, actor: coordinatorOf(at.otherNetworkId, at.otherOrganisationId) };
    const own = await publishedEvent(tx, at.organisationId, { title: localized('ru', 'Свой семинар') });
    const other = await publishedEvent(there, at.otherOrganisationId, { title: localized('ru', 'Чужой семинар') });
    await work(tx, own, other);
    await work(there, other, own);
  });
}

describe('the host’s time', () => {
  it('is called by the town of the organisation only where the event goes by the clocks there', () =>
    rolledBack(at.ctx(), async (tx) => {
      await tx.db.updateTable('people.organisation').set({ settlement: JSON.stringify(localized('ru', 'Павлодар')) }).where('id', '=', at.organisationId).execute();
      const own = await publishedEvent(tx, at.organisationId);
      const abroad = await publishedEvent(tx, at.organisationId, { timeZone: 'Europe/Berlin' });
      const city = async ({ eventId }: { eventId: string }) => [
        (await showAnnouncement({ ...tx, locale: 'ru' }, eventId, 'Asia/Almaty')).about.city,
        (await showProgramme({ ...tx, locale: 'ru' }, eventId, reader)).about.city,
      ];
      expect([await city(own), await city(abroad)]).toEqual([['Павлодар', 'Павлодар'], ['Берлин', 'Берлин']]);
    }));
});

describe('the list of events', () => {
  it('holds what is public: to come by its start, past from the latest', () =>
    rolledBack(at.ctx(), async (tx) => {
      const first = await publishedEvent(tx, at.organisationId);
      const second = await publishedEvent(tx, at.organisationId, { title: localized('ru', 'Второй') });
      await saveSession(tx, second.eventId, null, 'ru', sessionForm({ date: '2026-05-20' }));
      const draft = await publishedEvent(tx, at.organisationId);
      await unpublishEvent(tx, draft.eventId);
      expect(ids(await listPublicEventsFor({ ...tx, actor: visitor }, { past: false }))).toEqual([second.eventId, first.eventId]);
      at.clock.set(new Date('2026-06-01T00:00:00Z'));
      const past = await listPublicEventsFor(tx, { past: true });
      const coming = await listPublicEventsFor(tx, { past: false });
      at.clock.set(new Date('2026-05-18T04:00:00Z'));
      expect([ids(past), ids(coming)]).toEqual([[first.eventId, second.eventId], []]);
    }));

  it('is searched by what people read, in any language, and by country, language and form', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId, { title: localized({ ru: 'Чтение 100%', kk: 'Оқу' }), form: 'webinar', languages: ['kk'], countries: ['KZ', 'AM'] });
      const found = async (filter: object) => ids(await listPublicEventsFor(tx, { past: false, ...filter })).length;
      expect(await Promise.resolve(found({ q: 'чтЕНие' }))).toBe(1);
      expect(await found({ q: 'оқу' })).toBe(1);
      // The words of the format itself are not searched, and the signs of LIKE mean themselves.
      for (const q of ['original', 'status', '%', '_', '100_']) expect([q, await found({ q })]).toEqual([q, q === '%' ? 1 : 0]);
      expect([await found({ country: 'AM' }), await found({ country: 'RU' })]).toEqual([1, 0]);
      expect([await found({ language: 'kk' }), await found({ language: 'ru' })]).toEqual([1, 0]);
      expect([await found({ form: 'webinar' }), await found({ form: 'contest' })]).toEqual([1, 0]);
      expect((await listPublicEventsFor({ ...tx, locale: 'en' }, { past: false })).events[0]?.title).toEqual({ text: 'Чтение 100%', lang: 'ru' });
      expect(eventId).toBeTruthy();
    }));

  it('goes on by key, without a gap or a repetition, in both directions of time', () =>
    rolledBack(at.system(), async (tx) => {
      const made: string[] = [];
      for (let n = 0; n < 23; n++) {
        const { eventId } = await publishedEvent(tx, at.organisationId);
        made.push(eventId);
      }
      for (const past of [false, true]) {
        if (past) at.clock.set(new Date('2026-06-01T00:00:00Z'));
        const first = await listPublicEventsFor(tx, { past });
        const second = await listPublicEventsFor(tx, { past, after: first.next ?? '' });
        expect([first.events.length, second.events.length, second.next]).toEqual([20, 3, null]);
        expect(new Set([...ids(first), ...ids(second)])).toEqual(new Set(made));
      }
      at.clock.set(new Date('2026-05-18T04:00:00Z'));
      expect((await listPublicEventsFor(tx, { past: false, after: 'made by hand' })).events).toHaveLength(20);
    }));
});

describe('the list of those who organise', () => {
  it('is sorted, paged and exported by what they chose, within their reach', () =>
    rolledBack(at.ctx(), async (tx) => {
      for (const title of ['Банан', 'Апельсин', 'Вишня']) await publishedEvent(tx, at.organisationId, { title: localized('ru', title) });
      const titles = async (filter: object, after?: string) => (await listEventsFor(tx, { sort: 'title', descending: false, ...filter }, after)).events.map(({ title }) => title.text);
      expect(await titles({})).toEqual(['Апельсин', 'Банан', 'Вишня']);
      expect(await titles({ descending: true })).toEqual(['Вишня', 'Банан', 'Апельсин']);
      expect(await titles({ q: 'виш' })).toEqual(['Вишня']);
      expect(await titles({ state: 'draft' })).toEqual([]);
      const [first] = (await listEventsFor(tx, { sort: 'title', descending: false })).events;
      expect(await titles({}, `апельсин_${first?.id}`)).toEqual(['Банан', 'Вишня']);
      const csv = new TextDecoder().decode((await exportEventsFor(tx, { sort: 'title', descending: false }, 'csv')).bytes);
      expect(csv.trim().split('\r\n').slice(1).map((line) => line.split(';').slice(0, 4).join(';'))).toEqual([
        'Апельсин;Семинар;Опубликовано;25.05.2026 10:00',
        'Банан;Семинар;Опубликовано;25.05.2026 10:00',
        'Вишня;Семинар;Опубликовано;25.05.2026 10:00',
      ]);
      const outside = { ...tx, actor: coordinatorOf(at.networkId, at.otherOrganisationId) };
      expect((await listEventsFor(outside, { sort: 'start', descending: true })).events).toEqual([]);
      await expect(listEventsFor({ ...tx, actor: visitor }, { sort: 'start', descending: true })).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(listHostsFor(outside)).rejects.toMatchObject({ code: 'page.not_found' });
    }));
});

describe('one network', () => {
  it('shows nothing of another in lists, searches, pages, calendars and papers', () =>
    inBoth(async (here, own, other) => {
      const open = { ...here, actor: visitor };
      expect(ids(await listPublicEventsFor(open, { past: false }))).toEqual([own.eventId]);
      expect(ids(await listPublicEventsFor(open, { past: false, q: 'семинар' }))).toEqual([own.eventId]);
      expect(ids(await listEventsFor(here, { sort: 'start', descending: true }))).toEqual([own.eventId]);
      const feed = await networkCalendar(open, 'Сеть', { network: null });
      expect([feed.includes(own.sessionId), feed.includes(other.sessionId)]).toEqual([true, false]);
      for (const work of [
        () => showAnnouncement(open, other.eventId, 'UTC'),
        () => showProgramme(open, other.eventId, reader),
        () => showSpeakers(open, other.eventId),
        () => openPublicProgramme(open, other.eventId),
        () => eventCalendar(open, other.eventId, { network: null }),
        () => programmePdf(open, other.eventId, 'UTC', { source: 'x', network: null, demo: false }),
        () => letterPdf(open, other.eventId, { source: 'x', network: null, demo: false }),
        () => getEventFor(here, other.eventId, 'prepare'),
      ]) {
        await expect(work()).rejects.toMatchObject({ code: 'page.not_found' });
      }
    }));

  it('keeps drafts to those who make them', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      await unpublishEvent(tx, eventId);
      const speaker = { ...tx, actor: { kind: 'account', accountId: eventId, name: 'A', email: 'a@b.kz', grants: [{ role: 'speaker', networkId: at.networkId, scopeKind: 'event', scopeId: eventId }] } as const };
      expect((await showProgramme(speaker, eventId, reader)).about.state).toBe('draft');
      await expect(showProgramme({ ...tx, actor: visitor }, eventId, reader)).rejects.toMatchObject({ code: 'page.not_found' });
    }));
});

describe('the number of queries', () => {
  it('of public pages does not grow with talks, and stays within six', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await publishedEvent(tx, at.organisationId);
      const open = { ...tx, actor: visitor };
      const count = async () => [
        await countQueries(() => showAnnouncement(open, eventId, 'UTC')),
        await countQueries(() => showProgramme(open, eventId, reader)),
        await countQueries(() => showSpeakers(open, eventId)),
        await countQueries(() => listPublicEventsFor(open, { past: false })),
        await countQueries(() => networkCalendar(open, 'x', { network: null })),
      ];
      const one = await count();
      for (const n of [2, 3]) {
        await saveTalk(tx, eventId, null, 'ru', talkForm(sessionId, { title: localized('ru', `Доклад ${n}`), person1: `Докладчик ${'вг'[n - 2]}`, starts: `1${n - 1}:00`, ends: `1${n - 1}:20` }));
        await publishedEvent(tx, at.organisationId);
      }
      expect(await count()).toEqual(one);
      expect(one).toEqual([4, 1, 1, 1, 1]);
    }));
});

describe('calendars', () => {
  const parse = (text: string) => new ICAL.Component(ICAL.parse(text));
  const events = (text: string) => parse(text).getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));

  it('say when each sitting is, to every calendar alike, and name nobody', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await publishedEvent(tx, at.organisationId);
      await saveSession(tx, eventId, null, 'ru', sessionForm({ title: {}, date: '2026-05-26' }));
      const { text, isPublic } = await eventCalendar({ ...tx, actor: visitor }, eventId, { network: null });
      const calendar = parse(text);
      expect([isPublic, calendar.getFirstPropertyValue('method'), calendar.getFirstPropertyValue('version')]).toEqual([true, 'PUBLISH', '2.0']);
      const [first, second] = events(text);
      expect([first?.startDate.toJSDate().toISOString(), first?.endDate.toJSDate().toISOString()]).toEqual(['2026-05-25T05:00:00.000Z', '2026-05-25T08:00:00.000Z']);
      expect([first?.startDate.zone.tzid, first?.uid]).toEqual(['UTC', calendarUid(sessionId, new URL(tx.platform.publicAddress()).hostname)]);
      expect([first?.summary, second?.summary]).toEqual(['Компетенции профессионала завтрашнего дня · Первый день', 'Компетенции профессионала завтрашнего дня']);
      expect(first?.component.getFirstPropertyValue('url')).toMatch(new RegExp(`/ru/seminars/${eventId}$`));
      expect([first?.attendees, first?.organizer]).toEqual([[], null]);
      for (const personal of ['seminar@example.kz', 'Жұмабекова', 'Лукашевич']) expect(text).not.toContain(personal);
      // Lines of at most 75 octets, ended by CRLF.
      expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    }));

  it('follow a moved sitting with a higher sequence under the same identity, and a cancellation', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId } = await publishedEvent(tx, at.organisationId);
      const one = async () => events((await eventCalendar(tx, eventId, { network: null })).text)[0];
      const before = await one();
      await saveSession(tx, eventId, sessionId, 'ru', sessionForm({ version: 1, starts: '11:00', ends: '14:00' }));
      const moved = await one();
      const { version } = await getEventFor(tx, eventId, 'prepare');
      await editEvent(tx, eventId, 'ru', eventForm(at.organisationId, { version, title: localized('ru', 'Новое название') }));
      const renamed = await one();
      await cancelEvent(tx, eventId, { reason: 'Болезнь' });
      const cancelled = await one();
      const sequence = (event: ICAL.Event | undefined) => Number(event?.sequence);
      expect([moved, renamed, cancelled].map((event) => event?.uid)).toEqual(Array(3).fill(before?.uid));
      expect([before, moved, renamed, cancelled].map(sequence)).toEqual([0, 1, 2, 3].map((n) => sequence(before) + n));
      expect(moved?.startDate.toJSDate().toISOString()).toBe('2026-05-25T06:00:00.000Z');
      expect([before, cancelled].map((event) => event?.component.getFirstPropertyValue('status'))).toEqual(['CONFIRMED', 'CANCELLED']);
    }));

  it('of the network hold what is public of the last 90 days and to come', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { sessionId } = await publishedEvent(tx, at.organisationId);
      const draft = await publishedEvent(tx, at.organisationId);
      await unpublishEvent(tx, draft.eventId);
      const uids = async () => events(await networkCalendar(tx, 'Сеть', { network: 'pavlodar' })).map((event) => event.uid.slice(8, 44));
      expect(await uids()).toEqual([sessionId]);
      at.clock.set(new Date('2026-08-23T07:00:00Z'));
      const still = await uids();
      at.clock.set(new Date('2026-08-23T09:00:00Z'));
      const gone = await uids();
      at.clock.set(new Date('2026-05-18T04:00:00Z'));
      expect([still, gone]).toEqual([[sessionId], []]);
      expect(await networkCalendar(tx, 'Сеть', { network: 'pavlodar' })).toContain('/ru/n/pavlodar/');
    }));
});

describe('papers', () => {
  it('give the local time of every country once for each difference, with the day where it differs', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      await saveSession(tx, eventId, null, 'ru', sessionForm({ title: localized('ru', 'Ночной'), date: '2026-05-26', starts: '00:30', ends: '02:00' }));
      const { event, programme } = await openPublicProgramme(tx, eventId);
      const letter = letterPaper(event, programme, { locale: 'ru', registerUrl: 'https://x.example/r', demo: false });
      expect(letter.zones).toEqual(['Россия, Беларусь, UTC+3', 'Ереван, UTC+4', 'Бишкек, UTC+6']);
      expect(letter.moments.map(({ label, host, local }) => [label, host, ...local])).toEqual([
        ['понедельник, 25 мая 2026 г. · Первый день', '10:00–13:00', '08:00–11:00', '09:00–12:00', '11:00–14:00'],
        ['вторник, 26 мая 2026 г. · Ночной', '00:30–02:00', '22:30–00:00, 25 мая', '23:30–01:00, 25 мая', '01:30–03:00'],
      ]);
      expect(letter.watermark).toBeNull();
    }));

  it('print the programme by the host’s clock with the reader’s beside it', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      const { event, programme } = await openPublicProgramme(tx, eventId);
      const paper = programmePaper(event, programme, { locale: 'ru', zone: 'Europe/Minsk', demo: true });
      expect([paper.hostZone, paper.secondZone, paper.watermark]).toEqual(['Алматы, UTC+5', 'Минск, UTC+3', 'demo']);
      expect(paper.days.map((day) => day.title)).toEqual(['Понедельник, 25 мая 2026 г.']);
      expect(paper.days[0]?.sections[0]).toMatchObject({ title: 'Ключевые компетенции', talks: [{ time: '10:20–11:00', timeSecond: '08:20–09:00', speakers: ['Лукашевич Вера'] }] });
      expect(programmePaper(event, programme, { locale: 'ru', zone: 'Asia/Qyzylorda', demo: false }).secondZone).toBeNull();
    }));

  it('are compiled once for many readers, and not at all for those who have them', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId, { title: localized('ru', 'Семинар 🎉 с эмодзи') });
      const open = { source: '10.0.0.1', network: null, demo: false };
      const before = tx.platform.pdf.stats().rendered;
      const papers = await Promise.all([1, 2, 3].map(() => letterPdf(tx, eventId, open)));
      const [one, two] = await Promise.all(papers.map((paper) => paper.bytes()));
      expect(Buffer.from(one ?? []).subarray(0, 5).toString()).toBe('%PDF-');
      expect(one).toBe(two);
      expect(tx.platform.pdf.stats().rendered - before).toBe(1);
      expect(new Set(papers.map((paper) => paper.etag)).size).toBe(1);
      expect((await letterPdf({ ...tx, locale: 'kk' }, eventId, open)).etag).not.toBe(papers[0]?.etag);
    }), 60_000);
});
