import { compareText } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { distance } from '#server/platform/text/distance.ts';
import { textIn } from '#server/platform/text/index.ts';
import { listOrganisationNames } from './organisations.queries.ts';
import { personScope, readsOrganisations } from './people.policy.ts';
import { fullName } from './person-values.ts';
import { positionsOf } from './positions.service.ts';
import { expandWords, findOrganisationsByWords, findPeopleByWords } from './search.queries.ts';
import { SHOWN, listSearchSources, type FoundGroup } from './search.port.ts';
import { searchWords } from './search-words.ts';

/** Words beyond these narrow nothing down any more. */
const MOST_WORDS = 6;

export interface SearchResults {
  people: { id: string; name: string; post: string; organisation: string; isWorking: boolean }[];
  organisations: { id: string; name: string; code: string; kind: string; settlement: string; isClosed: boolean }[];
  /** What other modules found. */
  others: FoundGroup[];
}

/** How well what was found answers what was typed: exact words before beginnings before misspellings; 0 is best. */
function rank(typed: readonly string[], words: readonly string[]): number {
  return typed.reduce((sum, word) => {
    if (words.includes(word)) return sum;
    if (words.some((other) => other.startsWith(word))) return sum + 1;
    return sum + 2 + Math.min(...words.map((other) => distance(word, other, 4)));
  }, 0);
}

/**
 * Everything the actor may see that bears these words, in whatever script and with slips of the pen, the best first, at most 20 of each
 * kind. Error: `page.not_found` for who holds no role in the network.
 */
export async function searchFor(ctx: Ctx, typed: string): Promise<SearchResults> {
  if (!readsOrganisations(ctx.actor, ctx.networkId)) throw notFound();
  const words = searchWords(typed).slice(0, MOST_WORDS);
  if (words.length === 0) return { people: [], organisations: [], others: [] };
  const groups = await expandWords(ctx, words);
  const scope = personScope(ctx.actor, ctx.networkId);
  // Two letters occur in everything, and no index knows them.
  const sources = words.some((word) => word.length >= 3) ? listSearchSources() : [];
  const [found, organisations, others] = await Promise.all([
    scope === 'network' || scope.length > 0 ? findPeopleByWords(ctx, scope, groups) : [],
    findOrganisationsByWords(ctx, groups),
    Promise.all(sources.map((source) => source.find(ctx, words, typed))),
  ]);
  const byName = compareText(ctx.locale);
  const best = <Row extends { search_words: string[] }>(rows: readonly Row[], name: (row: Row) => string) =>
    rows
      .map((row) => ({ row, name: name(row), rank: rank(words, row.search_words) }))
      .sort((a, b) => a.rank - b.rank || byName(a.name, b.name))
      .slice(0, SHOWN);
  const people = best(found, (row) => fullName({ familyName: row.family_name, givenName: row.given_name, patronymic: row.patronymic }));
  const [places, positions] = await Promise.all([
    listOrganisationNames(ctx, [...new Set(people.flatMap(({ row }) => row.organisation_id ?? []))]),
    people.length > 0 ? positionsOf(ctx) : [],
  ]);
  const placeName = new Map(places.map((place) => [place.id, textIn(place.name, ctx.locale)]));
  const positionName = new Map(positions.map((position) => [position.id, textIn(position.name, ctx.locale)]));
  return {
    people: people.map(({ row, name }) => ({
      id: row.id,
      name,
      post: row.post_title ?? positionName.get(row.position_id ?? '') ?? '',
      organisation: placeName.get(row.organisation_id ?? '') ?? '',
      isWorking: row.is_working,
    })),
    organisations: best(organisations, (row) => textIn(row.name, ctx.locale)).map(({ row, name }) => ({
      id: row.id,
      name,
      code: row.code,
      kind: row.kind,
      settlement: textIn(row.settlement, ctx.locale),
      isClosed: row.closed_on !== null,
    })),
    others: others.flat().filter(({ lines }) => lines.length > 0),
  };
}
