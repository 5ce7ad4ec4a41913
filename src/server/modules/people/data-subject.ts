import type { Ctx } from '#server/platform/context.ts';
import type { SubjectName } from '#server/platform/personal-data.ts';
import { findPerson } from './persons.queries.ts';
import { listMergedIds, listOwnAddresses, listSpellings } from './personal-data.queries.ts';

/** What the registry knows of who somebody is. */
export interface SubjectRecord {
  personIds: string[];
  accountId: string | null;
  names: SubjectName[];
  addresses: string[];
}

/** The record of a person, with what was merged into it. Asks no rights: the caller has. Null: there is none. */
export async function subjectOf(ctx: Ctx, personId: string): Promise<SubjectRecord | null> {
  const row = await findPerson(ctx, personId);
  if (!row) return null;
  const personIds = await listMergedIds(ctx, row.merged_into ?? personId);
  const main = row.merged_into ? await findPerson(ctx, row.merged_into) : row;
  const [names, addresses] = await Promise.all([listSpellings(ctx, personIds), listOwnAddresses(ctx, personIds)]);
  return { personIds, accountId: main?.account_id ?? null, names: names.map(({ family, given }) => ({ family, given })), addresses };
}
