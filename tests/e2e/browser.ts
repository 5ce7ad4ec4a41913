import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Cookie, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import { CHROMIUM_FLAGS } from '../running/chromium.ts';
import { ownDemo } from './demo-server.ts';

/** The long run: all languages, both themes, every journey with scripts and without. */
export const LONG = process.env.SHEBERLIK_LONG === '1';

/** A journey is walked one way in the everyday run, with scripts or without, so that both occur; in the long run both ways. */
export const modes = (usual: boolean): { js: boolean }[] => (LONG ? [{ js: usual }, { js: !usual }] : [{ js: usual }]);

export interface Visit {
  js?: boolean;
  width?: number;
  scheme?: 'light' | 'dark';
}

export interface Browsing {
  /** A new, clean visitor. */
  visit(options?: Visit): Promise<Page>;
  /** Somebody signed in as one of the demo's roles. */
  visitAs(role: string, options?: Visit): Promise<Page>;
  /** Address and password of one of the demo's roles. */
  accountOf(role: string): { email: string; password: string };
  address: string;
}

/** One browser for a test file; every page is watched: an error of a script or a violation of the security policy fails the test. */
export function browsing(): Browsing {
  let browser: Browser | undefined;
  const contexts: BrowserContext[] = [];
  /** Signing in is tested in sign-in.e2e.ts; elsewhere once for each role of a file is enough. */
  const sessions = new Map<string, Cookie[]>();
  let inTest = false;
  const demo = ownDemo(inject('demos'));
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: inject('chrome'), args: CHROMIUM_FLAGS });
  });
  afterAll(async () => {
    await browser?.close();
  });
  // Visitors of one test leave with it: fifty open windows make every later test slow. Those of beforeAll stay.
  beforeEach(() => {
    inTest = true;
  });
  afterEach(async () => {
    inTest = false;
    for (const context of contexts.splice(0)) await context.close();
  });
  const visit = async (options: Visit = {}) => {
    if (!browser) throw new Error('the browser opens in beforeAll');
    const context = await browser.newContext({
      javaScriptEnabled: options.js ?? true,
      viewport: { width: options.width ?? 1280, height: 900 },
      colorScheme: options.scheme ?? 'light',
      baseURL: demo.address,
      locale: 'ru-RU',
    });
    if (inTest) contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      throw new Error(`a script failed on ${page.url()}: ${error.message}`);
    });
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy/i.test(message.text())) {
        throw new Error(`${page.url()}: ${message.text()}`);
      }
    });
    return page;
  };
  const accountOf = (role: string) => {
    const account = demo.accounts.find((one) => one.role === role);
    if (!account) throw new Error(`the demo has no account for ${role}`);
    return account;
  };
  return {
    address: demo.address,
    visit,
    accountOf,
    visitAs: async (role, options) => {
      const account = accountOf(role);
      const page = await visit(options);
      const kept = sessions.get(role);
      if (kept) {
        await page.context().addCookies(kept);
        await page.goto('/ru/my-day');
        return page;
      }
      await page.goto('/ru/sign-in');
      await page.fill('[name=email]', account.email);
      await page.fill('[name=password]', account.password);
      await page.click('form button:not([formaction])');
      await page.waitForURL(/my-day/);
      sessions.set(role, await page.context().cookies());
      return page;
    },
  };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Fails with the list of violations of WCAG 2.2 AA on the page as it stands now. */
export async function expectAccessible(page: Page): Promise<void> {
  // evaluate() goes past the page's security policy, which rightly refuses injected script tags.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(context: unknown, options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] });
    return result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
  });
  expect(violations, page.url()).toEqual([]);
}

/** Fails when the page is wider than its window: something overflows. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const [wide, window_] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(wide, `${page.url()} overflows`).toBeLessThanOrEqual(window_ ?? 0);
}

/** Keeps a picture of the page among the artefacts of the run; whole, or what the window shows. */
export async function photograph(page: Page, name: string, whole = true): Promise<void> {
  mkdirSync('test-artefacts/pages', { recursive: true });
  await page.screenshot({ path: `test-artefacts/${name}.jpg`, type: 'jpeg', quality: 75, fullPage: whole });
}

/** The page as it stands now on a phone and on a desk: nothing overflows, and a picture of each. */
export async function photographBoth(page: Page, name: string): Promise<void> {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoOverflow(page);
    await photograph(page, `${name}-${width}`);
  }
}
