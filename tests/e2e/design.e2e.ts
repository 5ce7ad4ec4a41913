import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, LONG, photograph } from './browser.ts';

const web = browsing();
const LOCALES = LONG ? ['kk', 'ru', 'en', 'ky', 'be', 'hy'] : ['hy'];

async function fillSample(page: Page): Promise<void> {
  await page.fill('[name=name]', 'Сәтбаева Айгүл');
  await page.fill('[name=email]', 'aigul@kitaphana.kz');
  await page.fill('[name=seats]', '14');
  await page.fill('[name=date]', '2026-05-18');
  await page.selectOption('[name=country]', 'KZ');
  await page.check('[name=language][value=kk]');
  await page.check('[name="days[]"][value="1"]');
  await page.check('[name=right]');
}
const send = (page: Page) => page.click('form:has([name=seats]) .form-actions button');

describe.each(LOCALES)('every part of a page in %s', (locale) => {
  it.each([
    { width: 390, scheme: 'light' },
    { width: 1280, scheme: 'light' },
    { width: 390, scheme: 'dark' },
    { width: 1280, scheme: 'dark' },
  ] as const)('is accessible and keeps its place at $width px, $scheme', async ({ width, scheme }) => {
    const page = await web.visit({ width, scheme });
    await page.goto(`/${locale}/design`);
    await expectNoOverflow(page);
    await expectAccessible(page);
    await photograph(page, `design-${locale}-${width}-${scheme}`);
  });

  it('fits into 320 px and into 640 px, which is 1280 px at 200 % zoom', async () => {
    for (const width of [320, 640]) {
      const page = await web.visit({ width });
      await page.goto(`/${locale}/design`);
      await expectNoOverflow(page);
    }
  });

  it('prints in black on white without what only a screen can use', async () => {
    const page = await web.visit({ scheme: 'dark' });
    await page.goto(`/${locale}/design`);
    await page.emulateMedia({ media: 'print' });
    const [ground, ink] = await page.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      return [style.backgroundColor, style.color];
    });
    expect([ground, ink]).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
    for (const part of ['.mast nav', '.filters', '.pager', '.form-actions', '.menu'])
      expect(await page.locator(part).first().isVisible(), part).toBe(false);
    await photograph(page, `design-${locale}-print`);
  });
});

describe('the page of parts', () => {
  it('can be forced dark, whatever the system wishes', async () => {
    const page = await web.visit({ scheme: 'light' });
    await page.goto('/kk/design?theme=dark');
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      'rgb(16, 23, 29)',
    );
  });

  it('costs a first visitor less than 60 KB', async () => {
    const answer = await fetch(`${web.address}/kk/design`, { headers: { 'accept-encoding': 'br' } });
    const html = await answer.text();
    const links = [...html.matchAll(/(?:href|src)="(\/_app\/[^"]+)"/g)].map(([, path]) => path ?? '');
    let bytes = Number((await weigh(`${web.address}/kk/design`)) ?? 0);
    for (const path of new Set(links)) bytes += await weigh(web.address + path);
    expect(links.filter((path) => path.endsWith('.css')).length).toBe(1);
    expect(bytes).toBeLessThanOrEqual(60 * 1024);
  });

  it('stops motion when the reader asks for that', async () => {
    const page = await web.visit();
    const seconds = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('.btn') as Element).transitionDuration);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto('/kk/design');
    expect(await seconds()).toBe('0s');
  });
});

describe('the keyboard', () => {
  it('reaches the skip link first, and it leads past the masthead', async () => {
    const page = await web.visit();
    await page.goto('/ru/design');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.querySelector('main')?.contains(document.activeElement))).toBe(true);
  });

  it.each([{ js: true }, { js: false }])('opens the menus and the dialog (JavaScript: $js)', async ({ js }) => {
    const page = await web.visit({ js });
    await page.goto('/ru/design');
    await page.focus('.mast-desk .menu summary');
    await page.keyboard.press('Enter');
    expect(await page.locator('.mast-desk .menu-sheet').first().isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    await page.focus('.dialog-open');
    await page.keyboard.press('Enter');
    expect(await page.locator('dialog').isVisible()).toBe(true);
    if (js) await expectAccessible(page);
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog').isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('dialog-open');
  });

  it('shows where it is on every control', async () => {
    const page = await web.visit();
    await page.goto('/ru/design');
    const bare: string[] = [];
    for (let at = 0; at < 60; at++) {
      await page.keyboard.press('Tab');
      const found = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const style = getComputedStyle(element);
        return {
          outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 3,
          html: element.outerHTML.slice(0, 90),
        };
      });
      if (!found.outline) bare.push(found.html);
    }
    expect(bare).toEqual([]);
  });
});

describe.each([{ js: true }, { js: false }])('a form with wrong answers (JavaScript: $js)', ({ js }) => {
  it('comes back with everything typed, the focus on the summary and a link to each field', async () => {
    const page = await web.visit({ js });
    await page.goto('/ru/design');
    await fillSample(page);
    await page.fill('[name=seats]', 'сорок');
    await page.fill('[name=email]', 'aigul@');
    await send(page);
    await page.waitForSelector('.summary');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('summary');
    expect(await page.locator('.summary li').allTextContents()).toEqual([
      expect.stringContaining('Электронная почта: '),
      expect.stringContaining('Число мест: '),
    ]);
    expect(await page.inputValue('[name=seats]')).toBe('сорок');
    expect(await page.inputValue('[name=email]')).toBe('aigul@');
    expect(await page.isChecked('[name="days[]"][value="1"]')).toBe(true);
    expect(await page.isChecked('[name="days[]"][value="2"]')).toBe(false);
    expect(await page.isChecked('[name=right]')).toBe(true);
    await page.click('.summary a >> nth=1');
    await page.keyboard.type('1');
    expect(await page.inputValue('[name=seats]')).toContain('1');
    expect(await page.getAttribute('[name=seats]', 'aria-invalid')).toBe('true');
    if (js) await expectAccessible(page);
    await photograph(page, `design-errors-${js ? 'js' : 'nojs'}`);
  });

  it('is accepted when the answers are right', async () => {
    const page = await web.visit({ js });
    await page.goto('/ru/design');
    await fillSample(page);
    await page.fill('[name=seats]', '1 4');
    await send(page);
    await page.waitForURL(/sent=1/);
    expect(await page.locator('.notice-ok[role=status]').count()).toBe(1);
  });
});

describe('what is typed', () => {
  it('survives a reload without a line, and goes when the server has accepted it', async () => {
    const page = await web.visit();
    await page.goto('/ru/design');
    await fillSample(page);
    await page.fill('[name=comment]', 'первая строка\nвторая');
    await page.waitForTimeout(400);
    await page.context().setOffline(true);
    await page.reload().catch(() => undefined);
    await page.context().setOffline(false);
    await page.goto('/ru/design');
    expect(await page.inputValue('[name=comment]')).toBe('первая строка\nвторая');
    expect(await page.inputValue('[name=name]')).toBe('Сәтбаева Айгүл');
    expect(await page.isChecked('[name=language][value=kk]')).toBe(true);
    expect(await page.locator('[data-note]').isVisible()).toBe(true);
    await expectAccessible(page);
    await send(page);
    await page.waitForURL(/sent=1/);
    await page.goto('/ru/design');
    expect(await page.inputValue('[name=comment]')).toBe('');
    expect(await page.locator('[data-note]').isVisible()).toBe(false);
  });

  it('can be thrown away by its writer', async () => {
    const page = await web.visit();
    await page.goto('/ru/design');
    await page.fill('[name=comment]', 'черновик');
    await page.waitForTimeout(400);
    await page.reload();
    await page.click('[data-forget]');
    expect(await page.inputValue('[name=comment]')).toBe('');
    await page.reload();
    expect(await page.inputValue('[name=comment]')).toBe('');
  });

  it('is sent once although the button is pressed twice, with the key that the server gave', async () => {
    const page = await web.visit();
    await page.goto('/ru/design');
    await fillSample(page);
    const bodies: string[] = [];
    await page.route('**/design', async (route) => {
      if (route.request().method() === 'POST') {
        bodies.push(route.request().postData() ?? '');
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
      await route.continue();
    });
    await page.evaluate(() => {
      const button = document.querySelector<HTMLButtonElement>('form:has([name=seats]) .form-actions button');
      button?.click();
      button?.click();
    });
    await page.waitForURL(/sent=1/);
    expect(bodies.length).toBe(1);
    expect(bodies[0]).toMatch(/idempotency_key=?"?[\s\S]*[0-9a-f-]{36}/);
  });
});

describe('small scripts', () => {
  it('copy a message and say so', async () => {
    const page = await web.visit();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/ru/design');
    await page.click('x-copy button');
    await expect.poll(() => page.textContent('x-copy [role=status]')).toBe('Скопировано.');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('/ru/seminars');
  });

  it('offer the zone of the device, and the page then shows times in it', async () => {
    const page = await web.visit();
    await page.goto('/ru/design');
    await page.click('x-zone [data-device]');
    await page.waitForURL(/zone=/);
    expect(await page.locator('x-zone [data-device]').isVisible()).toBe(false);
    expect(await page.textContent('.zone')).toContain('Время организатора');
  });
});

/** Bytes of an answer as they travel. */
async function weigh(url: string): Promise<number> {
  const { get } = await import('node:http');
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'br' } }, (res) => {
      let bytes = 0;
      res.on('data', (chunk: Buffer) => (bytes += chunk.length));
      res.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}
