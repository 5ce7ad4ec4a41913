import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { findOn, sendForm } from './sending.ts';

export interface Registrant {
  name: string;
  email: string;
  country?: string;
  organisation?: string;
}

/** The button of the step that is open: the last one of the form's own row. */
export const goOn = (page: Page) => page.locator('main .form-actions button').last().click();

/** Opens the form and gives the country: the first of its five steps. */
export async function chooseCountry(page: Page, locale: string, eventId: string, country: string): Promise<void> {
  await page.goto(`/${locale}/seminars/${eventId}/register`);
  await page.locator(`main button[name=country][value=${country}]`).click();
  await page.waitForURL(/step=person/);
}

/** Goes through the form up to its last page, on which everything is checked. */
export async function fillUpToCheck(page: Page, locale: string, eventId: string, who: Registrant): Promise<void> {
  await chooseCountry(page, locale, eventId, who.country ?? 'KZ');
  await page.fill('[name=name]', who.name);
  await page.fill('[name=email]', who.email);
  await goOn(page);
  await page.waitForURL(/step=work/);
  await page.fill('[name=organisation]', who.organisation ?? 'Ақсу кітапханасы');
  await goOn(page);
  await page.waitForURL(/step=notice/);
  await page.check('[name=agreed]');
  await goOn(page);
  await page.waitForURL(/step=check/);
}

/** Registers without showing the steps, where they are not what is tested. The visitor then holds the personal link. Returns the id. */
export async function registerAs(page: Page, eventId: string, who: Registrant): Promise<string> {
  const form = `/ru/seminars/${eventId}/register`;
  const first = await sendForm(page, `${form}?/country`, [['country', who.country ?? 'KZ']]);
  const d = `&d=${new URLSearchParams(first.split('?')[1]).get('d') ?? ''}`;
  await sendForm(page, `${form}?/person${d}`, [
    ['name', who.name],
    ['email', who.email],
  ]);
  await sendForm(page, `${form}?/work${d}`, [
    ['organisation', who.organisation ?? 'Ақсу кітапханасы'],
    ['certificateLocale', 'ru'],
    ['mailLocale', 'ru'],
  ]);
  const version = await findOn(page, `${form}?step=notice${d}`, /name="noticeVersion" value="([^"]+)"/);
  await sendForm(page, `${form}?/notice${d}`, [
    ['agreed', 'yes'],
    ['noticeVersion', version],
  ]);
  const key = await findOn(page, `${form}?step=check${d}`, /name="idempotency_key" value="([^"]+)"/);
  const done = await sendForm(page, `${form}?/send${d}`, [['idempotency_key', key]]);
  return /registrations\/([0-9a-f-]{36})\/done/.exec(done)?.[1] ?? '';
}

/** Waits until an error beside a field, or above the form, says so. */
export const refused = (page: Page, sentence: string) => page.locator('main .field-error', { hasText: sentence }).first().waitFor();

export interface Letter {
  text: string;
  /** The calendar objects in it. */
  calendar: string;
  links: string[];
}

/** Waits until a mail with these words in its subject was caught for this address, and reads it. */
export async function caughtLetter(page: Page, address: string, subject: string): Promise<Letter> {
  const line = page.locator('tbody a', { hasText: subject }).first();
  await expect
    .poll(async () => (await page.goto(`/ru/demo/mail?q=${encodeURIComponent(address)}`), line.count()), { timeout: 20_000, message: `a mail to ${address}: ${subject}` })
    .toBeGreaterThan(0);
  await page.goto((await line.getAttribute('href')) ?? '');
  const attached = await page.locator('main a[download]').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
  const parts = await Promise.all(attached.map(async (href) => (await page.request.get(href)).text()));
  return {
    text: await page.locator('.letter').innerText(),
    calendar: parts.join('\n'),
    links: await page.locator('.letter a').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? '')),
  };
}

/** The number of a calendar's change: the highest in the letter. */
export const sequenceOf = ({ calendar }: Letter): number => Math.max(...[...calendar.matchAll(/^SEQUENCE:(\d+)/gm)].map(([, number]) => Number(number)));

/** Opens a personal link on this device: a page with a button, which alone does something. */
export async function openLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.locator('main form button').click();
  await page.waitForURL(/\/registrations\/[0-9a-f-]{36}$/);
}
