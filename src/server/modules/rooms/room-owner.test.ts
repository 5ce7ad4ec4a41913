import { describe, expect, it } from 'vitest';
import { newId } from '#server/platform/ids.ts';
import { account, testInstallation, visitor } from '#server/testing/installation.ts';
import { listRoomOwners, registerRoomOwner } from './index.ts';
import { linkHolder, makeMeeting, testOwner } from './rooms.factory.ts';
import { ownerOf } from './room-owner.ts';

const at = testInstallation();

describe('every module that owns rooms', () => {
  it('is registered under its own name', () => {
    registerRoomOwner(testOwner);
    const owners = listRoomOwners();
    expect(owners.map((owner) => owner.ownerType)).toContain('seminar_session');
    for (const owner of owners) expect(ownerOf(owner.ownerType)).toBe(owner);
    expect(() => ownerOf('nobody.nothing')).toThrow('no module registered');
  });

  it('answers for what does not exist as for what is forbidden', async () => {
    const admin = account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]);
    for (const owner of listRoomOwners()) {
      for (const actor of [visitor, admin, linkHolder(newId()), { ...linkHolder(newId()), purpose: 'collective' } as const]) {
        const ctx = at.ctx(actor);
        const id = newId();
        expect(await owner.abilitiesFor(ctx, id)).toBeNull();
        expect(await owner.attendeeOf(ctx, id)).toBeNull();
        expect(await owner.contactsOf(ctx, id)).toEqual([]);
        expect(await owner.agendaOf(ctx, id)).toEqual([]);
        expect((await owner.places.back(ctx, id)).path).toMatch(/^\/[a-z]/);
        expect((await owner.places.manage(ctx, id)).path).toMatch(/^\/manage\//);
      }
    }
  });

  it('keeps its rooms inside their network', async () => {
    const meeting = await makeMeeting(at.system());
    const everywhere = account([{ role: 'network_admin', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null }]);
    expect(await testOwner.abilitiesFor(at.ctx(everywhere, at.otherNetworkId), meeting.ownerId)).toBeNull();
  });
});
