import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '#server/platform/context.ts';
import { noteTry } from '#server/platform/rate-limit.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { newIssue } from './credentials.factory.ts';
import { addShare, issueCredential, listSharesFor, readShared, revokeCredential, sharedFile, withdrawShare } from './index.ts';
import { forgetHolders } from './issues.service.ts';
import { MOST_SHARES } from './shares.service.ts';

const at = testInstallation();
const issue = () => inTransaction(at.system(), (tx) => issueCredential(tx, newIssue(at.organisationId, { mailAddress: 'anna@example.kz' })));
const holder = () => true;
const stranger = () => false;
const refusal = (work: Promise<unknown>) => work.then(() => 'accepted', (error: { code: string; problems?: { code: string }[] }) => error.problems?.[0]?.code ?? error.code);
async function shared() {
  const made = await issue();
  const id = await addShare(at.ctx(visitor), made.issueId, { label: 'отдел кадров', days: 30 }, holder);
  const [share] = await listSharesFor(at.ctx(visitor), made.issueId, holder);
  return { made, id, token: /\/shared\/([\w-]{32})$/.exec(share?.url ?? '')?.[1] ?? '', share };
}
const source = '10.0.0.1';

beforeAll(async () => {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
});

describe('a link that shows a certificate', () => {
  it('tells every line and gives the paper, and counts how often it was opened', async () => {
    const { made, id, token, share } = await shared();
    expect(share).toMatchObject({ id, label: 'отдел кадров', opened: 0, lastOpenedAt: null });
    expect(await readShared(at.ctx(visitor), token, source)).toMatchObject({ state: 'valid', number: made.number });
    expect((await sharedFile(at.ctx(visitor), token, source)).filename).toBe(`${made.number}.pdf`);
    expect((await listSharesFor(at.ctx(visitor), made.issueId, holder))[0]).toMatchObject({ opened: 2, lastOpenedAt: at.clock.now() });
    const stored = await at.platform.db.selectFrom('credentials.share').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  it('is one of twenty at most, also when many are made in one moment', async () => {
    const made = await issue();
    const press = () => refusal(addShare(at.ctx(visitor), made.issueId, { label: 'отдел кадров', days: 30 }, holder));
    for (let count = 0; count < MOST_SHARES - 1; count++) await press();
    expect((await Promise.all([press(), press(), press()])).sort()).toEqual(['accepted', 'share.too_many', 'share.too_many']);
  });

  it('gives no robot one paper after another', async () => {
    const { token } = await shared();
    const robot = '10.0.0.77';
    for (let asked = 0; asked < 60; asked++) await noteTry(at.platform.db, { name: 'shared_file', max: 60, windowSeconds: 600 }, robot, at.clock.now());
    expect(await refusal(sharedFile(at.ctx(visitor), token, robot))).toBe('request.too_many');
    expect(await refusal(sharedFile(at.ctx(visitor), token, source))).toBe('accepted');
  });

  it('opens nothing once it is withdrawn, over, of another network, or forged', async () => {
    const { made, id, token } = await shared();
    expect(await refusal(readShared(at.ctx(visitor, at.otherNetworkId), token, source))).toBe('link.invalid');
    expect(await refusal(readShared(at.ctx(visitor), `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, source))).toBe('link.invalid');
    await withdrawShare(at.ctx(visitor), made.issueId, id, holder);
    expect(await refusal(readShared(at.ctx(visitor), token, source))).toBe('link.invalid');
    expect(await refusal(sharedFile(at.ctx(visitor), token, source))).toBe('link.invalid');
    expect(await refusal(withdrawShare(at.ctx(visitor), made.issueId, id, holder))).toBe('page.not_found');
    const later = await shared();
    at.clock.advance(31 * 86_400_000);
    expect(await refusal(readShared(at.ctx(visitor), later.token, source))).toBe('link.expired');
    expect(await listSharesFor(at.ctx(visitor), later.made.issueId, holder)).toEqual([]);
  });

  it('is made, seen and withdrawn by the holder only, and not of another certificate', async () => {
    const { made, id } = await shared();
    const other = await issue();
    for (const ctx of [at.ctx(visitor), at.ctx(), at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId))]) {
      expect(await refusal(addShare(ctx, made.issueId, { label: 'x', days: 30 }, stranger))).toBe('page.not_found');
      expect(await refusal(listSharesFor(ctx, made.issueId, stranger))).toBe('page.not_found');
      expect(await refusal(withdrawShare(ctx, made.issueId, id, stranger))).toBe('page.not_found');
    }
    expect(await refusal(withdrawShare(at.ctx(visitor), other.issueId, id, holder))).toBe('page.not_found');
  });

  it('says that its certificate was revoked, is not made of such a one, and there are only so many', async () => {
    const { made, token } = await shared();
    for (let count = 1; count < MOST_SHARES; count++) await addShare(at.ctx(visitor), made.issueId, { label: `${count}`, days: 90 }, holder);
    expect(await refusal(addShare(at.ctx(visitor), made.issueId, { label: 'еще', days: 90 }, holder))).toBe('share.too_many');
    await revokeCredential(at.ctx(), { issueId: made.issueId, reason: 'Ошибка в списке участников' });
    expect(await readShared(at.ctx(visitor), token, source)).toMatchObject({ state: 'revoked' });
    expect(await refusal(sharedFile(at.ctx(visitor), token, source))).toBe('credential.revoked');
    expect(await refusal(addShare(at.ctx(visitor), made.issueId, { label: 'еще', days: 90 }, holder))).toBe('credential.revoked');
  });

  it('goes when its holder is erased', async () => {
    const { made, token } = await shared();
    await inTransaction(at.system(), (tx) => forgetHolders(tx, made.sourceType, [made.sourceId]));
    expect(await refusal(readShared(at.ctx(visitor), token, source))).toBe('link.invalid');
    expect(await at.platform.db.selectFrom('credentials.share').select('id').where('issue_id', '=', made.issueId).execute()).toEqual([]);
  });
});
