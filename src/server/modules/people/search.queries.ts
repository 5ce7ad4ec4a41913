import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { FUZZY_FROM } from './standing.queries.ts';

/**
 * What each word typed may mean among the words that occur: itself, what begins with it, and what differs by one slip of the pen. A word
 * of which nothing of the kind occurs is looked for by its likeness, which costs more.
 */
export async function expandWords(ctx: Ctx, words: readonly string[]): Promise<string[][]> {
  if (words.length === 0) return [];
  const { rows } = await sql<{ n: number; word: string }>`
    select typed.n::int, found.word
    from unnest(${[...words]}::text[]) with ordinality typed(word, n)
    cross join lateral (
      (select s.word from people.search_word s
        where s.network_id = ${ctx.networkId} and s.word ~>=~ typed.word and s.word ~<~ (typed.word || chr(1114111)) order by s.word using ~<~ limit 60)
      union
      (select s.word from people.search_slip s
        where s.network_id = ${ctx.networkId} and length(typed.word) >= ${FUZZY_FROM} and s.slip in (
          select typed.word union all select overlay(typed.word placing '' from at for 1) from generate_series(1, length(typed.word)) at)
        limit 40)
      union
      (select s.word from people.search_word s
        where s.network_id = ${ctx.networkId} and length(typed.word) > ${FUZZY_FROM} and s.word in (
          select overlay(typed.word placing '' from at for 1) from generate_series(1, length(typed.word)) at))
    ) found`.execute(ctx.db);
  const alternatives = words.map((word) => new Set([word]));
  for (const { n, word } of rows) alternatives[n - 1]?.add(word);
  const unknown = words.filter((word, at) => word.length > FUZZY_FROM && alternatives[at]?.size === 1 && !rows.some(({ n }) => n === at + 1));
  for (const { typed, word } of await listAlike(ctx, unknown)) alternatives[words.indexOf(typed)]?.add(word);
  return alternatives.map((set) => [...set]);
}

/** Words spelt nearly like these, by the letters they share three by three. */
async function listAlike(ctx: Ctx, words: readonly string[]): Promise<{ typed: string; word: string }[]> {
  if (words.length === 0) return [];
  const { rows } = await sql<{ typed: string; word: string }>`
    select typed.word as typed, found.word
    from unnest(${[...words]}::text[]) typed(word)
    cross join lateral (
      select s.word from people.search_word s
      where s.network_id = ${ctx.networkId} and s.word % typed.word and similarity(s.word, typed.word) > 0.42
      order by similarity(s.word, typed.word) desc limit 20) found`.execute(ctx.db);
  return rows;
}

export interface FoundPerson {
  id: string;
  family_name: string;
  given_name: string | null;
  patronymic: string | null;
  organisation_id: string | null;
  position_id: string | null;
  post_title: string | null;
  is_working: boolean;
  search_words: string[];
}

/** Persons of the scope who have a word of every group; at most 200. */
export async function findPeopleByWords(ctx: Ctx, scope: 'network' | readonly string[], groups: readonly (readonly string[])[]): Promise<FoundPerson[]> {
  const inScope = scope === 'network' ? sql`true` : sql`p.place && ${[...scope]}::uuid[]`;
  const { rows } = await sql<FoundPerson>`
    select p.id, p.family_name, p.given_name, p.patronymic, p.organisation_id, p.position_id, p.post_title, p.is_working, p.search_words
    from people.person p
    where p.network_id = ${ctx.networkId} and p.anonymised_at is null and ${inScope}
      and ${sql.join(groups.map((group) => sql`p.search_words && ${[...group]}::text[]`), sql` and `)}
      and p.id not in (select a.old_person_id from people.person_alias a where a.network_id = ${ctx.networkId})
    limit 200`.execute(ctx.db);
  return rows;
}

export interface FoundOrganisation {
  id: string;
  code: string;
  name: LocalizedText;
  kind: string;
  settlement: LocalizedText | null;
  closed_on: string | null;
  search_words: string[];
}

/** Organisations that have a word of every group; at most 200. */
export async function findOrganisationsByWords(ctx: Ctx, groups: readonly (readonly string[])[]): Promise<FoundOrganisation[]> {
  const { rows } = await sql<FoundOrganisation>`
    select id, code, name, kind, settlement, closed_on, search_words from people.organisation
    where network_id = ${ctx.networkId} and ${sql.join(groups.map((group) => sql`search_words && ${[...group]}::text[]`), sql` and `)}
    limit 200`.execute(ctx.db);
  return rows;
}
