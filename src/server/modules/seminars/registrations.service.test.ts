import { beforeEach, describe, expect, it } from 'vitest';
import { findLinkFor, readLink } from '#server/modules/access/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { countQueries, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { editEvent } from './events.service.ts';
import { cancelEvent } from './event-life.service.ts';
import { getRegistrationFor } from './registrations.access.ts';
import { addByHand, approve, cancelByOrganiser, changeByOrganiser, decline, joinPerson, previewDecision, sendAgain } from './registration-desk.service.ts';
import { handEntry, registrationForm } from './registrations.factory.ts';
import { cancelRegistration, changeRegistration, confirmName, register } from './registrations.service.ts';
import { eventForm, publishedEvent } from './seminars.factory.ts';
import { fillSeats } from './waiting.service.ts';

const at = testInstallation();
const guest = () => at.ctx(visitor);
const linkTo = (subjectId: string, purpose = 'registration'): Actor => ({ kind: 'link', linkId: subjectId, purpose, subjectId });
const holder = (id: string) => at.ctx(linkTo(id));

const rowsOf = (eventId: string) =>
  at.platform.db.selectFrom('seminars.registration').selectAll().where('event_id', '=', eventId).orderBy('created_at').orderBy('id').execute();
const row = async (id: string) => at.platform.db.selectFrom('seminars.registration').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const seats = async (eventId: string) => (await at.platform.db.selectFrom('seminars.seat_count').select('taken').where('event_id', '=', eventId).executeTakeFirstOrThrow()).taken;
const mails = async (subjectId: string) =>
  (await at.platform.db.selectFrom('platform.mail_message').select(['template', 'to_address', 'locale']).where('subject_id', '=', subjectId).orderBy('created_at').orderBy('id').execute()).map(
    (m) => `${m.template.replace('seminars.registration_', '')} ${m.locale} ${m.to_address}`,
  );
const acts = async (subjectId: string) => (await at.platform.db.selectFrom('platform.audit_entry').select('act').where('subject_id', '=', subjectId).orderBy('id').execute()).map((a) => a.act);
const seatsInRooms = async (subjectId: string) =>
  (await at.platform.db.selectFrom('rooms.attendee').select(['label', 'removed_at']).where('subject_id', '=', subjectId).execute()).map((a) => `${a.label}${a.removed_at ? ' (removed)' : ''}`);

let eventId = '';
const open = async (change: Parameters<typeof eventForm>[1] = {}) => (await publishedEvent(at.ctx(), at.organisationId, change)).eventId;

beforeEach(async () => {
  at.clock.set(new Date('2026-05-18T04:00:00Z'));
  eventId = await open();
});

describe('registering', () => {
  it('writes the row, the seat, the room, the audit line, the event, the link and the mail together', async () => {
    const made = await register(guest(), eventId, registrationForm(), 'key-1');
    expect(made).toMatchObject({ outcome: 'made', state: 'confirmed' });
    const stored = await row(made.registrationId);
    expect(stored).toMatchObject({
      network_id: at.networkId,
      name: 'Сейітқызы Әсел',
      email: 'asel@example.kz',
      country: 'KZ',
      position: 'кітапханашы',
      time_zone: 'Asia/Almaty',
      notice_version: 'kz-2026-11',
      retention_days: 365,
      name_confirmed_at: null,
    });
    expect(stored.noticed_at).toEqual(at.clock.now());
    expect(await seats(eventId)).toBe(1);
    expect(await seatsInRooms(made.registrationId)).toEqual(['Сейітқызы Әсел']);
    expect(await acts(made.registrationId)).toEqual(['registration.created']);
    expect(await mails(made.registrationId)).toEqual(['confirmed kk asel@example.kz']);
    const outbox = await at.platform.db.selectFrom('platform.outbox_event').select(['name', 'payload']).orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow();
    expect(outbox).toEqual({ name: 'seminars.registrations_changed', payload: { eventId } });
    const link = await findLinkFor(at.system(), 'registration', made.registrationId);
    // A year after the end of the event, as the notice for Kazakhstan promises.
    expect((await readLink(guest(), link?.token ?? '', 'registration')).expiresAt).toEqual(new Date('2027-05-25T08:00:00Z'));
  });

  it('stores of a participant from abroad only what is asked of her', async () => {
    const made = await register(guest(), eventId, registrationForm({ country: 'RU', position: 'директор', role: 'speaker', mailLocale: 'en', certificateLocale: 'ru' }), null);
    expect(await row(made.registrationId)).toMatchObject({ position: '', role: 'listener', mail_locale: 'ru', time_zone: 'Europe/Moscow', retention_days: 180 });
  });

  it('sent twice with one key is one registration, even at the same moment', async () => {
    const form = registrationForm({ email: 'twice@example.kz' });
    const [a, b, c] = await Promise.all([register(guest(), eventId, form, 'same'), register(guest(), eventId, form, 'same'), register(guest(), eventId, form, 'same')]);
    expect(new Set([a.registrationId, b.registrationId, c.registrationId]).size).toBe(1);
    expect([a.outcome, b.outcome, c.outcome].toSorted()).toEqual(['made', 'same', 'same']);
    expect(await seats(eventId)).toBe(1);
    expect(await mails(a.registrationId)).toHaveLength(1);
  });

  it('judges duplicates by address and name: one mailbox may hold a whole library', async () => {
    const first = await register(guest(), eventId, registrationForm({ email: 'kitaphana@example.kz' }), 'k1');
    const second = await register(guest(), eventId, registrationForm({ email: 'kitaphana@example.kz', name: 'Омарова Гүлмира' }), 'k2');
    expect([first.outcome, second.outcome]).toEqual(['made', 'made']);
    // The same person in another spelling and with capitals in the address.
    const again = await register(guest(), eventId, registrationForm({ email: 'Kitaphana@example.kz', name: 'Әсел Сейітқызы' }), 'k3');
    expect(again).toMatchObject({ outcome: 'known', registrationId: first.registrationId });
    expect(await rowsOf(eventId)).toHaveLength(2);
    expect(await mails(first.registrationId)).toEqual(['confirmed kk kitaphana@example.kz', 'link kk kitaphana@example.kz']);
  });

  it('does not let a stranger flood a mailbox by sending the same form again and again', async () => {
    const { registrationId } = await register(guest(), eventId, registrationForm(), 'k0');
    for (let i = 1; i <= 6; i++) expect((await register(guest(), eventId, registrationForm(), `k${i}`)).outcome).toBe('known');
    expect((await mails(registrationId)).filter((m) => m.startsWith('link'))).toHaveLength(3);
  });

  it('lets somebody who cancelled register again', async () => {
    const first = await register(guest(), eventId, registrationForm(), null);
    await cancelRegistration(holder(first.registrationId), first.registrationId);
    const second = await register(guest(), eventId, registrationForm(), null);
    expect(second).toMatchObject({ outcome: 'made', state: 'confirmed' });
    expect(second.registrationId).not.toBe(first.registrationId);
  });

  it('refuses a notice that is not the one shown for the country', async () => {
    await expect(register(guest(), eventId, registrationForm({ country: 'BY', noticeVersion: 'kz-2026-11' }), null)).rejects.toMatchObject({
      problems: [{ field: 'noticeVersion', code: 'notice.outdated' }],
    });
  });

  it.each([
    ['one second before it opens', '2026-05-20T03:59:59Z', 'registration.not_open_yet'],
    ['at the moment it opens', '2026-05-20T04:00:00Z', null],
    ['one second before it closes', '2026-05-22T06:59:59Z', null],
    ['at the moment it closes', '2026-05-22T07:00:00Z', 'registration.closed'],
    ['after the end of the event', '2026-05-25T08:00:00Z', 'registration.over'],
  ])('keeps to its window: %s', async (_, moment, code) => {
    const limited = await open({ opensDate: '2026-05-20', opensTime: '09:00', closesDate: '2026-05-22', closesTime: '12:00' });
    at.clock.set(new Date(moment));
    const result = register(guest(), limited, registrationForm(), null);
    if (code === null) await expect(result).resolves.toMatchObject({ outcome: 'made' });
    else await expect(result).rejects.toMatchObject({ code, status: 409 });
  });

  it('is not possible for a draft, for a cancelled event, and in another network', async () => {
    await cancelEvent(at.ctx(), eventId, { reason: 'Карантин' });
    await expect(register(guest(), eventId, registrationForm(), null)).rejects.toMatchObject({ code: 'registration.event_cancelled' });
    const other = await open();
    await expect(register(at.ctx(visitor, at.otherNetworkId), other, registrationForm(), null)).rejects.toMatchObject({ code: 'page.not_found' });
  });
});

describe('capacity', () => {
  it('gives 60 people at once exactly the 20 places there are, and loses nobody', async () => {
    const small = await open({ capacity: 20 });
    const results = await Promise.all(
      Array.from({ length: 60 }, (_, i) => register(guest(), small, registrationForm({ email: `p${i}@example.kz` }), `k${i}`)),
    );
    const count = (state: string) => results.filter((r) => r.state === state).length;
    expect([count('confirmed'), count('waiting')]).toEqual([20, 40]);
    const stored = await rowsOf(small);
    expect(stored).toHaveLength(60);
    expect(stored.filter((r) => r.state === 'confirmed')).toHaveLength(20);
    expect(await seats(small)).toBe(20);
  });

  it('frees exactly one place by one cancellation, however often it is sent, and gives it to who waits the longest', async () => {
    const small = await open({ capacity: 2 });
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      at.clock.advance(1000);
      ids.push((await register(guest(), small, registrationForm({ email: `q${i}@example.kz` }), null)).registrationId);
    }
    const [first = '', , third = '', fourth = ''] = ids;
    await Promise.all([cancelRegistration(holder(first), first), cancelRegistration(holder(first), first), cancelRegistration(holder(first), first)]);
    expect(await seats(small)).toBe(1);
    // Between the cancellation and the task a newcomer must not overtake those who wait.
    at.clock.advance(1000);
    expect((await register(guest(), small, registrationForm({ email: 'late@example.kz' }), null)).state).toBe('waiting');
    expect(await Promise.all([fillSeats(at.system(), small), fillSeats(at.system(), small), fillSeats(at.system(), small)])).toEqual(expect.arrayContaining([1, 0, 0]));
    expect((await row(third)).state).toBe('confirmed');
    expect((await row(fourth)).state).toBe('waiting');
    expect(await seats(small)).toBe(2);
    expect(await mails(third)).toEqual(['waiting kk q2@example.kz', 'place_given kk q2@example.kz']);
    expect(await seatsInRooms(third)).toHaveLength(1);
    expect(await seatsInRooms(first)).toEqual(['Сейітқызы Әсел (removed)']);
    expect(await mails(first)).toEqual(['confirmed kk q0@example.kz', 'withdrawn kk q0@example.kz']);
  });

  it('cannot be lowered below the places taken, and raised gives places to those who wait', async () => {
    const small = await open({ capacity: 2 });
    for (let i = 0; i < 4; i++) await register(guest(), small, registrationForm({ email: `c${i}@example.kz` }), null);
    const version = async () => (await at.platform.db.selectFrom('seminars.event').select('version').where('id', '=', small).executeTakeFirstOrThrow()).version;
    await expect(editEvent(at.ctx(), small, 'ru', eventForm(at.organisationId, { capacity: 1, version: await version() }))).rejects.toMatchObject({
      problems: [{ field: 'capacity', code: 'capacity.below_taken', params: { taken: 2 } }],
    });
    await editEvent(at.ctx(), small, 'ru', eventForm(at.organisationId, { capacity: 3, version: await version() }));
    expect(await fillSeats(at.system(), small)).toBe(1);
    expect((await rowsOf(small)).map((r) => r.state)).toEqual(['confirmed', 'confirmed', 'confirmed', 'waiting']);
  });

  it('is kept while places are given, taken and changed at the same time', async () => {
    const busy = await open({ capacity: 10 });
    const ids = (await Promise.all(Array.from({ length: 15 }, (_, i) => register(guest(), busy, registrationForm({ email: `b${i}@example.kz` }), null)))).map((r) => r.registrationId);
    await Promise.all([
      ...ids.slice(0, 8).map((id) => cancelRegistration(holder(id), id)),
      ...Array.from({ length: 8 }, (_, i) => register(guest(), busy, registrationForm({ email: `n${i}@example.kz` }), null)),
      fillSeats(at.system(), busy),
      fillSeats(at.system(), busy),
    ]);
    while ((await fillSeats(at.system(), busy)) > 0);
    const stored = await rowsOf(busy);
    expect(stored.filter((r) => r.state === 'confirmed')).toHaveLength(10);
    expect(stored.filter((r) => r.state === 'waiting')).toHaveLength(5);
    expect(await seats(busy)).toBe(10);
  });
});

describe('an organiser who decides on everybody', () => {
  it('sees first what approving does, and gives places in the order of applications', async () => {
    const picky = await open({ approvalRequired: true, capacity: 2 });
    const ids: string[] = [];
    for (let i = 0; i < 4; i++) {
      at.clock.advance(1000);
      const made = await register(guest(), picky, registrationForm({ email: `a${i}@example.kz` }), null);
      expect(made.state).toBe('pending');
      ids.push(made.registrationId);
    }
    expect(await seats(picky)).toBe(0);
    const [a = '', b = '', c = '', d = ''] = ids;
    expect(await previewDecision(at.ctx(), picky, [c, a, b])).toMatchObject({ pending: 3, leftOut: 0, places: 2, waiting: 1 });
    expect(await approve(at.ctx(), picky, [c, a, b])).toEqual({ places: 2, waiting: 1 });
    expect(await Promise.all([a, b, c].map(async (id) => (await row(id)).state))).toEqual(['confirmed', 'confirmed', 'waiting']);
    expect(await mails(a)).toEqual(['pending kk a0@example.kz', 'approved kk a0@example.kz']);
    expect(await decline(at.ctx(), picky, [d, a], 'Тек облыс кітапханашылары үшін')).toBe(1);
    expect(await row(d)).toMatchObject({ state: 'declined', declined_reason: 'Тек облыс кітапханашылары үшін' });
    expect(await mails(d)).toEqual(['pending kk a3@example.kz', 'declined kk a3@example.kz']);
    expect(await acts(d)).toEqual(['registration.created', 'registration.declined']);
    await expect(approve(at.ctx(), picky, [d])).rejects.toMatchObject({ code: 'registration.none_pending' });
  });

  it('adds somebody by hand after the window has closed, but never past the capacity', async () => {
    const full = await open({ capacity: 1, closesDate: '2026-05-19' });
    at.clock.set(new Date('2026-05-20T04:00:00Z'));
    expect(await addByHand(at.ctx(), full, handEntry())).toMatchObject({ state: 'confirmed' });
    expect(await addByHand(at.ctx(), full, handEntry({ name: 'Иванова Мария' }))).toMatchObject({ state: 'waiting' });
    await expect(addByHand(at.ctx(), full, handEntry({ name: 'ИВАНОВА МАРИЯ' }))).rejects.toMatchObject({ problems: [{ field: 'name', code: 'registration.duplicate' }] });
  });

  it('changes a registration with a reason that is kept beside it and not in the audit log', async () => {
    const { registrationId } = await register(guest(), eventId, registrationForm(), null);
    await changeByOrganiser(at.ctx(), registrationId, { ...handEntry({ name: 'Сейітқызы Әсел Маратқызы', country: 'KZ', organisation: 'Ақсу', certificateLocale: 'kk', mailLocale: 'kk' }), version: 1, email: undefined, reason: 'Телефонмен хабарласты' });
    expect(await row(registrationId)).toMatchObject({ name: 'Сейітқызы Әсел Маратқызы', version: 2, email: 'asel@example.kz' });
    const notes = await at.platform.db.selectFrom('seminars.registration_note').select(['act', 'reason']).where('registration_id', '=', registrationId).execute();
    expect(notes).toEqual([{ act: 'registration.changed', reason: 'Телефонмен хабарласты' }]);
    const lines = await at.platform.db.selectFrom('platform.audit_entry').select('data').where('subject_id', '=', registrationId).execute();
    expect(JSON.stringify(lines)).not.toContain('Телефонмен');
    expect(await seatsInRooms(registrationId)).toEqual(['Сейітқызы Әсел Маратқызы']);
  });

  it('sends the link again, cancels with a reason and joins a participant to a person', async () => {
    const { registrationId } = await register(guest(), eventId, registrationForm(), null);
    await sendAgain(at.ctx(), registrationId);
    await cancelByOrganiser(at.ctx(), registrationId, 'Екі рет тіркелген');
    expect(await mails(registrationId)).toEqual(['confirmed kk asel@example.kz', 'link kk asel@example.kz', 'withdrawn kk asel@example.kz']);
    expect((await row(registrationId)).declined_reason).toBe('Екі рет тіркелген');
    const person = await at.platform.db
      .insertInto('people.person')
      .values({ network_id: at.networkId, account_id: null, family_name: 'Сейітқызы', given_name: 'Әсел', patronymic: null, name_key: 'asel seitkizi', email: null, preferred_locale: null, place: [at.organisationId] })
      .returning('id')
      .executeTakeFirstOrThrow();
    await joinPerson(at.ctx(), registrationId, person.id);
    expect((await row(registrationId)).person_id).toBe(person.id);
    await joinPerson(at.ctx(), registrationId, null);
    expect((await row(registrationId)).person_id).toBeNull();
  });

  it('without an address cannot send a link, and of another organisation sees nothing', async () => {
    const made = await addByHand(at.ctx(), eventId, handEntry());
    await expect(sendAgain(at.ctx(), made.id)).rejects.toMatchObject({ code: 'registration.no_email' });
    const stranger = at.ctx(coordinatorOf(at.networkId, at.otherOrganisationId));
    const attempts = [() => sendAgain(stranger, made.id), () => approve(stranger, eventId, [made.id]), () => addByHand(stranger, eventId, handEntry()), () => joinPerson(stranger, made.id, null)];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({ code: 'page.not_found' });
    }
  });
});

describe('the holder of a personal link', () => {
  it('changes her own data: a new name has to be confirmed anew, a new address gets a new link', async () => {
    const { registrationId: id } = await register(guest(), eventId, registrationForm(), null);
    const old = await findLinkFor(at.system(), 'registration', id);
    await confirmName(holder(id), id);
    expect((await row(id)).name_confirmed_at).toEqual(at.clock.now());
    const change = { version: 1, name: 'Сейітова Әсел', organisation: 'Ақсу', position: '', certificateLocale: 'ru', mailLocale: 'ru', email: 'new@example.kz' } as const;
    expect(await changeRegistration(holder(id), id, change)).toEqual({ newLink: true });
    expect(await row(id)).toMatchObject({ name: 'Сейітова Әсел', name_confirmed_at: null, email: 'new@example.kz', version: 2 });
    await expect(readLink(guest(), old?.token ?? '')).rejects.toMatchObject({ code: 'link.invalid' });
    expect((await findLinkFor(at.system(), 'registration', id))?.token).not.toBe(old?.token);
    expect(await mails(id)).toEqual(['confirmed kk asel@example.kz', 'address_changed ru new@example.kz']);
    await expect(changeRegistration(holder(id), id, change)).rejects.toMatchObject({ code: 'record.changed_meanwhile' });
  });

  it('cannot become somebody who is registered already', async () => {
    await register(guest(), eventId, registrationForm({ name: 'Омарова Гүлмира' }), null);
    const { registrationId: id } = await register(guest(), eventId, registrationForm(), null);
    const change = { version: 1, name: 'Гүлмира Омарова', organisation: '', position: '', certificateLocale: 'kk', mailLocale: 'kk' } as const;
    await expect(changeRegistration(holder(id), id, change)).rejects.toMatchObject({ problems: [{ field: 'name', code: 'registration.duplicate' }] });
  });

  it('does nothing with the registration of somebody else, and nobody without a link does anything', async () => {
    const mine = (await register(guest(), eventId, registrationForm(), null)).registrationId;
    const hers = (await register(guest(), eventId, registrationForm({ name: 'Омарова Гүлмира' }), null)).registrationId;
    for (const ctx of [holder(mine), guest(), at.ctx(linkTo(hers, 'certificate')), at.ctx(linkTo(hers), at.otherNetworkId)]) {
      await expect(getRegistrationFor(ctx, hers, 'view')).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(cancelRegistration(ctx, hers)).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(confirmName(ctx, hers)).rejects.toMatchObject({ code: 'page.not_found' });
    }
    await expect(getRegistrationFor(holder(mine), 'not-an-id', 'view')).rejects.toMatchObject({ code: 'page.not_found' });
  });

  it('learns why she cannot cancel any more', async () => {
    const { registrationId: id } = await register(guest(), eventId, registrationForm(), null);
    at.clock.set(new Date('2026-05-25T08:00:00Z'));
    await expect(cancelRegistration(holder(id), id)).rejects.toMatchObject({ code: 'registration.not_possible_event_over', status: 409 });
  });
});

it('costs the same number of statements for the first and for the hundredth', async () => {
  const measure = (n: number) => countQueries(() => register(guest(), eventId, registrationForm({ email: `s${n}@example.kz` }), `s${n}`));
  await measure(0);
  const first = await measure(1);
  for (let i = 2; i < 30; i++) await register(guest(), eventId, registrationForm({ email: `s${i}@example.kz` }), null);
  expect(await measure(99)).toBe(first);
  expect(first).toBeLessThanOrEqual(22);
});
