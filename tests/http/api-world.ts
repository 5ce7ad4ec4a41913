import { writeSetting } from '#server/platform/settings.ts';
import { inTransaction } from '#server/platform/context.ts';
import { issueCredential, type NewIssue } from '#server/modules/credentials/index.ts';
import { newIssue } from '#server/modules/credentials/credentials.factory.ts';
import { listRoomsFor } from '#server/modules/rooms/index.ts';
import { openLinkOf, register, ROOM_OWNER } from '#server/modules/seminars/index.ts';
import { publishedEvent } from '#server/modules/seminars/seminars.factory.ts';
import { registrationForm } from '#server/modules/seminars/registrations.factory.ts';
import { addGuests, holdSession } from '#server/testing/event-people.ts';
import { account, TEST_NOW } from '#server/testing/installation.ts';
import { randomToken } from '#server/platform/ids.ts';
import type { Caller, Served } from './served.ts';

/** Who may be asked to do what, beside the visitor. */
export interface World {
  served: Served;
  coordinator: Caller;
  /** Each without the right to organise anything in this network. */
  strangers: Caller[];
  inspector: Caller;
  /** A published event of its own, to be changed at will. */
  event(change?: Parameters<typeof publishedEvent>[2]): ReturnType<typeof publishedEvent>;
  /** A registration for an event, with its personal link. */
  registration(eventId: string, change?: Parameters<typeof registrationForm>[0]): Promise<{ id: string; holder: Caller }>;
  /** An event whose only session has been held, with one person who stayed and one who did not. */
  held(stayed?: { confirmed: boolean }): Promise<{ eventId: string; roomId: string; stayed: string; left: string }>;
  certificate(change?: Partial<NewIssue>): Promise<{ id: string; number: string; code: string }>;
  /** The room of a session. */
  roomOf(sessionId: string): Promise<string>;
}

export async function makeWorld(served: Served): Promise<World> {
  const system = served.system();
  await writeSetting(served.platform.db, 'public_address', 'https://sheberlik.example.kz', TEST_NOW);
  await writeSetting(served.platform.db, 'public_address_checked_at', TEST_NOW.toISOString(), TEST_NOW);
  const here = { scopeKind: 'organisation', scopeId: served.organisationId } as const;
  const there = { scopeKind: 'organisation', scopeId: served.otherOrganisationId } as const;
  const coordinator = await served.account('a coordinator', { role: 'coordinator', ...here });
  const foreign = await served.account('a coordinator of another network at its own address', { role: 'coordinator', ...there }, served.otherNetworkId);
  const foreignAdmin = await served.account('a network administrator of another network at its own address', { role: 'network_admin', scopeKind: 'network', scopeId: null }, served.otherNetworkId);
  const roomOf = async (sessionId: string) => (await listRoomsFor(system, ROOM_OWNER, [sessionId]))[0]?.id ?? '';
  return {
    served,
    coordinator,
    inspector: await served.account('an inspector', { role: 'inspector', scopeKind: 'network', scopeId: null }),
    strangers: [
      { name: 'a visitor', at: '/ru' },
      await served.account('an account without a role'),
      { ...foreign, name: 'a coordinator of another network at this address', at: '/ru' },
      foreign,
      { ...foreignAdmin, name: 'a network administrator of another network at this address', at: '/ru' },
      foreignAdmin,
    ],
    roomOf,
    event: (change) => publishedEvent(system, served.organisationId, change),
    registration: async (eventId, change) => {
      const visitor = served.ctx({ kind: 'visitor' });
      const { registrationId } = await register(visitor, eventId, registrationForm(change), randomToken());
      const link = await openLinkOf(system, 'registration', registrationId);
      return { id: registrationId, holder: { name: 'the holder of the link', link: link?.token ?? '', at: '/ru' } };
    },
    held: async (stays) => {
      served.clock.set(TEST_NOW);
      const { eventId, sessionId } = await publishedEvent(system, served.organisationId);
      const [stayed = '', left = ''] = await addGuests(system, eventId, [sessionId], [{ name: 'Абаева Гүлнәр', ...stays }, { name: 'Громова Ольга', country: 'RU' }]);
      await holdSession(served.ctx(account([{ role: 'network_admin', networkId: served.networkId, scopeKind: 'network', scopeId: null }])), served.clock, sessionId, new Date('2026-05-25T05:00:00Z'), 100, [
        { id: stayed, minutes: 95 },
        { id: left, minutes: 10 },
      ]);
      return { eventId, roomId: await roomOf(sessionId), stayed, left };
    },
    certificate: async (change) => {
      const made = await inTransaction(system, (tx) => issueCredential(tx, newIssue(served.organisationId, { mailAddress: 'anna@example.kz', ...change })));
      return { id: made.issueId, number: made.number, code: made.checkCode };
    },
  };
}
