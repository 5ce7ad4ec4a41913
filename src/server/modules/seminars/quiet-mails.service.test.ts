import { simpleParser } from 'mailparser';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { MailSettingsInput, saveMailSettings } from '#server/modules/access/index.ts';
import { newId } from '#server/platform/ids.ts';
import { startMailCatcher } from '#server/seed/mail-catcher.ts';
import { account, testInstallation, visitor } from '#server/testing/installation.ts';
import { inviteContributor, saveContributor } from './contributors.service.ts';
import { cancelEvent, publishEvent } from './event-life.service.ts';
import { createEvent } from './events.service.ts';
import { approve } from './registration-desk.service.ts';
import { registrationForm } from './registrations.factory.ts';
import { register } from './registrations.service.ts';
import { eventForm, sessionForm } from './seminars.factory.ts';
import { saveSession } from './sessions.service.ts';
import { sendReminders, tellParticipants } from './telling.service.ts';

const smtp = await startMailCatcher();
const at = testInstallation({ config: { smtpUrl: smtp.url, mailFrom: 'Sheberlik <noreply@example.kz>' } });
afterAll(() => smtp.close());

/** Monday, 18 May 2026, 22:00 in Pavlodar. */
const EVENING = new Date('2026-05-18T17:00:00Z');
/** Tuesday, 08:00. */
const MORNING = '2026-05-19T03:00:00.000Z';
beforeEach(() => {
  at.clock.set(EVENING);
  smtp.mails.length = 0;
});

async function event(date: string, starts: string, approvalRequired = false): Promise<string> {
  const eventId = await createEvent(at.ctx(), 'ru', eventForm(at.organisationId, { approvalRequired }));
  await saveSession(at.ctx(), eventId, null, 'ru', sessionForm({ date, starts, ends: `${String(Number(starts.slice(0, 2)) + 2).padStart(2, '0')}:00` }));
  await publishEvent(at.ctx(), eventId);
  return eventId;
}
let people = 0;
async function participant(eventId: string, change: object = {}): Promise<string> {
  people += 1;
  const { registrationId } = await register(at.ctx(visitor), eventId, registrationForm({ name: `Сейітқызы Әсел ${'абвгдежз'[people % 8] ?? ''}`, email: `asel${people}@example.kz`, ...change }), null);
  return registrationId;
}
const mailsOf = (id: string) => at.platform.db.selectFrom('platform.mail_message').select(['id', 'template', 'state', 'not_before']).where('subject_id', '=', id).orderBy('created_at').orderBy('id').execute();
/** What waits until when, of the mails about something; `at once` for the others. */
const waiting = async (id: string) => (await mailsOf(id)).map(({ template, not_before: until }) => `${template.replace('seminars.registration_', '')} ${until?.toISOString() ?? 'at once'}`);
async function deliver(id: string): Promise<string[]> {
  for (const mail of await mailsOf(id)) await at.platform.mailer.send(mail.id);
  return Promise.all(smtp.mails.map(async ({ raw }) => (await simpleParser(raw)).subject ?? ''));
}
async function cancel(eventId: string): Promise<void> {
  await cancelEvent(at.ctx(), eventId, { reason: 'Болезнь докладчика' });
  await tellParticipants({ id: newId(), networkId: at.networkId, params: { eventId }, platform: at.platform, createdBy: null, progress: async () => undefined, stopRequested: async () => false });
}

describe('in the quiet hours of a participant', () => {
  it('an answer to her own registration comes at once, a decision of the organiser in the morning', async () => {
    const eventId = await event('2026-05-25', '10:00', true);
    const id = await participant(eventId);
    await approve(at.ctx(), eventId, [id]);
    expect(await waiting(id)).toEqual(['pending at once', `approved ${MORNING}`]);
    // The answer says nothing any more by then; what waits is not sent before its time, however often it is tried.
    expect(await deliver(id)).toEqual([]);
    at.clock.set(new Date(MORNING));
    expect(await deliver(id)).toHaveLength(1);
    expect((await mailsOf(id)).at(-1)?.state).toBe('sent');
  });

  it('her own clocks count, where she has said by which she reads', async () => {
    const eventId = await event('2026-05-25', '10:00', true);
    const inMoscow = await participant(eventId, { country: 'RU', timeZone: 'Europe/Moscow', mailLocale: 'ru', certificateLocale: 'ru' });
    const inVladivostok = await participant(eventId, { country: 'RU', timeZone: 'Asia/Vladivostok', mailLocale: 'ru', certificateLocale: 'ru' });
    await approve(at.ctx(), eventId, [inMoscow, inVladivostok]);
    // 20:00 in Moscow, 03:00 in Vladivostok.
    expect([(await waiting(inMoscow)).at(-1), (await waiting(inVladivostok)).at(-1)]).toEqual(['approved at once', 'approved 2026-05-18T22:00:00.000Z']);
  });

  it('who has an account is asked by its settings', async () => {
    const accountId = newId();
    await at.platform.db.insertInto('access.account').values({ id: accountId, name: 'Сова', email: 'owl@example.kz', email_verified: true }).execute();
    await saveMailSettings(at.ctx({ ...account([]), accountId } as never), MailSettingsInput.parse({ hour: '12', quietFrom: '2', quietUntil: '11' }));
    const eventId = await event('2026-05-25', '10:00', true);
    const id = await participant(eventId, { email: 'Owl@example.kz' });
    await approve(at.ctx(), eventId, [id]);
    expect((await waiting(id)).at(-1)).toBe('approved at once');
  });

  it.each([
    ['on the day after tomorrow waits for the morning', '2026-05-20', '09:00', MORNING],
    ['a minute after they end waits', '2026-05-19', '08:01', MORNING],
    ['when they end does not wait', '2026-05-19', '08:00', 'at once'],
    ['in the night does not wait', '2026-05-19', '02:00', 'at once'],
  ])('the cancellation of what begins %s', async (_, date, starts, expected) => {
    const eventId = await event(date, starts);
    const id = await participant(eventId);
    await cancel(eventId);
    expect((await waiting(id)).at(-1)).toBe(`event_cancelled ${expected}`);
  });

  it('a reminder waits, but not beyond the beginning', async () => {
    at.clock.set(new Date('2026-05-14T06:00:00Z'));
    const [noon, early] = [await event('2026-05-19', '12:00'), await event('2026-05-19', '06:30')];
    const [late, soon] = [await participant(noon), await participant(early)];
    at.clock.set(EVENING);
    await sendReminders(at.platform);
    expect([(await waiting(late)).at(-1), (await waiting(soon)).at(-1)]).toEqual([`reminder ${MORNING}`, 'reminder at once']);
    await deliver(late);
    await deliver(soon);
    expect([(await mailsOf(late)).at(-1)?.state, (await mailsOf(soon)).at(-1)?.state]).toEqual(['queued', 'sent']);
  });

  it.each([
    ['next week waits', '2026-05-25', MORNING],
    ['before they end comes at once', '2026-05-19', null],
  ])('the invitation of a speaker of what begins %s', async (_, date, expected) => {
    const eventId = await event(date, '07:00');
    const contributorId = await saveContributor(at.ctx(), eventId, null, { name: 'Воронова Елена', email: `speaker${date}@example.kz`, country: 'RU', organisation: '', post: '' });
    await inviteContributor(at.ctx(), eventId, contributorId, { role: 'speaker', locale: 'ru' });
    const mail = await at.platform.db.selectFrom('platform.mail_message').select('not_before').where('to_address', '=', `speaker${date}@example.kz`).executeTakeFirstOrThrow();
    expect(mail.not_before?.toISOString() ?? null).toBe(expected);
  });
});
