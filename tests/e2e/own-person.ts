import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { findOn, sendForm } from './sending.ts';

export interface OwnPerson {
  familyName: string;
  givenName?: string;
  birthDate?: string;
  email?: string;
}

/** An ending that makes a family name one that nobody else of the demo has, however often the test was run. */
export const ending = (): string => [...randomBytes(5)].map((byte) => 'абвгдежзиклмнопр'[byte & 15]).join('');

/** Somebody of a test's own in the registry, who works in the first organisation of the list. Returns the id. `staff` is signed in as a coordinator. */
export async function ownPerson(staff: Page, { familyName, givenName = 'Асель', birthDate = '', email = '' }: OwnPerson): Promise<string> {
  const choice = (name: string) => findOn(staff, '/ru/people/new', new RegExp(`name="post\\.${name}"[\\s\\S]*?value="([0-9a-f-]{36})"`));
  const [organisationId, positionId] = [await choice('organisationId'), await choice('positionId')];
  const made = await sendForm(staff, '/ru/people/new', [
    // In a long run somebody of almost this name is there already.
    ['known', 'yes'],
    ['familyName', familyName],
    ['givenName', givenName],
    ['birthDate', birthDate],
    ['email', email],
    ['post.organisationId', organisationId],
    ['post.positionId', positionId],
    ['post.rate', '0,5'],
    ['post.fromDate', '2024-03-01'],
  ]);
  return /people\/([0-9a-f-]{36})/.exec(made)?.[1] ?? '';
}
