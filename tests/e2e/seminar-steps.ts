import { expect, inject } from 'vitest';
import type { Page } from 'playwright-core';
import { createVisitor, signIn, type Form, type Page as Answer, type Values, type Visitor } from '../running/visitor.ts';
import { ownDemo } from './demo-server.ts';

/**
 * What a journey needs before it begins, done through the same forms without a browser: quick, and nothing the demo's own seminar relies on
 * is touched.
 */

/** The day `days` from today, as clocks in the zone show it. */
export function dayIn(zone: string, days: number): string {
  return Temporal.Now.zonedDateTimeISO(zone).toPlainDate().add({ days }).toString();
}

/** The next last Sunday of a month that lies at least a week ahead: when clocks in Europe are changed. */
export function lastSunday(month: 3 | 10): string {
  const today = Temporal.Now.plainDateISO('UTC');
  for (const year of [today.year, today.year + 1]) {
    const last = Temporal.PlainDate.from({ year, month, day: 31 });
    const sunday = last.subtract({ days: last.dayOfWeek % 7 });
    if (Temporal.PlainDate.compare(sunday, today.add({ days: 8 })) > 0) return sunday.toString();
  }
  throw new Error('one of two years has it');
}

/** A zone in which it is day now, with the wall time `minutes` from now: a sitting that begins soon does not cross midnight. */
export function soonByDay(minutes: number): { zone: string; at(plus: number): string; date: string } {
  const zone = ['Asia/Almaty', 'Europe/Minsk', 'America/New_York', 'Asia/Tokyo', 'America/Los_Angeles'].find((name) => {
    const { hour } = Temporal.Now.zonedDateTimeISO(name);
    return hour >= 6 && hour < 19;
  });
  if (!zone) throw new Error('somewhere it is day');
  const start = Temporal.Now.zonedDateTimeISO(zone).add({ minutes }).round({ smallestUnit: 'minute', roundingMode: 'ceil' });
  return { zone, date: start.toPlainDate().toString(), at: (plus) => start.add({ minutes: plus }).toPlainTime().toString({ smallestUnit: 'minute' }) };
}

/** Somebody without a browser, signed in as one of the demo's roles. */
export async function staffAs(role: string): Promise<Visitor> {
  const { address, accounts } = ownDemo(inject('demos'));
  const account = accounts.find((one) => one.role === role);
  if (!account) throw new Error(`the demo has no account for ${role}`);
  const visitor = createVisitor(address);
  await signIn(visitor, account);
  return visitor;
}

function formWith(page: Answer, ...names: string[]): Form {
  const form = page.forms.find((one) => names.every((name) => one.names.has(name)));
  if (!form) throw new Error(`${page.path} (${page.status}) has no form with ${names.join(', ')}`);
  return form;
}

/** Sends a form and expects to be led on; what the page complains about otherwise. */
async function sendOn(visitor: Visitor, form: Form, values: Values): Promise<Answer> {
  const after = await visitor.submit(form, values);
  const complaints = [...after.html.matchAll(/class="field-error[^"]*"[^>]*>([\s\S]*?)<\/p>/g)].map(([, text]) => text?.replace(/<[^>]+>/g, '').trim());
  if (after.status !== 200 || complaints.length > 0) throw new Error(`${form.action}: ${after.status} ${complaints.join(' | ')}`);
  return after;
}

export interface Sitting {
  date: string;
  starts: string;
  ends: string;
  title?: string;
  talks?: { title: string; starts: string; ends: string; speaker?: string; kind?: string }[];
}

export interface MadeEvent {
  eventId: string;
  /** In the order of the sittings. */
  roomIds: string[];
}

/** An event made and published by a coordinator through the forms. */
export async function makeEvent(staff: Visitor, wish: { title: string; zone: string; sittings: Sitting[]; values?: Values; publish?: boolean }): Promise<MadeEvent> {
  const page = await staff.get('/ru/manage/seminars/new');
  const made = await sendOn(staff, formWith(page, 'title.ru', 'timeZone'), {
    'title.ru': wish.title,
    'summary.ru': 'Для сквозной проверки.',
    timeZone: wish.zone,
    'languages[]': ['ru', 'kk'],
    'countries[]': ['KZ', 'RU', 'AM'],
    ...wish.values,
  });
  const eventId = /seminars\/([0-9a-f-]{36})\/programme/.exec(made.path)?.[1] ?? '';
  const base = `/ru/manage/seminars/${eventId}`;
  for (const sitting of wish.sittings) {
    const form = formWith(await staff.get(`${base}/programme/sessions/new`), 'date', 'starts', 'ends');
    await sendOn(staff, form, { date: sitting.date, starts: sitting.starts, ends: sitting.ends, ...(sitting.title ? { 'title.ru': sitting.title } : {}) });
  }
  const desk = await staff.get(`${base}/programme`);
  const sessionIds = [...new Set([...desk.html.matchAll(/programme\/sessions\/([0-9a-f-]{36})/g)].map(([, id]) => id ?? ''))];
  for (const [index, { talks = [] }] of wish.sittings.entries()) {
    for (const talk of talks) {
      const form = formWith(await staff.get(`${base}/programme/talks/new?session=${sessionIds[index]}`), 'kind', 'starts');
      await sendOn(staff, form, {
        'title.ru': talk.title,
        kind: talk.kind ?? 'talk',
        sessionId: sessionIds[index] ?? '',
        starts: talk.starts,
        ends: talk.ends,
        person1: talk.speaker ?? 'Осипова Вера',
      });
    }
  }
  const overview = await staff.get(base);
  if (wish.publish === false) return { eventId, roomIds: [] };
  const publish = overview.forms.find(({ action }) => action.endsWith('?/publish'));
  if (!publish) throw new Error('the event cannot be published');
  const published = await sendOn(staff, publish, {});
  return { eventId, roomIds: [...new Set([...published.html.matchAll(/manage\/rooms\/([0-9a-f-]{36})/g)].map(([, id]) => id ?? ''))] };
}

export interface Registered {
  registrationId: string;
  visitor: Visitor;
  email: string;
}

let registered = 0;

/** Somebody registers through the five steps of the public form, from a device of her own. */
export async function registerAt(eventId: string, person: { name: string; country?: string; email?: string; /** Who fills it in: a rehearsal is open to those who prepare it only. */ as?: Visitor }): Promise<Registered> {
  registered += 1;
  const visitor = person.as ?? createVisitor(ownDemo(inject('demos')).address, { source: `203.0.113.${registered % 250}` });
  const email = person.email ?? `e2e.${registered}.${eventId.slice(-6)}@example.kz`;
  const begin = await visitor.get(`/ru/seminars/${eventId}/register`);
  const country = begin.forms.find(({ action }) => action.includes('?/country'));
  if (!country) throw new Error(`registration is not open: ${begin.status}`);
  let page = await visitor.submit(country, { country: person.country ?? 'KZ' });
  page = await visitor.submit(formWith(page, 'name', 'email'), { name: person.name, email });
  const offered = page.forms.find((form) => form.names.has('nameChoice') || form.names.has('emailChoice'));
  if (offered) page = await visitor.submit(offered, { name: person.name, email, ...(offered.names.has('nameChoice') ? { nameChoice: 'keep' } : {}) });
  page = await visitor.submit(formWith(page, 'organisation'), { organisation: 'Библиотека № 1' });
  page = await visitor.submit(formWith(page, 'noticeVersion'), { agreed: 'yes' });
  page = await visitor.submit(formWith(page, 'idempotency_key'));
  const registrationId = /registrations\/([0-9a-f-]{36})/.exec(page.path)?.[1];
  if (!registrationId) throw new Error(`${person.name} was not registered: ${page.path} ${page.status}`);
  return { registrationId, visitor, email };
}

/** The link in the last caught letter to an address whose subject holds the words; letters are sent by a job, so it is waited for. */
export async function linkInLetter(page: Page, email: string, words: string): Promise<string> {
  const letter = page.locator('tbody tr', { hasText: words }).locator('a').first();
  await expect.poll(async () => (await page.goto(`/ru/demo/mail?q=${encodeURIComponent(email)}`), letter.count()), { timeout: 20_000 }).toBeGreaterThan(0);
  await page.goto((await letter.getAttribute('href')) ?? '');
  return (await page.locator('.letter a[href*="/l/"]').first().getAttribute('href')) ?? '';
}

/** Presses a button and waits for the page that answers, whatever it says. */
export async function press(page: Page, name: string, exact = true): Promise<void> {
  const button = page.getByRole('button', { name, exact });
  await Promise.all([page.waitForResponse((response) => response.request().isNavigationRequest() && response.frame() === page.mainFrame() && response.status() !== 303), button.click()]);
  await page.waitForLoadState('domcontentloaded');
}
