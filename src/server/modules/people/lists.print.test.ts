import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '#lib/i18n/index.ts';
import { account, coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { localized } from '#server/platform/text/index.ts';
import { printOrganisationsFor, printPeopleFor, PRINT_LIMIT } from './lists.print.ts';
import { createOrganisation } from './organisations.service.ts';
import { OrganisationsFilter } from './organisations-list.service.ts';
import { PeopleFilter } from './people-list.service.ts';
import { createRecords } from './bulk.service.ts';

// Poppler judges what stands on paper (Debian: poppler-utils), as in platform/pdf/render.test.ts.
const without = process.env['SHEBERLIK_NO_POPPLER'] === '1';
const at = testInstallation();
const centre = (locale: (typeof LOCALES)[number] = 'ru') => at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, locale);
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string }) => error.code);
const text = (pdf: Uint8Array) => spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).stdout.toString();
const info = (pdf: Uint8Array) => spawnSync('pdfinfo', ['-'], { input: pdf }).stdout.toString();

const library = (code: string) => createOrganisation(at.system(), { parentId: at.organisationId, kind: 'library', code, name: localized('ru', `Библиотека ${code}`), country: 'KZ', timeZone: 'Asia/Almaty' });
const staff = async (organisationId: string, count: number) => {
  const post = { organisationId, positionId: null, title: 'Библиотекарь', kind: 'main' as const, isMainPersonnel: true, rate: 1, fromDate: '2020-09-01', toDate: null, leavingReason: null, leavingNote: null };
  await createRecords(
    at.system(),
    Array.from({ length: count }, (_, n) => ({ familyName: `Фамилия ${n}`, givenName: n === 0 ? 'Әсел 😀' : null, patronymic: null, nameLocale: 'ru' as const, birthDate: '1990-01-01', sex: null, email: null, phone: '+7 7182 1', preferredLocale: null, languages: [], librarySince: null, professionSince: null, posts: [post], educations: [], attestations: [] })),
  );
};

describe('a list on paper', { skip: without }, () => {
  it('lies on its side with the columns that were chosen, the filters in words, the day and the page', async () => {
    const id = await library('PR01');
    await staff(id, 70);
    const { pdf, title } = await printPeopleFor(centre(), PeopleFilter.parse({ organisation: id, columns: 'post,age,contacts', sort: '-name' }));
    expect(title).toBe('Люди');
    expect(info(pdf)).toMatch(/Page size:\s+841\.\d+ x 595/);
    const pages = text(pdf).split('\f').filter((page) => page.trim() !== '');
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, page] of pages.entries()) {
      // The head stands on each page, and so does where one is.
      expect(page).toMatch(/Имя\s+Должность\s+Возраст\s+Контакты/);
      expect(page).toMatch(new RegExp(`${index + 1}\\s?/\\s?${pages.length}\\s*$`));
      expect(page).toContain('18 мая 2026');
    }
    expect(pages[0]).toContain('70 человек: PR01 · Библиотека PR01');
    expect(pages[0]).toMatch(/1\s+Фамилия 9\s+Библиотекарь\s+36\s+\+7 7182 1/);
    // A sign that cannot be printed leaves the rest of the name.
    expect(pages.at(-1)).toMatch(/70\s+Фамилия 0 Әсел\s/);
    expect(text(pdf)).not.toContain('Организация');
  });

  it.each(LOCALES)('is printed in %s', async (locale) => {
    const { pdf } = await printOrganisationsFor(centre(locale), OrganisationsFilter.parse({ columns: 'code,kind,people,units,vacant,head,contacts,address,founder,settlement,parent' }));
    expect(text(pdf)).toContain('PVL');
  });

  it('is refused for more than paper takes, and for who keeps nobody', async () => {
    const id = await library('PR02');
    await staff(id, PRINT_LIMIT + 1);
    expect(await refusal(printPeopleFor(centre(), PeopleFilter.parse({ organisation: id })))).toBe('print.too_many');
    const specialist = at.ctx(account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), at.networkId);
    expect(await refusal(printPeopleFor(specialist, PeopleFilter.parse({})))).toBe('page.not_found');
  }, 60_000);

  it('may be as long as paper takes', async () => {
    const id = await library('PR03');
    await staff(id, PRINT_LIMIT);
    const { pdf } = await printPeopleFor(centre('kk'), PeopleFilter.parse({ organisation: id, columns: 'organisation,post,education,category,contacts,since,age' }));
    expect(text(pdf)).toContain(' 1000 ');
  }, 60_000);
});
