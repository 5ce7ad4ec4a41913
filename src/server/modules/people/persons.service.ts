import type { Locale } from '#lib/i18n/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { audit } from '#server/platform/audit.ts';
import { notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { nameKey } from './names.ts';
import { insertEmployment, insertPerson } from './people.queries.ts';

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
