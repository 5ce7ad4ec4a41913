import { describe, expect, it } from 'vitest';
import type { Ctx } from '#server/platform/context.ts';
import { addGuests, holdSession, type Guest } from '#server/testing/event-people.ts';
import { account, coordinatorOf, countQueries, rolledBack, testInstallation, TEST_NOW } from '#server/testing/installation.ts';
import { publishedEvent } from './seminars.factory.ts';
import { listResultsFor } from './eligibility.service.ts';
import { readResultFilter, RESULT_FIGURES } from './results-filter.ts';
import { readStatisticsFor } from './statistics.service.ts';
import { listRoomsFor, setStreams, listStreams, watchRecording } from '#server/modules/rooms/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { ROOM_OWNER } from './session-rooms.ts';

const at = testInstallation();
const BEGIN = new Date('2026-05-25T05:00:00Z');

async function heldEvent(tx: Ctx, guests: readonly Guest[]) {
  at.clock.set(TEST_NOW);
  const event = await publishedEvent(tx, at.organisationId);
  const ids = await addGuests(tx, event.eventId, [event.sessionId], guests);
  await holdSession(tx, at.clock, event.sessionId, BEGIN, 100, guests.map((guest, index) => ({ id: ids[index] ?? '', minutes: guest.minutes?.[0] ?? 0 })));
  return { ...event, ids };
}

describe('the numbers of an event', () => {
  it('keep registered, present and viewed apart, divided five ways', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, ids } = await heldEvent(tx, [
        { name: 'Абаева Гүлнәр', minutes: [90], organisation: 'Облыстық  кітапхана', locale: 'kk' },
        { name: 'Борисова Анна', minutes: [1], organisation: 'Облыстық кітапхана' },
        { name: 'Волкова Ирина', organisation: 'облыстық кітапхана' },
        { name: 'Громова Ольга', minutes: [50], organisation: 'Сельская библиотека', country: 'RU' },
        { name: 'Дёмина Ольга', state: 'pending', organisation: 'Сельская библиотека', country: 'RU' },
        { name: 'Ершова Ольга', state: 'cancelled', minutes: [80], country: 'RU' },
      ]);
      await tx.db.updateTable('seminars.registration').set({ viewed_recording_at: TEST_NOW }).where('id', 'in', [ids[2] ?? '', ids[4] ?? '']).execute();
      const statistics = await readStatisticsFor(tx, eventId);
      expect(statistics.total).toEqual({ registered: 4, present: 3, viewed: 1, certificates: 0 });
      expect(statistics.countries).toEqual([
        { key: 'KZ', registered: 3, present: 2, viewed: 1, certificates: 0, spoke: 0 },
        { key: 'RU', registered: 1, present: 1, viewed: 0, certificates: 0, spoke: 0 },
        // Nobody registered from Belarus, but somebody spoke.
        { key: 'BY', registered: 0, present: 0, viewed: 0, certificates: 0, spoke: 1 },
      ]);
      expect(statistics.organisations).toMatchObject([{ registered: 3, present: 2, viewed: 1 }]);
      expect(statistics.organisations[0]?.key).toBe('Облыстық кітапхана');
      expect(statistics.languages.map(({ key, registered }) => [key, registered])).toEqual([
        ['ru', 3],
        ['kk', 1],
      ]);
      expect(statistics.kinds).toMatchObject([{ key: 'single', registered: 4 }]);
      expect(statistics.speakers).toEqual({ announced: 1, spoke: 1, certificates: 0 });
    }));

  it('count who opened the recording by her own link once, and no organiser', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId, ids } = await heldEvent(tx, [{ name: 'Абаева Гүлнәр' }, { name: 'Борисова Анна' }]);
      const [room] = await listRoomsFor(tx, ROOM_OWNER, [sessionId]);
      const roomId = room?.id ?? '';
      await inTransaction(tx, (inner) => setStreams(inner, roomId, [{ provider: 'link', url: 'https://video.example.kz/1', locale: 'ru', purpose: 'recording' }]));
      const [stream] = await listStreams(tx, roomId);
      const holder = { ...tx, actor: { kind: 'link', linkId: newId(), purpose: 'registration', subjectId: ids[0] ?? '' } as const };
      for (const ctx of [tx, holder, holder]) await watchRecording(ctx, { roomId, streamId: stream?.id ?? '' });
      expect((await readStatisticsFor(tx, eventId)).total).toEqual({ registered: 2, present: 0, viewed: 1, certificates: 0 });
    }));

  it('never name an organisation of fewer than three people', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await heldEvent(tx, [
        { name: 'Абаева Гүлнәр', organisation: 'Одна' },
        { name: 'Борисова Анна', minutes: [90], organisation: 'Две' },
        { name: 'Волкова Ирина', organisation: 'Две' },
        { name: 'Громова Ольга', organisation: '' },
        ...[1, 2, 3].map((i) => ({ name: `Три Анна ${'абв'[i - 1]}ва`, minutes: [90], organisation: 'Трое' })),
      ]);
      const statistics = await readStatisticsFor(tx, eventId);
      expect(statistics.organisations).toEqual([{ key: 'Трое', registered: 3, present: 3, viewed: 0, certificates: 0 }]);
      expect(statistics.smallOrganisations).toEqual({ organisations: 3, registered: 4, present: 1, viewed: 0, certificates: 0 });
      expect(JSON.stringify({ ...statistics, event: null })).not.toMatch(/Одна|Две|Абаева|Анна/);
    }));

  it('each lead to as many people of the list of results, also of one country, language or organisation', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, ids } = await heldEvent(tx, [
        { name: 'Абаева Гүлнәр', minutes: [90], organisation: 'Облыстық  кітапхана', locale: 'kk' },
        { name: 'Борисова Анна', minutes: [1], organisation: 'Облыстық кітапхана', confirmed: false },
        { name: 'Волкова Ирина', organisation: 'облыстық кітапхана' },
        { name: 'Громова Ольга', minutes: [50], organisation: 'Сельская библиотека', country: 'RU' },
        { name: 'Дёмина Ольга', state: 'pending', organisation: 'Сельская библиотека', country: 'RU' },
        { name: 'Ершова Ольга', state: 'cancelled', minutes: [80], country: 'RU' },
      ]);
      await tx.db.updateTable('seminars.registration').set({ viewed_recording_at: TEST_NOW }).where('id', 'in', [ids[2] ?? '', ids[4] ?? '']).execute();
      const { total, countries, organisations, languages, kinds } = await readStatisticsFor(tx, eventId);
      const people = async (parameters: Record<string, string>) => (await listResultsFor(tx, eventId, readResultFilter(new URLSearchParams(parameters)))).totals.matching;
      for (const figure of RESULT_FIGURES) {
        expect(await people({ figure }), figure).toBe(total[figure]);
        if (figure === 'viewed' || figure === 'certificates') continue;
        for (const [parameter, rows] of Object.entries({ country: countries, organisation: organisations, language: languages, kind: kinds })) {
          for (const row of rows) expect(await people({ figure, [parameter]: row.key }), `${figure} ${row.key}`).toBe(row[figure]);
        }
      }
    }));

  it('cost as many queries for 300 people as for one', () =>
    rolledBack(at.ctx(), async (tx) => {
      const least = async (eventId: string) => {
        const counts = [];
        for (let i = 0; i < 3; i++) counts.push(await countQueries(() => readStatisticsFor(tx, eventId)));
        return Math.min(...counts);
      };
      const one = await heldEvent(tx, [{ name: 'Одна Анна' }]);
      const many = await heldEvent(tx, Array.from({ length: 300 }, (_, i) => ({ name: `Много ${'абвгдежзик'[i % 10]}${'лмнопрстуфхцчшщыэюяйабвгдежзиклмн'[Math.floor(i / 10)]}а`, organisation: `№ ${i % 50}`, country: ['KZ', 'RU', 'BY'][i % 3] ?? 'KZ' })));
      expect([await least(one.eventId), await least(many.eventId)]).toEqual([3, 3]);
    }));

  it('are for organisers and moderators, in their own network', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await heldEvent(tx, [{ name: 'Абаева Гүлнәр' }]);
      const refused = (ctx: Ctx) => readStatisticsFor(ctx, eventId).then(() => 'accepted', (error: { code: string }) => error.code);
      const moderator = account([{ role: 'moderator', networkId: at.networkId, scopeKind: 'event', scopeId: eventId }]);
      expect(await refused({ ...tx, actor: moderator })).toBe('accepted');
      expect(await refused({ ...tx, actor: { kind: 'visitor' } })).toBe('page.not_found');
      expect(await refused({ ...tx, actor: coordinatorOf(at.otherNetworkId, at.otherOrganisationId) })).toBe('page.not_found');
      expect(await refused({ ...tx, networkId: at.otherNetworkId, actor: coordinatorOf(at.otherNetworkId, at.otherOrganisationId) })).toBe('page.not_found');
    }));
});
