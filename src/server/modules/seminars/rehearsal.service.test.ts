import { describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import { coordinatorOf, rolledBack, testInstallation, visitor } from '#server/testing/installation.ts';
import { listPublicEventsFor, showAnnouncement } from './announcement.service.ts';
import { networkCalendar } from './calendar.service.ts';
import { listEventsFor } from './manage.service.ts';
import { getRehearsalFor, moveRehearsalClock, removeRehearsal, startRehearsal } from './rehearsal.service.ts';
import { atEventClock, findPublicEvent, getEventFor } from './seminars.access.ts';
import { publishedEvent } from './seminars.factory.ts';

const at = testInstallation();

/** Every row of every table that a deed could leave, by table. */
async function countRows(tx: Ctx): Promise<Record<string, number>> {
  const tables = [
    'seminars.event', 'seminars.session', 'seminars.section', 'seminars.section_moderator', 'seminars.contributor', 'seminars.talk', 'seminars.talk_speaker',
    'seminars.registration', 'seminars.collective', 'seminars.seat_count', 'seminars.certificate_decision', 'seminars.told_session',
    'rooms.room', 'rooms.attendee', 'rooms.presence_event', 'rooms.presence_result', 'rooms.announced_code', 'rooms.stream',
    'access.link', 'access.invitation', 'access.role_assignment', 'platform.mail_message', 'platform.job', 'credentials.issue', 'credentials.register_counter',
  ];
  const counts: Record<string, number> = {};
  for (const table of tables) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx.db);
    counts[table] = rows[0]?.n ?? -1;
  }
  return counts;
}

describe('a rehearsal', () => {
  it('is a whole copy with invented participants, rooms and held mails, and no addresses of real people', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      await tx.db.updateTable('seminars.contributor').set({ email: 'vera@example.by' }).where('event_id', '=', eventId).execute();
      const id = await startRehearsal(tx, eventId);
      const event = await getEventFor(tx, id, 'prepare');
      expect(event).toMatchObject({
        state: 'published',
        rehearsalOf: eventId,
        contactEmail: null,
        title: { ru: { text: 'Репетиция: Компетенции профессионала завтрашнего дня' }, kk: { text: 'Жаттығу: Ертеңгі маманның құзыреттері' } },
        taken: 12,
      });
      const people = await tx.db.selectFrom('seminars.contributor').select(['name', 'email']).where('event_id', '=', id).execute();
      expect(people).toEqual([{ name: 'Лукашевич Вера', email: null }]);
      const talks = await tx.db.selectFrom('seminars.talk').select(['starts_at', 'title']).where('event_id', 'in', [eventId, id]).execute();
      expect(talks[0]).toEqual(talks[1]);
      const mails = await tx.db.selectFrom('platform.mail_message').select(['state', 'to_address']).execute();
      expect(mails).toHaveLength(9);
      expect(mails.every((mail) => mail.state === 'held' && mail.to_address.endsWith('@rehearsal.example'))).toBe(true);
      const attendees = await tx.db.selectFrom('rooms.attendee').innerJoin('rooms.room', 'rooms.room.id', 'rooms.attendee.room_id').select('rooms.room.rehearsal').execute();
      expect(attendees).toHaveLength(12);
      expect((await getRehearsalFor(tx, id)).heldMails).toBe(9);
    }));

  it('leaves no trace when it is removed', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      const before = await countRows(tx);
      const id = await startRehearsal(tx, eventId);
      await moveRehearsalClock(tx, id, { moment: 'running' });
      expect(await countRows(tx)).not.toEqual(before);
      expect(await removeRehearsal(tx, id)).toEqual({ sourceId: eventId });
      expect(await countRows(tx)).toEqual(before);
      const audit = await tx.db.selectFrom('platform.audit_entry').select('act').where('subject_id', '=', eventId).where('act', 'like', 'rehearsal.%').orderBy('id').execute();
      expect(audit.map((line) => line.act)).toEqual(['rehearsal.started', 'rehearsal.removed']);
    }));

  it('is in no list and no feed, and open only to those who make the event', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      const id = await startRehearsal(tx, eventId);
      const past = await listPublicEventsFor(tx, { past: true });
      const coming = await listPublicEventsFor(tx, { past: false });
      expect([...past.events, ...coming.events].map((event) => event.id)).toEqual([eventId]);
      const managed = await listEventsFor(tx, { sort: 'start', descending: true });
      expect(managed.events.map((event) => event.id)).toEqual([eventId]);
      expect(await networkCalendar(tx, 'x', { network: null })).not.toContain('Репетиция');
      expect((await showAnnouncement(tx, id, 'Asia/Almaty')).about.rehearsal).not.toBeNull();
      for (const actor of [visitor, coordinatorOf(at.networkId, at.otherOrganisationId)]) expect(await findPublicEvent({ ...tx, actor }, id)).toBeNull();
    }));

  it('has its own clock, which runs on and moves nothing else', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      const id = await startRehearsal(tx, eventId);
      const now = async () => atEventClock(tx, await getEventFor(tx, id, 'prepare')).clock.now().toISOString();
      // The sitting begins at 05:00 UTC on the 25th; real time is the 18th.
      expect(await now()).toBe('2026-05-24T05:00:00.000Z');
      await moveRehearsalClock(tx, id, { moment: 'before_start' });
      expect(await now()).toBe('2026-05-25T04:50:00.000Z');
      at.clock.advance(90_000);
      expect(await now()).toBe('2026-05-25T04:51:30.000Z');
      await moveRehearsalClock(tx, id, { date: '2026-06-01', time: '12:00' });
      at.clock.set(new Date('2026-05-18T04:00:00Z'));
      expect((await now()).slice(0, 10)).toBe('2026-06-01');
      at.clock.set(new Date('2026-05-18T04:00:00.600Z'));
      await moveRehearsalClock(tx, id, { moment: 'before_start' });
      expect((await now()).slice(11, 16)).toBe('04:50');
      at.clock.set(new Date('2026-05-18T04:00:00Z'));
      const rooms = await tx.db.selectFrom('rooms.room').select(['rehearsal', 'clock_offset_seconds']).execute();
      expect(rooms.filter((room) => !room.rehearsal).map((room) => Number(room.clock_offset_seconds))).toEqual([0]);
      expect(rooms.filter((room) => room.rehearsal).every((room) => Number(room.clock_offset_seconds) > 0)).toBe(true);
      await expect(moveRehearsalClock(tx, eventId, { moment: 'running' })).rejects.toMatchObject({ code: 'event.not_possible_no_rehearsal' });
    }));

  it('is not made of a rehearsal, of a cancelled event, by a stranger, or more than five times', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      const first = await startRehearsal(tx, eventId);
      await expect(startRehearsal(tx, first)).rejects.toMatchObject({ code: 'event.not_possible_is_rehearsal' });
      await expect(startRehearsal({ ...tx, actor: visitor }, eventId)).rejects.toMatchObject({ code: 'page.not_found' });
      for (let i = 0; i < 4; i++) await startRehearsal(tx, eventId);
      await expect(startRehearsal(tx, eventId)).rejects.toMatchObject({ code: 'rehearsal.too_many' });
      await expect(removeRehearsal(tx, eventId)).rejects.toMatchObject({ code: 'event.not_possible_no_rehearsal' });
    }));
});
