import type { Ctx } from '#server/platform/context.ts';
import { getPersonFor } from './persons.access.ts';
import { fullName, storedPerson } from './person-values.ts';

/** What policies look at, of a person whose record the actor reads. Error: `page.not_found`. */
export async function personForRights(ctx: Ctx, id: string): Promise<{ name: string; place: string[]; accountId: string | null }> {
  const person = await getPersonFor(ctx, id, 'read');
  return { name: fullName(storedPerson(person)), place: person.place, accountId: person.account_id };
}
