import { newId, randomToken } from '#server/platform/ids.ts';
import { readable } from './addresses.ts';
import type { Served } from './served.ts';
import type { Person, Scene } from './two-networks.ts';

/** An answer, as far as it is compared. */
export interface Seen {
  status: number;
  location: string;
  text: string;
}

export async function get(served: Served, person: Person, path: string, at = person.at): Promise<Seen> {
  const answer = await served.send({ path: `${at}${path === '/' ? '' : path}`, headers: { accept: path.endsWith('.json') ? 'application/json' : 'text/html', 'accept-encoding': 'identity', 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'same-origin', cookie: person.cookie } });
  return { status: answer.status, location: String(answer.headers.location ?? ''), text: readable(answer.body) };
}

export async function post(served: Served, person: Person, path: string, fields: [string, string][], at = person.at): Promise<Seen> {
  const answer = await served.send({
    method: 'POST',
    path: `${at}${path}`,
    headers: { accept: 'text/html', 'accept-encoding': 'identity', cookie: person.cookie, origin: served.address, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
  return { status: answer.status, location: String(answer.headers.location ?? ''), text: readable(answer.body) };
}

const IS_NO_ID = ['index', 'format', 'place'];

/** The same scene with ids of nothing. */
export function nothingLike(scene: Scene): Scene {
  const made = new Map<string, string>();
  for (const [name, value] of Object.entries(scene)) if (!IS_NO_ID.includes(name) && !made.has(value)) made.set(value, name === 'token' ? randomToken() : newId());
  return Object.fromEntries(Object.entries(scene).map(([name, value]) => [name, made.get(value) ?? value]));
}

/** An answer without the ids it was asked with, as they may stand in links to the same page in another language. */
export function plain(seen: Seen, scene: Scene): Seen {
  const ids = Object.entries(scene).flatMap(([name, value]) => (IS_NO_ID.includes(name) || value === '' ? [] : [value]));
  const without = (text: string) => ids.reduce((rest, id) => rest.replaceAll(id, '[id]'), text);
  return { status: seen.status, location: without(seen.location), text: without(seen.text) };
}

/** Where two answers begin to differ; empty when they are alike. A whole page in a report would hide it. */
export function difference(one: Seen, another: Seen): string {
  const [a, b] = [one, another].map(({ status, location, text }) => `${status} ${location} ${text}`) as [string, string];
  if (a === b) return '';
  let at = 0;
  while (a[at] === b[at]) at++;
  return `«${a.slice(at, at + 80)}» and for nothing «${b.slice(at, at + 80)}»`;
}
