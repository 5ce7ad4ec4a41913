import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { ownDemo } from './demo-server.ts';

/**
 * Sends a form of ours without showing its page, with the cookies of this visitor, and returns where it leads: what a test needs to be there
 * but does not test. A form that is refused throws.
 */
export async function sendForm(page: Page, path: string, fields: readonly (readonly [string, string])[]): Promise<string> {
  const { address } = ownDemo(inject('demos'));
  const answer = await page.request.post(`${address}${path}`, {
    data: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: address, accept: 'text/html' },
    maxRedirects: 0,
  });
  if (answer.status() !== 303) throw new Error(`${path} answers ${answer.status()}: ${/field-error[\s\S]{0,400}/.exec(await answer.text())?.[0] ?? ''}`);
  return answer.headers()['location'] ?? '';
}

/** The first thing of this shape on a page of ours. */
export async function findOn(page: Page, path: string, shape: RegExp): Promise<string> {
  const found = shape.exec(await (await page.request.get(`${ownDemo(inject('demos')).address}${path}`)).text())?.[1];
  if (found === undefined) throw new Error(`${path} holds no ${String(shape)}`);
  return found;
}
