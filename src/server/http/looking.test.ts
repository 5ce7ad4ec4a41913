import { describe, expect, it } from 'vitest';
import type { Actor } from '#server/platform/context.ts';
import { account, visitor } from '#server/testing/installation.ts';
import { isRefusedWhileLooking } from './looking.ts';

const looking: Actor = { kind: 'account', accountId: 'a', name: 'Әсел', email: 'a@example.kz', grants: [], viewedBy: { accountId: 'b', name: 'Ержан', until: new Date() } };
const refused = (actor: Actor, method: string, address: string) => {
  const [path = '', query] = address.split('?');
  return isRefusedWhileLooking({ actor, path }, method, query === undefined ? '' : `?${query}`);
};

describe('whoever looks as somebody else', () => {
  it.each([
    ['GET', '/my-day', false],
    ['HEAD', '/manage/seminars', false],
    ['POST', '/account/looking?/stop', false],
    ['POST', '/account/looking', true],
    ['POST', '/account/looking?/stop&/other', true],
    ['DELETE', '/account/looking?/stop', true],
    ['POST', '/account?/sign_out', true],
    ['POST', '/sign-in?/password', true],
    ['POST', '/manage/seminars/new', true],
    ['POST', '/rooms/r/beat', true],
    ['PUT', '/anything', true],
    // Refused there, in the words of the API.
    ['POST', '/api/v1/manage/seminars', false],
  ])('%s %s: refused %s', (method, address, expected) => expect(refused(looking, method, address)).toBe(expected));

  it('is the only one who is refused', () => {
    for (const actor of [visitor, account([])]) expect(refused(actor, 'POST', '/manage/seminars/new')).toBe(false);
  });
});
