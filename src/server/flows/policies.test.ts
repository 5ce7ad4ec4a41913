import { beforeAll, describe, expect, it } from 'vitest';
import { isPlainMessageKey } from '#lib/i18n/index.ts';
import { ACCESS_COLUMNS, ACCESS_TABLE } from '#server/modules/access/access.policy.fixture.ts';
import { delegate, grantRole, listPolicyAreas, openSession, PoliciesFilter, POLICY_ROLES, readPolicies, readSession, type PoliciesPage, type Role, type ScopeKind } from '#server/modules/access/index.ts';
import { addPerson, createOrganisation, NewPerson, showPerson, tiePersonToAccount } from '#server/modules/people/index.ts';
import { MAY_WITH_ORGANISATION, MAY_WITH_OWN_RECORD, MAY_WITH_PERSON } from '#server/modules/people/people.policy.fixture.ts';
import { abilitiesFor } from '#server/modules/seminars/seminars.policy.ts';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { readersOfPerson } from './policies.ts';

const at = testInstallation();
const admin = () => at.ctx(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
const place = (code: string, name: string) => createOrganisation(at.system(), { parentId: at.organisationId, kind: 'library', code, name: localized('ru', name), country: 'KZ', timeZone: 'Asia/Almaty' });
let [library, other] = ['', ''];
beforeAll(async () => {
  [library, other] = [await place('LIB', 'Библиотека'), await place('OTHER', 'Другая')];
});
const ask = (filter: object = {}) => readPolicies(admin(), PoliciesFilter.parse({ organisation: library, ...filter }));

async function holder(name: string, ...roles: [Role, ScopeKind, string | null][]): Promise<{ id: string; email: string; ctx: () => Promise<Ctx>; assignments: string[] }> {
  const id = newId();
  const email = `${id}@example.kz`;
  await at.platform.db.insertInto('access.account').values({ id, name, email, email_verified: true }).execute();
  const assignments: string[] = [];
  for (const [role, scopeKind, scopeId] of roles) assignments.push(await grantRole(at.system(), { accountId: id, role, scopeKind, scopeId }));
  const cookie = await openSession(at.platform, id);
  return { id, email, assignments, ctx: async () => at.ctx((await readSession(at.platform, cookie))?.actor) };
}
const mayOf = ({ lines }: PoliciesPage, area: string, column: string) =>
  lines
    .filter((line) => line.area === area && line.columns.some((name) => name === column))
    .map(({ ability }) => ability)
    .sort()
    .join(' ');

/** Roles of the matrix as the tables of the policies call them. */
const NAMES = { network_admin: 'network administrator', coordinator: 'coordinator of the centre', methodist: 'methodist of the district', head: 'head of the library', specialist: 'specialist', inspector: 'inspector', system_admin: 'system administrator' } as const;

describe('the matrix of roles', () => {
  it('has words for every area and ability', async () => {
    const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const keys = (await ask()).lines.flatMap(({ area, ability }) => [`policies.area.${area}`, `policies.ability.${area}_${snake(ability)}`]);
    expect(keys.filter((key) => !isPlainMessageKey(key))).toEqual([]);
  });

  it.each(Object.entries(NAMES))('says of %s what the tables of the policies say', async (role, name) => {
    const page = await ask();
    expect(mayOf(page, 'organisation', role)).toBe(MAY_WITH_ORGANISATION[name]);
    expect(mayOf(page, 'person', role)).toBe(MAY_WITH_PERSON[name]);
  });

  it.each(POLICY_ROLES)('says of %s what the table of roles and invitations says', async (role) => {
    const may = mayOf(await ask(), 'access', role).split(' ');
    expect(ACCESS_COLUMNS.map((ability) => (may.includes(ability) ? 'y' : 'n')).join('')).toBe(ACCESS_TABLE[role]);
  });

  it('says what one may with the own record, and of events what their policy says', async () => {
    const page = await ask();
    expect(mayOf(page, 'person', 'oneself')).toBe(MAY_WITH_OWN_RECORD);
    expect(mayOf(page, 'organisation', 'oneself')).toBe('');
    const speaker = account([{ role: 'speaker', networkId: at.networkId, scopeKind: 'event', scopeId: 'e' }]);
    const abilities = Object.entries(abilitiesFor(speaker, { state: 'published', rehearsal: false }, { networkId: at.networkId, eventId: 'e' }));
    const shown = new Set(page.lines.filter(({ area }) => area === 'event').map(({ ability }) => ability));
    expect(mayOf(page, 'event', 'speaker')).toBe(abilities.filter(([name, { allowed }]) => allowed && shown.has(name)).map(([name]) => name).sort().join(' '));
    expect(new Set(listPolicyAreas().map(({ id }) => id))).toEqual(new Set(['access', 'person', 'organisation', 'registry', 'register', 'frameworks', 'campaigns', 'profiles', 'tests', 'event']));
  });
});

describe('what one account may do, and why', () => {
  it('names the role, its place and its days; where nothing gives it, the roles that would', async () => {
    const { id, email } = await holder('Сәуле Методист', ['methodist', 'organisation', library]);
    const { account: found } = await ask({ who: email });
    const answer = (area: string, ability: string) => found?.answers.find((one) => one.area === area && one.ability === ability);
    expect(answer('person', 'edit')?.because).toEqual([{ kind: 'role', role: 'methodist', scopeKind: 'organisation', organisation: 'Библиотека', from: at.clock.now(), until: null, giver: null }]);
    expect(answer('person', 'anonymise')).toMatchObject({ because: [], wanted: ['network_admin', 'coordinator'] });
    const elsewhere = await ask({ account: id, organisation: other });
    expect(elsewhere.account?.answers.find((one) => one.ability === 'readStaff')?.because).toEqual([]);
  });

  it('counts what was lent to her, with whose it is and until when', async () => {
    const giver = await holder('Гүлнар Координатор', ['coordinator', 'organisation', library]);
    const deputy = await holder('Берік Заместитель', ['specialist', 'organisation', library]);
    await delegate(await giver.ctx(), { email: deputy.email, assignments: giver.assignments, from: '2026-05-18', until: '2026-05-20' });
    const { account: found, holders } = await ask({ account: deputy.id, ability: 'person.anonymise' });
    const lent = { role: 'coordinator', organisation: 'Библиотека', giver: 'Гүлнар Координатор', until: new Date('2026-05-20T19:00:00Z') };
    expect(found?.answers.find((one) => one.ability === 'anonymise')?.because).toMatchObject([lent]);
    expect(holders?.map(({ name }) => name)).toEqual(expect.arrayContaining(['Берік Заместитель', 'Гүлнар Координатор']));
  });

  it('lists who fits where there are several, and says nothing of accounts of other networks', async () => {
    await holder('Двойная Анна', ['head', 'organisation', library]);
    await holder('Двойная Вера', ['head', 'organisation', library]);
    expect((await ask({ who: 'двойная' })).found.map(({ name }) => name)).toEqual(['Двойная Анна', 'Двойная Вера']);
    const foreign = newId();
    await at.platform.db.insertInto('access.account').values({ id: foreign, name: 'Чужой', email: 'foreign@example.kz', email_verified: true }).execute();
    await grantRole(at.system(at.otherNetworkId), { accountId: foreign, role: 'coordinator', scopeKind: 'organisation', scopeId: at.otherOrganisationId });
    expect(await ask({ who: 'foreign@example.kz' })).toMatchObject({ found: [], account: null });
    expect(await ask({ account: foreign })).toMatchObject({ account: null });
  });

  it('is for who manages roles only', async () => {
    for (const actor of [visitor, account([]), account([{ role: 'coordinator', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), account([{ role: 'network_admin', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null }])]) {
      await expect(readPolicies(at.ctx(actor), PoliciesFilter.parse({}))).rejects.toMatchObject({ status: 404 });
    }
    await expect(ask({ organisation: at.otherOrganisationId })).rejects.toMatchObject({ status: 404 });
  });
});

describe('who may see a card', () => {
  it('is herself and who keeps her record, and nobody else: the page opens for exactly these', async () => {
    const personId = await addPerson(admin(), NewPerson.parse({ familyName: 'Карточкина', post: { organisationId: library, title: 'Библиотекарь', fromDate: '2020-09-01' } }));
    const herself = await holder('Карточкина');
    await tiePersonToAccount(at.system(), personId, herself.id);
    const people = {
      head: await holder('Руководитель', ['head', 'organisation', library]),
      neighbour: await holder('Сосед', ['head', 'organisation', other]),
      coordinator: await holder('Координатор', ['coordinator', 'organisation', at.organisationId]),
      inspector: await holder('Проверяющий', ['inspector', 'network', null]),
      herself,
    };
    const { holders, name } = await readersOfPerson(admin(), personId);
    expect([name, holders[0]?.accountId, holders[0]?.because[0]?.kind]).toEqual(['Карточкина', herself.id, 'oneself']);
    const listed = new Set(holders.map(({ accountId }) => accountId));
    for (const [who, one] of Object.entries(people)) {
      const opens = await showPerson(await one.ctx(), personId).then(() => true, () => false);
      expect([who, listed.has(one.id)]).toEqual([who, opens]);
    }
    const queries = await countQueries(() => readersOfPerson(admin(), personId));
    for (let i = 0; i < 3; i++) await holder(`Ещё ${i}`, ['head', 'organisation', library]);
    expect(await countQueries(() => readersOfPerson(admin(), personId))).toBe(queries);
  });

  it('is told to administrators who see the card themselves', async () => {
    const personId = await addPerson(admin(), NewPerson.parse({ familyName: 'Скрытая', post: { organisationId: library, title: 'Библиотекарь', fromDate: '2020-09-01' } }));
    for (const role of ['coordinator', 'methodist', 'inspector'] as const) await expect(readersOfPerson(at.ctx(account([{ role, networkId: at.networkId, scopeKind: 'network', scopeId: null }])), personId)).rejects.toMatchObject({ status: 404 });
    await expect(readersOfPerson(at.ctx(account([{ role: 'system_admin', networkId: '', scopeKind: 'installation', scopeId: null }])), personId)).rejects.toMatchObject({ status: 404 });
    await expect(readersOfPerson(admin(), newId())).rejects.toMatchObject({ status: 404 });
  });
});
