import { beforeAll, describe, expect, it } from 'vitest';
import { createAccount, findAccountIdByEmail, grantRole } from '#server/modules/access/index.ts';
import { newIssue } from '#server/modules/credentials/credentials.factory.ts';
import { annulCredential, issueCredential, mayBeOf, type NewIssue } from '#server/modules/credentials/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { testInstallation, visitor } from '#server/testing/installation.ts';
import { isOwnCredential, ownCredentials } from './own-credentials.ts';

const at = testInstallation();
let accounts = 0;
async function person(name: string, verified = true): Promise<{ ctx: Ctx; email: string }> {
  const email = `own-${++accounts}@example.kz`;
  await createAccount(at.system(), { email, name, password: 'a long password', verified });
  const accountId = (await findAccountIdByEmail(at.system(), email)) ?? '';
  await grantRole(at.system(), { accountId, role: 'speaker', scopeKind: 'network', scopeId: null });
  return { email, ctx: at.ctx({ kind: 'account', accountId, name, email, grants: [{ role: 'speaker', networkId: at.networkId, scopeKind: 'network', scopeId: null }] }) };
}
const issue = (given: Partial<NewIssue>) => inTransaction(at.system(), (tx) => issueCredential(tx, newIssue(at.organisationId, given)));
const numbers = async (ctx: Ctx) => (await ownCredentials(ctx)).map(({ number }) => number);

beforeAll(async () => {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
});

describe('one’s own certificates', () => {
  it('are those sent to a proven address under one’s own name, newest first', async () => {
    const { ctx, email } = await person('Айгүл Сатпаева');
    const first = await issue({ mailAddress: email.toUpperCase(), holderName: 'Сатпаева Айгүл Серікқызы' });
    at.clock.advance(1000);
    const second = await issue({ mailAddress: email, holderName: 'Айгүл Сатпаева' });
    // Of a colleague who gave the same mailbox.
    const colleague = await issue({ mailAddress: email, holderName: 'Ирина Волкова' });
    await issue({ mailAddress: 'else@example.kz', holderName: 'Айгүл Сатпаева' });
    const gone = await issue({ mailAddress: email, holderName: 'Айгүл Сатпаева' });
    await annulCredential(at.ctx(), gone.issueId, { reason: 'Ошибка в списке участников' });
    expect(await numbers(ctx)).toEqual([second.number, first.number]);
    expect([await isOwnCredential(ctx, first.issueId), await isOwnCredential(ctx, colleague.issueId), await isOwnCredential(at.ctx(visitor), first.issueId)]).toEqual([true, false, false]);
  });

  it('are none for an address that nobody has proven', async () => {
    const { ctx, email } = await person('Дана Омарова', false);
    await issue({ mailAddress: email, holderName: 'Дана Омарова' });
    expect(await numbers(ctx)).toEqual([]);
  });
});

it.each([
  ['Сатпаева Айгүл Серікқызы', { family: 'Сатпаева', given: 'Айгүл' }, true],
  ['А. С. Сатпаева', { family: 'Сатпаева', given: 'Айгүл' }, true],
  ['Сатпаева Ирина', { family: 'Сатпаева', given: 'Айгүл' }, false],
  ['Волкова Айгүл', { family: 'Сатпаева', given: 'Айгүл' }, false],
  ['Айгүл Сатпаева', { family: 'Сатпаева', given: 'Айгүл' }, true],
  ['Satpayeva Aigul', { family: 'Сатпаева', given: 'Айгүл' }, true],
  // Of one family at one mailbox, with a letter in common.
  ['Иванова Мария', { family: 'Иванова', given: 'Ирина' }, false],
  ['Иванова Мария', { family: 'Иванова', given: 'Марина' }, false],
  ['Сатпаева Алия', { family: 'Сатпаева', given: 'Айгүл' }, false],
  ['Иванова Мария', { family: 'Иванова', given: null }, false],
  ['Петров-Водкин Кузьма', { family: 'Петров-Водкин', given: null }, true],
])('the printed name %j may be of %j: %s', (printed, name, is) => expect(mayBeOf(printed, name)).toBe(is));
