import type { Locale } from '#lib/i18n/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { audit } from '#server/platform/audit.ts';
import { notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { textIn } from '#server/platform/text/index.ts';
import { matchNames, nameKey } from './names.ts';
import { findPersonName, insertEmployment, insertPerson, listPersonsWithWords } from './people.queries.ts';

/**
 * Adds a person with a first post to the registry. This step's registry is filled by seeds and the command line; pages and imports of
 * step 2 go through the same function. `fromDate`: a date, not an instant.
 */
export async function createPersonWithPost(
  ctx: Ctx,
  input: {
    familyName: string;
    givenName: string | null;
    patronymic: string | null;
    locale: Locale;
    organisationId: string;
    position: string;
    rate: string;
    fromDate: string;
  },
): Promise<string> {
  if (ctx.actor.kind !== 'system') throw notFound();
  const id = newId();
  await inTransaction(ctx, async (tx) => {
    const full = [input.familyName, input.givenName, input.patronymic].filter(Boolean).join(' ');
    await insertPerson(tx, {
      id,
      accountId: null,
      familyName: input.familyName,
      givenName: input.givenName,
      patronymic: input.patronymic,
      nameKey: nameKey(full),
      email: null,
      locale: input.locale,
    });
    await insertEmployment(tx, { personId: id, organisationId: input.organisationId, position: input.position, rate: input.rate, fromDate: input.fromDate });
    await audit(tx, { act: 'person.created', subjectType: 'person', subjectId: id });
  });
  return id;
}

export interface PersonAlike {
  id: string;
  name: string;
  position: string | null;
  /** In the reader's language. */
  organisation: string | null;
  /** 0–1. */
  likeness: number;
}

const fullName = (p: { familyName: string; givenName: string | null; patronymic: string | null }) => [p.familyName, p.givenName, p.patronymic].filter(Boolean).join(' ');

/** Persons of the network who may bear this name, the likeliest first, at most ten. Asks no rights: the caller has. A human decides which is meant. */
export async function findPersonsAlike(ctx: Ctx, name: string): Promise<PersonAlike[]> {
  const words = nameKey(name)
    .split(' ')
    .filter((word) => word.length > 1);
  const found = (await listPersonsWithWords(ctx, words)).map((person) => {
    const { score, kind } = matchNames(name, fullName(person));
    const organisation = person.organisationName && textIn(person.organisationName, ctx.locale);
    return { id: person.id, name: fullName(person), position: person.position, organisation, likeness: kind === 'no' ? 0 : score };
  });
  return found
    .filter(({ likeness }) => likeness > 0)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, 10);
}

/** The name of a person of the network, family name first; null when there is none. Asks no rights: the caller has. */
export async function personName(ctx: Ctx, id: string): Promise<string | null> {
  const person = await findPersonName(ctx, id);
  return person ? fullName(person) : null;
}
