import { describe, expect, it } from 'vitest';
import type { Locale } from '#lib/i18n/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { localized, type LocalizedText } from '#server/platform/text/index.ts';
import { createRecords } from './bulk.service.ts';
import { exportOrganisationsFor } from './organisations.export.ts';
import { listOrganisationsFor, OrganisationsFilter, readOrganisationChoices } from './organisations-list.service.ts';
import { closeOrganisation, createOrganisation } from './organisations.service.ts';
import { positionsOf, saveUnit } from './positions.service.ts';
import { listSavedFilters, removeFilter, saveFilter } from './saved-filters.service.ts';

const at = testInstallation();
const centre = (locale: Locale = 'ru') => at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, locale);
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string }) => error.code);

let codes = 0;
const place = (name: LocalizedText, parentId: string, more: Partial<Parameters<typeof createOrganisation>[1]> = {}) => {
  codes += 1;
  return createOrganisation(at.system(), { parentId, kind: 'library', code: `OL${String(codes).padStart(3, '0')}`, name, country: 'KZ', timeZone: 'Asia/Almaty', ...more });
};
const list = (actorCtx: ReturnType<typeof centre>, filter: Record<string, string>) => listOrganisationsFor(actorCtx, OrganisationsFilter.parse(filter));
const names = async (filter: Record<string, string>, locale: Locale = 'ru') => (await list(centre(locale), filter)).lines.map(({ name }) => name);

const employ = async (organisationId: string, familyName: string, code: string, rate: number) => {
  const positionId = (await positionsOf(at.system())).find((position) => position.code === code)?.id ?? '';
  const post = { organisationId, positionId, title: null, kind: 'main' as const, isMainPersonnel: true, rate, fromDate: '2020-09-01', toDate: null, leavingReason: null, leavingNote: null };
  await createRecords(at.system(), [
    { familyName, givenName: null, patronymic: null, nameLocale: 'ru', birthDate: null, sex: null, email: null, phone: null, preferredLocale: null, languages: [], librarySince: null, professionSince: null, posts: [post], educations: [], attestations: [] },
  ]);
};

describe('the list of organisations', () => {
  it('is filtered by what organisations are and what is missing, and counts what it finds', async () => {
    const district = await place(localized('ru', 'Район Ясный'), at.organisationId, { kind: 'district' });
    const led = await place(localized('ru', 'Библиотека Алмаз'), district, { phone: '+7 7182 1', address: localized('ru', 'Улица 1'), settlement: localized('ru', 'Яр') });
    const bare = await place(localized('ru', 'Библиотека Бирюза'), district, { kind: 'rural_library', settlement: localized('ru', 'Бор') });
    await employ(led, 'Главная Вера', 'branch_head', 1);
    await employ(led, 'Простая Зоя', 'librarian', 0.5);
    const librarian = (await positionsOf(at.system())).find(({ code }) => code === 'librarian')?.id ?? '';
    await saveUnit(at.system(), led, null, { positionId: librarian, units: 2, fromDate: '2020-01-01' });
    const ids = async (filter: Record<string, string>) => (await list(centre(), { below: district, ...filter })).lines.map(({ id }) => id);
    expect(await ids({})).toEqual([led, bare, district]);
    expect(await ids({ sort: '-name' })).toEqual([district, bare, led]);
    expect(await ids({ sort: 'settlement', kind: 'rural_library' })).toEqual([bare]);
    expect((await ids({ sort: 'settlement' })).slice(1)).toEqual([bare, led]);
    expect(await ids({ sort: '-code' })).toEqual([bare, led, district]);
    expect(await ids({ missing: 'contacts' })).toEqual([bare, district]);
    expect(await ids({ missing: 'address' })).toEqual([bare, district]);
    expect(await ids({ missing: 'staffing' })).toEqual([bare, district]);
    expect(await ids({ missing: 'head' })).toEqual([bare, district]);
    expect(await ids({ q: 'алмас' })).toEqual([led]);
    expect(await ids({ kind: 'nonsense', sort: 'x', after: 'x' })).toHaveLength(3);
    const [line] = (await list(centre(), { q: 'Алмаз', below: district })).lines;
    expect(line).toMatchObject({ parent: 'Район Ясный', settlement: 'Яр', staff: { people: 2, units: 2, vacant: 1.5, heads: ['Главная Вера'] } });
    await closeOrganisation(centre(), bare, { closedOn: '2026-05-01' });
    expect(await ids({})).toEqual([led, district]);
    expect(await ids({ state: 'closed' })).toEqual([bare]);
    expect((await list(centre(), { below: district, state: 'all' })).total).toBe(3);
  });

  it('stands in the order of the reader’s alphabet, by the words that are shown', async () => {
    const above = await place(localized('ru', 'Порядок'), at.organisationId, { kind: 'library_system' });
    await place(localized({ ru: 'Яблоко', kk: 'Алма' }), above);
    await place(localized({ ru: 'Берег' }), above);
    // A machine's translation does not stand before what a person wrote in a language read next.
    await place({ en: { text: 'Zebra', status: 'machine' }, ru: { text: 'Вода', status: 'original' } }, above);
    expect(await names({ below: above })).toEqual(['Берег', 'Вода', 'Порядок', 'Яблоко']);
    expect(await names({ below: above }, 'kk')).toEqual(['Алма', 'Берег', 'Вода', 'Порядок']);
    expect((await names({ below: above }, 'hy')).toSorted()).toEqual(['Берег', 'Вода', 'Порядок', 'Яблоко'].toSorted());
  });

  it('is paged to and fro without losing or repeating anybody, and costs the same however long it is', async () => {
    const above = await place(localized('ru', 'Страницы'), at.organisationId);
    // Equal names: the order must still be one.
    for (let n = 0; n < 120; n++) await place(localized('ru', n % 3 === 0 ? 'Одинаковая' : `Библиотека № ${n}`), above);
    const pages: string[][] = [];
    let after: string | null = null;
    let last: Awaited<ReturnType<typeof list>> | undefined;
    do {
      last = await list(centre(), { below: above, ...(after ? { after } : {}) });
      pages.push(last.lines.map(({ id }) => id));
      after = last.after;
    } while (after);
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 21]);
    expect(new Set(pages.flat()).size).toBe(121);
    const back = await list(centre(), { below: above, before: last.before ?? '' });
    expect(back.lines.map(({ id }) => id)).toEqual(pages[1]);
    const few = await countQueries(() => list(centre(), { q: 'Страницы' }));
    const many = await countQueries(() => list(centre(), { below: above, q: 'Библиотека' }));
    expect(many).toBe(few);
  }, 60_000);

  it('tells who works there only to who keeps their records, and nothing to strangers', async () => {
    const own = await place(localized('ru', 'Своя'), at.organisationId);
    const beside = await place(localized('ru', 'Соседняя'), at.organisationId);
    await employ(own, 'Своя Анна', 'branch_head', 1);
    await employ(beside, 'Чужая Анна', 'branch_head', 1);
    const head = at.ctx(account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: own }]), at.networkId, 'ru');
    const lines = (await list(head, { state: 'all', q: 'Своя' })).lines.concat((await list(head, { state: 'all', q: 'Соседняя' })).lines);
    expect(lines.map(({ name, staff }) => [name, staff?.heads ?? null])).toEqual([
      ['Своя', ['Своя Анна']],
      ['Соседняя', null],
    ]);
    // Whose staffing table one does not read is not told by a filter either.
    expect((await list(head, { missing: 'staffing' })).lines.map(({ id }) => id)).toEqual([own]);
    expect((await readOrganisationChoices(head)).readsStaff).toBe(true);
    const specialist = at.ctx(account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), at.networkId, 'ru');
    expect((await list(specialist, {})).lines.every(({ staff }) => staff === null)).toBe(true);
    expect((await list(specialist, { missing: 'head' })).total).toBe(0);
    const strangers: Actor[] = [visitor, account([]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId)];
    for (const actor of strangers) expect(await refusal(list(at.ctx(actor, at.networkId), {}))).toBe('page.not_found');
    const elsewhere = at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId, 'ru');
    expect((await list(elsewhere, { state: 'all' })).lines.map(({ id }) => id)).toEqual([at.otherOrganisationId]);
  });

  it('goes into a file with every column, and its filters are kept under a name of one’s own', async () => {
    const file = await exportOrganisationsFor(centre(), OrganisationsFilter.parse({ q: 'Алмаз' }), 'csv');
    const [head, first] = new TextDecoder().decode(file.bytes).slice(1).split('\r\n');
    expect(head?.split(';')).toHaveLength(15);
    expect(first).toContain('Библиотека Алмаз;OL');
    expect(first).toContain(';2;2;"1,5";Главная Вера;');
    const me = centre();
    await saveFilter(me, { list: 'organisations', name: 'Без адреса', query: '?missing=address' });
    const [kept] = (await listSavedFilters(me, 'organisations')).own;
    expect(kept).toMatchObject({ name: 'Без адреса', query: '?missing=address' });
    expect((await listSavedFilters(me, 'people')).own).toEqual([]);
    expect(await refusal(removeFilter(centre(), kept?.id ?? ''))).toBe('page.not_found');
    await removeFilter(me, kept?.id ?? '');
    expect((await listSavedFilters(me, 'organisations')).own).toEqual([]);
    const specialist = at.ctx(account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), at.networkId, 'ru');
    expect((await listSavedFilters(specialist, 'organisations')).own).toEqual([]);
    expect(await refusal(listSavedFilters(specialist, 'people'))).toBe('page.not_found');
  });
});
