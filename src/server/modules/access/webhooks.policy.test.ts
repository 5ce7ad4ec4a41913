import { describe, expect, it } from 'vitest';
import { account, visitor } from '#server/testing/installation.ts';
import { givesUp, managesWebhooks, MOST_TRIES, nextTry } from './webhooks.policy.ts';

const here = 'n1';
const as = (role: 'network_admin' | 'system_admin' | 'coordinator' | 'head' | 'inspector', networkId: string, scopeKind: 'installation' | 'network' | 'organisation') =>
  account([{ role, networkId, scopeKind, scopeId: scopeKind === 'organisation' ? 'o1' : null }]);

describe('who manages webhooks', () => {
  it.each([
    ['an administrator of the network', as('network_admin', here, 'network'), true],
    ['an administrator of the installation', as('system_admin', '', 'installation'), true],
    ['an administrator of another network', as('network_admin', 'n2', 'network'), false],
    ['a coordinator of the whole network', as('coordinator', here, 'network'), false],
    ['an administrator of one organisation only', as('network_admin', here, 'organisation'), false],
    ['a head', as('head', here, 'organisation'), false],
    ['an inspector', as('inspector', here, 'network'), false],
    ['a visitor', visitor, false],
  ])('%s', (_, actor, may) => {
    expect(managesWebhooks(actor, here)).toBe(may);
  });
});

describe('trying again', () => {
  it('is done six times within a day', () => {
    const begin = new Date('2026-05-18T00:00:00Z');
    let at: Date | null = begin;
    const times: number[] = [];
    for (let tries = 1; at; tries++) {
      times.push((at.getTime() - begin.getTime()) / 60_000);
      at = nextTry(tries, at);
    }
    expect(times).toEqual([0, 1, 11, 71, 371, 1451]);
    expect(times).toHaveLength(MOST_TRIES);
  });

  it.each([
    ['one message failed for good, others arrive', { status: 500, isLast: true, failingSince: new Date('2026-05-17T22:00:00Z') }, false],
    ['nothing arrived for a day', { status: null, isLast: true, failingSince: new Date('2026-05-17T00:00:00Z') }, true],
    ['nothing arrived for a day, but there are tries left', { status: null, isLast: false, failingSince: new Date('2026-05-17T00:00:00Z') }, false],
    ['the address says that it is gone', { status: 410, isLast: false, failingSince: null }, true],
  ])('%s', (_, answer, gives) => {
    expect(givesUp({ ...answer, now: new Date('2026-05-18T00:00:00Z') })).toBe(gives);
  });
});
