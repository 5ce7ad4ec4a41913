import { beforeAll, describe, expect, it } from 'vitest';
import { createOrganisation, searchFor } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { eraseRegistration } from './personal-data.service.ts';
import { registrationForm } from './registrations.factory.ts';
import { register } from './registrations.service.ts';
import { createEvent } from './events.service.ts';
import { eventForm, publishedEvent } from './seminars.factory.ts';

const at = testInstallation();
let eventId = '';
let registrationId = '';
let district = '';

const found = async (ctx: Ctx, typed: string, kind: string) => ((await searchFor(ctx, typed)).others.find(({ id }) => id === kind)?.lines ?? []).map(({ title }) => title);
const events = (ctx: Ctx, typed: string) => found(ctx, typed, 'seminars.events');
const participants = (ctx: Ctx, typed: string) => found(ctx, typed, 'seminars.participants');
const role = (name: string, scopeKind: 'network' | 'organisation' | 'event', scopeId: string | null) => at.ctx(account([{ role: name, networkId: at.networkId, scopeKind, scopeId }]), at.networkId, 'ru');
const elsewhere = () => at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId);

beforeAll(async () => {
  at.clock.set(new Date('2026-05-18T04:00:00Z'));
  district = await createOrganisation(at.system(), { parentId: at.organisationId, kind: 'library', code: 'AKS', name: localized('ru', 'Районная библиотека'), country: 'KZ', timeZone: 'Asia/Almaty' });
  eventId = (await publishedEvent(at.ctx(), at.organisationId, { title: localized({ ru: 'Краеведческие чтения', kk: 'Өлкетану оқулары' }) })).eventId;
  await createEvent(at.ctx(), 'ru', eventForm(at.organisationId, { title: localized('ru', 'Краеведческий черновик') }));
  registrationId = (await register(at.ctx(visitor), eventId, registrationForm({ name: 'Қасымова Айгүл', organisation: 'Ақсу кітапханасы', email: 'aigul@example.kz' }), null)).registrationId;
});

describe('what the search finds of seminars', () => {
  it('finds events by a title in any of its languages, mistyped and in any script', async () => {
    for (const typed of ['Краеведческие', 'kraevedcheskie', 'краеведчские чтения', 'Өлкетану', 'olketanu']) expect(await events(role('specialist', 'organisation', district), typed), typed).toEqual(['Краеведческие чтения']);
    expect(await events(role('specialist', 'organisation', district), 'Палеонтология')).toEqual([]);
  });

  it('shows drafts to those who prepare them only', async () => {
    expect(await events(at.ctx(undefined, undefined, 'ru'), 'Краеведческий черновик')).toContain('Краеведческий черновик');
    expect(await events(role('coordinator', 'organisation', district), 'Краеведческий черновик')).not.toContain('Краеведческий черновик');
    expect(await events(role('specialist', 'organisation', district), 'черновик')).toEqual([]);
  });

  it('finds participants for organisers and moderators of the event, in any script and by address, and for nobody else', async () => {
    for (const typed of ['Касымова', 'Kasymova Aigul', 'Қасмова', 'AIGUL@example.kz', 'Аксу']) expect(await participants(at.ctx(), typed), typed).toEqual(['Қасымова Айгүл']);
    expect(await participants(role('moderator', 'event', eventId), 'Касымова')).toEqual(['Қасымова Айгүл']);
    for (const typed of ['aigul@example.kz', 'aigul@example', 'example.kz']) expect(await participants(role('moderator', 'event', eventId), typed), typed).toEqual([]);
    for (const other of [role('coordinator', 'organisation', district), role('methodist', 'network', null), role('speaker', 'event', eventId), role('head', 'organisation', at.organisationId)]) {
      expect(await participants(other, 'Касымова')).toEqual([]);
    }
    expect(await participants(elsewhere(), 'Касымова')).toEqual([]);
    expect(await events(elsewhere(), 'Краеведческие')).toEqual([]);
  });

  it('leads to a page that opens', async () => {
    const [group] = (await searchFor(at.ctx(), 'Касымова')).others;
    expect(group?.lines[0]?.path).toBe(`/manage/seminars/${eventId}/registrations/${registrationId}`);
  });

  it('looks for nothing of which only two letters were typed, and forgets who was erased', async () => {
    expect((await searchFor(at.ctx(), 'Ка')).others).toEqual([]);
    await eraseRegistration(at.ctx(), registrationId);
    expect(await participants(at.ctx(), 'Касымова')).toEqual([]);
  });
});
