import { describe, expect, it } from 'vitest';
import { createAccount, findAccountIdByEmail, grantRole } from '#server/modules/access/index.ts';
import { askErasure, createPersonWithPost, declineErasure, ownErasure, showPerson, tiePersonToAccount, withdrawErasure } from '#server/modules/people/index.ts';
import { newId } from '#server/platform/ids.ts';
import type { Ctx } from '#server/platform/context.ts';
import { account, coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { previewErasure, runErasure, startErasing } from './erasing.ts';
import { peopleTasks } from './people-tasks.ts';

const at = testInstallation();
const admin = () => at.ctx(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ code }) => code).join() ?? error.code);

async function person(name: string): Promise<string> {
  return createPersonWithPost(at.system(), { familyName: name, givenName: 'Сауле', patronymic: null, locale: 'ru', organisationId: at.organisationId, position: 'Библиотекарь', rate: '0.5', fromDate: '2020-01-01', birthDate: '1990-01-01' });
}

async function withAccount(personId: string, role: 'methodist' | 'network_admin' = 'methodist'): Promise<Ctx> {
  const email = `${newId()}@example.kz`;
  await createAccount(at.system(), { email, name: 'Сауле', password: 'a long password', verified: true });
  const accountId = (await findAccountIdByEmail(at.system(), email)) ?? '';
  await tiePersonToAccount(at.system(), personId, accountId);
  await grantRole(at.system(), { accountId, role, scopeKind: 'network', scopeId: null });
  return at.ctx({ kind: 'account', accountId, name: 'Сауле', email, grants: [] });
}

const run = async (jobId: string) => {
  const { rows } = await at.platform.pool.query<{ params: Record<string, unknown> }>('select params from platform.job where id = $1', [jobId]);
  return runErasure({ id: jobId, networkId: at.networkId, params: rows[0]?.params ?? {}, platform: at.platform, createdBy: null, progress: async () => undefined, stopRequested: async () => false });
};
const acts = async (personId: string) => (await at.platform.pool.query<{ act: string }>(`select act from platform.audit_entry where subject_id = $1 and act like 'person.eras%' order by at, id`, [personId])).rows.map(({ act }) => act);

describe('asking to be erased', () => {
  it('waits for the centre, once, and may be taken back', async () => {
    const id = await person('Просящая');
    const herself = await withAccount(id);
    await askErasure(herself, id);
    expect(await refusal(askErasure(herself, id))).toBe('erasure.open_already');
    const waiting = await peopleTasks.tasksFor(admin());
    expect(waiting).toContainEqual(expect.objectContaining({ path: `/people/${id}/erase` }));
    await withdrawErasure(herself, id);
    expect(await ownErasure(herself, id)).toMatchObject({ state: 'withdrawn' });
    expect(await refusal(withdrawErasure(herself, id))).toBe('page.not_found');
    expect(await acts(id)).toEqual(['person.erasure_asked', 'person.erasure_withdrawn']);
  });

  it('is declined with a reason that she reads', async () => {
    const id = await person('Отклонённая');
    const herself = await withAccount(id);
    await askErasure(herself, id);
    await declineErasure(admin(), id, { reason: 'Трудовой договор действует' });
    expect(await ownErasure(herself, id)).toMatchObject({ state: 'declined', reason: 'Трудовой договор действует' });
    expect(await refusal(declineErasure(admin(), id, { reason: 'ещё раз' }))).toBe('page.not_found');
  });

  it('is nobody else’s: neither asked for nor seen nor decided', async () => {
    const [id, other] = [await person('Чужая'), await person('Другая')];
    const stranger = await withAccount(other);
    const methodist = at.ctx(account([{ role: 'methodist', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
    const elsewhere = at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId);
    expect(await refusal(askErasure(stranger, id))).toBe('page.not_found');
    for (const ctx of [stranger, methodist, elsewhere]) {
      expect(await refusal(previewErasure(ctx, id))).toBe('page.not_found');
      expect(await refusal(startErasing(ctx, id))).toBe('page.not_found');
    }
  });
});

describe('erasing', () => {
  it('says before what goes and what stays and why, and does it as a job, once', async () => {
    const id = await person('Уходящая');
    const herself = await withAccount(id);
    await askErasure(herself, id);
    const preview = await previewErasure(admin(), id);
    expect(preview).toMatchObject({ name: 'Уходящая Сауле', isWorking: true, isRunning: false });
    expect(preview.askedAt).not.toBeNull();
    expect(preview.lines).toEqual(
      expect.arrayContaining([
        { what: 'privacy.erase.person', count: 1, stays: null },
        { what: 'privacy.erase.posts', count: 1, stays: 'privacy.stays.statistics' },
        { what: 'privacy.erase.account', count: 1, stays: null },
      ]),
    );
    const jobId = await startErasing(admin(), id);
    expect(await refusal(startErasing(admin(), id))).toBe('erasure.runs_already');
    expect(await run(jobId)).toMatchObject({ erased: expect.any(Number), stayed: expect.any(Number) });
    expect(await run(jobId)).toEqual({});
    expect(await showPerson(admin(), id)).toMatchObject({ name: '—', isAnonymised: true, isWorking: true });
    expect(await acts(id)).toEqual(['person.erasure_asked', 'person.erasure_begun', 'person.erased']);
    expect(await refusal(previewErasure(admin(), id))).toBe('person.not_possible_anonymised');
  });

  it('keeps an account that is somebody in another network', async () => {
    const id = await person('Двойная');
    const herself = await withAccount(id);
    if (herself.actor.kind !== 'account') throw new Error('an account');
    const { accountId, email } = herself.actor;
    await grantRole(at.system(at.otherNetworkId), { accountId, role: 'coordinator', scopeKind: 'network', scopeId: null });
    expect((await previewErasure(admin(), id)).lines).toContainEqual({ what: 'privacy.erase.account', count: 1, stays: 'privacy.stays.elsewhere' });
    await run(await startErasing(admin(), id));
    const { rows } = await at.platform.pool.query('select email from access.account where id = $1', [accountId]);
    expect(rows).toEqual([{ email }]);
    const roles = await at.platform.pool.query('select network_id from access.role_assignment where account_id = $1 and valid_to is null', [accountId]);
    expect(roles.rows).toEqual([{ network_id: at.otherNetworkId }]);
  });

  it('is begun and declined by somebody at a screen, never by a token', async () => {
    const id = await person('Программная');
    const ctx = admin();
    if (ctx.actor.kind !== 'account') throw new Error('an account');
    const program = { ...ctx, actor: { ...ctx.actor, token: { id: newId(), writes: true } } };
    expect(await refusal(startErasing(program, id))).toBe('page.not_found');
    expect(await refusal(declineErasure(program, id, { reason: 'Нужна' }))).toBe('page.not_found');
    expect((await previewErasure(program, id)).isRunning).toBe(false);
  });

  it('never takes the last administrator of a network', async () => {
    const id = await person('Последняя');
    const herself = await withAccount(id, 'network_admin');
    expect(await refusal(startErasing(admin(), id))).toBe('erasure.last_administrator');
    if (herself.actor.kind !== 'account') throw new Error('an account');
    expect(await refusal(startErasing({ ...herself, actor: { ...herself.actor, grants: [{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }] } }, id))).toBe('person.not_possible_own_record');
    expect((await showPerson(admin(), id)).isAnonymised).toBe(false);
  });
});
