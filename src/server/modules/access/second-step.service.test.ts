import { describe, expect, it } from 'vitest';
import type { Actor, Grant } from '#server/platform/context.ts';
import { account, testInstallation, visitor } from '#server/testing/installation.ts';
import {
  beginSecondStep,
  confirmSetup,
  createAccount,
  grantRole,
  openSession,
  ownJournal,
  ownSecondStep,
  readSession,
  renewRecoveryCodes,
  requestSignInLink,
  resetSecondStep,
  secondStepSetup,
  signInWithCode,
  signInWithLink,
  signInWithPassword,
  switchOffSecondStep,
} from './index.ts';
import { findLinkFor } from './links.service.ts';
import { codeOf, stepOf } from './totp.ts';

const at = testInstallation();
const PASSWORD = 'алты сөзден құпия';
const SOURCE = '10.0.0.1';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(text: string): Buffer {
  const bits = [...text.replaceAll(' ', '')].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** Somebody with a second step, her authenticator and the codes on her paper. */
async function person(email: string, grants: Omit<Grant, 'networkId'>[] = []) {
  const accountId = await createAccount(at.system(), { email, name: 'Әсел Нұрғали', password: PASSWORD, verified: true });
  for (const grant of grants) await grantRole(at.system(), { accountId, ...grant, role: grant.role as 'coordinator' });
  const session = await readSession(at.platform, await openSession(at.platform, accountId));
  const me = at.ctx(session?.actor);
  await beginSecondStep(me);
  const secret = fromBase32((await secondStepSetup(me)).secret);
  const code = (seconds = 0) => codeOf(secret, stepOf(new Date(at.clock.now().getTime() + seconds * 1000)));
  const papers = await confirmSetup(me, code(), SOURCE);
  at.clock.advance(60_000);
  const first = async (source = SOURCE) => (await signInWithPassword(at.ctx(visitor), { email, password: PASSWORD, source })).pending ?? '';
  const second = (pending: string, typed: string, source = SOURCE) => signInWithCode(at.ctx(visitor), { pending, code: typed, source });
  return { accountId, me, code, papers, first, second };
}
const actsOf = async (subjectId: string) =>
  (await at.platform.db.selectFrom('platform.audit_entry').select('act').where('subject_id', '=', subjectId).orderBy('id').execute()).map(({ act }) => act);
const mailsOf = async (subjectId: string) =>
  (await at.platform.db.selectFrom('platform.mail_message').select('template').where('subject_id', '=', subjectId).orderBy('id').execute()).map(({ template }) => template);
const codeOfError = (error: { code: string }) => error.code;

describe('setting up the second step', () => {
  it('asks nothing at the door until a code was confirmed, and shows the secret no longer after', async () => {
    const email = 'begun@example.kz';
    const accountId = await createAccount(at.system(), { email, name: 'Сәуле', password: PASSWORD, verified: true });
    const me = at.ctx((await readSession(at.platform, await openSession(at.platform, accountId)))?.actor);
    await expect(secondStepSetup(me)).rejects.toMatchObject({ status: 404 });
    await beginSecondStep(me);
    const { secret, uri, svg } = await secondStepSetup(me);
    expect(uri).toContain(`secret=${secret.replaceAll(' ', '')}`);
    expect(svg).toMatch(/^<svg/);
    expect((await signInWithPassword(at.ctx(visitor), { email, password: PASSWORD, source: SOURCE })).cookie).toBeDefined();
    await expect(confirmSetup(me, '000000', SOURCE)).rejects.toMatchObject({ problems: [{ field: 'code', code: 'second_step.wrong' }] });
    const codes = await confirmSetup(me, codeOf(fromBase32(secret), stepOf(at.clock.now())), SOURCE);
    expect(codes).toHaveLength(10);
    expect(codes[0]).toMatch(/^([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}$/);
    await expect(secondStepSetup(me)).rejects.toMatchObject({ status: 404 });
    await expect(beginSecondStep(me)).rejects.toMatchObject({ code: 'second_step.on_already' });
    expect(await ownSecondStep(me)).toEqual({ isOn: true, since: at.clock.now(), codesLeft: 10, hasBegun: false });
    expect(await actsOf(accountId)).toEqual(['account.created', 'second_step.switched_on']);
    expect(await mailsOf(accountId)).toEqual(['account.second_step_on']);
  });

  it('keeps the secret sealed and the codes as hashes', async () => {
    const { accountId, papers } = await person('sealed@example.kz');
    const rows = [
      ...(await at.platform.db.selectFrom('access.second_step').selectAll().where('account_id', '=', accountId).execute()),
      ...(await at.platform.db.selectFrom('access.recovery_code').selectAll().where('account_id', '=', accountId).execute()),
    ];
    expect(rows).toHaveLength(11);
    const stored = JSON.stringify(rows);
    for (const code of papers) expect(stored).not.toContain(code.replaceAll('-', ''));
  });
});

describe('the second step at the door', () => {
  it('is asked after the password, and a code opens once', async () => {
    const { accountId, me, code, first, second } = await person('door@example.kz');
    const pending = await first();
    const typed = code();
    const cookie = await second(pending, `${typed.slice(0, 3)} ${typed.slice(3)}`);
    expect((await readSession(at.platform, cookie))?.actor.accountId).toBe(accountId);
    expect(await second(pending, typed).catch(codeOfError)).toBe('input.invalid');
    // A code before the last one used is no better, though it would still be in time.
    expect(await second(await first(), code(-30)).catch(codeOfError)).toBe('input.invalid');
    at.clock.advance(30_000);
    expect(await second(await first(), code())).toBeTruthy();
    const lines = (await ownJournal(me)).map(({ method, outcome }) => `${method} ${outcome}`);
    expect(lines.filter((line) => line === 'code signed_in')).toHaveLength(2);
    expect(lines.filter((line) => line === 'code refused')).toHaveLength(2);
    expect(lines.filter((line) => line === 'password code_asked')).toHaveLength(3);
  });

  it('lets exactly one of two presses at once through', async () => {
    const { code, first, second } = await person('twice@example.kz');
    const pending = await first();
    const typed = code();
    const answers = await Promise.all([second(pending, typed), second(pending, typed)].map((one) => one.then(() => 'in', codeOfError)));
    expect(answers.sort()).toEqual(['in', 'input.invalid']);
  });

  it('is asked after a link, too', async () => {
    const { accountId, code, second } = await person('bylink@example.kz');
    await requestSignInLink(at.ctx(visitor), { email: 'bylink@example.kz', source: SOURCE });
    const link = await findLinkFor(at.system(), 'sign_in', accountId);
    const outcome = await signInWithLink(at.ctx(visitor), { token: link?.token ?? '', source: SOURCE });
    expect(outcome.cookie).toBeUndefined();
    expect(await second(outcome.pending ?? '', code())).toBeTruthy();
  });

  it('takes a recovery code once, as it was typed', async () => {
    const { me, papers, first, second } = await person('paper@example.kz');
    const [paper = ''] = papers;
    expect(await second(await first(), paper.toLowerCase().replaceAll('-', ' '))).toBeTruthy();
    expect(await second(await first(), paper).catch(codeOfError)).toBe('input.invalid');
    expect((await ownSecondStep(me)).codesLeft).toBe(9);
    expect((await ownJournal(me)).map(({ method, outcome }) => `${method} ${outcome}`)).toContain('recovery_code signed_in');
  });

  it('cannot be gone round: a first step that is forged, of another account or too old opens nothing', async () => {
    const { code, first, second } = await person('forged2@example.kz');
    const pending = await first();
    for (const odd of ['', 'x'.repeat(80), `${pending.slice(0, -4)}AAAA`]) expect(await second(odd, code()).catch(codeOfError)).toBe('sign_in.begin_again');
    at.clock.advance(10 * 60_000);
    expect(await second(pending, code()).catch(codeOfError)).toBe('sign_in.begin_again');
    const stranger = await person('stranger2@example.kz');
    expect(await second(await first(), stranger.code()).catch(codeOfError)).toBe('input.invalid');
  });

  it('stops guessing, and lets the owner in from elsewhere', async () => {
    const { code, first, second } = await person('guess2@example.kz');
    const pending = await first('10.0.0.66');
    const codes: string[] = [];
    for (let i = 0; i < 10; i++) codes.push(await second(pending, String(100000 + i), '10.0.0.66').then(() => 'in', codeOfError));
    expect(codes).toEqual([...Array<string>(8).fill('input.invalid'), 'request.too_many', 'request.too_many']);
    expect(await second(await first('10.0.0.67'), code(), '10.0.0.67')).toBeTruthy();
  });
});

describe('switching it off', () => {
  it('asks for the password or a code, and tells the owner', async () => {
    const { accountId, me, code } = await person('off@example.kz');
    await expect(switchOffSecondStep(me, {}, SOURCE)).rejects.toMatchObject({ problems: [{ field: 'code', code: 'field.required' }] });
    await expect(switchOffSecondStep(me, { password: 'wrong' }, SOURCE)).rejects.toMatchObject({ problems: [{ field: 'password', code: 'password.wrong' }] });
    await expect(switchOffSecondStep(me, { code: '123456' }, SOURCE)).rejects.toMatchObject({ problems: [{ field: 'code', code: 'second_step.wrong' }] });
    await switchOffSecondStep(me, { code: code() }, SOURCE);
    expect((await signInWithPassword(at.ctx(visitor), { email: 'off@example.kz', password: PASSWORD, source: SOURCE })).cookie).toBeDefined();
    await expect(switchOffSecondStep(me, { password: PASSWORD }, SOURCE)).rejects.toMatchObject({ status: 404 });
    expect(await actsOf(accountId)).toEqual(['account.created', 'second_step.switched_on', 'second_step.switched_off']);
    expect(await mailsOf(accountId)).toEqual(['account.second_step_on', 'account.second_step_off']);
  });

  it('by the password works as well, and new recovery codes end the old ones', async () => {
    const { me, code, papers, first, second } = await person('renew@example.kz');
    const fresh = await renewRecoveryCodes(me, code(), SOURCE);
    expect(await second(await first(), papers[0] ?? '').catch(codeOfError)).toBe('input.invalid');
    expect(await second(await first(), fresh[0] ?? '')).toBeTruthy();
    await switchOffSecondStep(me, { password: PASSWORD }, SOURCE);
    expect((await ownSecondStep(me)).isOn).toBe(false);
  });
});

describe('an administrator resets it', () => {
  const admin = (): Actor => account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]);

  it('for somebody of the own network, on record and by mail', async () => {
    const { accountId } = await person('lost@example.kz', [{ role: 'coordinator', scopeKind: 'organisation', scopeId: at.organisationId }]);
    await resetSecondStep(at.ctx(admin()), accountId);
    expect((await signInWithPassword(at.ctx(visitor), { email: 'lost@example.kz', password: PASSWORD, source: SOURCE })).cookie).toBeDefined();
    expect(await actsOf(accountId)).toContain('second_step.reset');
    expect(await mailsOf(accountId)).toContain('account.second_step_reset');
    await expect(resetSecondStep(at.ctx(admin()), accountId)).rejects.toMatchObject({ status: 404 });
  });

  it('and, when it is the only administrator, the command line', async () => {
    const { accountId } = await person('only@example.kz', [{ role: 'system_admin', scopeKind: 'installation', scopeId: null }]);
    await expect(resetSecondStep(at.ctx(admin()), accountId)).rejects.toMatchObject({ status: 404 });
    await resetSecondStep(at.system(), accountId);
    expect((await signInWithPassword(at.ctx(visitor), { email: 'only@example.kz', password: PASSWORD, source: SOURCE })).cookie).toBeDefined();
  });

  it('not for accounts without a role here, nor by a coordinator, nor from another network', async () => {
    const nobody = await person('norole@example.kz');
    await expect(resetSecondStep(at.ctx(admin()), nobody.accountId)).rejects.toMatchObject({ status: 404 });
    const { accountId } = await person('kept@example.kz', [{ role: 'coordinator', scopeKind: 'organisation', scopeId: at.organisationId }]);
    await expect(resetSecondStep(at.ctx(), accountId)).rejects.toMatchObject({ status: 404 });
    const foreign = account([{ role: 'network_admin', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null }]);
    for (const network of [at.networkId, at.otherNetworkId]) await expect(resetSecondStep(at.ctx(foreign, network), accountId)).rejects.toMatchObject({ status: 404 });
  });
});
