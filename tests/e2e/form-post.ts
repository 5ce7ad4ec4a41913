import type { APIRequestContext } from 'playwright-core';

/** Sends one of our forms as a browser without a script does, and gives the address it leads to. Throws with what the page said instead. */
export async function post(request: APIRequestContext, address: string, path: string, fields: readonly (readonly [string, string])[]): Promise<string> {
  const answer = await request.post(path, {
    headers: { origin: address, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
    data: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
    maxRedirects: 0,
  });
  const { location } = answer.headers();
  if (answer.status() === 303 && location) return location;
  const said = [...(await answer.text()).matchAll(/class="field-error"[\s\S]*?<\/p>|role="alert"[\s\S]*?<\/ul>/g)].map(([part]) => part.replace(/<[^>]+>|\s+/g, ' ').trim());
  throw new Error(`${path} answered ${answer.status()}: ${said.join(' | ')}`);
}
