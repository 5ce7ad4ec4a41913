import { expect, it } from 'vitest';
import { INSTALLATION_ID } from '#server/first-run.ts';
import { issueLink, readSession } from '#server/modules/access/index.ts';
import { testInstallation, visitor } from '#server/testing/installation.ts';
import { FirstRun, prepareInstallation } from './first-run.ts';

const at = testInstallation();

it('stands or falls as a whole: after a refusal the same address makes the installation', async () => {
  const system = at.system();
  const { token } = await issueLink(system, { purpose: 'first_run', subjectId: INSTALLATION_ID, expiresAt: new Date(at.clock.now().getTime() + 3600_000), singleUse: true, anyNetwork: true });
  const taken = await at.platform.db.selectFrom('people.network').select(['slug']).where('id', '=', at.networkId).executeTakeFirstOrThrow();
  await at.platform.pool.query('update people.network set is_default = false');
  const form = {
    token,
    name: 'Айгүл Жұмабекова',
    email: 'first@example.kz',
    password: 'бірнеше сөзден тұрады',
    network_name: 'Облыс кітапханалары',
    slug: taken.slug,
    organisation_name: 'Облыстық кітапхана',
    code: 'OBL',
    country: 'KZ',
    default_locale: 'kk',
    time_zone: 'Asia/Almaty',
    data_location: 'Павлодар',
  };
  expect(FirstRun.safeParse({ ...form, time_zone: 'Almaty/Asia' }).error?.issues.map(({ path, message }) => [path[0], message])).toEqual([['time_zone', 'zone.unknown']]);
  const ctx = at.ctx(visitor);
  await expect(prepareInstallation(ctx, FirstRun.parse(form))).rejects.toMatchObject({ problems: [{ field: 'slug', code: 'slug.taken' }] });
  const cookie = await prepareInstallation(ctx, FirstRun.parse({ ...form, slug: 'oblys' }));
  expect((await readSession(at.platform, cookie))?.actor.grants.map(({ role }) => role).sort()).toEqual(['coordinator', 'system_admin']);
  await expect(prepareInstallation(ctx, FirstRun.parse({ ...form, slug: 'again', email: 'second@example.kz' }))).rejects.toMatchObject({ status: 410 });
});
