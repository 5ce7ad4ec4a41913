import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';
import { ownEvent } from './own-event.ts';
import { caughtLetter, goOn, openLink, refused, registerAs } from './registering.ts';

const web = browsing();
/** Each is a day's work of an organiser: dozens of pages. */
const JOURNEY = 180_000;

const said = (page: Page) => page.locator('main').innerText();
/** What a list says under a figure: `Зарегистрировано` → `2 из 2`. */
const figure = async (page: Page, term: string) => page.locator('.figures div', { hasText: term }).locator('dd').innerText();
/** Loads the page until it says so: places are given by a task. */
const until = (page: Page, address: string, read: () => Promise<string>) => expect.poll(async () => (await page.goto(address), read()), { timeout: 20_000 });

describe.each(modes(false))('the organiser’s list of registrations (JavaScript: $js)', ({ js }) => {
  const mode = js ? 'js' : 'plain';

  it('says what to do while nobody has registered, and keeps to the dates that the organiser sets', async () => {
    const staff = await web.visitAs('coordinator', { js });
    const id = await ownEvent(staff, { title: `Пустой список (${mode})` });
    await staff.goto(`/ru/manage/seminars/${id}/registrations`);
    expect(await said(staff)).toContain('Пока никто не зарегистрировался');
    if (js) await expectAccessible(staff);
    await photograph(staff, `registrations-empty-${mode}`);
    await staff.getByRole('link', { name: 'Изменить сроки и число мест' }).click();
    await staff.waitForURL(/\/edit#f-capacity$/);
    await staff.fill('[name=opensDate]', new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10));
    await staff.fill('[name=opensTime]', '09:00');
    await staff.getByRole('button', { name: 'Сохранить' }).click();
    await staff.waitForURL(/done=saved/);
    await staff.goto(`/ru/manage/seminars/${id}/registrations`);
    expect(await said(staff)).toContain('Регистрация откроется');
    const visitor = await web.visit({ js });
    await visitor.goto(`/ru/seminars/${id}/register`);
    expect(await said(visitor)).toContain('Регистрация ещё не открыта');
    expect(await visitor.locator('main button[name=country]').count()).toBe(0);
    if (js) await expectAccessible(visitor);
  }, JOURNEY);

  it('gives a place that is freed, or added, to who waits the longest, and shows it', async () => {
    const staff = await web.visitAs('coordinator', { js });
    const id = await ownEvent(staff, { title: `Два места (${mode})`, capacity: 2 });
    const list = `/ru/manage/seminars/${id}/registrations`;
    const email = (n: number) => `seat${n}.${mode}@example.kz`;
    const names = ['Первая Анна', 'Вторая Бота', 'Третья Вера', 'Четвёртая Гуля'];
    const page = await web.visit({ js });
    const ids: string[] = [];
    for (const [n, name] of names.entries()) {
      ids.push(await registerAs(page, id, { name, email: email(n) }));
      await page.goto(`/ru/registrations/${ids[n]}/done`);
      expect(await page.locator('h1').innerText()).toContain(n < 2 ? 'Вы зарегистрированы' : 'лист ожидания');
    }
    await staff.goto(list);
    expect([await figure(staff, 'Зарегистрировано'), await figure(staff, 'В листе ожидания')]).toEqual(['2 из 2', '2']);
    if (js) await expectAccessible(staff);
    await photograph(staff, `registrations-full-${mode}`);
    await staff.goto(`${list}/${ids[3]}`);
    expect(await said(staff)).toContain('Место в очереди: 2');

    await page.goto(`/ru/registrations/${ids[0]}/cancel`);
    await goOn(page);
    await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
    await until(staff, `${list}?q=${encodeURIComponent('Третья')}`, () => staff.locator('tbody').innerText()).toContain('из листа ожидания');
    expect((await caughtLetter(page, email(2), 'Для вас есть место')).calendar).toContain('METHOD:REQUEST');
    await staff.goto(`${list}/${ids[2]}`);
    expect(await staff.locator('.timeline').innerText()).toContain('Место из листа ожидания');

    await staff.goto(`/ru/manage/seminars/${id}/edit`);
    await staff.fill('[name=capacity]', '1');
    await staff.getByRole('button', { name: 'Сохранить' }).click();
    await refused(staff, 'Уже занято 2 места');
    await staff.fill('[name=capacity]', '3');
    await staff.getByRole('button', { name: 'Сохранить' }).click();
    await staff.waitForURL(/done=saved/);
    await until(staff, list, () => figure(staff, 'Зарегистрировано')).toBe('3 из 3');
    await caughtLetter(page, email(3), 'Для вас есть место');
  }, JOURNEY);

  it('shows what a decision does before it is made, and mails it with its reason', async () => {
    const staff = await web.visitAs('coordinator', { js });
    const id = await ownEvent(staff, { title: `По заявкам (${mode})`, capacity: 1, approval: true });
    const list = `/ru/manage/seminars/${id}/registrations`;
    const email = (n: number) => `asks${n}.${mode}@example.kz`;
    const names = ['Просит Анна', 'Просит Бота', 'Просит Вера'];
    const page = await web.visit({ js });
    const ids: string[] = [];
    for (const [n, name] of names.entries()) ids.push(await registerAs(page, id, { name, email: email(n) }));
    await page.goto(`/ru/registrations/${ids[0]}/done`);
    expect(await page.locator('h1').innerText()).toContain('Ваша заявка получена');
    if (js) await expectAccessible(page);

    await staff.goto(`${list}?state=pending`);
    expect(await figure(staff, 'На рассмотрении')).toBe('3');
    if (js) await expectAccessible(staff);
    await staff.getByRole('button', { name: 'Рассмотреть отмеченные' }).click();
    await staff.waitForURL(/\/decide/);
    expect(await said(staff)).toContain('Решать нечего');
    await staff.goto(`${list}?state=pending&sort=name`);
    for (const name of names.slice(0, 2)) await staff.getByLabel(`Выбрать: ${name}`).check();
    await staff.getByRole('button', { name: 'Рассмотреть отмеченные' }).click();
    await staff.waitForURL(/\/decide\?id=/);
    const preview = await said(staff);
    for (const sentence of ['2 заявки', 'Просит Анна', 'Получат место: 1.', 'Попадут в лист ожидания: 1.', 'Мест на всех не хватит']) expect(preview).toContain(sentence);
    if (js) await expectAccessible(staff);
    await expectNoOverflow(staff);
    await photograph(staff, `registrations-decide-${mode}`);
    await staff.getByRole('button', { name: 'Утвердить' }).click();
    await staff.waitForURL(/done=approved/);
    expect(await said(staff)).toContain('Получат место: 1. Попадут в лист ожидания: 1.');
    expect([await figure(staff, 'Зарегистрировано'), await figure(staff, 'На рассмотрении'), await figure(staff, 'В листе ожидания')]).toEqual(['1 из 1', '1', '1']);
    const approved = await caughtLetter(page, email(0), 'Заявка одобрена');
    expect(approved.calendar).toContain('METHOD:REQUEST');

    await staff.goto(`${list}/${ids[2]}`);
    await staff.getByRole('link', { name: 'Рассмотреть заявку' }).click();
    await staff.waitForURL(/\/decide\?id=/);
    await staff.fill('[name=reason]', 'a');
    await staff.getByRole('button', { name: 'Отклонить' }).click();
    await refused(staff, 'Коротко напишите причину');
    expect(await staff.inputValue('[name=reason]')).toBe('a');
    if (js) await expectAccessible(staff);
    await staff.fill('[name=reason]', 'Семинар для библиотек области.');
    await staff.getByRole('button', { name: 'Отклонить' }).click();
    await staff.waitForURL(/done=declined/);
    expect((await caughtLetter(page, email(2), 'Заявка не принята')).text).toContain('Семинар для библиотек области.');
    await page.goto(`/ru/registrations/${ids[2]}`);
    expect(await said(page)).toContain('Семинар для библиотек области.');
    // The decision stands: the page of a decision made long ago says so.
    await staff.goto(`${list}/decide?id=${ids[2]}`);
    expect(await said(staff)).toContain('Решать нечего');
  }, JOURNEY);

  it('takes somebody who telephoned: added, found in any script, linked, changed, cancelled, erased', async () => {
    const staff = await web.visitAs('coordinator', { js });
    const id = await ownEvent(staff, { title: `По телефону (${mode})` });
    const list = `/ru/manage/seminars/${id}/registrations`;
    await staff.goto(list);
    await staff.getByRole('link', { name: 'Добавить участника' }).click();
    await staff.waitForURL(/registrations\/new$/);
    if (js) await expectAccessible(staff);
    await staff.fill('[name=name]', 'Қасымова 7');
    await staff.fill('[name=email]', 'kasymova@');
    await staff.fill('[name=organisation]', 'Ертіс ауылдық кітапханасы');
    await staff.getByRole('button', { name: 'Добавить', exact: true }).click();
    await refused(staff, 'В имени не бывает цифр');
    expect(await staff.locator('.field-error').count()).toBe(3);
    expect([await staff.inputValue('[name=name]'), await staff.inputValue('[name=email]'), await staff.inputValue('[name=organisation]')]).toEqual(['Қасымова 7', 'kasymova@', 'Ертіс ауылдық кітапханасы']);
    if (js) await expectAccessible(staff);
    await photograph(staff, `registrations-new-errors-${mode}`);
    await staff.fill('[name=name]', 'Қасымова Айгүл');
    await staff.fill('[name=email]', '');
    await staff.selectOption('[name=country]', 'KZ');
    await staff.getByRole('button', { name: 'Добавить', exact: true }).click();
    await staff.waitForURL(/done=added/);
    const one = staff.url().replace(/\?.*$/, '');
    expect(await said(staff)).toContain('Участник добавлен.');
    if (js) await expectAccessible(staff);

    for (const q of ['Касымова', 'kasymova', 'ертис']) {
      await staff.goto(`${list}?q=${encodeURIComponent(q)}&country=KZ`);
      expect(await staff.locator('tbody tr').count(), q).toBe(1);
    }
    expect(await staff.locator('caption').innerText()).toContain('1 участник. Отбор: ертис и Казахстан');
    await staff.goto(`${list}?state=declined`);
    expect(await said(staff)).toContain('Под эти фильтры ничего не подходит');
    await staff.goto(list);
    const csv = await staff.request.get((await staff.getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? '');
    expect(await csv.text()).toContain('Қасымова Айгүл;Ертіс ауылдық кітапханасы');
    const xlsx = await staff.request.get((await staff.getByRole('link', { name: 'XLSX' }).getAttribute('href')) ?? '');
    expect((await xlsx.body()).subarray(0, 2).toString()).toBe('PK');

    await staff.goto(`${one}/link`);
    expect(await said(staff)).toContain('Адрес не указан.');
    if (js) await expectAccessible(staff);
    const message = await staff.locator('textarea[readonly]').inputValue();
    expect(message).toContain('Қасымова Айгүл');
    const holder = await web.visit({ js });
    await openLink(holder, /https?:\S+\/l\/\S+/.exec(message)?.[0] ?? '');
    expect(await said(holder)).toContain('Қасымова Айгүл');
    expect((await (await staff.request.get(`${one}/card.pdf`)).body()).subarray(0, 5).toString()).toBe('%PDF-');

    await staff.goto(`${one}/edit`);
    await staff.fill('[name=email]', `kasymova.${mode}@example.kz`);
    await staff.getByRole('button', { name: 'Сохранить' }).click();
    await refused(staff, 'Коротко напишите причину');
    expect(await staff.inputValue('[name=email]')).toBe(`kasymova.${mode}@example.kz`);
    if (js) await expectAccessible(staff);
    await staff.fill('[name=reason]', 'Завели почту.');
    await staff.getByRole('button', { name: 'Сохранить' }).click();
    await staff.waitForURL(/done=changed/);
    const history = await staff.locator('.timeline').innerText();
    for (const part of ['Данные изменены', 'Завели почту.', 'Электронная почта', 'Айгүл Жұмабекова']) expect(history).toContain(part);
    await staff.goto(`${one}/link`);
    await staff.getByRole('button', { name: 'Отправить ссылку ещё раз' }).click();
    await staff.waitForURL(/done=sent/);
    await caughtLetter(holder, `kasymova.${mode}@example.kz`, 'Ваша личная ссылка');

    await staff.goto(`${one}/person?q=${encodeURIComponent('Несуществующая')}`);
    expect(await said(staff)).toContain('В реестре нет человека с таким именем');
    if (js) await expectAccessible(staff);

    await staff.goto(`${one}/cancel`);
    if (js) await expectAccessible(staff);
    await staff.fill('[name=reason]', 'Не сможет прийти.');
    await staff.getByRole('button', { name: 'Отменить регистрацию' }).click();
    await staff.waitForURL(/done=cancelled/);
    expect(await said(staff)).toContain('Причина: Не сможет прийти.');
    expect((await caughtLetter(holder, `kasymova.${mode}@example.kz`, 'Регистрация отменена')).text).toContain('Не сможет прийти.');
    expect((await staff.goto(`${one}/edit`))?.status()).toBe(409);

    await staff.goto(`${one}/erase`);
    if (js) await expectAccessible(staff);
    await staff.getByRole('button', { name: 'Удалить данные' }).click();
    await staff.waitForURL(/done=erased/);
    const rest = await said(staff);
    expect(rest).toContain('Данные удалены');
    expect(rest).not.toMatch(/Қасымова|kasymova|Ертіс/);
    await photograph(staff, `registrations-erased-${mode}`);
  }, JOURNEY);
});

describe('who reads the list', () => {
  it('shows moderators names without addresses, and to nobody else that it is there', async () => {
    const staff = await web.visitAs('coordinator');
    await staff.goto('/ru/manage/seminars?q=' + encodeURIComponent('Компетенции профессионала'));
    const event = (await staff.locator('tbody a').first().getAttribute('href')) ?? '';
    await staff.goto(`${event}/registrations`);
    const one = (await staff.locator('tbody th a').first().getAttribute('href')) ?? '';
    expect(await staff.locator('tbody').innerText()).toContain('@');
    await staff.goto(`${event}/registrations?sort=name`);
    await staff.getByRole('link', { name: 'Следующая страница' }).click();
    await staff.waitForURL(/after=/);
    expect(await staff.locator('tbody tr').count()).toBe(50);

    const moderator = await web.visitAs('moderator');
    expect((await moderator.goto(`${event}/registrations`))?.status()).toBe(200);
    expect(await moderator.locator('tbody').innerText()).not.toContain('@');
    await expectAccessible(moderator);
    expect((await moderator.goto(one))?.status()).toBe(200);
    expect(await said(moderator)).not.toContain('@');
    for (const path of ['/edit', '/cancel', '/erase', '/link', '/person', '/card.pdf']) expect((await moderator.request.get(one + path)).status(), path).toBe(404);
    expect((await moderator.request.get(`${event}/registrations/list.csv`)).status()).toBe(404);
    for (const role of ['coordinator_bishkek', 'inspector', 'speaker']) {
      const other = await web.visitAs(role);
      for (const path of [`${event}/registrations`, `${event}/registrations/new`, `${event}/registrations/decide`, one, `${event}/registrations/list.xlsx`]) {
        expect((await other.request.get(path)).status(), `${role} ${path}`).toBe(404);
      }
    }
  }, JOURNEY);
});
