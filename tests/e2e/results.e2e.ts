import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readWorkbook } from '#server/testing/workbook.ts';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';
import { post } from './form-post.ts';
import { heldEvent, type Guest, type HeldEvent } from './held-event.ts';

// An event is made by some sixty pages before the first test: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 300_000 });
const web = browsing();

const GUESTS: readonly Guest[] = [
  { name: 'Абаева Гүлнәр', country: 'KZ', organisation: 'Библиотека «Спутник»', certificateLocale: 'kk', minutes: 100, confirms: true },
  { name: 'Борисова Анна Сергеевна', country: 'RU', organisation: 'Библиотека «Спутник»', certificateLocale: 'ru', minutes: 95, confirms: true },
  { name: 'Волков Игорь Петрович', country: 'RU', organisation: 'Библиотека «Спутник»', certificateLocale: 'ru', minutes: 40, confirms: true },
  { name: 'Громова Ольга Ивановна', country: 'KZ', organisation: 'Школа № 3', certificateLocale: 'ru', minutes: 0, confirms: true },
  { name: 'Дёмина Ирина Олеговна', country: 'BY', organisation: 'Школа № 3', certificateLocale: 'ru', minutes: 90 },
];

const text = (page: Page) => page.locator('main').innerText();
const row = (page: Page, name: string) => page.locator('tbody tr', { hasText: name });
const numbersIn = (words: string) => [...words.matchAll(/[A-Z]+-[A-Z]+-\d{4}-[A-Z]+-(\d{5})/g)].map(([, sequence]) => Number(sequence));

async function open(page: Page, path: string): Promise<void> {
  const answer = await page.goto(`/ru${path}`);
  expect(answer?.status(), path).toBe(200);
}

/** Presses a button that is refused: the page comes back with the sentence. */
async function refused(page: Page, button: string, sentence: string): Promise<void> {
  await Promise.all([page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.status() >= 400), page.getByRole('button', { name: button, exact: true }).click()]);
  await page.locator('.summary', { hasText: sentence }).waitFor();
}

async function expectFine(page: Page, name: string, js: boolean): Promise<void> {
  if (js) await expectAccessible(page);
  await expectNoOverflow(page);
  await photograph(page, `results-${name}-${js ? 'js' : 'plain'}`);
}

describe.each(modes(true))('after an event (JavaScript: $js)', ({ js }) => {
  let event: HeldEvent;
  let staff: Page;
  beforeAll(async () => {
    event = await heldEvent(web, `Итоги вебинара, ${js ? 'со скриптом' : 'без скрипта'}`, GUESTS);
    staff = await web.visitAs('coordinator', { js });
  });
  const results = () => `${event.path}/results`;
  const openPerson = async (name: string) => {
    await open(staff, `${results()}?q=${encodeURIComponent(name)}`);
    await staff.locator('tbody th a').first().click();
    await staff.waitForURL(/results\/[0-9a-f-]{36}$/);
  };

  it('says of everybody whether a certificate is due and why, narrowed, sorted and as a file', async () => {
    await open(staff, results());
    expect(await text(staff)).toMatch(/Правило: не менее 85\s% минут заседаний\./);
    expect(await row(staff, 'Абаева').innerText()).toMatch(/100 из 100[\s\S]*Можно выдать[\s\S]*Правило выполнено/);
    expect(await row(staff, 'Волков').innerText()).toMatch(/40 из 100[\s\S]*Сертификат не положен[\s\S]*Присутствие 40 из 100 мин: 40\s%, нужно 85\s%/);
    expect(await row(staff, 'Громова').innerText()).toContain('0 из 100');
    expect(await row(staff, 'Дёмина').innerText()).toMatch(/90 из 100[\s\S]*Имя не подтверждено/);
    expect(await row(staff, 'Лукашевич').innerText()).toContain('Доклад или секция ещё впереди');
    await expectFine(staff, 'list', js);

    await staff.selectOption('[name=standing]', 'not_eligible');
    await staff.selectOption('[name=country]', 'RU');
    await staff.getByRole('button', { name: 'Применить' }).click();
    await staff.waitForURL(/standing=not_eligible/);
    expect(await staff.locator('caption').innerText()).toBe('1 человек. Отбор: Сертификат не положен и Россия');
    expect(await staff.locator('tbody th').allInnerTexts()).toEqual(['Волков Игорь Петрович']);
    await open(staff, `${results()}?sort=-minutes`);
    expect((await staff.locator('tbody th').allInnerTexts()).slice(0, 3)).toEqual(['Абаева Гүлнәр', 'Борисова Анна Сергеевна', 'Дёмина Ирина Олеговна']);
    await open(staff, `${results()}?q=Несуществующая`);
    expect(await text(staff)).toContain('Ничего не найдено');
    await expectFine(staff, 'nothing', js);

    const href = (await (await open(staff, `${results()}?standing=unconfirmed`), staff.locator('.list-tools a').first()).getAttribute('href')) ?? '';
    const [rows = []] = readWorkbook(await (await staff.request.get(href)).body()).values();
    expect(rows.slice(1).map(([name, country, , , , , minutes, of, , confirmed, standing]) => [name, country, minutes, of, confirmed, standing])).toEqual([
      ['Дёмина Ирина Олеговна', 'Беларусь', '90', '100', 'Нет', 'Имя не подтверждено'],
    ]);
  });

  it('lets a coordinator decide about one person, with a reason, and take it back', async () => {
    await openPerson('Волков');
    expect(await text(staff)).toMatch(/Присутствие 40 из 100 мин: 40\s%, нужно 85\s%\./);
    const records = (await staff.getByRole('link', { name: 'Исходные записи' }).getAttribute('href')) ?? '';
    expect((await staff.request.get(records)).status()).toBe(200);

    await staff.fill('[name=reason]', 'да');
    await refused(staff, 'Записать решение', 'Выберите один из вариантов');
    await staff.getByLabel('Выдать сертификат', { exact: true }).check();
    await refused(staff, 'Записать решение', 'Напишите причину, не короче трёх знаков');
    expect([await staff.inputValue('[name=reason]'), await staff.getByLabel('Выдать сертификат', { exact: true }).isChecked()]).toEqual(['да', true]);
    await expectFine(staff, 'decision-refused', js);

    const decide = async (choice: string, reason: string) => {
      await staff.getByLabel(choice).check();
      await staff.fill('[name=reason]', reason);
      await staff.getByRole('button', { name: 'Записать решение' }).click();
      await staff.waitForURL(/done=decided/);
      await staff.locator('.notice', { hasText: 'Решение записано' }).waitFor();
    };
    await decide('Выдать сертификат', 'Пропала связь в районе');
    expect(await text(staff)).toMatch(/Решено вручную[\s\S]*Причина решения: Пропала связь в районе/);
    await decide('Снять решение', 'Связь была');
    expect(await staff.locator('.badge').allInnerTexts()).toContain('Сертификат не положен');
    await decide('Выдать сертификат', 'Пропала связь в районе');
    expect(await staff.locator('.timeline .what').allInnerTexts()).toEqual(['Выдать', 'Решение снято: решает правило', 'Выдать']);
    await expectFine(staff, 'person', js);
  });

  it('asks by mail for the names that are not confirmed, once a day', async () => {
    await open(staff, `${results()}?standing=unconfirmed`);
    await staff.getByRole('link', { name: 'Попросить подтвердить имена' }).click();
    await staff.waitForURL(/results\/ask$/);
    expect(await text(staff)).toContain('Писем участникам: 1');
    await expectFine(staff, 'ask', js);
    await staff.getByRole('button', { name: 'Отправить письма' }).click();
    await staff.waitForURL(/asked=1/);
    expect(await text(staff)).toContain('Отправлено писем: 1');
    await open(staff, `${results()}/ask`);
    expect(await text(staff)).toMatch(/Сейчас писать некому[\s\S]*Уже получили такое письмо за последние сутки: 1/);
    await expectFine(staff, 'ask-nobody', js);
  });

  it('has a list of names to print and sign, and takes what was signed', async () => {
    await open(staff, `${results()}?standing=unconfirmed`);
    await staff.getByRole('link', { name: 'Подтвердить имена по списку' }).click();
    await staff.waitForURL(/results\/names$/);
    await expectFine(staff, 'names', js);
    const paper = await staff.request.get((await staff.getByRole('link', { name: 'Распечатать список (PDF)' }).getAttribute('href')) ?? '');
    expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');
    await refused(staff, 'Записать подтверждения', 'Отметьте хотя бы одно имя.');
    await staff.getByRole('link', { name: 'Показать и подтверждённые' }).click();
    await staff.waitForURL(/show=all/);
    await staff.getByLabel('Имя на сертификате: Борисова Анна Сергеевна').fill('Борисова Анна 木');
    await staff.locator('tbody tr', { hasText: 'Борисова' }).getByRole('checkbox').check();
    await refused(staff, 'Записать подтверждения', '木');
    expect(await staff.locator('tbody tr', { hasText: 'Борисова' }).getByRole('checkbox').isChecked()).toBe(true);
    await expectFine(staff, 'names-refused', js);
    await staff.locator('tbody tr', { hasText: 'Борисова' }).getByRole('textbox').fill('Борисова Анна Сергеевна');
    await staff.getByRole('button', { name: 'Записать подтверждения' }).click();
    await staff.waitForURL(/confirmed=1/);
    expect(await text(staff)).toContain('Подтверждено 1 имя');
  });

  it('shows what would be issued, issues it in a job that tells how far it is, and numbers without a gap', async () => {
    await open(staff, `${results()}/issue`);
    const plan = await text(staff);
    expect(plan).toMatch(/Участник\s+русский\s+2/);
    expect(plan).toMatch(/Участник\s+казахский\s+1/);
    expect(plan).toMatch(/Имя для печати не подтверждено\.\s+1/);
    expect(plan).toMatch(/Доля минут меньше нужной\.\s+1/);
    await expectFine(staff, 'plan', js);
    await staff.getByRole('link', { name: 'Включить их' }).click();
    await staff.getByRole('button', { name: 'Выдать 4 сертификата' }).waitFor();
    await staff.getByRole('link', { name: 'Не включать их' }).click();
    await staff.getByRole('button', { name: 'Выдать 3 сертификата' }).click();
    await staff.waitForURL(/results\/runs\/[0-9a-f-]{36}$/);
    // The page loads itself again, with a script and without.
    await staff.getByText('Выдано 3 сертификата').waitFor({ timeout: 30_000 });
    expect(await text(staff)).toContain('Готово: 3 из 3');
    expect(await text(staff)).not.toContain('Остановить работу');
    await expectFine(staff, 'run', js);

    // Nobody has received anything yet: all of it is taken back, and done anew with mails that go out at once.
    expect(await text(staff)).toMatch(/Уже у получателей\s+0/);
    await staff.getByRole('link', { name: 'Отменить выдачу' }).click();
    await staff.waitForURL(/undo$/);
    await staff.fill('[name=reason]', 'не то');
    await refused(staff, 'Аннулировать', '10');
    expect(await staff.inputValue('[name=reason]')).toBe('не то');
    await expectFine(staff, 'undo', js);
    await staff.fill('[name=reason]', 'не тот список участников');
    await staff.getByRole('button', { name: 'Аннулировать' }).click();
    await staff.waitForURL(/undone=3/);
    expect(await text(staff)).toContain('Аннулировано 3 сертификата');
    expect(await staff.getByRole('link', { name: 'Отменить выдачу' }).count()).toBe(0);
    await open(staff, `${results()}/issue`);
    await staff.selectOption('[name=deliver]', '0');
    await staff.getByRole('button', { name: 'Выдать 3 сертификата' }).click();
    await staff.waitForURL(/results\/runs\/[0-9a-f-]{36}$/);
    await staff.getByText('Выдано 3 сертификата').waitFor({ timeout: 30_000 });
    const run = new URL(staff.url()).pathname;

    await open(staff, '/manage/jobs');
    await staff.getByRole('link', { name: 'Выдача сертификатов' }).first().click();
    await staff.waitForURL(/manage\/jobs\/[0-9a-f-]{36}$/);
    await expectFine(staff, 'job', js);
    expect(await staff.getByRole('link', { name: 'Открыть страницу этой работы' }).getAttribute('href')).toBe(run);

    await open(staff, `${results()}?standing=issued`);
    const numbers = numbersIn((await staff.locator('tbody').innerText())).sort((a, b) => a - b);
    expect(numbers.map((number) => number - (numbers[0] ?? 0))).toEqual([0, 1, 2]);
    await open(staff, `${results()}/issue`);
    expect(await text(staff)).toContain('Выдавать некому');
    await expectFine(staff, 'plan-empty', js);
  });

  it('issues to one whose name is not confirmed only when the coordinator says so, under the next number', async () => {
    await open(staff, `${results()}?standing=issued`);
    const last = Math.max(...numbersIn(await staff.locator('tbody').innerText()));
    await openPerson('Дёмина');
    await refused(staff, 'Выдать сертификат', 'Имя для печати не подтверждено');
    await staff.getByLabel('Выдать, хотя имя не подтверждено').check();
    await staff.getByRole('button', { name: 'Выдать сертификат', exact: true }).click();
    await staff.waitForURL(/done=issued/);
    expect(numbersIn(await text(staff))).toEqual([last + 1]);
    expect(await staff.getByRole('button', { name: 'Записать решение' }).count()).toBe(0);
  });

  it('makes a paper that is mailed, that anybody checks by its code, and that says so when it is revoked', async () => {
    await openPerson('Борисова');
    await staff.locator('main a', { hasText: '-ATT-' }).last().click();
    await staff.waitForURL(/manage\/register\/[0-9a-f-]{36}$/);
    const line = new URL(staff.url()).pathname;
    const number = await staff.locator('h1').innerText();
    const code = await staff.locator('dt:has-text("Код проверки") + dd').first().innerText();
    expect((await (await staff.request.get(`${line}/file`)).body()).subarray(0, 5).toString()).toBe('%PDF-');
    const visitor = await web.visit({ js });
    await expect.poll(async () => (await visitor.goto('/ru/demo/mail'), visitor.locator('tbody a', { hasText: number }).count()), { timeout: 15_000 }).toBe(1);

    await open(visitor, `/check/${code}`);
    const full = await text(visitor);
    for (const said of ['Борисова Анна Сергеевна', number, event.title, 'Действителен', '95 минут']) expect(full).toContain(said);
    await open(visitor, `/check?q=${number}`);
    const status = await text(visitor);
    expect(status).toContain('Действителен');
    for (const kept of ['Борисова', event.title]) expect(status).not.toContain(kept);

    await staff.goto(`${line}/revoke`);
    await staff.fill('[name=reason]', 'Ошибка в отчестве участницы.');
    await staff.getByRole('button', { name: 'Отозвать' }).click();
    await staff.waitForURL(/done=revoked/);
    await open(visitor, `/check/${code}`);
    expect(await text(visitor)).toMatch(/Отозван[\s\S]*Ошибка в отчестве участницы\./);

    await open(staff, `${results()}/issue`);
    expect(await text(staff)).toMatch(/Сертификат был отозван; новый выдаётся отдельно\.\s+1/);
    await openPerson('Борисова');
    expect(await text(staff)).toContain('Причина: Ошибка в отчестве участницы.');
    await staff.getByRole('button', { name: 'Выдать сертификат', exact: true }).click();
    await staff.waitForURL(/done=issued/);
    expect(numbersIn(await staff.locator('main ul').last().innerText())).toHaveLength(3);
    await open(visitor, `/check/${code}`);
    expect(await text(visitor)).toContain('Заменён');
  });

  it('counts registered, present and certificates by country, and each figure leads to its people', async () => {
    await open(staff, `${event.path}/statistics`);
    expect(await staff.locator('.figures dd').allInnerTexts()).toEqual(['5', '4', '0', '4']);
    expect(await staff.locator('.chart-title').innerText()).toBe('Присутствовали 4 из 5 зарегистрированных. Больше всего людей из страны: Россия');
    await staff.locator('.chart summary').click();
    await expectFine(staff, 'statistics', js);
    const [byCountry = [], byOrganisation = []] = await Promise.all(
      ['По странам', 'По организациям'].map((title) => staff.locator(`.list-head:has-text("${title}") + div tbody tr`).evaluateAll((rows) => rows.map((one) => [...one.children].map((cell) => cell.textContent.trim())))),
    );
    expect(byCountry).toEqual([
      ['Казахстан', '2', '1', '0', '1', '0'],
      ['Россия', '2', '2', '0', '2', '0'],
      ['Беларусь', '1', '1', '0', '1', '0'],
    ]);
    // Two people of a school are not told apart.
    expect(byOrganisation).toEqual([
      ['Библиотека «Спутник»', '3', '3', '0', '3'],
      ['Организации, от которых меньше трёх человек, и не указанные: 1', '2', '1', '0', '1'],
    ]);

    const sheets = readWorkbook(await (await staff.request.get(`/ru${event.path}/statistics/list.xlsx`)).body());
    expect([...sheets.keys()]).toEqual(['Всего', 'По странам', 'По организациям', 'По языкам сертификата', 'По способу регистрации']);
    expect(sheets.get('По странам')?.slice(1)).toEqual(byCountry);
    expect(sheets.get('Всего')?.slice(1, 5)).toEqual([['Зарегистрированы', '5'], ['Присутствовали', '4'], ['Смотрели запись', '0'], ['Сертификаты', '4']]);
    const csv = await (await staff.request.get(`/ru${event.path}/statistics/list.csv`)).text();
    expect(csv).toContain('По странам;Россия;2;2;0;2\r\n');

    await staff.locator('a[href*="country=RU"][href*="figure=present"]').click();
    await staff.waitForURL(/figure=present/);
    expect(await staff.locator('tbody th').allInnerTexts()).toEqual(['Борисова Анна Сергеевна', 'Волков Игорь Петрович']);
    await open(staff, `${results()}?figure=certificates`);
    expect(await staff.locator('caption').innerText()).toContain('4 человека');
  });
});

describe('speakers and moderators', () => {
  it('get a paper of their own kind under the name that the organiser sets', async () => {
    const event = await heldEvent(web, 'Репетиция выдачи докладчикам', []);
    const staff = await web.visitAs('coordinator', { js: false });
    const copy = /seminars\/([0-9a-f-]{36})/.exec(await post(staff.request, web.address, `/ru${event.path}?/rehearse`, []))?.[1] ?? '';
    const path = `/manage/seminars/${copy}`;
    await post(staff.request, web.address, `/ru${path}/rehearsal?/moment`, [['moment', 'after_end']]);
    await open(staff, `${path}/results?kind=contributor`);
    expect(await row(staff, 'Лукашевич').innerText()).toMatch(/Имя не подтверждено[\s\S]*Выступление с докладом/);
    await staff.getByRole('link', { name: 'Лукашевич Вера Павловна' }).click();
    await staff.fill('[name=name]', 'Лукашевич 3 😀');
    await refused(staff, 'Сохранить', 'В имени не бывает цифр');
    expect(await staff.inputValue('[name=name]')).toBe('Лукашевич 3 😀');
    await staff.fill('[name=name]', 'Lukashevich Vera');
    await staff.selectOption('[name=locale]', 'en');
    await staff.getByRole('button', { name: 'Сохранить' }).click();
    await staff.waitForURL(/done=paper/);
    expect(await text(staff)).toContain('Вид: Докладчик. Язык: английский. Имя: Lukashevich Vera.');
    await staff.getByRole('button', { name: 'Выдать сертификат', exact: true }).click();
    await staff.waitForURL(/done=issued/);
    expect(await text(staff)).toMatch(/TEST-[A-Z]+-\d{4}-SPK-\d{5}/);
    await post(staff.request, web.address, `/ru${path}/rehearsal/remove`, []);
  });
});

describe('who sees the results', () => {
  it('moderators read them, nobody else but the organisers does, and only organisers issue', async () => {
    const staff = await web.visitAs('coordinator', { js: false });
    await staff.goto('/ru/manage/seminars?sort=-taken');
    const path = ((await staff.locator('tbody a').first().getAttribute('href')) ?? '').replace(/^\/ru/, '');
    const moderator = await web.visitAs('moderator', { js: false });
    await open(moderator, `${path}/results`);
    expect(await moderator.getByRole('link', { name: 'Выдать сертификаты' }).count()).toBe(0);
    await open(moderator, `${path}/statistics`);
    expect((await moderator.goto(`/ru${path}/results/issue`))?.status()).toBe(404);
    for (const role of ['speaker', 'coordinator_bishkek']) {
      const page = await web.visitAs(role, { js: false });
      const statuses = await Promise.all(['results', 'results/list.csv', 'results/issue', 'statistics', 'statistics/list.xlsx'].map(async (part) => (await page.request.get(`/ru${path}/${part}`)).status()));
      expect(statuses, role).toEqual([404, 404, 404, 404, 404]);
    }
    const visitor = await web.visit();
    await visitor.goto(`/ru${path}/results`);
    expect(visitor.url()).toContain('/sign-in?next=');
  });
});
