import ICAL from 'ical.js';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#server/platform/context.ts';
import type { RenderedMail } from '#server/platform/platform.ts';
import { testInstallation, visitor } from '#server/testing/installation.ts';
import { cancelEvent } from './event-life.service.ts';
import { editEvent } from './events.service.ts';
import { removeSession, saveSession } from './sessions.service.ts';
import { collectiveForm, registrationForm } from './registrations.factory.ts';
import { registerCollective } from './collectives.service.ts';
import { cancelRegistration, changeRegistration, register } from './registrations.service.ts';
import { eventForm, publishedEvent, sessionForm } from './seminars.factory.ts';
import { sendReminders, startTelling, tellParticipants } from './telling.service.ts';

const at = testInstallation();
const guest = () => at.ctx(visitor);
const holder = (id: string) => at.ctx({ kind: 'link', linkId: id, purpose: 'registration', subjectId: id } satisfies Actor);

let eventId = '';
let sessionId = '';
const mailsOf = (subjectId: string) => at.platform.db.selectFrom('platform.mail_message').select(['id', 'template', 'state']).where('subject_id', '=', subjectId).orderBy('created_at').orderBy('id').execute();
const lastMail = async (subjectId: string): Promise<RenderedMail> => {
  const mail = await at.platform.mailer.render((await mailsOf(subjectId)).at(-1)?.id ?? '');
  if (!mail) throw new Error('the mail has nothing to tell');
  return mail;
};

interface Entry {
  method: string;
  uid: string;
  sequence: number;
  status: string;
  start: string;
  attendee: string;
}
/** What a calendar program reads, checked with another library than the one that wrote it. */
function entry(text: string | undefined): Entry {
  const calendar = new ICAL.Component(ICAL.parse(text ?? ''));
  const events = calendar.getAllSubcomponents('vevent');
  expect(events).toHaveLength(1);
  const event = new ICAL.Event(events[0]);
  const value = (name: string) => String(event.component.getFirstPropertyValue(name));
  return { method: String(calendar.getFirstPropertyValue('method')), uid: event.uid, sequence: event.sequence, status: value('status'), start: event.startDate.toJSDate().toISOString(), attendee: value('attendee') };
}
const attached = (mail: RenderedMail) => (mail.attachments ?? []).map((file) => entry(String(file.content)));

const version = async () => (await at.platform.db.selectFrom('seminars.event').select('version').where('id', '=', eventId).executeTakeFirstOrThrow()).version;
const sequence = async () => (await at.platform.db.selectFrom('seminars.event').select('ics_sequence').where('id', '=', eventId).executeTakeFirstOrThrow()).ics_sequence;
const retitle = async (title: string) =>
  editEvent(at.ctx(), eventId, 'ru', eventForm(at.organisationId, { title: { ru: { text: title, status: 'original' } }, version: await version() }));
/** What the queue does five minutes after a change, and then the job. */
async function tell(): Promise<{ told: number; progress: [number, number][] }> {
  await startTelling(at.platform, { networkId: at.networkId, eventId, sequence: String(await sequence()) });
  const jobs = await at.platform.db.selectFrom('platform.job').select('id').where('kind', '=', 'seminars.tell_participants').execute();
  if (jobs.length === 0) return { told: 0, progress: [] };
  const progress: [number, number][] = [];
  const outcome = await tellParticipants({
    id: jobs[0]?.id ?? '',
    networkId: at.networkId,
    params: { eventId },
    platform: at.platform,
    createdBy: null,
    progress: async (done, total) => void progress.push([done, total]),
    stopRequested: async () => false,
  });
  return { told: Number(outcome['told']), progress };
}

beforeEach(async () => {
  at.clock.set(new Date('2026-05-18T04:00:00Z'));
  await at.platform.db.deleteFrom('platform.job').execute();
  ({ eventId, sessionId } = await publishedEvent(at.ctx(), at.organisationId));
});

describe('the mail to somebody who registered', () => {
  it('tells in her language when, by whose clock, and where to go, and carries an invitation', async () => {
    const { registrationId: id } = await register(guest(), eventId, registrationForm({ country: 'BY', certificateLocale: 'be' }), null);
    const mail = await lastMail(id);
    expect(mail.subject).toContain('Вы зарэгістраваныя');
    expect(mail.text).toContain('Ваш час: панядзелак, 25 мая 2026 г., 08:00–11:00 (Мінск, UTC+3)');
    expect(mail.text).toContain('Час арганізатара: панядзелак, 25 мая 2026 г., 10:00–13:00');
    expect(mail.text).toMatch(/http:\/\/\S+\/be\/l\/[\w-]{32}/);
    expect(mail.replyTo).toBe('seminar@example.kz');
    expect(mail.calendar?.method).toBe('REQUEST');
    expect(entry(mail.calendar?.content)).toEqual({
      method: 'REQUEST',
      uid: `${id}-${sessionId}@sheberlik`,
      sequence: await sequence(),
      status: 'CONFIRMED',
      start: '2026-05-25T05:00:00.000Z',
      attendee: 'MAILTO:asel@example.kz',
    });
  });

  it.each([
    ['kk', 'Тіркелдіңіз'],
    ['ru', 'Вы зарегистрированы'],
    ['en', 'You are registered'],
    ['ky', 'Катталдыңыз'],
    ['hy', 'Դուք գրանցված եք'],
  ] as const)('is written in %s', async (locale, words) => {
    const { registrationId: id } = await register(guest(), eventId, registrationForm({ certificateLocale: locale, mailLocale: locale }), null);
    expect((await lastMail(id)).subject).toContain(words);
  });

  it('has one object for each sitting, each with an entry of its own', async () => {
    const second = await saveSession(at.ctx(), eventId, null, 'ru', sessionForm({ title: { ru: { text: 'Второй день', status: 'original' } }, date: '2026-05-26' }));
    const { registrationId: id } = await register(guest(), eventId, registrationForm(), null);
    const mail = await lastMail(id);
    expect(entry(mail.calendar?.content).uid).toContain(sessionId);
    expect(attached(mail).map(({ uid, method }) => [uid, method])).toEqual([[`${id}-${second}@sheberlik`, 'REQUEST']]);
    expect(mail.attachments?.[0]?.contentType).toBe('text/calendar; charset=utf-8; method=REQUEST');
  });

  it('who waits or is not decided on gets no invitation', async () => {
    ({ eventId } = await publishedEvent(at.ctx(), at.organisationId, { capacity: 1 }));
    await register(guest(), eventId, registrationForm({ name: 'Омарова Гүлмира' }), null);
    const { registrationId: id } = await register(guest(), eventId, registrationForm(), null);
    const mail = await lastMail(id);
    expect(mail.calendar).toBeUndefined();
    expect(mail.subject).toContain('Күту тізіміндесіз');
  });

  it('cancelling takes the entry away with a higher SEQUENCE, and what is no longer true is not sent any more', async () => {
    const { registrationId: id } = await register(guest(), eventId, registrationForm(), null);
    const [first] = await mailsOf(id);
    const before = entry((await lastMail(id)).calendar?.content);
    await cancelRegistration(holder(id), id);
    const after = entry((await lastMail(id)).calendar?.content);
    expect(after).toMatchObject({ method: 'CANCEL', status: 'CANCELLED', uid: before.uid });
    expect(after.sequence).toBeGreaterThan(before.sequence);
    expect(await at.platform.mailer.render(first?.id ?? '')).toBeNull();
  });

  it('two people of one mailbox have two entries', async () => {
    const a = await register(guest(), eventId, registrationForm({ email: 'shared@example.kz' }), null);
    const b = await register(guest(), eventId, registrationForm({ email: 'shared@example.kz', name: 'Омарова Гүлмира' }), null);
    const uids = await Promise.all([a, b].map(async ({ registrationId }) => entry((await lastMail(registrationId)).calendar?.content).uid));
    expect(new Set(uids).size).toBe(2);
  });

  it('a new link is in the mail after the address has changed', async () => {
    const { registrationId: id } = await register(guest(), eventId, registrationForm(), null);
    const url = (mail: RenderedMail) => /\/l\/([\w-]{32})/.exec(mail.text)?.[1];
    const old = url(await lastMail(id));
    await changeRegistration(holder(id), id, { version: 1, name: 'Сейітқызы Әсел', organisation: '', position: '', certificateLocale: 'kk', mailLocale: 'kk', email: 'else@example.kz' });
    expect(url(await lastMail(id))).not.toBe(old);
  });
});

describe('a change of the event', () => {
  it('is told once to everybody with a place, with a higher SEQUENCE; told again, nobody gets a second mail', async () => {
    const { registrationId: id } = await register(guest(), eventId, registrationForm(), null);
    const list = (await registerCollective(guest(), eventId, collectiveForm(['Ли Ян']), null)).collectiveId;
    const before = entry((await lastMail(id)).calendar?.content);
    await saveSession(at.ctx(), eventId, sessionId, 'ru', sessionForm({ starts: '11:00', ends: '14:00', version: 1 }));
    // The contact person and the one registration; the listed name has no address, but is counted as told.
    expect(await tell()).toEqual({ told: 3, progress: [[0, 3], [3, 3]] });
    const mail = await lastMail(id);
    const after = entry(mail.calendar?.content);
    expect(mail.text).toContain('11:00–14:00');
    expect(after).toMatchObject({ method: 'REQUEST', uid: before.uid, start: '2026-05-25T06:00:00.000Z' });
    expect(after.sequence).toBeGreaterThan(before.sequence);
    expect((await mailsOf(list)).map((m) => m.template)).toEqual(['seminars.collective_confirmed', 'seminars.collective_updated']);
    expect((await tell()).told).toBe(0);
    expect(await mailsOf(id)).toHaveLength(2);
  });

  it('made three times in a row is told once: earlier tasks find that they are overtaken', async () => {
    const { registrationId: id } = await register(guest(), eventId, registrationForm(), null);
    const overtaken: string[] = [];
    for (const title of ['Один', 'Два', 'Три']) {
      await retitle(title);
      overtaken.push(String(await sequence()));
    }
    for (const old of overtaken.slice(0, 2)) await startTelling(at.platform, { networkId: at.networkId, eventId, sequence: old });
    expect(await at.platform.db.selectFrom('platform.job').select('id').where('kind', '=', 'seminars.tell_participants').execute()).toEqual([]);
    expect((await tell()).told).toBe(1);
    expect((await lastMail(id)).subject).toContain('Три');
  });

  it('that takes a sitting out cancels its entry for those who were told of it, and for nobody else', async () => {
    const second = await saveSession(at.ctx(), eventId, null, 'ru', sessionForm({ title: { ru: { text: 'Второй день', status: 'original' } }, date: '2026-05-26' }));
    await tell();
    const { registrationId: id } = await register(guest(), eventId, registrationForm(), null);
    await removeSession(at.ctx(), eventId, second);
    await at.platform.db.deleteFrom('platform.job').execute();
    await tell();
    const mail = await lastMail(id);
    expect(entry(mail.calendar?.content)).toMatchObject({ method: 'REQUEST', uid: `${id}-${sessionId}@sheberlik` });
    expect(attached(mail)).toEqual([expect.objectContaining({ method: 'CANCEL', status: 'CANCELLED', uid: `${id}-${second}@sheberlik`, sequence: await sequence() })]);
    const late = await register(guest(), eventId, registrationForm({ name: 'Омарова Гүлмира' }), null);
    await retitle('Новое название');
    await at.platform.db.deleteFrom('platform.job').execute();
    await tell();
    expect(attached(await lastMail(late.registrationId))).toEqual([]);
  });

  it('that cancels the event reaches also who waits, cancels the entry of who had a place, and gives the reason', async () => {
    ({ eventId } = await publishedEvent(at.ctx(), at.organisationId, { capacity: 1 }));
    const a = await register(guest(), eventId, registrationForm(), null);
    const b = await register(guest(), eventId, registrationForm({ name: 'Омарова Гүлмира', email: 'wait@example.kz' }), null);
    await cancelEvent(at.ctx(), eventId, { reason: 'Докладчики не смогут приехать' });
    expect((await tell()).told).toBe(2);
    const mail = await lastMail(a.registrationId);
    expect(mail.text).toContain('Докладчики не смогут приехать');
    expect(entry(mail.calendar?.content)).toMatchObject({ method: 'CANCEL', status: 'CANCELLED' });
    const other = await lastMail(b.registrationId);
    expect(other.subject).toContain('Іс-шара өтпейді');
    expect(other.calendar).toBeUndefined();
  });

  it('is not told when the event is over', async () => {
    await register(guest(), eventId, registrationForm(), null);
    at.clock.set(new Date('2026-06-01T04:00:00Z'));
    await retitle('Позже');
    expect((await tell()).told).toBe(0);
  });
});

describe('the reminder', () => {
  it('goes out once, within a day before the beginning, to who has a place and registered before', async () => {
    const { registrationId: early } = await register(guest(), eventId, registrationForm(), null);
    const list = (await registerCollective(guest(), eventId, collectiveForm(['Ли Ян']), null)).collectiveId;
    at.clock.set(new Date('2026-05-24T04:59:59Z'));
    await sendReminders(at.platform);
    expect(await mailsOf(early)).toHaveLength(1);
    at.clock.set(new Date('2026-05-24T05:30:00Z'));
    const { registrationId: late } = await register(guest(), eventId, registrationForm({ name: 'Омарова Гүлмира' }), null);
    expect(await sendReminders(at.platform)).toBeGreaterThanOrEqual(2);
    expect(await sendReminders(at.platform)).toBe(0);
    expect((await mailsOf(early)).map((m) => m.template)).toEqual(['seminars.registration_confirmed', 'seminars.registration_reminder']);
    expect((await mailsOf(list)).map((m) => m.template)).toEqual(['seminars.collective_confirmed', 'seminars.collective_reminder']);
    expect(await mailsOf(late)).toHaveLength(1);
    expect((await lastMail(early)).calendar).toBeUndefined();
  });
});
