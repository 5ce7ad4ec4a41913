import type { Ctx } from '#server/platform/context.ts';
import { textIn } from '#server/platform/text/index.ts';
import { matchNames } from './names.ts';
import { listOrganisationNames } from './organisations.queries.ts';
import { fullName } from './person-values.ts';
import { findPersonName, listPersonNames, listPersonsWithWords } from './persons.queries.ts';
import { nameWords } from './search-words.ts';

export interface PersonAlike {
  id: string;
  name: string;
  position: string | null;
  /** In the reader's language. */
  organisation: string | null;
  /** 0–1. */
  likeness: number;
}

/** Persons of the network who may bear this name, the likeliest first, at most ten: no more than where they work, since not all are the reader's to keep. Asks no rights: the caller has. A human decides which is meant. */
export async function findPersonsAlike(ctx: Ctx, name: string): Promise<PersonAlike[]> {
  const words = nameWords(name).filter((word) => word.length > 1);
  const found = (await listPersonsWithWords(ctx, words))
    .map((person) => ({ person, match: matchNames(name, fullName(person)) }))
    .filter(({ match }) => match.kind !== 'no' && match.score > 0)
    .toSorted((a, b) => b.match.score - a.match.score)
    .slice(0, 10);
  const organisations = await listOrganisationNames(ctx, [...new Set(found.flatMap(({ person }) => person.organisationId ?? []))]);
  const names = new Map(organisations.map((row) => [row.id, textIn(row.name, ctx.locale)]));
  return found.map(({ person, match }) => ({
    id: person.id,
    name: fullName(person),
    position: person.position,
    organisation: names.get(person.organisationId ?? '') ?? null,
    likeness: match.score,
  }));
}

/** The name of a person of the network, family name first; null when there is none. Asks no rights: the caller has. */
export async function personName(ctx: Ctx, id: string): Promise<string | null> {
  const person = await findPersonName(ctx, id);
  return person ? fullName(person) : null;
}

/** Names of people of the network by their ids, family name first; one query. Asks no rights: the caller has. */
export async function personNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  return new Map((await listPersonNames(ctx, ids)).map(({ id, ...name }) => [id, fullName(name)]));
}
