import { describe, expect, it } from 'vitest';
import { createAccount, findAccountIdByEmail, grantRole } from '#server/modules/access/index.ts';
import { createPersonWithPost, endPost, showPerson, tiePersonToAccount } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { account, coordinatorOf, TEST_NOW, testInstallation } from '#server/testing/installation.ts';
import { listRetentionFor, runRetention, setRetention } from './retention.ts';

const at = testInstallation();
const admin = (networkId = at.networkId): Ctx => at.ctx(account([{ role: 'network_admin', networkId, scopeKind: 'network', scopeId: null }]), networkId);
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ code }) => code).join() ?? error.code);
const line = async (kind: string) => (await listRetentionFor(admin())).find((one) => one.kind === kind);
const runs = async () => (await at.platform.pool.query<{ data: { kind: string; count: number } }>(`select data from platform.audit_entry where act = 'retention.run' order by at, id`)).rows.map(({ data }) => `${data.kind} ${data.count}`);

async function gone(name: string, lastDay: string): Promise<string> {
  const id = await createPersonWithPost(at.system(), { familyName: name, givenName: 'Алма', patronymic: null, locale: 'ru', organisationId: at.organisationId, position: 'Библиотекарь', rate: '1', fromDate: '2010-01-01' });
  const [post] = (await showPerson(at.system(), id)).posts;
  await endPost(at.system(), id, post?.id ?? '', { version: post?.version ?? 1, toDate: lastDay, leavingReason: 'retirement' });
  return id;
}

describe('how long data are kept', () => {
  it('shows before what would go, removes it in the night, once, and says so in the audit', async () => {
    const id = await createPersonWithPost(at.system(), { familyName: 'Читаемая', givenName: 'Алма', patronymic: null, locale: 'ru', organisationId: at.organisationId, position: 'Библиотекарь', rate: '1', fromDate: '2010-01-01' });
    at.clock.set(new Date('2020-01-01T04:00:00Z'));
    await showPerson(admin(), id);
    at.clock.set(TEST_NOW);
    await showPerson(admin(), id);
    expect(await line('people.views')).toMatchObject({ days: 1095, count: 1, examples: [{ text: 'Читаемая Алма' }] });
    expect(await runRetention(at.platform)).toBe(1);
    expect(await line('people.views')).toMatchObject({ count: 0, examples: [] });
    expect(await runRetention(at.platform)).toBe(0);
    expect(await runs()).toEqual(['people.views 1']);
    const { rows } = await at.platform.pool.query('select count(*)::int as count from people.card_view');
    expect(rows).toEqual([{ count: 1 }]);
  });

  it('is set by the administrator of the network within bounds, and by nobody else', async () => {
    expect(await refusal(setRetention(admin(), 'people.views', { days: 30 }))).toBe('retention.outside_bounds');
    await setRetention(admin(), 'people.views', { days: 400 });
    expect((await line('people.views'))?.days).toBe(400);
    await setRetention(admin(), 'people.views', {});
    expect((await line('people.views'))?.days).toBe(1095);
    expect(await refusal(setRetention(admin(), 'seminars.registrations', { days: 400 }))).toBe('page.not_found');
    expect(await refusal(setRetention(admin(), 'no.such', { days: 400 }))).toBe('page.not_found');
    const coordinator = at.ctx(coordinatorOf(at.networkId, at.organisationId));
    expect(await refusal(setRetention(coordinator, 'people.views', { days: 400 }))).toBe('page.not_found');
    expect(await refusal(listRetentionFor(coordinator))).toBe('page.not_found');
    await setRetention(admin(at.otherNetworkId), 'people.views', { days: 500 });
    expect((await line('people.views'))?.days).toBe(1095);
  });

  it('erases people who left only once a time is set, and never who still has a role', async () => {
    const [old, recent, keeper] = [await gone('Давняя', '2019-01-01'), await gone('Недавняя', '2026-01-01'), await gone('Нужная', '2019-01-01')];
    await createAccount(at.system(), { email: 'needed@example.kz', name: 'Алма Нужная', password: 'a long password', verified: true });
    const accountId = (await findAccountIdByEmail(at.system(), 'needed@example.kz')) ?? '';
    await tiePersonToAccount(at.system(), keeper, accountId);
    await grantRole(at.system(), { accountId, role: 'inspector', scopeKind: 'network', scopeId: null });
    const names = async () => Promise.all([old, recent, keeper].map(async (id) => (await showPerson(at.system(), id)).name));
    await runRetention(at.platform);
    expect(await names()).toEqual(['Давняя Алма', 'Недавняя Алма', 'Нужная Алма']);
    await setRetention(admin(), 'people.left', { days: 5 * 365 });
    expect((await line('people.left'))?.count).toBe(2);
    await runRetention(at.platform);
    expect(await names()).toEqual(['—', 'Недавняя Алма', 'Нужная Алма']);
    const { rows } = await at.platform.pool.query(`select data from platform.audit_entry where act = 'person.erased' and subject_id = $1`, [old]);
    expect(rows).toEqual([{ data: { why: 'retention' } }]);
  });
});
