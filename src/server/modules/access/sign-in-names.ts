import { nameKey } from '#server/modules/people/index.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import { findAccountByEmail } from './access.queries.ts';
import { findAccountBySignInName } from './cards.queries.ts';

const BEHIND = /\s*(\d{1,6})\s*$/;

/** A name to sign in by as somebody typed it: folded over scripts and transliterations, with the number of namesakes. */
export function readSignInName(typed: string): { key: string; number: number; bare: string } {
  const bare = typed.replace(BEHIND, '').trim();
  return { key: nameKey(bare) || bare.toLowerCase(), number: Number(BEHIND.exec(typed)?.[1] ?? 1), bare };
}

/** As it stands on the card: the first of a name has no number. */
export const shownSignInName = (row: { name: string; number: number }): string => (row.number > 1 ? `${row.name} ${row.number}` : row.name);

/** What tries of one person are counted under, however she writes herself. */
export function identityOf(typed: string): string {
  if (typed.includes('@')) return typed.trim().toLowerCase();
  const { key, number } = readSignInName(typed);
  return `name:${key} ${number}`;
}

/** The account behind an address, or behind a name of a card. */
export async function findAccountByIdentity(db: Db | Tx, typed: string) {
  if (typed.includes('@')) return findAccountByEmail(db, typed.trim());
  const { key, number } = readSignInName(typed);
  return findAccountBySignInName(db, key, number);
}
