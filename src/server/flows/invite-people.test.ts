import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { acceptInvitation, findLinkFor, readSession } from '#server/modules/access/index.ts';
import { addPost, createOrganisation, createPersonWithPost, ownPersonId, PeopleFilter, positionsOf, PostInput } from '#server/modules/people/index.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { planInvitations, sendInvitations } from './invite-people.ts';

const at = testInstallation();
const centre = () => at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, 'ru');
let codes = 0;
const place = () => createOrganisation(at.system(), { parentId: at.organisationId, kind: 'rural_library', code: `IN${(codes += 1)}`, name: localized('ru', 'Библиотека'), country: 'KZ', timeZone: 'Asia/Almaty' });
const person = async (organisationId: string, familyName: string, email: string | null, position = 'librarian') => {
  const positionId = (await positionsOf(at.system())).find(({ code }) => code === position)?.id ?? null;
  return createPersonWithPost(at.system(), { familyName, givenName: null, patronymic: null, locale: 'kk', organisationId, positionId, rate: '1', fromDate: '2020-09-01', email });
};
const filter = (organisation: string) => PeopleFilter.parse({ organisation, state: 'all' });

describe('inviting people of the registry', () => {
  it('shows whom a mail reaches and why not, and writes to those only', async () => {
    const library = await place();
    const head = await person(library, 'Главова', 'glava@example.kz', 'branch_head');
    const worker = await person(library, 'Рядова', 'ryadova@example.kz');
    const without = await person(library, 'Безпочтова', null);
    const [one, two] = [await person(library, 'Общая', 'lib@example.kz'), await person(library, 'Общий', 'LIB@example.kz')];
    const plan = await planInvitations(centre(), filter(library));
    expect(Object.fromEntries(plan.map(({ id, role, reason }) => [id, [role, reason]]))).toEqual({
      [head]: ['head', null],
      [worker]: ['specialist', null],
      [without]: ['specialist', 'no_email'],
      [one]: ['specialist', 'shared_email'],
      [two]: ['specialist', 'shared_email'],
    });
    expect(await sendInvitations(centre(), filter(library), { people: [head, worker, without, one] })).toBe(2);
    const { rows } = await sql<{ email: string; role: string; scope_id: string; person_id: string; locale: string }>`
      select email, role, scope_id, person_id, locale from access.invitation where person_id is not null order by email`.execute(at.platform.db);
    expect(rows).toEqual([
      { email: 'glava@example.kz', role: 'head', scope_id: library, person_id: head, locale: 'kk' },
      { email: 'ryadova@example.kz', role: 'specialist', scope_id: library, person_id: worker, locale: 'kk' },
    ]);
    const again = await planInvitations(centre(), filter(library));
    expect(again.filter(({ reason }) => reason === null)).toEqual([]);
    await expect(sendInvitations(centre(), filter(library), { people: [head] })).rejects.toMatchObject({ problems: [{ code: 'invitation.nobody' }] });
  });

  it('ties who accepts to her record, with the role at her library', async () => {
    const library = await place();
    const id = await person(library, 'Новичкова', 'novichkova@example.kz', 'branch_head');
    await sendInvitations(centre(), filter(library), { people: [id] });
    const { rows } = await sql<{ id: string }>`select id from access.invitation where person_id = ${id}::uuid`.execute(at.platform.db);
    const link = await findLinkFor(at.system(), 'invitation', rows[0]?.id ?? '');
    const cookie = await acceptInvitation(at.ctx({ kind: 'visitor' }, at.networkId), { token: link?.token ?? '', name: '', password: 'a long enough password' });
    const session = await readSession(at.platform, cookie?.split(';')[0]);
    expect(session?.actor).toMatchObject({ grants: [{ role: 'head', scopeKind: 'organisation', scopeId: library }] });
    if (!session) throw new Error('a session');
    expect(await ownPersonId(at.ctx(session.actor, at.networkId))).toBe(id);
    expect((await planInvitations(centre(), filter(library))).map(({ reason }) => reason)).toEqual(['has_account']);
  });

  it('is done by who keeps the records, a head for specialists of her own library only', async () => {
    const [own, other] = [await place(), await place()];
    const [worker, chief] = [await person(own, 'Своя', 'svoya@example.kz'), await person(own, 'Начальница', 'chief@example.kz', 'branch_head')];
    await person(other, 'Чужая', 'chuzhaya@example.kz');
    const head = at.ctx(account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: own }]), at.networkId, 'ru');
    expect(Object.fromEntries((await planInvitations(head, PeopleFilter.parse({}))).map(({ id, reason }) => [id, reason]))).toEqual({ [worker]: null, [chief]: 'not_yours' });
    await expect(planInvitations(at.ctx(account([]), at.networkId), PeopleFilter.parse({}))).rejects.toMatchObject({ code: 'page.not_found' });
    await addPost(centre(), worker, PostInput.parse({ organisationId: other, kind: 'second', title: 'Х', fromDate: '2026-01-01' }));
    expect((await planInvitations(head, PeopleFilter.parse({}))).find(({ id }) => id === worker)?.reason).toBeNull();
  });
});
