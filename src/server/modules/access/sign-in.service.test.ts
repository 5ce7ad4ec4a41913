import { describe, expect, it } from 'vitest';
import { testInstallation, visitor } from '#server/testing/installation.ts';
import { createAccount, grantRole, readSession, requestSignInLink, signInWithLink as byLink, signInWithPassword as byPassword, signOutEverywhere } from './index.ts';
import { findLinkFor } from './links.service.ts';

const at = testInstallation();

/** No account here has a second step. */
const signInWithPassword = async (...given: Parameters<typeof byPassword>) => (await byPassword(...given)).cookie ?? '';
const signInWithLink = async (...given: Parameters<typeof byLink>) => (await byLink(...given)).cookie ?? '';

async function newAccount(email: string) {
  return createAccount(at.system(), { email, name: 'Әсел Нұрғали', password: 'алты сөзден құпия', verified: true });
}

describe('signing in with a password', () => {
  it('opens a session that carries the roles of the account', async () => {
    const accountId = await newAccount('asel@example.kz');
    await grantRole(at.system(), { accountId, role: 'coordinator', scopeKind: 'organisation', scopeId: at.organisationId });
    const cookie = await signInWithPassword(at.ctx(visitor), { email: ' ASEL@example.kz ', password: 'алты сөзден құпия', source: '10.0.0.1' });
    const session = await readSession(at.platform, cookie);
    expect(session?.actor).toEqual({
      kind: 'account',
      accountId,
      name: 'Әсел Нұрғали',
      email: 'asel@example.kz',
      sessionId: session?.sessionId,
      grants: [{ role: 'coordinator', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }],
    });
  });

  it('answers an unknown address and a wrong password with the same error', async () => {
    await newAccount('saule@example.kz');
    const refusals = await Promise.all(
      ['saule@example.kz', 'nobody@example.kz'].map((email) =>
        signInWithPassword(at.ctx(visitor), { email, password: 'қате құпиясөз', source: '10.0.0.2' }).catch((e: { code: string }) => e.code),
      ),
    );
    expect(refusals).toEqual(['sign_in.wrong', 'sign_in.wrong']);
  });

  it('stops guessing from one source and still lets the owner in from another', async () => {
    await newAccount('dana@example.kz');
    const codes: string[] = [];
    for (let i = 0; i < 10; i++) {
      codes.push(await signInWithPassword(at.ctx(visitor), { email: 'dana@example.kz', password: `try-number-${i}`, source: '10.0.0.3' }).catch((e: { code: string }) => e.code));
    }
    expect(codes).toEqual([...Array<string>(8).fill('sign_in.wrong'), 'request.too_many', 'request.too_many']);
    const cookie = await signInWithPassword(at.ctx(visitor), { email: 'dana@example.kz', password: 'алты сөзден құпия', source: '10.0.0.4' });
    expect(await readSession(at.platform, cookie)).not.toBeNull();
  });

  it('counts one subscriber’s net of version 6 as one source, whatever address of it is taken', async () => {
    await newAccount('net@example.kz');
    const codes: string[] = [];
    for (let i = 0; i < 9; i++) {
      codes.push(await signInWithPassword(at.ctx(visitor), { email: 'net@example.kz', password: `try-number-${i}`, source: `2a02:6b8:c0de:7::${i.toString(16)}${i}` }).catch((e: { code: string }) => e.code));
    }
    expect(codes.at(-1)).toBe('request.too_many');
    const cookie = await signInWithPassword(at.ctx(visitor), { email: 'net@example.kz', password: 'алты сөзден құпия', source: '2a02:6b8:c0de:8::1' });
    expect(await readSession(at.platform, cookie)).not.toBeNull();
  });

  it('refuses a cookie whose signature was changed', async () => {
    await newAccount('forged@example.kz');
    const cookie = await signInWithPassword(at.ctx(visitor), { email: 'forged@example.kz', password: 'алты сөзден құпия', source: '10.0.0.5' });
    expect(await readSession(at.platform, `${cookie.slice(0, -2)}xx`)).toBeNull();
    expect(await readSession(at.platform, undefined)).toBeNull();
  });
});

describe('a thousand tries from one source', () => {
  it('are hashed eight times, wait longer and longer, and do not keep the owner out', async () => {
    const email = 'besieged@example.kz';
    await newAccount(email);
    const wrong = (source: string) => signInWithPassword(at.ctx(visitor), { email, password: 'қате құпиясөз', source }).then(() => 'in', (e: { code: string; params: { seconds?: number } }) => e);
    const begun = performance.now();
    const waits: (number | undefined)[] = [];
    let hashed = 0;
    // Forty at a time, as a program would: no more of them pass than one after another.
    for (let i = 0; i < 25; i++) {
      for (const answer of await Promise.all(Array.from({ length: 40 }, () => wrong('10.6.6.6')))) {
        if (typeof answer === 'string') throw new Error('a wrong password was taken');
        if (answer.code === 'sign_in.wrong') hashed++;
        else waits.push(answer.params.seconds);
      }
    }
    expect(hashed).toBe(8);
    expect(waits).toHaveLength(992);
    expect(Math.max(...waits.map((wait) => wait ?? 0))).toBe(600);
    expect(performance.now() - begun).toBeLessThan(60_000);
    expect(await readSession(at.platform, await signInWithPassword(at.ctx(visitor), { email, password: 'алты сөзден құпия', source: '10.0.0.20' }))).not.toBeNull();
    // The owner's coming in from elsewhere opens nothing to the stranger.
    const again = async () => {
      const answer = await wrong('10.6.6.6');
      return typeof answer === 'string' ? answer : [answer.code, answer.params.seconds];
    };
    expect(await again()).toMatchObject(['request.too_many', 600]);
    for (const minutes of [10, 20, 40]) {
      at.clock.advance(minutes * 60_000);
      expect(await again()).toMatchObject(['sign_in.wrong', undefined]);
      expect(await again()).toMatchObject(['request.too_many', minutes * 2 * 60]);
    }
    at.clock.advance(25 * 3600_000);
    for (let i = 0; i < 2; i++) expect(await again()).toMatchObject(['sign_in.wrong', undefined]);
  }, 120_000);
});

describe('signing in with a link', () => {
  it('works once', async () => {
    const accountId = await newAccount('link@example.kz');
    await requestSignInLink(at.ctx(visitor), { email: 'link@example.kz', source: '10.0.0.6' });
    const link = await findLinkFor(at.system(), 'sign_in', accountId);
    const cookie = await signInWithLink(at.ctx(visitor), { token: link?.token ?? '', source: '10.0.0.6' });
    expect((await readSession(at.platform, cookie))?.actor.accountId).toBe(accountId);
    await expect(signInWithLink(at.ctx(visitor), { token: link?.token ?? '', source: '10.0.0.6' })).rejects.toMatchObject({ code: 'link.used' });
  });

  it('dies after twenty minutes', async () => {
    const accountId = await newAccount('late@example.kz');
    await requestSignInLink(at.ctx(visitor), { email: 'late@example.kz', source: '10.0.0.7' });
    const link = await findLinkFor(at.system(), 'sign_in', accountId);
    at.clock.advance(20 * 60_000);
    await expect(signInWithLink(at.ctx(visitor), { token: link?.token ?? '', source: '10.0.0.7' })).rejects.toMatchObject({ code: 'link.expired' });
  });

  it('says nothing about addresses without an account and sends nothing to them', async () => {
    await requestSignInLink(at.ctx(visitor), { email: 'ghost@example.kz', source: '10.0.0.8' });
    const mails = await at.platform.db.selectFrom('platform.mail_message').select('id').where('to_address', '=', 'ghost@example.kz').execute();
    expect(mails).toEqual([]);
  });
});

describe('signing out everywhere', () => {
  it('ends every session of the account and no other', async () => {
    await newAccount('many@example.kz');
    await newAccount('other@example.kz');
    const sign = (email: string) => signInWithPassword(at.ctx(visitor), { email, password: 'алты сөзден құпия', source: '10.0.0.9' });
    const [first, second, other] = [await sign('many@example.kz'), await sign('many@example.kz'), await sign('other@example.kz')];
    const session = await readSession(at.platform, first);
    expect(await signOutEverywhere(at.ctx(session?.actor))).toBe(2);
    expect(await readSession(at.platform, first)).toBeNull();
    expect(await readSession(at.platform, second)).toBeNull();
    expect(await readSession(at.platform, other)).not.toBeNull();
  });
});

describe('the session look-up', () => {
  it('costs at most one millisecond at the median', async () => {
    await newAccount('fast@example.kz');
    const cookie = await signInWithPassword(at.ctx(visitor), { email: 'fast@example.kz', password: 'алты сөзден құпия', source: '10.0.0.10' });
    const times: number[] = [];
    for (let i = 0; i < 300; i++) {
      const begun = performance.now();
      await readSession(at.platform, cookie);
      times.push(performance.now() - begun);
    }
    times.sort((a, b) => a - b);
    expect(times[150]).toBeLessThanOrEqual(1);
  });
});
