import { beforeEach, describe, expect, it } from 'vitest';
import { createOrganisation, createPersonWithPost } from '#server/modules/people/index.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import type { Actor } from '#server/platform/context.ts';
import { findLinkFor } from '#server/modules/access/index.ts';
import { approve, cancelByOrganiser, changeByOrganiser, joinPerson, sendAgain } from './registration-desk.service.ts';
import { handEntry, registrationForm } from './registrations.factory.ts';
import { changeRegistration, register } from './registrations.service.ts';
import { findPersonFor, messageToForward, showParticipant, showParticipantForm } from './participant.service.ts';
import { eraseRegistration } from './personal-data.service.ts';
import { publishedEvent } from './seminars.factory.ts';
import { fillSeats } from './waiting.service.ts';

const at = testInstallation();
const holder = (id: string) => at.ctx({ kind: 'link', linkId: id, purpose: 'registration', subjectId: id } satisfies Actor);
const moderator = () => at.ctx(account([{ role: 'moderator', networkId: at.networkId, scopeKind: 'event', scopeId: eventId }]));
const join = async (change: Parameters<typeof registrationForm>[0] = {}) => {
  at.clock.advance(60_000);
  return (await register(at.ctx(visitor), eventId, registrationForm(change), null)).registrationId;
};
const told = async (id: string) => (await showParticipant(at.ctx(), eventId, id)).history.map((line) => [line.act.replace('registration.', ''), line.by.kind, line.reason, line.fields]);

let eventId = '';
beforeEach(async () => {
  at.clock.set(new Date('2026-05-18T04:00:00Z'));
  eventId = (await publishedEvent(at.ctx(), at.organisationId, { capacity: 2 })).eventId;
});

describe('one participant for organisers', () => {
  it('shows what happened, by whom, why and with which fields, latest first', async () => {
    const id = await join();
    const values = { name: 'Сейітова Әсел', organisation: 'Ақсу', position: '', certificateLocale: 'kk', mailLocale: 'kk' } as const;
    await changeRegistration(holder(id), id, { ...values, version: 1 });
    at.clock.advance(60_000);
    const change = { ...handEntry({ ...values, country: 'RU' }), email: undefined, reason: 'Телефонмен айтты' };
    await changeByOrganiser(at.ctx(), id, { ...change, version: 2 });
    at.clock.advance(60_000);
    await changeByOrganiser(at.ctx(), id, { ...change, organisation: 'Омск', version: 3, reason: 'Екінші рет' });
    await cancelByOrganiser(at.ctx(), id, 'Ауырып қалды');
    expect(await told(id)).toEqual([
      ['cancelled', 'account', 'Ауырып қалды', []],
      ['changed', 'account', 'Екінші рет', ['organisation']],
      ['changed', 'account', 'Телефонмен айтты', ['country']],
      ['changed', 'link', null, ['name', 'organisation', 'position']],
      ['created', 'visitor', null, []],
    ]);
    const page = await showParticipant(at.ctx(), eventId, id);
    expect(page).toMatchObject({ state: 'cancelled', declinedReason: 'Ауырып қалды', erased: false, person: null, collective: null });
    expect(page.mails.map((mail) => mail.kind)).toEqual(['confirmed', 'changed', 'changed', 'changed', 'withdrawn']);
    expect(page.seats.map((seat) => [seat.title?.text, seat.minutes])).toEqual([['Первый день', null]]);
  });

  it('tells that a place came from the waiting list, and how many stand before', async () => {
    const [first, , third, fourth] = [await join({ email: 'a@example.kz' }), await join({ email: 'b@example.kz' }), await join({ email: 'c@example.kz' }), await join({ email: 'd@example.kz' })];
    expect((await showParticipant(at.ctx(), eventId, fourth)).waitingBefore).toBe(1);
    await cancelByOrganiser(at.ctx(), first, 'Бос орын керек');
    await fillSeats(at.system(), eventId);
    expect((await told(third))[0]?.slice(0, 2)).toEqual(['place_given', 'system']);
    expect((await showParticipant(at.ctx(), eventId, fourth)).waitingBefore).toBe(0);
  });

  it('shows moderators neither address nor mails, and is not there for others or under another event', async () => {
    const id = await join();
    expect(await showParticipant(moderator(), eventId, id)).toMatchObject({ name: 'Сейітқызы Әсел', email: null, mails: [] });
    const other = (await publishedEvent(at.ctx(), at.organisationId)).eventId;
    await expect(showParticipant(at.ctx(), other, id)).rejects.toMatchObject({ code: 'page.not_found' });
    const strangers = [at.ctx(visitor), holder(id), at.ctx(coordinatorOf(at.networkId, at.otherOrganisationId)), at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId)];
    for (const ctx of strangers) {
      await expect(showParticipant(ctx, eventId, id)).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(messageToForward(ctx, id)).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(findPersonFor(ctx, eventId, id, '')).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(showParticipantForm(ctx, eventId, id, 'erase')).rejects.toMatchObject({ code: 'page.not_found' });
    }
    for (const ability of ['manage', 'manageCancel', 'sendAgain', 'erase', 'joinPerson'] as const) {
      await expect(showParticipantForm(moderator(), eventId, id, ability)).rejects.toMatchObject({ code: 'page.not_found' });
    }
  });

  it('keeps nothing personal once erased: neither name nor reasons', async () => {
    const id = await join();
    await changeByOrganiser(at.ctx(), id, { ...handEntry({ country: 'KZ', name: 'Сейітова Әсел' }), email: undefined, version: 1, reason: 'Тегі өзгерген' });
    await eraseRegistration(at.ctx(), id);
    const page = await showParticipant(at.ctx(), eventId, id);
    expect(page).toMatchObject({ erased: true, name: '', email: null, organisation: '' });
    expect(JSON.stringify(page)).not.toMatch(/Әсел|asel|Тегі/);
    expect(page.history.map((line) => line.act)).toEqual(['registration.erased', 'registration.changed', 'registration.created']);
  });

  it('costs the same number of statements however much has happened', async () => {
    const id = await join();
    const measure = () => countQueries(() => showParticipant(at.ctx(), eventId, id));
    await sendAgain(at.ctx(), id);
    await measure();
    const few = await measure();
    for (let i = 0; i < 3; i++) await sendAgain(at.ctx(), id);
    expect(await measure()).toBe(few);
    expect(few).toBeLessThanOrEqual(8);
  });
});

it('writes a message to forward in the language of the participant, with her link', async () => {
  const id = await join({ country: 'AM', certificateLocale: 'hy', mailLocale: 'hy', noticeVersion: 'am-2026-11', name: 'Սարգսյան Անի' });
  const { text, locale } = await messageToForward(at.ctx(), id);
  expect(locale).toBe('hy');
  expect(text).toContain('Սարգսյան Անի');
  expect(text).toContain(`/hy${(await findLinkFor(at.system(), 'registration', id))?.path ?? ' no link'}`);
  await cancelByOrganiser(at.ctx(), id, 'Қайталанған');
  await expect(messageToForward(at.ctx(), id)).rejects.toMatchObject({ code: 'registration.not_possible_not_active' });
});

it('offers persons of the registry by name across scripts, and joining is told', async () => {
  const id = await join({ name: 'Seitkyzy Asel' });
  const personId = await createPersonWithPost(at.system(), { familyName: 'Сейітқызы', givenName: 'Әсел', patronymic: null, locale: 'kk', organisationId: at.organisationId, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01' });
  const search = await findPersonFor(at.ctx(), eventId, id, '');
  expect([search.q, search.found.map((one) => one.id)]).toEqual(['Seitkyzy Asel', [personId]]);
  expect((await findPersonFor(at.ctx(), eventId, id, 'Несуществующая')).found).toEqual([]);
  // Somebody of another district is neither named nor joined.
  const beside = await createOrganisation(at.system(), { parentId: null, kind: 'library', code: 'BESIDEP', name: localized('ru', 'Рядом'), country: 'KZ', timeZone: 'Asia/Almaty' });
  const stranger = await createPersonWithPost(at.system(), { familyName: 'Жансейітова', givenName: 'Раушан', patronymic: null, locale: 'kk', organisationId: beside, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01' });
  expect(await findPersonFor(at.ctx(), eventId, id, 'Жансейитова Раушан')).toMatchObject({ found: [], elsewhere: true });
  await expect(joinPerson(at.ctx(), id, stranger)).rejects.toMatchObject({ code: 'page.not_found' });
  await joinPerson(at.ctx(), id, personId);
  expect((await showParticipant(at.ctx(), eventId, id)).person).toEqual({ id: personId, name: 'Сейітқызы Әсел' });
  expect((await told(id))[0]?.[0]).toBe('person_joined');
});

it('records approvals in the history', async () => {
  const picky = (await publishedEvent(at.ctx(), at.organisationId, { approvalRequired: true })).eventId;
  const { registrationId: id } = await register(at.ctx(visitor), picky, registrationForm(), null);
  await approve(at.ctx(), picky, [id]);
  expect((await showParticipant(at.ctx(), picky, id)).history.map((line) => line.act)).toEqual(['registration.approved', 'registration.created']);
});
