import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { findBrowser } from '../../tests/e2e/find-browser.ts';
import { CHROMIUM_FLAGS } from '../../tests/running/chromium.ts';
import { firstPaint, slowDown, watchWire, type Wire } from '../../tests/running/slow-line.ts';
import type { Bench, Case } from '../bench.ts';
import { BUDGETS } from '../budgets.ts';
import { figure, medianOf, type Figure } from '../figures.ts';

interface LinePage {
  name: string;
  path: string;
  working: boolean;
}

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** A first visit: an empty cache, a new connection. */
async function firstVisit(browser: Browser, address: string, path: string, session: Session | undefined): Promise<{ wire: Wire; paint: number }> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'ru-RU', ...(session ? { storageState: session } : {}) });
  try {
    const page = await context.newPage();
    await slowDown(page);
    const wire = await watchWire(page);
    const answer = await page.goto(`${address}${path}`, { waitUntil: 'networkidle' });
    if (answer?.status() !== 200) throw new Error(`${path} answers ${answer?.status()}`);
    return { paint: await firstPaint(page), wire: wire() };
  } finally {
    await context.close();
  }
}

async function signIn(browser: Browser, address: string, account: { email: string; password: string }): Promise<Session> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${address}/ru/sign-in`);
  await page.fill('[name=email]', account.email);
  await page.fill('[name=password]', account.password);
  await page.click('form button:not([formaction])');
  await page.waitForURL(/my-day/);
  const session = await context.storageState();
  await context.close();
  return session;
}

export const line: Case = {
  name: 'line',
  title: 'First visit at 400 kbit/s, 400 ms, a processor four times slower (Chromium; kilobytes with headers)',
  async run(bench: Bench) {
    const { product, network } = await bench.startNetwork({ demo: true });
    const event = `/ru/seminars/${network.largeEventId}`;
    const pages: LinePage[] = [
      { name: 'seminars', path: '/ru/seminars', working: false },
      { name: 'announcement', path: event, working: false },
      { name: 'programme, 60 talks', path: `${event}/programme`, working: false },
      { name: 'registration form', path: `${event}/register`, working: false },
      { name: 'sign in', path: '/ru/sign-in', working: false },
      { name: 'my day', path: '/ru/my-day', working: true },
      { name: 'list of seminars to manage', path: '/ru/manage/seminars', working: true },
      { name: 'registrations of the seminar', path: `/ru/manage/seminars/${network.largeEventId}/registrations`, working: true },
    ];
    const coordinator = (await product.demo()).accounts.find(({ role }) => role === 'coordinator');
    if (!coordinator) throw new Error('the demo has no coordinator');
    const browser = await chromium.launch({ executablePath: findBrowser(), args: CHROMIUM_FLAGS });
    const figures: Figure[] = [];
    try {
      const session = await signIn(browser, product.address, coordinator);
      const visits = new Map<string, { wire: Wire; paint: number }[]>();
      for (let round = 0; round < (bench.quick ? 1 : 5); round++) {
        for (const page of bench.quick ? pages.slice(0, 2) : pages) {
          const visit = await firstVisit(browser, product.address, page.path, page.working ? session : undefined);
          visits.set(page.name, [...(visits.get(page.name) ?? []), visit]);
        }
      }
      for (const { name, working } of pages) {
        const all = visits.get(name);
        if (!all) continue;
        const kilobytes = (kind: 'html' | 'css' | 'js') => medianOf(all.map(({ wire }) => wire[kind] / 1024)).toFixed(1);
        figures.push(
          figure(`${name}: on the wire`, 'KB', all.map(({ wire }) => wire.total / 1024), {
            budget: working ? BUDGETS.workingWireKb : BUDGETS.publicWireKb,
            note: `HTML ${kilobytes('html')}, CSS ${kilobytes('css')}, JS ${kilobytes('js')} in ${all[0]?.wire.requests.length} requests`,
          }),
        );
        figures.push(figure(`${name}: first contentful paint`, 'ms', all.map(({ paint }) => paint), { budget: BUDGETS.paintMs }));
      }
    } finally {
      await browser.close();
    }
    return figures;
  },
};
