import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { listFrameworksFor, type NamedCompetency } from '#server/modules/competencies/index.ts';
import { createPersonWithPost } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { randomToken } from '#server/platform/ids.ts';
import { addGuests, holdSession } from '#server/testing/event-people.ts';
import { account, coordinatorOf, rolledBack, testInstallation, TEST_NOW, visitor } from '#server/testing/installation.ts';
import { cancelEvent, completeEvent, reopenEvent, unpublishEvent } from './event-life.service.ts';
import { editEvent } from './events.service.ts';
import { eventForm, publishedEvent } from './seminars.factory.ts';
import { registrationForm } from './registrations.factory.ts';
import { cancelByOrganiser } from './registration-desk.service.ts';
import { register } from './registrations.service.ts';
import { startRehearsal } from './rehearsal.service.ts';
import { showAnnouncement } from './announcement.service.ts';
import { MOST_TAUGHT, nameCompetency, setTakingPart, showTeaching, unnameCompetency } from './teaching.service.ts';

const at = testInstallation();
const refusal = (work: Promise<unknown>) => work.then(() => 'accepted', (error: { code: string; problems?: { field: string; code: string }[] }) => (error.problems?.[0] ? `${error.problems[0].field} ${error.problems[0].code}` : error.code));
const offerOf = async (tx: Ctx, eventId: string) =>
  (await sql<{ seats: number | null; free: number | null; languages: string[]; is_online: boolean; minutes: number; taught: number }>`select o.seats, o.free, o.languages, o.is_online, o.minutes, (select count(*)::int from competencies.offer_competency c where c.offer_id = o.id) as taught
    from competencies.offer o where o.network_id = ${tx.networkId} and o.source_type = 'seminars.event' and o.source_id = ${eventId}`.execute(tx.db)).rows[0];
async function withCompetencies(tx: Ctx, eventId: string): Promise<NamedCompetency[]> {
  await listFrameworksFor(tx);
  return (await showTeaching(tx, eventId)).competencies;
}
/** An event that teaches something. */
async function teachingEvent(tx: Ctx, change: Parameters<typeof publishedEvent>[2] = {}) {
  at.clock.set(TEST_NOW);
  const event = await publishedEvent(tx, at.organisationId, change);
  const [first, second] = await withCompetencies(tx, event.eventId);
  if (!first || !second) throw new Error('the shipped framework has competencies');
  await nameCompetency(tx, event.eventId, { competencyId: first.competencyId, fromStep: 1, toStep: 3 });
  return { ...event, first, second };
}

describe('what an event teaches', () => {
  it('is named by its organiser, shown to everybody, and offered as long as one can come', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, first, second } = await teachingEvent(tx, { capacity: 10 });
      expect(await offerOf(tx, eventId)).toMatchObject({ seats: 10, free: 10, languages: ['kk', 'ru'], is_online: true, minutes: 180, taught: 1 });
      await nameCompetency(tx, eventId, { competencyId: second.competencyId, toStep: 2 });
      await nameCompetency(tx, eventId, { competencyId: second.competencyId, toStep: 4 });
      expect((await showTeaching(tx, eventId)).taught.map(({ competencyId, fromStep, toStep }) => [competencyId, fromStep, toStep])).toEqual([[first.competencyId, 1, 3], [second.competencyId, null, 4]]);
      expect((await showAnnouncement(at.ctx(visitor), eventId, 'UTC').catch(() => null)) ?? (await showAnnouncement(tx, eventId, 'UTC'))).toMatchObject({ teaches: [{ code: first.code, step: 3 }, { code: second.code, step: 4 }] });
      await setTakingPart(tx, eventId, false);
      expect(await offerOf(tx, eventId)).toMatchObject({ is_online: false, taught: 2 });
      await unnameCompetency(tx, eventId, second.competencyId);
      expect(await refusal(unnameCompetency(tx, eventId, second.competencyId))).toBe('page.not_found');
      await unnameCompetency(tx, eventId, first.competencyId);
      expect(await offerOf(tx, eventId)).toBeUndefined();
    }));

  it('follows the form, the seats and the state of the event', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await teachingEvent(tx, { capacity: 2 });
      const one = await register(tx, eventId, registrationForm(), randomToken());
      expect(await offerOf(tx, eventId)).toMatchObject({ seats: 2, free: 1 });
      await register(tx, eventId, registrationForm({ name: 'Ким Ольга', email: 'kim@example.kz' }), randomToken());
      expect(await offerOf(tx, eventId)).toMatchObject({ free: 0 });
      await cancelByOrganiser(tx, one.registrationId, 'Просила сама');
      expect(await offerOf(tx, eventId)).toMatchObject({ free: 1 });
      const { version } = (await sql<{ version: number }>`select version from seminars.event where network_id = ${tx.networkId} and id = ${eventId}`.execute(tx.db)).rows[0] ?? { version: 0 };
      await editEvent(tx, eventId, 'ru', { ...eventForm(at.organisationId, { capacity: 5, languages: ['hy'] }), version });
      expect(await offerOf(tx, eventId)).toMatchObject({ seats: 5, free: 4, languages: ['hy'] });
      await cancelEvent(tx, eventId, { reason: 'Метель' });
      expect(await offerOf(tx, eventId)).toBeUndefined();
      expect(await refusal(setTakingPart(tx, eventId, false))).toBe('event.not_possible_event_cancelled');
    }));

  it('is not offered while it is a draft or a rehearsal', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, first } = await teachingEvent(tx);
      await unpublishEvent(tx, eventId);
      expect(await offerOf(tx, eventId)).toBeUndefined();
      const rehearsal = await startRehearsal(tx, eventId).catch(() => null);
      if (rehearsal !== null) {
        expect(await offerOf(tx, rehearsal)).toBeUndefined();
        expect(await refusal(nameCompetency(tx, rehearsal, { competencyId: first.competencyId, toStep: 2 }))).toBe('event.not_possible_is_rehearsal');
      }
    }));

  it('is refused beside the field where it cannot be meant, and to whoever does not organise', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, first, second } = await teachingEvent(tx);
      const name = (change: object) => refusal(nameCompetency(tx, eventId, { competencyId: second.competencyId, toStep: 2, ...change }));
      expect(await name({ competencyId: eventId })).toBe('competencyId choice.missing');
      expect(await name({ toStep: 20 })).toBe('toStep sheet.step_unknown');
      expect(await name({ fromStep: 20 })).toBe('fromStep sheet.step_unknown');
      expect(await name({ fromStep: 2 })).toBe('toStep teaching.no_way_up');
      const { competencies } = await showTeaching(tx, eventId);
      for (const { competencyId } of competencies.slice(0, MOST_TAUGHT)) await nameCompetency(tx, eventId, { competencyId, toStep: 2 });
      expect(await name({ competencyId: competencies[MOST_TAUGHT]?.competencyId })).toBe('competencyId teaching.too_many');
      expect(await name({ competencyId: first.competencyId, toStep: 4 })).toBe('accepted');
      for (const actor of [visitor, account([]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId), account([{ role: 'moderator', networkId: at.networkId, scopeKind: 'event', scopeId: eventId }])]) {
        const theirs: Ctx = { ...tx, actor };
        for (const work of [() => showTeaching(theirs, eventId), () => nameCompetency(theirs, eventId, { competencyId: first.competencyId, toStep: 2 }), () => unnameCompetency(theirs, eventId, first.competencyId), () => setTakingPart(theirs, eventId, true)]) expect(await refusal(work())).toBe('page.not_found');
      }
    }));

  it('becomes evidence of whoever of the registry was there, when the books are closed, and again after a correction', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId, sessionId, second } = await teachingEvent(tx);
      const ids = await addGuests(tx, eventId, [sessionId], [{ name: 'Абаева Гүлнәр', minutes: [85] }, { name: 'Борисова Анна', minutes: [0] }, { name: 'Волкова Ирина', minutes: [40] }]);
      const people = [];
      for (const [index, familyName] of ['Абаева', 'Борисова'].entries()) {
        const personId = await createPersonWithPost({ ...tx, actor: at.system().actor }, { familyName, givenName: 'Анна', patronymic: null, locale: 'ru', organisationId: at.organisationId, position: 'Библиотекарь', rate: '1', fromDate: '2020-09-01' });
        await sql`update seminars.registration set person_id = ${personId} where network_id = ${tx.networkId} and id = ${ids[index]}`.execute(tx.db);
        people.push(personId);
      }
      await holdSession(tx, at.clock, sessionId, new Date('2026-05-25T05:00:00Z'), 180, [{ id: ids[0] ?? '', minutes: 85 }, { id: ids[1] ?? '', minutes: 0 }, { id: ids[2] ?? '', minutes: 40 }]);
      const kept = async () => (await sql<{ person_id: string; minutes: number; kind: string; state: string; day: string; shows: number }>`select e.person_id, e.minutes, e.kind, e.state, e.happened_on::text as day, (select count(*)::int from competencies.evidence_competency c where c.evidence_id = e.id) as shows
        from competencies.evidence e where e.network_id = ${tx.networkId} and e.source_id = ${eventId}`.execute(tx.db)).rows;
      at.clock.set(new Date('2026-06-01T00:00:00Z'));
      await completeEvent(tx, eventId);
      expect(await kept()).toMatchObject([{ person_id: people[0], minutes: 85, kind: 'attendance', state: 'accepted', day: '2026-05-25', shows: 1 }]);
      expect(await offerOf(tx, eventId)).toBeUndefined();
      // Named after the books were closed: the evidence follows.
      await nameCompetency(tx, eventId, { competencyId: second.competencyId, toStep: 2 });
      expect(await kept()).toMatchObject([{ shows: 2 }]);
      await reopenEvent(tx, eventId);
      await completeEvent(tx, eventId);
      expect(await kept()).toHaveLength(1);
      const { rows } = await sql`select from competencies.rating where network_id = ${tx.networkId} and person_id = any(${people}::uuid[])`.execute(tx.db);
      expect(rows).toHaveLength(0);
    }));
});
