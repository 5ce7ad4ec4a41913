import type { Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { personAbilities, type PersonAbilities, type PersonAbility } from './people.policy.ts';
import { findPerson, type PersonRow } from './persons.queries.ts';

/** A person with what the actor may do with her record. */
export type OpenPerson = PersonRow & { abilities: PersonAbilities };

export function openPerson(ctx: Ctx, row: PersonRow): OpenPerson {
  const abilities = personAbilities(ctx.actor, {
    networkId: ctx.networkId,
    place: row.place,
    accountId: row.account_id,
    anonymised: row.anonymised_at !== null,
    merged: row.merged_into !== null,
  });
  return { ...row, abilities };
}

/**
 * The person, if the actor holds the ability; else `page.not_found`, whether she is missing, of another network or not the actor's to see.
 * Who reads the record but is stopped by its state learns why: `person.not_possible_merged`, `person.not_possible_anonymised`,
 * `person.not_possible_may_edit`, `person.not_possible_own_record` (409). `lock` takes the row for the rest of the transaction.
 */
export async function getPersonFor(ctx: Ctx, id: string, ability: PersonAbility, options: { lock?: boolean } = {}): Promise<OpenPerson> {
  const row = isId(id) ? await findPerson(ctx, id, options.lock ?? false) : undefined;
  if (!row) throw notFound();
  const person = openPerson(ctx, row);
  const found = person.abilities[ability];
  if (found.allowed) return person;
  if (person.abilities.read.allowed && /^(merged|anonymised|may_edit|own_record)$/.test(found.reason)) throw new AppError(`person.not_possible_${found.reason}`, 409);
  throw notFound();
}
