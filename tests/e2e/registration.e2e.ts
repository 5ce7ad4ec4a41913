import { beforeAll, describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';
import { ownEvent } from './own-event.ts';
import { caughtLetter, chooseCountry, fillUpToCheck, goOn, openLink, refused, registerAs, sequenceOf } from './registering.ts';

const web = browsing();
let eventId = '';
beforeAll(async () => {
  eventId = await ownEvent(await web.visitAs('coordinator'), { title: 'Регистрация участников' });
});

describe.each(modes(false))('registering (JavaScript: $js)', ({ js }) => {
  const mode = js ? 'js' : 'plain';

  it.each([
    { locale: 'kk', made: 'Сіз тіркелдіңіз', subject: 'тіркелдіңіз', cancelled: 'тоқтатылды' },
    { locale: 'ru', made: 'Вы зарегистрированы', subject: 'Вы зарегистрированы', cancelled: 'отменена' },
  ])('takes five steps without an account, and is changed and cancelled by the link alone ($locale)', async ({ locale, made, subject, cancelled }) => {
    const email = `asel.${locale}.${mode}@example.kz`;
    const page = await web.visit({ js });
    await fillUpToCheck(page, locale, eventId, { name: 'Сейітқызы Әсел', email });
    expect(await page.locator('main').innerText()).toContain('Сейітқызы Әсел');
    if (js) await expectAccessible(page);
    await goOn(page);
    await page.waitForURL(/\/done$/);
    expect(await page.locator('h1').innerText()).toContain(made);
    if (js) await expectAccessible(page);
    await expectNoOverflow(page);
    const own = page.url().replace(/\/done$/, '');

    const mailbox = await web.visit({ js });
    const invitation = await caughtLetter(mailbox, email, subject);
    expect(invitation.calendar).toMatch(/^METHOD:REQUEST\r?$/m);
    expect(sequenceOf(invitation)).toBe(0);

    // Opened on another device, the link does nothing by itself: neither open the page nor cancel.
    const holder = await web.visit({ js });
    const link = invitation.links.find((href) => /\/l\//.test(href)) ?? '';
    await holder.goto(link);
    expect((await holder.request.get(own)).status()).toBe(404);
    if (js) await expectAccessible(holder);
    await openLink(holder, link);
    expect(await holder.locator('main').innerText()).toContain('Сейітқызы Әсел');
    if (js) await expectAccessible(holder);

    await holder.goto(`${own}/edit`);
    await holder.fill('[name=name]', 'Сейітқызы Әсел Маратқызы');
    await goOn(holder);
    await holder.waitForURL(/done=changed/);
    expect(await holder.locator('main').innerText()).toContain('Сейітқызы Әсел Маратқызы');

    await holder.goto(`${own}/cancel`);
    if (js) await expectAccessible(holder);
    await goOn(holder);
    await holder.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
    expect(await holder.locator('main').innerText()).toContain(cancelled);
    const withdrawn = await caughtLetter(mailbox, email, cancelled);
    expect(withdrawn.calendar).toMatch(/^METHOD:CANCEL\r?$/m);
    expect(sequenceOf(withdrawn)).toBeGreaterThan(sequenceOf(invitation));
  }, 120_000);

  it('asks people from abroad only what is needed, and tells them where their data go', async () => {
    const page = await web.visit({ js });
    for (const [country, asked, told] of [
      ['KZ', true, false],
      ['AM', false, true],
    ] as const) {
      await chooseCountry(page, 'ru', eventId, country);
      await page.fill('[name=name]', country === 'KZ' ? 'Омарова Дана' : 'Սարգսյան Անի');
      await page.fill('[name=email]', `abroad.${country}.${mode}@example.com`);
      await goOn(page);
      await page.waitForURL(/step=work/);
      for (const field of ['position', 'role', 'mailLocale']) expect((await page.locator(`[name=${field}]`).count()) > 0, `${country} ${field}`).toBe(asked);
      await page.fill('[name=organisation]', 'Библиотека');
      await goOn(page);
      await page.waitForURL(/step=notice/);
      const notice = await page.locator('main').innerText();
      expect(notice.includes('не в вашей стране'), country).toBe(told);
      for (const said of ['Где хранятся данные', 'Оператор данных']) expect(notice).toContain(said);
      if (js) await expectAccessible(page);
      await goOn(page);
      await refused(page, 'нужно согласие');
    }
  });

  it.each([
    ['address without an end', { name: 'Омарова Дана', email: 'dana@' }, 'После знака @ ничего не написано'],
    ['two addresses', { name: 'Омарова Дана', email: 'dana@example.kz, sara@example.kz' }, 'несколько адресов'],
    ['300 letters in a name', { name: 'А'.repeat(300), email: 'dana@example.kz' }, 'Имя слишком длинное'],
    ['a picture in a name', { name: 'Омарова 😀 Дана', email: 'dana@example.kz' }, 'Смайлики и картинки'],
    ['letters from right to left', { name: 'דנה עומרובה', email: 'dana@example.kz' }, 'справа налево'],
    ['nothing at all', { name: '', email: '' }, 'Напишите имя'],
  ])('says what is wrong and keeps what was typed: %s', async (_, typed, sentence) => {
    const page = await web.visit({ js });
    await chooseCountry(page, 'ru', eventId, 'KZ');
    await page.fill('[name=name]', typed.name);
    await page.fill('[name=email]', typed.email);
    await goOn(page);
    await refused(page, sentence);
    expect(await page.inputValue('[name=name]')).toBe(typed.name);
    expect(await page.inputValue('[name=email]')).toBe(typed.email);
    expect(await page.locator('[role=alert] a').first().getAttribute('href')).toMatch(/^#f-(name|email)$/);
    if (js) await expectAccessible(page);
    await expectNoOverflow(page);
  });

  it('offers a likely slip of an address, never forces it, and asks anew about what is typed then', async () => {
    const page = await web.visit({ js });
    await chooseCountry(page, 'ru', eventId, 'KZ');
    await page.fill('[name=name]', 'Омарова Дана');
    // A Cyrillic а in the name of the mailbox.
    for (const [slip, meant] of [
      ['dan\u0430@example.kz', 'dana@example.kz'],
      ['dana@gmial.com', 'dana@gmail.com'],
    ] as const) {
      await page.fill('[name=email]', slip);
      await goOn(page);
      await page.locator('.offer', { hasText: meant }).waitFor();
      expect(await page.inputValue('[name=email]')).toBe(slip);
      if (js) await expectAccessible(page);
    }
    await page.locator('.offer input[value=take]').check();
    await goOn(page);
    await page.waitForURL(/step=work/);
    await page.goto(page.url().replace('step=work', 'step=person'));
    expect(await page.inputValue('[name=email]')).toBe('dana@gmail.com');
    await page.fill('[name=email]', 'dana@gmial.com');
    await goOn(page);
    await page.locator('.offer input[value=keep]').check();
    await goOn(page);
    await page.waitForURL(/step=work/);
  });

  it('tells who is registered already, and takes a colleague of the same mailbox', async () => {
    const email = `kitaphana.${mode}@example.kz`;
    const page = await web.visit({ js });
    await registerAs(page, eventId, { name: 'Касымова Айгуль', email });
    const again = await web.visit({ js });
    await fillUpToCheck(again, 'ru', eventId, { name: 'Айгүл Қасымова', email });
    await goOn(again);
    await again.waitForURL(/register\/already/);
    if (js) await expectAccessible(again);
    expect(await again.locator('main').innerText()).toContain('ещё раз отправили личную ссылку');
    await caughtLetter(again, email, 'Ваша личная ссылка');
    const colleague = await registerAs(page, eventId, { name: 'Смагулова Жанар', email });
    expect(colleague).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('makes one registration of a form that is sent twice at once', async () => {
    const page = await web.visit({ js });
    await fillUpToCheck(page, 'ru', eventId, { name: 'Дважды Отправлена', email: `twice.${mode}@example.kz` });
    const form = page.locator('main form[action*="/send"]');
    const action = (await form.getAttribute('action')) ?? '';
    const key = await form.locator('[name=idempotency_key]').inputValue();
    const send = () => page.request.post(new URL(action, page.url()).href, { form: { idempotency_key: key }, headers: { origin: web.address, accept: 'text/html' }, maxRedirects: 0 });
    const answers = await Promise.all([send(), send()]);
    expect(answers.map((answer) => answer.status())).toEqual([303, 303]);
    const [first, second] = answers.map((answer) => answer.headers()['location']);
    expect(first).toMatch(/\/registrations\/[0-9a-f-]{36}\/done$/);
    expect(second).toBe(first);
  });

  it('opens nothing by a forged link, nor by one that was replaced', async () => {
    const page = await web.visit({ js });
    const before = `old.${mode}@example.kz`;
    const id = await registerAs(page, eventId, { name: 'Ахметова Сауле', email: before });
    const letter = await caughtLetter(await web.visit({ js }), before, 'Вы зарегистрированы');
    const link = letter.links.find((href) => /\/l\//.test(href)) ?? '';
    await page.goto(`/ru/registrations/${id}/edit`);
    await page.fill('[name=email]', `new.${mode}@example.kz`);
    await goOn(page);
    await page.waitForURL(/done=changed/);
    const stranger = await web.visit({ js });
    for (const dead of [link, link.replace(/.{6}$/, 'AAAAAA'), '/ru/l/short']) {
      await stranger.goto(dead);
      expect(await stranger.locator('main').innerText()).toContain('Ссылка не открылась');
      expect(await stranger.locator('main form').count()).toBe(0);
    }
    if (js) await expectAccessible(stranger);
    expect((await stranger.goto(`/ru/registrations/${id}`))?.status()).toBe(404);
    await photograph(stranger, `registration-not-mine-${mode}`);
  }, 120_000);

  it('erases everything personal when the consent is withdrawn', async () => {
    const page = await web.visit({ js });
    const id = await registerAs(page, eventId, { name: 'Забытова Анна', email: `erase.${mode}@example.kz` });
    await page.goto(`/ru/registrations/${id}/erase`);
    if (js) await expectAccessible(page);
    await goOn(page);
    await page.waitForURL(/registrations\/erased/);
    if (js) await expectAccessible(page);
    expect((await page.goto(`/ru/registrations/${id}`))?.status()).toBe(404);
  });
});
