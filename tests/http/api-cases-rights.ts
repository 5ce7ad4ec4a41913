import { expect } from 'vitest';
import { createOrganisation, createPersonWithPost } from '#server/modules/people/index.ts';
import { updatePersonAccount } from '#server/modules/people/persons.queries.ts';
import { localized } from '#server/platform/text/index.ts';
import type { Case } from './api-cases.ts';
import type { World } from './api-world.ts';

let made = 0;
/** A library of its own below the centre, with a head and one person who has an account. */
async function staff({ served }: World) {
  const system = served.system();
  const organisationId = await createOrganisation(system, { parentId: served.organisationId, kind: 'rural_library', code: `RIGHT${(made += 1)}`, name: localized('ru', `Библиотека ${made}`), country: 'KZ', timeZone: 'Asia/Almaty' });
  const personId = await createPersonWithPost(system, { familyName: 'Қасымова', givenName: 'Әйгүл', patronymic: null, locale: 'kk', organisationId, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01' });
  const herself = await served.account('Қасымова Әйгүл');
  const { accountId } = (await served.call(herself, 'GET', '/me')).body as { accountId: string };
  await updatePersonAccount(system, personId, accountId);
  await served.account('the head here', { role: 'head', scopeKind: 'organisation', scopeId: organisationId });
  return { organisationId, personId };
}
const administrator = ({ served }: World) => served.account('an administrator', { role: 'network_admin', scopeKind: 'network', scopeId: null });
const othersThanAdministrators = async (world: World) => [...world.strangers.filter(({ at }) => at === '/ru'), world.coordinator, world.inspector];

/** Who did what, and who may do what. */
export const rightsCases: Record<string, Case> = {
  'GET /policies': {
    may: async (world) => ({ by: await administrator(world), path: `/policies?organisation=${world.served.organisationId}&ability=register.revoke` }),
    status: 200,
    holds: async (body: { abilities: object[]; holders: { name: string; because: object[] }[] }, { served }, call) => {
      expect(body).toMatchObject({ organisationId: served.organisationId, account: null });
      expect(body.abilities).toContainEqual({ area: 'register', ability: 'revoke', roles: ['coordinator'] });
      expect(body.holders.find(({ name }) => name === 'a coordinator')?.because).toMatchObject([{ kind: 'role', role: 'coordinator', scopeKind: 'organisation', giver: null, until: null }]);
      const { accountId } = (await served.call(call.by, 'GET', '/me')).body as { accountId: string };
      const own = (await served.call(call.by, 'GET', `/policies?account=${accountId}`)).body as { account: { answers: object[] } };
      expect(own.account.answers).toContainEqual(expect.objectContaining({ area: 'access', ability: 'manageRoles', because: [expect.objectContaining({ role: 'network_admin', scopeKind: 'network' })] }));
      expect((await served.call(call.by, 'GET', `/policies?organisation=${served.otherOrganisationId}`)).status).toBe(404);
    },
    bad: { call: (call) => ({ ...call, path: '/policies?ability=everything' }), errors: [{ field: 'ability', code: 'choice.missing' }] },
    forbidden: othersThanAdministrators,
    missing: null,
  },
  'GET /audit': {
    may: async (world) => {
      const by = await administrator(world);
      await world.served.call(by, 'PUT', '/countries/BY/list_retention', { trust: 'own', value: { days: 61 } });
      return { by, path: '/audit?act=setting' };
    },
    status: 200,
    holds: async (body: { lines: object[] }, { served }, call) => {
      expect(body.lines[0]).toMatchObject({ by: { kind: 'account', onBehalfOf: null, token: null }, source: '127.0.0.1', act: 'country_rule.changed', subject: { type: 'country_rule' }, changes: [] });
      // Coordinators read what lies below their organisations.
      const coordinator = await served.account('a coordinator who reads', { role: 'coordinator', scopeKind: 'organisation', scopeId: served.organisationId });
      const { lines } = (await served.call(coordinator, 'GET', '/audit?act=role.granted')).body as { lines: { by: object; subject: object }[] };
      expect(lines[0]).toMatchObject({ by: { kind: 'system' }, subject: { type: 'account', name: 'a coordinator who reads' } });
      expect((await served.call(coordinator, 'GET', call.path)).body).toEqual({ lines: [], next: null });
    },
    bad: { call: (call) => ({ ...call, path: '/audit?act=Everything' }), errors: [{ field: 'act', code: 'choice.missing' }] },
    // Those of another network read the journal of their own.
    forbidden: async (world) => world.strangers.filter((caller) => caller.at === '/ru'),
    missing: null,
  },
  'GET /figures': {
    may: async (world) => {
      await staff(world);
      return { by: world.inspector, path: '/figures' };
    },
    status: 200,
    holds: async (body: { districts: { name: string; staff: number; classes: { age: object | null } }[] }, { served }, call) => {
      // One person of one library: the inspector learns that she is there and nothing of her.
      const small = body.districts.filter(({ staff: people }) => people > 0 && people < 5);
      expect(small.length).toBeGreaterThan(0);
      expect(small.map(({ classes }) => classes)).toEqual(small.map(() => ({ age: null, education: null, tenure: null, retirement: null })));
      const keeper = await served.account('who keeps all records', { role: 'network_admin', scopeKind: 'network', scopeId: null });
      const whole = (await served.call(keeper, 'GET', call.path)).body as typeof body;
      expect(whole.districts.find(({ name }) => name === small[0]?.name)?.classes.age).toMatchObject({ ageUnknown: 1 });
    },
    forbidden: async (world) => world.strangers.filter((caller) => caller.at === '/ru'),
    missing: null,
  },
  'GET /people/{personId}/readers': {
    may: async (world) => {
      const at = await staff(world);
      return { by: await world.served.account('an administrator who asks', { role: 'network_admin', scopeKind: 'network', scopeId: null }), path: `/people/${at.personId}/readers` };
    },
    status: 200,
    holds: ({ readers }: { readers: { name: string; because: { kind: string; role: string | null }[] }[] }) => {
      expect(readers[0]).toMatchObject({ name: 'Қасымова Әйгүл', because: [{ kind: 'oneself' }] });
      expect(readers.find(({ name }) => name === 'the head here')?.because).toMatchObject([{ kind: 'role', role: 'head' }]);
      expect(readers.map(({ name }) => name)).not.toContain('an inspector');
    },
    forbidden: async (world) => [...world.strangers, world.coordinator, world.inspector],
  },
  'GET /people/{personId}/views': {
    may: async (world) => {
      const { personId } = await staff(world);
      await world.served.call(await administrator(world), 'GET', `/people/${personId}`);
      return { by: world.coordinator, path: `/people/${personId}/views` };
    },
    status: 200,
    holds: ({ views }: { views: object[] }) => expect(views).toEqual([{ accountId: expect.any(String) as string, who: 'an administrator', hour: expect.stringMatching(/T\d\d:00:00\.000Z$/) as string }]),
    forbidden: async (world) => [...world.strangers, world.inspector],
  },
  'GET /card-views': {
    may: async (world) => {
      const { personId } = await staff(world);
      await world.served.call(await administrator(world), 'GET', `/people/${personId}`);
      return { by: world.coordinator, path: `/card-views?person=${personId}` };
    },
    status: 200,
    holds: async (body: { views: object[] }, { served, coordinator }, { path }) => {
      expect(body).toMatchObject({ views: [{ personId: path.split('=')[1], name: 'Қасымова Әйгүл', who: 'an administrator' }], next: null });
      expect((await served.call(coordinator, 'GET', '/card-views?q=kasymova&until=2020-01-01')).body).toEqual({ views: [], next: null });
    },
    bad: { call: (call) => ({ ...call, path: '/card-views?from=yesterday' }), errors: [{ field: 'from', code: 'date.invalid' }] },
    // The centre of another network reads of its own people only.
    forbidden: async (world) => [...world.strangers.filter((caller) => caller.at === '/ru'), world.inspector],
    missing: null,
  },
};
