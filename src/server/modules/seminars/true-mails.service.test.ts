import { beforeEach, describe, expect, it } from 'vitest';
import { findLinkFor, readLink } from '#server/modules/access/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { testInstallation, visitor } from '#server/testing/installation.ts';
import { changeListedName } from './collective-members.service.ts';
import { cancelCollective, registerCollective } from './collectives.service.ts';
import { listMembers } from './collectives.queries.ts';
import { cancelEvent } from './event-life.service.ts';
import { eraseCollective, exportListData } from './personal-data.service.ts';
import { collectiveForm, registrationForm } from './registrations.factory.ts';
import { changeRegistration, register } from './registrations.service.ts';
import { publishedEvent } from './seminars.factory.ts';

const at = testInstallation();
const guest = () => at.ctx(visitor);
const link = (purpose: string, id: string) => at.ctx({ kind: 'link', linkId: id, purpose, subjectId: id } satisfies Actor);
const mailsOf = (subjectId: string) =>
  at.platform.db.selectFrom('platform.mail_message').select(['id', 'template', 'to_address as to']).where('subject_id', '=', subjectId).orderBy('created_at').orderBy('id').execute();
const rendered = async (subjectId: string) => {
  const found = [];
  for (const { id, to, template } of await mailsOf(subjectId)) found.push([template.replace('seminars.', ''), to, (await at.platform.mailer.render(id)) !== null]);
  return found;
};

let eventId = '';
beforeEach(async () => {
  at.clock.set(new Date('2026-05-18T04:00:00Z'));
  ({ eventId } = await publishedEvent(at.ctx(), at.organisationId));
});

describe('a mail that waits to be sent', () => {
  it('is not made for an address that its person has left, since it would carry her new link', async () => {
    const { registrationId: id } = await register(guest(), eventId, registrationForm({ email: 'wrong@example.kz' }), null);
    const { version } = await at.platform.db.selectFrom('seminars.registration').select('version').where('id', '=', id).executeTakeFirstOrThrow();
    await changeRegistration(link('registration', id), id, { ...registrationForm({ email: 'right@example.kz' }), mailLocale: 'kk', version });
    expect(await rendered(id)).toEqual([
      ['registration_confirmed', 'wrong@example.kz', false],
      ['registration_address_changed', 'right@example.kz', true],
    ]);
  });

  it('invites nobody to an event that was called off meanwhile', async () => {
    const { registrationId: id } = await register(guest(), eventId, registrationForm(), null);
    const { collectiveId } = await registerCollective(guest(), eventId, collectiveForm(['Касымова Айгуль']), null);
    expect([(await rendered(id)).map(([, , made]) => made), (await rendered(collectiveId)).map(([, , made]) => made)]).toEqual([[true], [true]]);
    await cancelEvent(at.ctx(), eventId, { reason: 'Сел свет' });
    expect([(await rendered(id)).map(([, , made]) => made), (await rendered(collectiveId)).map(([, , made]) => made)]).toEqual([[false], [false]]);
  });

  it('reaches the contact person of a list for which no place was left', async () => {
    const full = await publishedEvent(at.ctx(), at.organisationId, { capacity: 1 });
    await register(guest(), full.eventId, registrationForm(), null);
    const { collectiveId } = await registerCollective(guest(), full.eventId, collectiveForm(['Касымова Айгуль'], { contactEmail: 'room@example.kz' }), null);
    expect(await rendered(collectiveId)).toEqual([['collective_waiting', 'room@example.kz', true]]);
  });
});

describe('an address on a list', () => {
  it('that is corrected takes the link from the old mailbox and brings a new one to the right', async () => {
    const { collectiveId } = await registerCollective(guest(), eventId, collectiveForm(['Каримова Сауле saule@exmaple.kz']), null);
    const [member] = await listMembers(at.system(), collectiveId);
    const id = member?.id ?? '';
    const old = await findLinkFor(at.system(), 'registration', id);
    await changeListedName(link('collective', collectiveId), collectiveId, id, { name: 'Каримова Сауле', position: '', email: 'saule@example.kz', certificateLocale: 'kk', version: member?.version ?? 0 });
    await expect(readLink(guest(), old?.token ?? '')).rejects.toMatchObject({ code: 'link.invalid' });
    expect(await rendered(id)).toEqual([
      ['registration_confirmed', 'saule@exmaple.kz', false],
      ['registration_listed', 'saule@example.kz', true],
    ]);
  });
});

describe('a list that was cancelled before it is erased', () => {
  it('is given out whole, and loses every name and address', async () => {
    const { collectiveId } = await registerCollective(guest(), eventId, collectiveForm(['Касымова Айгуль', 'Каримова Сауле saule@example.kz']), null);
    await cancelCollective(link('collective', collectiveId), collectiveId);
    expect(await exportListData(link('collective', collectiveId), collectiveId)).toMatchObject({ names: [{ state: 'cancelled' }, { email: 'saule@example.kz' }] });
    await eraseCollective(link('collective', collectiveId), collectiveId);
    const left = await at.platform.db.selectFrom('seminars.registration').select(['name', 'email', 'erased_at']).where('collective_id', '=', collectiveId).execute();
    expect(left.map(({ name, email, erased_at }) => [name, email, erased_at !== null])).toEqual([
      ['', null, true],
      ['', null, true],
    ]);
  });
});
