import { beforeAll, describe, expect, it } from 'vitest';
import { createOrganisation, searchFor } from '#server/modules/people/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { writeSetting } from '#server/platform/settings.ts';
import { localized } from '#server/platform/text/index.ts';
import { parseCsv } from '#server/platform/tabular/csv.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { newIssue } from './credentials.factory.ts';
import type { NewIssue } from './credentials.schemas.ts';
import { exportRegisterFor, getIssueFor, issueCredential, listRegisterFor, listWholeRegisterFor, RegisterFilter, revokeCredential, registerBook } from './index.ts';

const at = testInstallation();
let district = '';

const filter = (given: Record<string, unknown> = {}) => RegisterFilter.parse(given);
const issue = (given: Partial<NewIssue> = {}, networkId = at.networkId) =>
  inTransaction(at.system(networkId), (tx) => issueCredential(tx, newIssue(given.organisationId ?? at.organisationId, given)));
const networkReader = () => at.ctx(account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }]));

beforeAll(async () => {
  await writeSetting(at.platform.db, 'public_address', 'https://sheberlik.example.kz', at.clock.now());
  await writeSetting(at.platform.db, 'public_address_checked_at', at.clock.now().toISOString(), at.clock.now());
  district = await createOrganisation(at.system(), {
    parentId: at.organisationId,
    kind: 'library',
    code: 'AKS',
    name: localized('ru', 'Районная библиотека'),
    country: 'KZ',
    timeZone: 'Asia/Almaty',
  });
  const names = ['Ярослава Әлімова', 'Әлия Бекова', 'Анна Волкова', 'Қайрат Серіков', 'Карина Ким', '100% Тест_имя'];
  for (const [index, holderName] of names.entries()) {
    at.clock.advance(60_000);
    await issue({ holderName, issuedOn: index < 4 ? '2026-05-20' : '2025-03-01', kind: index === 2 ? 'speaker' : 'attendance' });
  }
  await issue({ holderName: 'Районный Читатель', organisationId: district });
  await issue({ holderName: 'Репетиция', practice: true });
  await issue({ holderName: 'Чужая Читательница', organisationId: at.otherOrganisationId }, at.otherNetworkId);
});

it('finds certificates by number and name in any script, in the part of the register that is read', async () => {
  const numbersOf = async (ctx: Parameters<typeof searchFor>[0], typed: string) => (await searchFor(ctx, typed)).others.find(({ id }) => id === 'credentials.certificates')?.lines.map(({ detail }) => detail.split(' · ')[0]) ?? [];
  expect(await numbersOf(networkReader(), 'Alieva Bekova')).toEqual([]);
  for (const typed of ['Aliya Bekova', 'Алия Бекова', 'Беква']) expect(await numbersOf(networkReader(), typed), typed).toEqual(['Әлия Бекова']);
  const [line] = (await listRegisterFor(networkReader(), filter({ q: 'Карина' }))).lines;
  expect(await numbersOf(networkReader(), line?.number ?? '')).toContain('Карина Ким');
  expect(await numbersOf(networkReader(), 'Репетиция')).toEqual([]);
  expect(await numbersOf(at.ctx(coordinatorOf(at.networkId, district)), 'Бекова')).toEqual([]);
  expect(await numbersOf(at.ctx(account([{ role: 'methodist', networkId: at.networkId, scopeKind: 'network', scopeId: null }])), 'Бекова')).toEqual([]);
});

const namesOf = (list: { lines: { holderName: string }[] }) => list.lines.map(({ holderName }) => holderName);

describe('who reads which part of the register', () => {
  it('shows a coordinator the own subtree, an inspector of the network all of it, and nobody anything of another network or of rehearsals', async () => {
    expect((await listRegisterFor(networkReader(), filter())).total).toBe(7);
    expect((await listRegisterFor(at.ctx(), filter())).total).toBe(7);
    const below = await listRegisterFor(at.ctx(coordinatorOf(at.networkId, district)), filter());
    expect(namesOf(below)).toEqual(['Районный Читатель']);
    expect(below).toMatchObject({ total: 1, years: [2026], organisations: [{ name: 'Районная библиотека' }] });
    expect(namesOf(await listRegisterFor(at.ctx(coordinatorOf(at.otherNetworkId, at.otherOrganisationId), at.otherNetworkId), filter()))).toEqual(['Чужая Читательница']);
  });

  it('answers everybody else as if there were no register', async () => {
    for (const actor of [visitor, account([]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId), account([{ role: 'system_admin', networkId: '', scopeKind: 'installation', scopeId: null }])]) {
      await expect(listRegisterFor(at.ctx(actor), filter())).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(exportRegisterFor(at.ctx(actor), filter(), 'csv')).rejects.toMatchObject({ code: 'page.not_found' });
    }
  });

  it('opens a line only to readers of its organisation', async () => {
    const [line] = (await listRegisterFor(at.ctx(), filter({ q: 'Волкова' }))).lines;
    const id = line?.issueId ?? '';
    expect(await getIssueFor(at.ctx(), id)).toMatchObject({ holderName: 'Анна Волкова', may: { revoke: true, mailAgain: false }, history: [{ act: 'credential.issued', by: null }] });
    expect((await getIssueFor(networkReader(), id)).may).toEqual({ revoke: false, annul: false, renew: false, duplicate: false, mailAgain: false });
    for (const ctx of [at.ctx(visitor), at.ctx(coordinatorOf(at.networkId, district)), at.ctx(undefined, at.otherNetworkId)]) {
      await expect(getIssueFor(ctx, id)).rejects.toMatchObject({ code: 'page.not_found' });
    }
  });
});

describe('the book of issues', () => {
  it('is a paper of one organisation and year for its readers, and says what is missing', async () => {
    const { lines, organisations } = await listRegisterFor(at.ctx(), filter({ year: '2026' }));
    expect(lines.length).toBeGreaterThan(0);
    const wish = { year: 2026, organisation: at.organisationId, kind: undefined };
    const book = await registerBook(at.ctx(), wish);
    expect(Buffer.from(book.pdf).subarray(0, 5).toString()).toBe('%PDF-');
    expect(book.title).toBe('Книга регистрации выдачи сертификатов за 2026 год. PVL');
    expect(organisations.map(({ id }) => id)).toContain(at.organisationId);
    const refusal = (work: Promise<unknown>) => work.then(() => 'accepted', (error: { code: string; problems?: { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field} ${code}`).join() ?? error.code);
    expect(await refusal(registerBook(at.ctx(), { ...wish, year: undefined }))).toBe('year book.year');
    expect(await refusal(registerBook(at.ctx(), { ...wish, organisation: undefined }))).toBe('organisation book.organisation');
    expect(await refusal(registerBook(at.ctx(), { ...wish, year: 2199 }))).toBe('book.empty');
    for (const actor of [visitor, account([])]) expect(await refusal(registerBook(at.ctx(actor), wish))).toBe('page.not_found');
    // Of an organisation beside one's own there is nothing to tell.
    expect(await refusal(registerBook(at.ctx(coordinatorOf(at.networkId, district)), wish))).toBe('book.empty');
  });
});

describe('searching, filtering, sorting', () => {
  it.each([
    [{ q: 'волк' }, ['Анна Волкова']],
    [{ q: 'pvl-2026-spk' }, ['Анна Волкова']],
    [{ q: 'РVL 2026 SРК 00001' }, ['Анна Волкова']],
    [{ q: '100%' }, ['100% Тест_имя']],
    [{ q: 'т_и' }, ['100% Тест_имя']],
    [{ kind: 'speaker' }, ['Анна Волкова']],
    [{ year: '2025', sort: 'name' }, ['100% Тест_имя', 'Карина Ким']],
    [{ q: 'нет такого' }, []],
  ])('%j', async (given, expected) => expect(namesOf(await listRegisterFor(at.ctx(), filter(given)))).toEqual(expected));

  it('ignores a filter that cannot be meant', async () => {
    expect((await listRegisterFor(at.ctx(), filter({ year: 'MMXXVI', kind: 'x', state: '', after: 'zzz', sort: 'holder', organisation: '1' }))).total).toBe(7);
  });

  it('sorts by the alphabet of the reader', async () => {
    const kazakh = { ...at.ctx(), locale: 'kk' as const };
    expect(namesOf(await listRegisterFor(kazakh, filter({ sort: 'name', year: '2026' })))).toEqual([
      'Анна Волкова',
      'Әлия Бекова',
      'Қайрат Серіков',
      'Районный Читатель',
      'Ярослава Әлімова',
    ]);
  });

  it('tells valid, revoked and replaced apart', async () => {
    const first = await issue({ holderName: 'Опечатка Вимени', issuedOn: '2024-01-01' });
    await revokeCredential(at.ctx(), { issueId: first.issueId, reason: 'Опечатка в имени.' });
    expect(namesOf(await listRegisterFor(at.ctx(), filter({ state: 'revoked' })))).toEqual(['Опечатка Вимени']);
    await issue({ holderName: 'Опечатка Исправлена', issuedOn: '2024-01-01', sourceId: first.sourceId, replacesId: first.issueId });
    expect(namesOf(await listRegisterFor(at.ctx(), filter({ state: 'revoked' })))).toEqual([]);
    expect((await listRegisterFor(at.ctx(), filter({ state: 'replaced' }))).lines).toMatchObject([{ state: 'replaced', replacedBy: 'PVL-2024-ATT-00002' }]);
    expect(namesOf(await listRegisterFor(at.ctx(), filter({ state: 'valid', year: '2024' })))).toEqual(['Опечатка Исправлена']);
  });
});

describe('pages', () => {
  beforeAll(async () => {
    for (let i = 0; i < 120; i++) {
      if (i % 3 === 0) at.clock.advance(1000);
      await issue({ holderName: `Страница ${i % 7}`, issuedOn: '2023-01-01' });
    }
  }, 30_000);

  it.each(['number', '-number', 'name', '-name', 'issued', '-issued'])('go forth and back without losing or doubling a line, by %s', async (sort) => {
    const seen: string[] = [];
    let page = await listRegisterFor(at.ctx(), filter({ sort, year: '2023' }));
    const pages = [page.lines.map(({ number }) => number)];
    expect(page.before).toBeNull();
    while (page.after) {
      page = await listRegisterFor(at.ctx(), filter({ sort, year: '2023', after: page.after }));
      pages.push(page.lines.map(({ number }) => number));
    }
    seen.push(...pages.flat());
    expect(pages.map((lines) => lines.length)).toEqual([50, 50, 20]);
    expect(new Set(seen).size).toBe(120);
    expect((await listWholeRegisterFor(at.ctx(), filter({ sort, year: '2023' }), 1000)).lines.map(({ number }) => number)).toEqual(seen);
    page = await listRegisterFor(at.ctx(), filter({ sort, year: '2023', before: page.before ?? '' }));
    expect(page.lines.map(({ number }) => number)).toEqual(pages[1]);
    page = await listRegisterFor(at.ctx(), filter({ sort, year: '2023', before: page.before ?? '' }));
    expect(page.lines.map(({ number }) => number)).toEqual(pages[0]);
    expect(page.before).toBeNull();
  });

  it('cost three queries for one line and for fifty', async () => {
    expect(await countQueries(() => listRegisterFor(at.ctx(), filter({ q: 'Волкова' })))).toBe(3);
    expect(await countQueries(() => listRegisterFor(at.ctx(), filter({ year: '2023' })))).toBe(3);
  });
});

describe('the exported register', () => {
  it('holds every line of the filter in words of the reader', async () => {
    const file = await exportRegisterFor(at.ctx(), filter({ year: '2025', sort: 'name' }), 'csv');
    expect(file.contentType).toBe('text/csv; charset=utf-8');
    const read = parseCsv(file.bytes);
    if (!read.ok) throw new Error(read.error.code);
    expect(read.table.rows.map(({ cells }) => cells.slice(0, 7))).toEqual([
      ['Номер', 'Вид', 'Кому выдан', 'Мероприятие', 'Кто выдал', 'Дата выдачи', 'Состояние'],
      ['PVL-2025-ATT-00002', 'Участник', '100% Тест_имя', expect.stringContaining('Компетенции'), 'Методический центр pavlodar', '01.03.2025', 'Действителен'],
      ['PVL-2025-ATT-00001', 'Участник', 'Карина Ким', expect.stringContaining('Компетенции'), 'Методический центр pavlodar', '01.03.2025', 'Действителен'],
    ]);
    expect(Buffer.from((await exportRegisterFor(at.ctx(), filter(), 'xlsx')).bytes).subarray(0, 2).toString()).toBe('PK');
  });
});
