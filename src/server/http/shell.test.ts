import { describe, expect, it } from 'vitest';
import type { Actor, Grant } from '#server/platform/context.ts';
import { account, testInstallation, visitor } from '#server/testing/installation.ts';
import type { RequestLocals } from './request.ts';
import { shellOf } from './shell.ts';

const at = testInstallation();
const shown = async (actor: Actor, networkId: string) => {
  const ctx = at.ctx(actor, networkId);
  const locals: RequestLocals = { platform: at.platform, ctx, actor, locale: 'ru', network: null, networkPrefix: null, source: '', userAgent: null, path: '/', place: { networkId } };
  return (await shellOf(locals)).networks;
};
const here = (): Grant => ({ role: 'coordinator', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId });
const there = (): Grant => ({ role: 'inspector', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null });
const MINSK = { name: 'Библиотеки: minsk', prefix: 'minsk' };
const PAVLODAR = { name: 'Библиотеки: pavlodar', prefix: null };

describe('the way from one network to another', () => {
  it('is shown to who holds a role in both, and leads to the other', async () => {
    expect(await shown(account([here(), there()]), at.networkId)).toEqual([MINSK]);
    expect(await shown(account([here(), there()]), at.otherNetworkId)).toEqual([PAVLODAR]);
    expect(await shown(account([{ role: 'system_admin', networkId: '', scopeKind: 'installation', scopeId: null }]), at.networkId)).toEqual([MINSK]);
  });

  it('is not shown to others, nor to who only looks as somebody', async () => {
    expect(await shown(account([here()]), at.networkId)).toEqual([]);
    expect(await shown(visitor, at.networkId)).toEqual([]);
    const looking = { ...(account([here(), there()]) as Extract<Actor, { kind: 'account' }>), viewedBy: { accountId: 'b', name: 'Ержан', until: new Date() } };
    expect(await shown(looking, at.networkId)).toEqual([]);
  });
});
