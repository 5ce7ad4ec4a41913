import { describe, expect, it } from 'vitest';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { coordinatorOf, rolledBack, testInstallation, TEST_NOW, visitor } from '#server/testing/installation.ts';
import { addGuests, holdSession } from '#server/testing/event-people.ts';
import { publishedEvent } from '#server/modules/seminars/seminars.factory.ts';
import { queueMail } from '#server/platform/mail.ts';
import { readMyDay } from './my-day.ts';

const at = testInstallation();
const ids = (tasks: readonly { id: string }[]) => tasks.map(({ id }) => id.split(' ')[0]);

describe('my day', () => {
  it('is empty where nothing waits, and nobody else’s', () =>
    rolledBack(at.ctx(), async (tx) => {
      at.clock.set(TEST_NOW);
      expect(await readMyDay(tx)).toMatchObject({ tasks: [], appointments: [], dueToday: 0, timeZone: 'Asia/Almaty' });
      await expect(readMyDay({ ...tx, actor: visitor })).rejects.toMatchObject({ code: 'page.not_found' });
    }));

  it('names applications until registration closes, the desk on the day, then names and certificates', () =>
    rolledBack(at.ctx(), async (tx) => {
      at.clock.set(TEST_NOW);
      const { eventId, sessionId } = await publishedEvent(tx, at.organisationId);
      const people = await addGuests(tx, eventId, [sessionId], [
        { name: 'Абаева Гүлнәр' },
        { name: 'Борисова Анна', confirmed: false },
        { name: 'Волкова Ирина', state: 'pending' },
        { name: 'Громова Ольга', state: 'pending' },
        { name: 'Дёмина Ольга', state: 'pending' },
      ]);
      const before = await readMyDay(tx);
      expect(before.tasks).toMatchObject([
        { id: `seminars.approve_people ${eventId}`, what: { params: { count: 3 } }, minutes: 2, until: new Date('2026-05-25T05:00:00Z'), path: `/manage/seminars/${eventId}/registrations?state=pending` },
      ]);
      expect(before.dueToday).toBe(0);
      expect([before.appointments, before.soon]).toMatchObject([[], [{ start: new Date('2026-05-25T05:00:00Z'), isNow: false }]]);

      at.clock.set(new Date('2026-05-25T04:10:00Z'));
      const morning = await readMyDay(tx);
      expect(ids(morning.tasks)).toEqual(['seminars.open_desk', 'seminars.approve_people']);
      expect(morning.tasks[0]).toMatchObject({ until: new Date('2026-05-25T04:30:00Z') });
      expect(morning).toMatchObject({ dueToday: 2, minutesToday: 32 });
      expect(morning.appointments).toMatchObject([{ start: new Date('2026-05-25T05:00:00Z'), isNow: false, part: { key: 'seminars.my_day.part_organiser' } }]);
      expect(morning.appointments[0]?.path).toMatch(/^\/manage\/rooms\//);

      await holdSession(tx, at.clock, sessionId, new Date('2026-05-25T05:00:00Z'), 100, people.slice(0, 2).map((id) => ({ id, minutes: 100 })));
      at.clock.set(new Date('2026-05-25T09:00:00Z'));
      const evening = await readMyDay(tx);
      // Two present, one of them with her name not confirmed; the speaker’s name is not either.
      expect(evening.tasks.map(({ id, what }) => [id.split(' ')[0], what.params?.count])).toEqual([
        ['seminars.approve_people', 3],
        ['seminars.ask_names', 2],
        ['seminars.issue', 1],
      ]);
    }));

  it('shows speakers and moderators what they do, by the address of their account', () =>
    rolledBack(at.ctx(), async (tx) => {
      at.clock.set(TEST_NOW);
      const { eventId } = await publishedEvent(tx, at.organisationId);
      await tx.db.updateTable('seminars.contributor').set({ email: 'vera@example.by' }).where('event_id', '=', eventId).execute();
      const speaker = (email: string): Ctx => ({
        ...tx,
        actor: { kind: 'account', accountId: newId(), name: 'Вера', email, grants: [{ role: 'speaker', networkId: at.networkId, scopeKind: 'event', scopeId: eventId }] },
      });
      expect((await readMyDay(speaker('Vera@example.by'))).tasks).toMatchObject([{ what: { key: 'seminars.task.speak' }, until: new Date('2026-05-25T05:20:00Z'), minutes: 40 }]);
      expect((await readMyDay(speaker('other@example.by'))).tasks).toEqual([]);
      at.clock.set(new Date('2026-05-25T05:30:00Z'));
      const day = await readMyDay(speaker('vera@example.by'));
      expect(day.appointments.map(({ id, isNow }) => [id.split(' ')[0], isNow])).toEqual([
        ['session', true],
        ['talk', true],
      ]);
    }));

  it('shows a coordinator neither another organisation’s events nor another network’s', () =>
    rolledBack(at.ctx(), async (tx) => {
      at.clock.set(TEST_NOW);
      const { eventId, sessionId } = await publishedEvent(tx, at.organisationId);
      await addGuests(tx, eventId, [sessionId], [{ name: 'Волкова Ирина', state: 'pending' }]);
      expect((await readMyDay({ ...tx, actor: coordinatorOf(at.networkId, newId()) })).tasks).toEqual([]);
      expect((await readMyDay({ ...tx, networkId: at.otherNetworkId, actor: coordinatorOf(at.otherNetworkId, at.otherOrganisationId) })).tasks).toEqual([]);
    }));

  it('asks who looks after mails to look at those that did not arrive', () =>
    rolledBack(at.ctx(), async (tx) => {
      at.clock.set(TEST_NOW);
      const id = await queueMail(tx, { template: 'x.y', params: {}, to: 'a@example.kz', locale: 'ru', subjectType: 'x', subjectId: newId(), organisationId: at.organisationId });
      await tx.db.updateTable('platform.mail_message').set({ state: 'failed' }).where('id', '=', id).execute();
      expect((await readMyDay(tx)).tasks).toMatchObject([{ id: 'access.failed_mails', what: { params: { count: 1 } }, path: '/manage/settings/outbox?state=failed', until: null }]);
    }));
});
