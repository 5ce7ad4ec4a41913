import { globSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, photograph } from './browser.ts';

const web = browsing();
const LONG = process.env.SHEBERLIK_LONG === '1';
const LOCALES = LONG ? ['kk', 'ru', 'en', 'ky', 'be', 'hy'] : ['kk', 'ru', 'hy'];

/**
 * Every page of the product, with who looks at it and how it is reached. A page file that is not named here fails the first test, so that
 * no new page escapes the photographs and the checks of accessibility.
 */
const PAGES: Record<string, { as: string; path: (ids: Ids) => string } | { why: string }> = {
  '(public)': { as: 'visitor', path: () => '/' },
  '(public)/design': { why: 'photographed by design.e2e.ts in all its states' },
  '(public)/first-run': { why: 'opens only on an empty installation: tests/e2e/first-run.e2e.ts' },
  '(public)/l/[token]': { as: 'visitor', path: () => `/l/${'x'.repeat(32)}` },
  '(public)/sign-in': { as: 'visitor', path: () => '/sign-in' },
  '(public)/seminars': { as: 'visitor', path: () => '/seminars' },
  '(public)/seminars/[eventId]': { as: 'visitor', path: (ids) => `/seminars/${ids.event}` },
  '(public)/seminars/[eventId]/programme': { as: 'visitor', path: (ids) => `/seminars/${ids.event}/programme?tz=Europe%2FMinsk` },
  '(public)/seminars/[eventId]/speakers': { as: 'visitor', path: (ids) => `/seminars/${ids.event}/speakers` },
  '(staff)/account': { as: 'coordinator', path: () => '/account' },
  '(staff)/my-day': { as: 'coordinator', path: () => '/my-day' },
};

interface Ids {
  event: string;
}

/** Ids as a visitor finds them: by following links. */
async function findIds(page: Page): Promise<Ids> {
  await page.goto('/ru/seminars');
  const href = (await page.locator('main a[href*="/seminars/"]').first().getAttribute('href')) ?? '';
  return { event: /seminars\/([0-9a-f-]{36})/.exec(href)?.[1] ?? '' };
}

describe('the list of pages', () => {
  it('names every page there is', () => {
    const files = globSync('src/routes/**/+page.svelte').map((file) => file.replace('src/routes/', '').replace('/+page.svelte', ''));
    expect(files.filter((route) => !PAGES[route]).sort()).toEqual([]);
    expect(Object.keys(PAGES).filter((route) => !files.includes(route))).toEqual([]);
  });
});

const looked = Object.entries(PAGES).flatMap(([route, page]) => ('as' in page ? [{ route, ...page }] : []));

describe.each([...new Set(looked.map((page) => page.as))])('pages as %s', (role) => {
  const mine = looked.filter((page) => page.as === role);
  const open = (options: { width: number; scheme: 'light' | 'dark' }) => (role === 'visitor' ? web.visit(options) : web.visitAs(role, options));

  it(
    'are accessible in light and dark, do not overflow at 320 px, and are photographed at 390 and 1280 px',
    async () => {
      const light = await open({ width: 1280, scheme: 'light' });
      const dark = await open({ width: 390, scheme: 'dark' });
      const ids = await findIds(light);
      for (const { route, path } of mine) {
        for (const locale of LOCALES) {
          await light.goto(`/${locale}${path(ids)}`);
          await expectNoOverflow(light);
          await photograph(light, `pages/${route.replace(/[^a-z-]+/gi, '_')}-${locale}-1280`);
          await dark.goto(`/${locale}${path(ids)}`);
          await photograph(dark, `pages/${route.replace(/[^a-z-]+/gi, '_')}-${locale}-390-dark`);
          await expectNoOverflow(dark);
          if (locale === LOCALES[0]) {
            await expectAccessible(light);
            await expectAccessible(dark);
            await dark.setViewportSize({ width: 320, height: 700 });
            await expectNoOverflow(dark);
            await dark.setViewportSize({ width: 390, height: 900 });
          }
        }
      }
    },
    240_000,
  );
});
