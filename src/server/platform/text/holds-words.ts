import { sql, type RawBuilder, type SqlBool } from 'kysely';

/**
 * Whether every word occurs in a folded text, as a part of it or nearly so (word similarity of pg_trgm, from the threshold on that db.ts sets). A GIN index of
 * trigrams on the column answers it for words of three letters and more.
 */
export function holdsWords(column: string, words: readonly string[]): RawBuilder<SqlBool> {
  const text = sql.ref(column);
  const one = (word: string) => sql`(${text} like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`} or ${word} <% ${text})`;
  return sql<SqlBool>`(${sql.join(words.map(one), sql` and `)})`;
}

/** How well it does, 0–1. */
export function likeness(column: string, words: readonly string[]): RawBuilder<number> {
  return sql<number>`word_similarity(${words.join(' ')}, ${sql.ref(column)})`;
}
