import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION_COOKIE } from '#server/modules/access/index.ts';
import { createOrganisation, createPersonWithPost, getOrganisation, showPerson, showPositions } from '#server/modules/people/index.ts';
import { localized } from '#server/platform/text/index.ts';
import { createVisitor, type Form, type Page, type Visitor } from '../running/visitor.ts';
import { servedInstallation } from './served.ts';

/** Two keepers with one card open in two browsers, without a script. */
const served = servedInstallation();
let first: Visitor;
let second: Visitor;
let library: string;
let person: string;

beforeAll(async () => {
  const system = served.system();
  library = await createOrganisation(system, { parentId: served.organisationId, kind: 'library', code: 'AKT04', name: localized('ru', 'Аксуская библиотека'), country: 'KZ', timeZone: 'Asia/Almaty' });
  person = await createPersonWithPost(system, { familyName: 'Қасымова', givenName: 'Әйгүл', patronymic: null, locale: 'kk', organisationId: library, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01' });
  const browser = async (name: string) => {
    const caller = await served.account(name, { role: 'coordinator', scopeKind: 'organisation', scopeId: served.organisationId });
    const made = createVisitor(served.address);
    made.cookies.set(SESSION_COOKIE, caller.cookie ?? '');
    return made;
  };
  [first, second] = [await browser('First'), await browser('Second')];
});
afterAll(() => [first, second].map((one) => one?.close()));

const withField = (page: Page, field: string): Form => {
  const found = page.forms.find(({ fields }) => fields.some(([name]) => name === field));
  if (!found) throw new Error(`${page.path} (${page.status}) has no form with ${field}`);
  return found;
};
const theForm = (page: Page): Form => withField(page, 'was');
const plain = (page: Page) => page.html.replaceAll(/<!--.*?-->|&nbsp;|\u00a0/g, ' ').replaceAll(/\s+/g, ' ');

describe('a card that two people edit', () => {
  it('keeps what each changed alone, and asks about what both changed', async () => {
    const path = `/ru/people/${person}/edit`;
    const [one, two] = [await first.get(path), await second.get(path)];
    await first.submit(theForm(one), { familyName: 'Қасымқызы', phone: '+7 701 000 00 01' });
    const clash = await second.submit(theForm(two), { familyName: 'Касымова', email: 'aigul@example.kz', 'languages.ru': 'c1' });
    expect(clash.status).toBe(409);
    expect(plain(clash)).toContain('Записано сейчас: Қасымқызы');
    expect(plain(clash)).toContain('У вас: Касымова');
    expect(plain(clash)).toContain('Записано сейчас: +7 701 000 00 01');
    expect(plain(clash)).not.toContain('aigul@example.kz</span> Записано');

    // Sent again without a decision: asked again, nothing lost.
    const undecided = await second.submit(theForm(clash), {});
    expect(undecided.status).toBe(422);
    expect(plain(undecided)).toContain('Выберите один из вариантов.');
    expect((await showPerson(served.system(), person)).values).toMatchObject({ familyName: 'Қасымқызы', email: null });

    const done = await second.submit(theForm(undecided), { 'take.familyName': 'mine', 'take.phone': 'theirs' });
    expect(done.path).toContain(`/people/${person}`);
    expect((await showPerson(served.system(), person)).values).toMatchObject({ familyName: 'Касымова', phone: '+7 701 000 00 01', email: 'aigul@example.kz', languages: [{ language: 'ru', level: 'c1' }] });
  });

  it('asks about a post as well, in words and not in ids', async () => {
    const post = (await showPerson(served.system(), person)).posts[0]?.id ?? '';
    const path = `/ru/people/${person}/posts/${post}`;
    const [one, two] = [await first.get(path), await second.get(path)];
    await first.submit(theForm(one), { rate: '0,5', organisationId: served.organisationId });
    const clash = await second.submit(theForm(two), { rate: '0,75' });
    expect(clash.status).toBe(409);
    expect(plain(clash)).toContain('Записано сейчас: 0,5');
    expect(plain(clash)).toContain('Записано сейчас: PVL · Методический центр pavlodar');
    const done = await second.submit(theForm(clash), { 'take.rate': 'mine' });
    expect(done.path).toContain('done=saved');
    expect((await showPerson(served.system(), person)).posts).toMatchObject([{ rate: 0.75, organisationId: served.organisationId }]);
  });

  it('asks about the end of a post, a line of the staffing table, a post of the classifier and a move', async () => {
    const system = served.system();
    const position = (await showPositions(system))[0];
    if (!position) throw new Error('the classifier is empty');
    const table = `/ru/organisations/${library}/staffing`;
    const made = await first.submit(withField(await first.get(`${table}/new`), 'units'), { positionId: position.id, units: '1', fromDate: '2020-01-01' });
    const unit = /staffing\/([0-9a-f-]{36})/.exec(made.html)?.[1] ?? '';
    const ended = await createPersonWithPost(system, { familyName: 'Серікова', givenName: 'Дана', patronymic: null, locale: 'kk', organisationId: library, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01' });
    const post = (await showPerson(system, ended)).posts[0]?.id ?? '';
    const district = await createOrganisation(system, { parentId: served.organisationId, kind: 'library', code: 'AKT', name: localized('ru', 'Аксу'), country: 'KZ', timeZone: 'Asia/Almaty' });
    const other = await createOrganisation(system, { parentId: served.organisationId, kind: 'library', code: 'USP', name: localized('ru', 'Успенка'), country: 'KZ', timeZone: 'Asia/Almaty' });
    const cases = [
      { path: `/ru/people/${ended}/posts/${post}/end`, mine: { toDate: '2026-02-01' }, theirs: { toDate: '2026-03-01' }, take: 'toDate' },
      { path: `${table}/${unit}`, mine: { units: '1,5' }, theirs: { units: '2,25' }, take: 'units', now: 'Записано сейчас: 2,25' },
      { path: `/ru/manage/settings/positions/${position.id}`, mine: { sort: '11' }, theirs: { sort: '12' }, take: 'sort' },
      { path: `/ru/organisations/${library}/move`, mine: { parentId: district }, theirs: { parentId: other }, take: 'parentId', now: 'Записано сейчас: USP · Успенка' },
    ];
    for (const { path, mine, theirs, take, now } of cases) {
      const [one, two] = [await first.get(path), await second.get(path)];
      await first.submit(theForm(one), theirs);
      const clash = await second.submit(theForm(two), mine);
      expect([path, clash.status]).toEqual([path, 409]);
      if (now) expect(plain(clash)).toContain(now);
      const undecided = await second.submit(theForm(clash), {});
      expect([path, undecided.status]).toEqual([path, 422]);
      const done = await second.submit(theForm(undecided), { [`take.${take}`]: 'mine' });
      expect([path, done.path]).toEqual([path, expect.stringContaining('done=')]);
    }
    expect((await showPositions(system)).find(({ id }) => id === position.id)?.sort).toBe(11);
    expect((await showPerson(system, ended)).posts[0]?.toDate).toBe('2026-02-01');
  });

  it('is saved after another look when the two touched different things of an organisation', async () => {
    const path = `/ru/organisations/${library}/edit`;
    const [one, two] = [await first.get(path), await second.get(path)];
    await first.submit(theForm(one), { 'name.ru': 'Аксуская модельная библиотека', phone: '+7 718 370 00 01' });
    const clash = await second.submit(theForm(two), { website: 'https://aksu.example.kz', phone: '+7 718 370 00 02' });
    expect(plain(clash)).toContain('Записано сейчас: Аксуская модельная библиотека');
    expect(plain(clash)).not.toContain('У вас: https://aksu.example.kz');
    const done = await second.submit(theForm(clash), { 'take.phone': 'theirs' });
    expect(done.path).toContain(`/organisations/${library}`);
    expect(await getOrganisation(served.system(), library)).toMatchObject({ name: { ru: { text: 'Аксуская модельная библиотека' } }, phone: '+7 718 370 00 01', website: 'https://aksu.example.kz' });
  });
});
