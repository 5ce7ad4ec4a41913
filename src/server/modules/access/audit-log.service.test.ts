import { beforeAll, describe, expect, it } from 'vitest';
import { LOCALES, translator } from '#lib/i18n/index.ts';
import { AUDIT_GROUPS } from '#lib/ui/audit-acts.ts';
import { actWords } from '#lib/ui/audit-words.ts';
import { addPerson, changePerson, createOrganisation, NewPerson, PersonInput, showPerson } from '#server/modules/people/index.ts';
import { audit, forgetOrigins } from '#server/platform/audit.ts';
import { inTransaction, type Actor, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { grantRole, readToken, giveToken, openSession, readSession, AuditFilter, auditPlaces, exportAuditFor, listAuditFor, readsAudit, invite } from './index.ts';

const at = testInstallation();
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const admin = () => at.ctx(account([{ role: 'network_admin', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));
const place = (code: string, name: string) => createOrganisation(at.system(), { parentId: at.organisationId, kind: 'library', code, name: localized('ru', name), country: 'KZ', timeZone: 'Asia/Almaty' });
let [north, south] = ['', ''];
beforeAll(async () => {
  [north, south] = [await place('NORTH', 'Северная'), await place('SOUTH', 'Южная')];
});

/** Somebody with an account and a role, at a browser. */
async function worker(name: string, scopeId: string): Promise<{ ctx: Ctx; accountId: string }> {
  const accountId = newId();
  await at.platform.db.insertInto('access.account').values({ id: accountId, name, email: `${accountId}@example.kz`, email_verified: true }).execute();
  await grantRole(at.system(), { accountId, role: 'coordinator', scopeKind: 'organisation', scopeId });
  const actor = (await readSession(at.platform, await openSession(at.platform, accountId)))?.actor as Actor;
  return { accountId, ctx: { ...at.ctx(actor), origin: { source: '10.1.2.3', userAgent: FIREFOX } } };
}
const person = (ctx: Ctx, organisationId: string, familyName: string) => addPerson(ctx, NewPerson.parse({ familyName, birthDate: '1980-05-06', post: { organisationId, title: 'Библиотекарь', fromDate: '2020-09-01', isMainPersonnel: 'yes' } }));
async function rename(ctx: Ctx, id: string, familyName: string) {
  const { version } = await showPerson(ctx, id);
  await changePerson(ctx, id, PersonInput.parse({ familyName, birthDate: '1980-05-06', version }));
}
const read = async (ctx: Ctx, filter: object = {}) => (await listAuditFor(ctx, AuditFilter.parse(filter))).entries;
const acts = async (ctx: Ctx, filter: object = {}) => (await read(ctx, filter)).map(({ act, subject }) => `${act} ${subject?.name ?? '–'}`);

describe('acts that can be asked for', () => {
  it.each(LOCALES)('have words, and each stands in one group: %s', (locale) => {
    const t = translator(locale);
    const acts = Object.values(AUDIT_GROUPS).flat();
    expect(acts.filter((act) => actWords(t, act) === t('audit.act.other'))).toEqual([]);
    expect(new Set(acts).size).toBe(acts.length);
  });
});

describe('the journal of changes', () => {
  it('says what was and what became of it, by whom and from where', async () => {
    const { ctx } = await worker('Берік', north);
    const id = await person(ctx, north, 'Сериков');
    await rename(ctx, id, 'Сериккалиев');
    const [line] = await read(admin(), { subject: id, act: 'person.changed' });
    expect(line).toMatchObject({
      by: { kind: 'account', name: 'Берік', onBehalfOf: null, token: null },
      source: '10.1.2.3',
      device: { kind: 'computer', browser: 'Firefox', system: 'Linux' },
      act: 'person.changed',
      subjectType: 'person',
      subject: { name: 'Сериккалиев', path: `/people/${id}/changes` },
      changes: [{ field: 'familyName', before: 'Сериков', after: 'Сериккалиев' }],
    });
  });

  it('names both where roles were lent, and the token where a program acted', async () => {
    const { ctx, accountId } = await worker('Айгүл', north);
    const giver = await worker('Гүлнар', north);
    const id = await person(ctx, north, 'Замещаемая');
    const lent: Actor = { ...(ctx.actor as Extract<Actor, { kind: 'account' }>), onBehalfOf: { accountId: giver.accountId, name: 'Гүлнар' } };
    await rename({ ...ctx, actor: lent }, id, 'Замещённая');
    const { token } = await giveToken(ctx, { name: 'Кадровая программа', access: 'write', place: north, days: 30 });
    await rename({ ...ctx, actor: await readToken(at.platform, token, at.networkId) }, id, 'Программная');
    expect((await read(admin(), { subject: id })).map(({ by }) => by)).toMatchObject([
      { name: 'Айгүл', onBehalfOf: null, token: 'Кадровая программа' },
      { name: 'Айгүл', onBehalfOf: 'Гүлнар', token: null },
      { name: 'Айгүл', onBehalfOf: null, token: null },
      { name: 'Айгүл', onBehalfOf: null, token: null },
    ]);
    // Who is asked for finds also what was done in her place.
    expect((await read(admin(), { by: 'гүлнар' })).map(({ subjectId }) => subjectId)).toContain(id);
    expect((await read(admin(), { by: 'айгүл', act: 'token.given' })).map(({ subject }) => subject?.name)).toContain('Кадровая программа');
    expect(await read(admin(), { by: `${accountId}@example.kz`, act: 'person' })).toHaveLength(4);
  });

  it('is narrowed down by kind, by group, by the person it is about, by place and by days', async () => {
    at.clock.set(new Date('2026-05-20T04:00:00Z'));
    const { ctx } = await worker('Дана', at.organisationId);
    const [one] = [await person(ctx, north, 'Фильтрова'), await person(ctx, south, 'Дневных')];
    expect(await acts(admin(), { about: 'Филтрова' })).toEqual(['person.post_added Фильтрова', 'person.created Фильтрова']);
    expect(await acts(admin(), { act: 'person', organisation: south, from: '2026-05-20' })).toEqual(['person.post_added Дневных', 'person.created Дневных']);
    expect(await acts(admin(), { act: 'organisation.created', organisation: north })).toEqual(['organisation.created Северная']);
    expect(await acts(admin(), { subject: one, from: '2026-05-20', until: '2026-05-20' })).toHaveLength(2);
    expect(await acts(admin(), { subject: one, until: '2026-05-19' })).toEqual([]);
    // By the clocks of the network: 19:30 UTC is the next day there.
    at.clock.set(new Date('2026-05-20T19:30:00Z'));
    const late = await person(ctx, north, 'Поздняя');
    expect(await acts(admin(), { subject: late, until: '2026-05-20' })).toEqual([]);
    expect(await acts(admin(), { subject: late, from: '2026-05-21' })).toHaveLength(2);
    at.clock.set(new Date('2026-05-18T04:00:00Z'));
  });

  it('shows coordinators what lies below their organisations, and nobody else anything', async () => {
    const { ctx } = await worker('Север', north);
    const centre = at.ctx(coordinatorOf(at.networkId, at.organisationId));
    const [own, other] = [await person(centre, north, 'Своя'), await person(centre, south, 'Чужая')];
    await invite(admin(), { email: 'north@example.kz', name: 'Приглашённая', role: 'coordinator', locale: 'ru', scopeKind: 'organisation', scopeId: north, place: { networkId: at.networkId } });
    const seen = await read(ctx);
    expect(seen.map(({ subjectId }) => subjectId)).toContain(own);
    expect(seen.map(({ subjectId }) => subjectId)).not.toContain(other);
    expect(seen.filter(({ act }) => act === 'role.granted').map(({ role }) => role?.organisation)).toEqual(expect.arrayContaining(['Северная']));
    expect(seen.filter(({ role }) => role !== null && role.organisation !== 'Северная')).toEqual([]);
    expect(seen.map(({ subject }) => subject?.name)).toContain('Приглашённая');
    expect((await auditPlaces(ctx)).map(({ value }) => value)).toEqual([north]);
    await expect(read(ctx, { organisation: south })).rejects.toMatchObject({ status: 404 });
    await expect(read(ctx, { organisation: at.otherOrganisationId })).rejects.toMatchObject({ status: 404 });
    const without = [visitor, account([{ role: 'methodist', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), account([{ role: 'system_admin', networkId: '', scopeKind: 'installation', scopeId: null }]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId)];
    for (const actor of without) {
      expect(readsAudit(actor, at.networkId)).toBe(false);
      await expect(read(at.ctx(actor))).rejects.toMatchObject({ status: 404 });
    }
    const foreign = at.ctx(account([{ role: 'network_admin', networkId: at.otherNetworkId, scopeKind: 'network', scopeId: null }]), at.otherNetworkId);
    expect((await read(foreign, { subject: own })).length).toBe(0);
  });

  it('turns pages both ways, with as many queries for fifty lines as for one', async () => {
    const ctx = admin();
    const mark = newId();
    await inTransaction(ctx, async (tx) => {
      for (let i = 0; i < 60; i++) await audit({ ...tx, clock: { now: () => new Date(Date.UTC(2027, 0, 1, 0, i)) } }, { act: 'job.stopped', subjectType: 'job', subjectId: mark });
    });
    const first = await listAuditFor(ctx, AuditFilter.parse({ subject: mark }));
    expect([first.entries.length, first.total, first.before]).toEqual([50, 60, null]);
    const second = await listAuditFor(ctx, AuditFilter.parse({ subject: mark, after: first.after }));
    expect([second.entries.length, second.after]).toEqual([10, null]);
    const back = await listAuditFor(ctx, AuditFilter.parse({ subject: mark, before: second.before }));
    expect(back.entries.map(({ id }) => id)).toEqual(first.entries.map(({ id }) => id));
    expect(await listAuditFor(ctx, AuditFilter.parse({ subject: mark, after: Buffer.from(JSON.stringify(['no instant', newId()])).toString('base64url') }))).toMatchObject({ before: null });
    const queries = (filter: object) => countQueries(() => read(ctx, filter));
    expect(await queries({ subject: mark })).toBe(await queries({ subject: mark, after: second.before ?? '' }));
  });

  it('forgets after a year from where it was done, not what was done', async () => {
    const { ctx } = await worker('Давняя', north);
    const id = await person(ctx, north, 'Стародавняя');
    at.clock.set(new Date('2027-05-17T04:00:00Z'));
    await forgetOrigins(at.platform);
    expect(await read(admin(), { subject: id, act: 'person.created' })).toMatchObject([{ source: '10.1.2.3' }]);
    at.clock.set(new Date('2027-05-20T04:00:00Z'));
    await forgetOrigins(at.platform);
    expect(await read(admin(), { subject: id, act: 'person.created' })).toMatchObject([{ source: null, device: null, by: { name: 'Давняя' } }]);
    at.clock.set(new Date('2026-05-18T04:00:00Z'));
  });

  it('goes into a file in words, and no cell of it is run as a formula', async () => {
    const { ctx } = await worker('=HYPERLINK("x")', north);
    const id = await person(ctx, north, 'Выгружаева');
    await rename(ctx, id, 'Выгруженная');
    const file = await exportAuditFor(admin(), AuditFilter.parse({ subject: id }), 'csv');
    const text = new TextDecoder().decode(file.bytes);
    expect(text).toContain('Фамилия: Выгружаева → Выгруженная');
    expect(text).toContain('10.1.2.3;"Компьютер: Firefox, Linux";Изменена запись;Человек;Выгруженная');
    expect(text).toContain(`"'=HYPERLINK(""x"")"`);
    expect((await exportAuditFor(admin(), AuditFilter.parse({ subject: id }), 'xlsx')).bytes.length).toBeGreaterThan(1000);
  });
});
