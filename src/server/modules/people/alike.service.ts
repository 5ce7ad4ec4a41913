import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import { matchNames } from './names.ts';
import { listOrganisationNames } from './organisations.queries.ts';
import { personScope } from './people.policy.ts';
import { fullName } from './person-values.ts';
import { getPersonFor } from './persons.access.ts';
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

export interface PersonsAlike {
  /** Whose records the reader keeps, the likeliest first, at most ten. */
  people: PersonAlike[];
  /** Somebody of much the same name is in the network whose record is not hers to read: no more is told than that. */
  elsewhere: boolean;
}

/** From here on two spellings are likely to be one name. */
export const MUCH_ALIKE = 0.8;

/** Persons of the network who may bear this name. A human decides which is meant. Asks no rights beyond whose records are read: the caller has. */
export async function findPersonsAlike(ctx: Ctx, name: string): Promise<PersonsAlike> {
  const words = nameWords(name).filter((word) => word.length > 1);
  const alike = (await listPersonsWithWords(ctx, words, personScope(ctx.actor, ctx.networkId)))
    .map((person) => ({ person, match: matchNames(name, fullName(person)) }))
    .filter(({ match }) => match.kind !== 'no' && match.score > 0)
    .toSorted((a, b) => b.match.score - a.match.score);
  const found = alike.filter(({ person }) => person.readable).slice(0, 10);
  const organisations = await listOrganisationNames(ctx, [...new Set(found.flatMap(({ person }) => person.organisationId ?? []))]);
  const names = new Map(organisations.map((row) => [row.id, textIn(row.name, ctx.locale)]));
  const people = found.map(({ person, match }) => ({
    id: person.id,
    name: fullName(person),
    position: person.position,
    organisation: names.get(person.organisationId ?? '') ?? null,
    likeness: match.score,
  }));
  return { people, elsewhere: alike.some(({ person, match }) => !person.readable && match.score >= MUCH_ALIKE) };
}

/** Whether there is such a person whose record the reader may open. */
export async function readsPerson(ctx: Ctx, id: string): Promise<boolean> {
  return getPersonFor(ctx, id, 'read').then(
    () => true,
    (error: unknown) => {
      if (error instanceof AppError && error.status === 404) return false;
      throw error;
    },
  );
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
