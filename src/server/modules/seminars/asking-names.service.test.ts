import { beforeEach, describe, expect, it } from 'vitest';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { addGuests, holdSession } from '#server/testing/event-people.ts';
import { account, rolledBack, testInstallation, TEST_NOW } from '#server/testing/installation.ts';
import { askForNames, planAskingForNames } from './asking-names.service.ts';
import { confirmName } from './registrations.service.ts';
import { publishedEvent } from './seminars.factory.ts';

const at = testInstallation();
const BEGIN = new Date('2026-05-25T05:00:00Z');
const PEOPLE = [
  { name: 'Асанова Айгүл', confirmed: false, email: 'aigul@example.kz', locale: 'kk' },
  { name: 'Бойко Ольга', confirmed: false, email: 'olga@example.by', locale: 'be' },
  { name: 'Волков Игорь', confirmed: true, email: 'igor@example.ru' },
  { name: 'Громова Анна', confirmed: false, email: null },
  { name: 'Дёмина Ирина', confirmed: false, email: 'irina@example.ru', minutes: 10 },
];

beforeEach(() => at.clock.set(TEST_NOW));

async function held(ctx: Ctx) {
  const event = await publishedEvent(ctx, at.organisationId);
  const ids = await addGuests(ctx, event.eventId, [event.sessionId], PEOPLE.map(({ minutes: _, ...guest }) => guest));
  await holdSession(ctx, at.clock, event.sessionId, BEGIN, 100, ids.map((id, index) => ({ id, minutes: PEOPLE[index]?.minutes ?? 100 })));
  return { ...event, ids };
}
const refusal = (work: Promise<unknown>) => work.then(() => 'accepted', (error: { code: string }) => error.code);
const mailsAbout = (ctx: Ctx, ids: readonly string[]) =>
  ctx.db.selectFrom('platform.mail_message').select(['to_address as to', 'template', 'locale']).where('subject_id', 'in', [...ids]).orderBy('to_address').execute();

describe('asking for names to be confirmed', () => {
  it('writes to whoever is due a certificate and has not confirmed, in her language, and to nobody else', async () => {
    await rolledBack(at.ctx(), async (by) => {
      const { eventId, ids } = await held(by);
      expect(await planAskingForNames(by, eventId)).toMatchObject({ people: 2, lists: 0, lately: 0, unreachable: 1 });
      expect(await askForNames(by, eventId)).toBe(2);
      expect(await mailsAbout(by, ids)).toEqual([
        { to: 'aigul@example.kz', template: 'seminars.registration_confirm_name', locale: 'kk' },
        { to: 'olga@example.by', template: 'seminars.registration_confirm_name', locale: 'be' },
      ]);
    });
  });

  it('asks nobody twice within a day, and says so', async () => {
    await rolledBack(at.ctx(), async (by) => {
      const { eventId, ids } = await held(by);
      const end = at.clock.now().getTime();
      await askForNames(by, eventId);
      expect(await planAskingForNames(by, eventId)).toMatchObject({ people: 0, lately: 2, unreachable: 1 });
      expect(await refusal(askForNames(by, eventId))).toBe('names.nobody_to_ask');
      at.clock.set(new Date(end + 25 * 3600_000));
      await confirmName({ ...by, actor: { kind: 'link', linkId: newId(), purpose: 'registration', subjectId: ids[0] ?? '' } }, ids[0] ?? '');
      expect(await planAskingForNames(by, eventId)).toMatchObject({ people: 1, lately: 0 });
      expect(await askForNames(by, eventId)).toBe(1);
      expect(await mailsAbout(by, ids)).toHaveLength(3);
    });
  });

  it('is for organisers of the event alone', async () => {
    await rolledBack(at.ctx(), async (by) => {
      const { eventId } = await held(by);
      for (const actor of [{ kind: 'visitor' } as const, account([]), account([{ networkId: by.networkId, role: 'moderator', scopeKind: 'event', scopeId: eventId }])]) {
        const ctx: Ctx = { ...by, actor };
        expect([await refusal(planAskingForNames(ctx, eventId)), await refusal(askForNames(ctx, eventId))]).toEqual(['page.not_found', 'page.not_found']);
      }
    });
  });
});
