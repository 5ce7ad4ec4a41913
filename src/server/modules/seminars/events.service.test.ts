import { describe, expect, it } from 'vitest';
import type { Ctx } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, rolledBack, testInstallation } from '#server/testing/installation.ts';
import { cancelEvent, completeEvent, publishEvent, removeEvent, reopenEvent, unpublishEvent } from './event-life.service.ts';
import { createEvent, editEvent } from './events.service.ts';
import { saveSession } from './sessions.service.ts';
import { getEventFor } from './seminars.access.ts';
import { eventForm, publishedEvent, sessionForm } from './seminars.factory.ts';

const at = testInstallation();

/** Field and code of what a form is refused for, else the code of the error. */
async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'accepted',
    (error: { code: string; problems?: { field: string; code: string }[] }) => {
      const [problem] = error.problems ?? [];
      return problem ? `${problem.field} ${problem.code}` : error.code;
    },
  );
}
const traces = async (tx: Ctx, subjectId: string) => ({
  audit: (await tx.db.selectFrom('platform.audit_entry').select('act').where('subject_id', '=', subjectId).orderBy('at').orderBy('id').execute()).map((row) => row.act),
  outbox: (await tx.db.selectFrom('platform.outbox_event').select(['name', 'payload']).orderBy('seq').execute()).map(({ name, payload }) => ({ name, ...payload })),
});

describe('a new event', () => {
  it('is a draft that keeps what was typed, with its seats and an audit line', () =>
    rolledBack(at.ctx(), async (tx) => {
      const form = eventForm(at.organisationId, { opensDate: '2026-05-20', closesDate: '2026-05-24', closesTime: '18:00', codes: 2 });
      const id = await createEvent(tx, 'ru', form);
      const event = await getEventFor(tx, id, 'prepare');
      expect(event).toMatchObject({
        state: 'draft',
        version: 1,
        title: { ru: { status: 'original' }, kk: { status: 'reviewed' } },
        // 18:00 in Almaty is 13:00 UTC; a day without a time is open from its first minute.
        registrationOpensAt: new Date('2026-05-19T19:00:00Z'),
        registrationClosesAt: new Date('2026-05-24T13:00:00Z'),
        certificateRule: { kind: 'all_of', rules: [{ kind: 'minutes_percent', atLeast: 85 }, { kind: 'codes', atLeast: 2 }] },
        capacity: 500,
        taken: 0,
        contactEmail: 'seminar@example.kz',
      });
      expect(await traces(tx, id)).toMatchObject({ audit: ['event.created'], outbox: [] });
    }));

  it.each<[string, Parameters<typeof eventForm>[1], string]>([
    ['a closing in the past', { closesDate: '2026-05-17' }, 'closesDate date.past'],
    ['a closing before the opening', { opensDate: '2026-05-25', closesDate: '2026-05-24' }, 'closesDate window.closes_before_opening'],
    ['a time without a date', { closesTime: '10:00' }, 'closesDate date.missing'],
    ['no rule for certificates', { percent: undefined }, 'percent rule.none'],
    ['a time the clocks jump over', { timeZone: 'Europe/Berlin', closesDate: '2027-03-28', closesTime: '02:30' }, 'closesTime time.nonexistent'],
    ['a time the clocks show twice', { timeZone: 'Europe/Berlin', closesDate: '2026-10-25', closesTime: '02:30' }, 'closesTime time.ambiguous'],
  ])('is refused with %s', (_what, change, expected) =>
    rolledBack(at.ctx(), async (tx) => {
      expect(await refusal(createEvent(tx, 'ru', eventForm(at.organisationId, change as never)))).toBe(expected);
    }));

  it('is not made for an organisation out of reach', () =>
    rolledBack(at.ctx(), async (tx) => {
      expect(await refusal(createEvent(tx, 'ru', eventForm(at.otherOrganisationId)))).toBe('organisationId choice.missing');
      const elsewhere = { ...tx, actor: coordinatorOf(at.networkId, at.otherOrganisationId) };
      expect(await refusal(createEvent(elsewhere, 'ru', eventForm(at.organisationId)))).toBe('organisationId choice.missing');
    }));
});

describe('editing an event', () => {
  it('tells the second of two people and changes nothing of the first one’s work', () =>
    rolledBack(at.ctx(), async (tx) => {
      const id = await createEvent(tx, 'ru', eventForm(at.organisationId));
      await editEvent(tx, id, 'ru', eventForm(at.organisationId, { version: 1, capacity: 600 }));
      expect(await refusal(editEvent(tx, id, 'ru', eventForm(at.organisationId, { version: 1, capacity: 50 })))).toBe('record.changed_meanwhile');
      expect(await getEventFor(tx, id, 'prepare')).toMatchObject({ capacity: 600, version: 2 });
    }));

  it('does not lower the capacity below the seats taken', () =>
    rolledBack(at.ctx(), async (tx) => {
      const id = await createEvent(tx, 'ru', eventForm(at.organisationId));
      await tx.db.updateTable('seminars.seat_count').set({ taken: 120 }).where('event_id', '=', id).execute();
      expect(await refusal(editEvent(tx, id, 'ru', eventForm(at.organisationId, { version: 1, capacity: 119 })))).toBe('capacity capacity.below_taken');
      await editEvent(tx, id, 'ru', eventForm(at.organisationId, { version: 1, capacity: 120 }));
      expect((await getEventFor(tx, id, 'prepare')).capacity).toBe(120);
    }));

  it('keeps the standing of translations that were left as they were', () =>
    rolledBack(at.ctx(), async (tx) => {
      const title = { ...localized('ru', 'Чтение'), be: { text: 'Чытанне', status: 'machine' as const }, ky: { text: 'Окуу', status: 'machine' as const } };
      const id = await createEvent(tx, 'ru', eventForm(at.organisationId));
      await tx.db.updateTable('seminars.event').set({ title: JSON.stringify(title) }).where('id', '=', id).execute();
      const typed = { ...localized('ru', 'Чтение'), be: { text: 'Чытанне', status: 'original' as const }, ky: { text: 'Окуу жана', status: 'original' as const } };
      await editEvent(tx, id, 'ru', eventForm(at.organisationId, { version: 1, title: typed }));
      expect((await getEventFor(tx, id, 'prepare')).title).toEqual({
        ru: { text: 'Чтение', status: 'original' },
        be: { text: 'Чытанне', status: 'machine' },
        ky: { text: 'Окуу жана', status: 'reviewed' },
      });
    }));

  it('moves instants, not wall times, to another zone; calendars and others hear of it', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      const before = await getEventFor(tx, eventId, 'prepare');
      await editEvent(tx, eventId, 'ru', eventForm(at.organisationId, { version: before.version, timeZone: 'Asia/Bishkek' }));
      const after = await getEventFor(tx, eventId, 'prepare');
      expect([before.firstStart, after.firstStart]).toEqual([new Date('2026-05-25T05:00:00Z'), new Date('2026-05-25T04:00:00Z')]);
      expect(after.icsSequence).toBe(before.icsSequence + 1);
      const rows = await tx.db.selectFrom('seminars.session').select(['starts_wall', 'starts_at']).where('event_id', '=', eventId).execute();
      expect(rows).toEqual([{ starts_wall: '2026-05-25 10:00:00', starts_at: new Date('2026-05-25T04:00:00Z') }]);
      const talks = await tx.db.selectFrom('seminars.talk').select(['starts_wall', 'starts_at']).where('event_id', '=', eventId).execute();
      expect(talks).toEqual([{ starts_wall: '2026-05-25 10:20:00', starts_at: new Date('2026-05-25T04:20:00Z') }]);
      expect((await traces(tx, eventId)).outbox.at(-1)).toMatchObject({ name: 'seminars.event_changed', eventId, what: ['time'], rehearsal: false });
    }));

  it('lets calendars alone when only a description changed', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      const before = await getEventFor(tx, eventId, 'prepare');
      await editEvent(tx, eventId, 'ru', eventForm(at.organisationId, { version: before.version, description: localized('ru', 'Подробно') }));
      expect((await getEventFor(tx, eventId, 'prepare')).icsSequence).toBe(before.icsSequence);
    }));
});

describe('the life of an event', () => {
  it('goes from draft to published, completed and back, each step written down', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      expect(await refusal(completeEvent(tx, eventId))).toBe('event.not_over');
      at.clock.set(new Date('2026-05-25T09:00:00Z'));
      await completeEvent(tx, eventId);
      await reopenEvent(tx, eventId);
      at.clock.set(new Date('2026-05-18T04:00:00Z'));
      const { audit, outbox } = await traces(tx, eventId);
      expect(audit).toEqual(expect.arrayContaining(['event.created', 'event.published', 'event.completed', 'event.reopened']));
      expect(outbox.map((event) => event.name)).toEqual(['seminars.event_published', 'seminars.event_completed', 'seminars.event_reopened']);
    }));

  it('is not published without a sitting to come', () =>
    rolledBack(at.ctx(), async (tx) => {
      const id = await createEvent(tx, 'ru', eventForm(at.organisationId));
      expect(await refusal(publishEvent(tx, id))).toBe('event.not_ready');
      await saveSession(tx, id, null, 'ru', sessionForm());
      at.clock.set(new Date('2026-05-26T00:00:00Z'));
      const late = await refusal(publishEvent(tx, id));
      at.clock.set(new Date('2026-05-18T04:00:00Z'));
      expect(late).toBe('event.not_ready');
      await publishEvent(tx, id);
      expect((await getEventFor(tx, id, 'prepare')).publishedAt).toEqual(new Date('2026-05-18T04:00:00Z'));
    }));

  it('is taken back only while nobody has registered', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      await unpublishEvent(tx, eventId);
      await publishEvent(tx, eventId);
      await tx.db
        .insertInto('seminars.registration')
        .values({ network_id: at.networkId, event_id: eventId, state: 'cancelled', name: 'А', name_key: 'a', country: 'KZ', certificate_locale: 'kk', mail_locale: 'kk', created_at: new Date() })
        .execute();
      expect(await refusal(unpublishEvent(tx, eventId))).toBe('event.has_registrations');
      expect(await refusal(removeEvent(tx, eventId))).toBe('event.not_possible_event_published');
    }));

  it('ends with a cancellation whose reason everybody can read and calendars hear', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      const before = await getEventFor(tx, eventId, 'prepare');
      await cancelEvent(tx, eventId, { reason: 'Перенесено на осень' });
      const event = await getEventFor(tx, eventId, 'prepare');
      expect(event).toMatchObject({ state: 'cancelled', cancelReason: { ru: { text: 'Перенесено на осень' } }, icsSequence: before.icsSequence + 1 });
      expect(await refusal(editEvent(tx, eventId, 'ru', eventForm(at.organisationId)))).toBe('event.not_possible_event_cancelled');
      expect((await traces(tx, eventId)).outbox.at(-1)).toMatchObject({ name: 'seminars.event_cancelled', eventId });
    }));

  it('can be thrown away as a draft, with everything in it', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      await unpublishEvent(tx, eventId);
      await removeEvent(tx, eventId);
      for (const table of ['seminars.session', 'seminars.section', 'seminars.talk', 'seminars.contributor', 'seminars.seat_count'] as const) {
        expect(await tx.db.selectFrom(table).select('network_id').where('event_id', '=', eventId).execute(), table).toEqual([]);
      }
    }));
});

describe('other networks and people', () => {
  it('answer alike for what is missing, of another network and forbidden', () =>
    rolledBack(at.ctx(), async (tx) => {
      const { eventId } = await publishedEvent(tx, at.organisationId);
      const stranger = { ...tx, actor: account([]) };
      const foreign = { ...tx, networkId: at.otherNetworkId, actor: coordinatorOf(at.otherNetworkId, at.otherOrganisationId) };
      for (const ctx of [stranger, foreign]) {
        expect(await refusal(editEvent(ctx, eventId, 'ru', eventForm(at.organisationId)))).toBe('page.not_found');
        expect(await refusal(cancelEvent(ctx, eventId, { reason: 'нет' }))).toBe('page.not_found');
      }
      expect(await refusal(publishEvent(tx, 'no-id'))).toBe('page.not_found');
    }));
});
