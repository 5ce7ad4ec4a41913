import { describe, expect, it } from 'vitest';
import { createAccount, grantRole, openSession, SESSION_COOKIE, signOut } from '#server/modules/access/index.ts';
import { testInstallation } from '#server/testing/installation.ts';
import { announceCode, beginSession, enterCode, openDesk, recordHeartbeat } from './index.ts';
import { addPerson, linkHolder, makeMeeting, onTestDay } from './rooms.factory.ts';

const at = testInstallation();

async function signedIn(email: string, role: 'network_admin' | 'specialist', networkId = at.networkId): Promise<string> {
  const accountId = await createAccount(at.system(), { email, name: 'Айгүл Жұмабекова', password: 'алты сөзден құпия', verified: true });
  await grantRole(at.system(networkId), { accountId, role, scopeKind: 'network', scopeId: null });
  return openSession(at.platform, accountId);
}
const ask = (roomId: string, cookie?: string) => openDesk(at.platform, { id: roomId, cookies: cookie ? { [SESSION_COOKIE]: cookie } : {}, source: '10.0.0.1' });

describe('the stream of a desk', () => {
  it('begins with the numbers of the moment', async () => {
    const meeting = await makeMeeting(at.system());
    const asel = await addPerson(at.system(), meeting, { name: 'Әсел Нұрғали' });
    await addPerson(at.system(), meeting, { name: 'Анна Лукашевіч', country: 'BY' });
    at.clock.set(onTestDay('05:00:00'));
    await beginSession(at.system(), meeting.roomId);
    const { code } = await announceCode(at.system(), meeting.roomId);
    const self = { roomId: meeting.roomId, subjectType: 'registration', subjectId: asel };
    await recordHeartbeat(at.ctx(linkHolder(asel)), { ...self, deviceId: 'device-one' });
    await enterCode(at.ctx(linkHolder(asel)), { ...self, code });
    const desk = await ask(meeting.roomId, await signedIn('admin@example.kz', 'network_admin'));
    expect(desk).toMatchObject({
      topic: `desk:${meeting.roomId}`,
      source: '10.0.0.1',
      first: { here: 1, present: 1, admitted: 2, here_KZ: 1, here_BY: 0, admitted_BY: 1, present_KZ: 1, entered_1: 1 },
    });
    expect(JSON.stringify(desk?.first)).not.toContain(code);
  });

  it('is nothing for strangers, for other networks and for rooms that do not exist', async () => {
    const meeting = await makeMeeting(at.system());
    expect(await ask(meeting.roomId)).toBeNull();
    expect(await ask(meeting.roomId, 'forged')).toBeNull();
    expect(await ask(meeting.roomId, await signedIn('specialist@example.kz', 'specialist'))).toBeNull();
    expect(await ask(meeting.roomId, await signedIn('minsk@example.by', 'network_admin', at.otherNetworkId))).toBeNull();
    expect(await ask('nonsense', await signedIn('again@example.kz', 'network_admin'))).toBeNull();
  });

  it('ends with the session of who listens', async () => {
    const meeting = await makeMeeting(at.system());
    const cookie = await signedIn('leaving@example.kz', 'network_admin');
    const desk = await ask(meeting.roomId, cookie);
    expect(await desk?.still()).toBe(true);
    await signOut(at.platform, cookie);
    expect(await desk?.still()).toBe(false);
  });
});
