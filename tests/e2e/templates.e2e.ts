import { describe, expect, it } from 'vitest';
import { samplePicture } from '#server/seed/sample-pictures.ts';
import { browsing, expectAccessible, expectNoOverflow, modes, photograph } from './browser.ts';

const web = browsing();
const upload = (name: string, bytes: Uint8Array) => ({ name, mimeType: 'image/png', buffer: Buffer.from(bytes) });

describe.each(modes(true))('a template of certificates (JavaScript: $js)', ({ js }) => {
  it('is made with a seal, shown as it is typed, changed into a second version and taken back', async () => {
    const page = await web.visitAs('coordinator', { js });
    await page.goto('/ru/manage/register');
    await page.getByRole('link', { name: 'Шаблоны сертификатов' }).click();
    await page.waitForURL(/manage\/templates$/);
    expect(await page.locator('tbody tr').count()).toBeGreaterThanOrEqual(2);
    if (js) await expectAccessible(page);

    await page.getByRole('link', { name: 'Картинки для шаблонов' }).click();
    await page.waitForURL(/templates\/pictures$/);
    await page.setInputFiles('[name=file]', upload('seal.png', Buffer.from('not a picture')));
    await page.check('[name=kind][value=seal]');
    await page.fill('[name=name]', `Печать ${String(js)}`);
    await page.getByRole('button', { name: 'Загрузить' }).click();
    await expect.poll(() => page.locator('.summary').innerText()).toContain('Это не изображение');
    expect(await page.inputValue('[name=name]')).toBe(`Печать ${String(js)}`);
    if (js) await expectAccessible(page);
    await page.setInputFiles('[name=file]', upload('seal.png', samplePicture('seal')));
    await page.getByRole('button', { name: 'Загрузить' }).click();
    await page.waitForURL(/done=added/);
    await expectNoOverflow(page);

    await page.goto('/ru/manage/templates/new');
    await page.getByLabel('Название', { exact: true }).fill(`Шаблон ${String(js)}`);
    await page.check('[name=layout][value=bilingual]');
    await page.selectOption('[name=sealId]', { label: await page.locator('[name=sealId] option', { hasText: `Печать ${String(js)}` }).innerText() });
    await page.fill('[name="closing.ru"]', 'Спасибо 🎉');
    if (js) await expect.poll(() => page.locator('[data-state]').innerText(), { timeout: 15_000 }).toContain('нельзя напечатать: 🎉');
    await page.getByRole('button', { name: 'Показать образец' }).click();
    await expect.poll(() => page.locator('.summary').innerText()).toContain('нельзя напечатать: 🎉');
    expect(await page.inputValue('[name="closing.ru"]')).toBe('Спасибо 🎉');
    expect(await page.isChecked('[name=layout][value=bilingual]')).toBe(true);
    await page.fill('[name="closing.ru"]', 'Спасибо за труд');
    if (!js) await page.getByRole('button', { name: 'Показать образец' }).click();
    const sheet = page.locator('img[data-sheet]');
    await expect.poll(() => sheet.getAttribute('src'), { timeout: 20_000 }).toMatch(/^data:image\/svg\+xml/);
    expect(await sheet.evaluate((image) => (image as HTMLImageElement).decode().then(() => (image as HTMLImageElement).naturalWidth))).toBeGreaterThan(300);
    await photograph(page, `template-new-${js ? 'js' : 'plain'}`);
    if (js) await expectAccessible(page);

    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.waitForURL(/done=saved/);
    const address = page.url().replace(/\?.*$/, '');
    expect(await page.locator('main').innerText()).toContain('Шаблон сохранён');
    const pdf = await page.request.get(`${address}/preview.pdf?language=kk`);
    expect([pdf.status(), pdf.headers()['content-type'], (await pdf.body()).subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-']);

    await page.getByRole('link', { name: 'Изменить' }).click();
    await page.waitForURL(/edit$/);
    await page.check('[name=layout][value=portrait]');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.waitForURL(/done=saved/);
    expect(await page.locator('tbody tr').allInnerTexts()).toEqual([expect.stringMatching(/Версия 2[\s\S]*вид листа/), expect.stringMatching(/Версия 1[\s\S]*Первая версия/)]);
    if (js) await expectAccessible(page);
    await page.getByRole('button', { name: 'Снова использовать' }).click();
    await page.waitForURL(/done=restored/);
    expect(await page.locator('dl').first().innerText()).toContain('Два языка рядом');

    await page.locator('summary', { hasText: 'В архив' }).click();
    await page.getByRole('button', { name: 'В архив' }).click();
    await page.waitForURL(/done=archived/);
    expect(await page.locator('h1 + *, .badge').allInnerTexts()).toContain('В архиве');
  });

  it('asks whose words count when two have changed it meanwhile', async () => {
    const [one, other] = [await web.visitAs('coordinator', { js }), await web.visitAs('coordinator', { js })];
    await one.goto('/ru/manage/templates/new');
    await one.getByLabel('Название', { exact: true }).fill(`Вдвоём ${String(js)}`);
    await one.getByRole('button', { name: 'Сохранить' }).click();
    await one.waitForURL(/done=saved/);
    const edit = `${one.url().replace(/\?.*$/, '')}/edit`;
    await one.goto(edit);
    await other.goto(edit);
    await one.check('[name=colour][value=leaf]');
    await one.getByRole('button', { name: 'Сохранить' }).click();
    await one.waitForURL(/done=saved/);
    await other.check('[name=colour][value=clay]');
    await other.getByRole('button', { name: 'Сохранить' }).click();
    await expect.poll(() => other.locator('main').innerText()).toContain('Зелёный');
    await other.check('[name="take.colour"][value=mine]');
    await other.getByRole('button', { name: 'Сохранить' }).click();
    await other.waitForURL(/done=saved/);
    await other.goto(edit);
    expect(await other.isChecked('[name=colour][value=clay]')).toBe(true);
  });

  it('of the demonstration is on its certificates, in both languages, and an archive copy is known to the check page', async () => {
    const page = await web.visitAs('coordinator', { js });
    await page.goto('/ru/manage/register?state=valid&kind=attendance');
    const links = await page.locator('tbody a').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
    for (const href of links) {
      await page.goto(href);
      if ((await page.locator('h3', { hasText: 'На втором языке' }).count()) > 0) break;
    }
    expect(await page.locator('main').innerText()).toContain('На втором языке: казахский');
    const copy = await page.request.get(`${page.url().replace(/\?.*$/, '')}/archive-copy`);
    expect([copy.status(), copy.headers()['content-type']]).toEqual([200, 'application/pdf']);
    const bytes = await copy.body();
    expect(bytes.toString('latin1')).toContain('pdfaid');
    const visitor = await web.visit({ js });
    await visitor.goto('/ru/check');
    await visitor.setInputFiles('[type=file]', { name: 'copy.pdf', mimeType: 'application/pdf', buffer: bytes });
    await visitor.getByRole('button', { name: 'Проверить файл' }).click();
    await expect.poll(() => visitor.locator('main').innerText(), { timeout: 15_000 }).toContain('Так напечатано на бумаге');
    expect(await visitor.locator('main').innerText()).toContain('На втором языке: казахский');
  });
});
