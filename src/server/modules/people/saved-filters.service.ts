import { z } from 'zod';
import type { Ctx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import { oneLine } from '#server/platform/fields.ts';
import { readsOrganisations, readsPeople } from './people.policy.ts';
import { deleteFilter, listFilters, upsertFilter, type FilteredList } from './saved-filters.queries.ts';

export const SaveFilter = z.object({ name: oneLine(80).min(1, 'field.required') });
export const RemoveFilter = z.object({ id: z.uuid() });

const MOST = 30;

/** Whoever reads the list may keep filters of it. */
const READS = { people: readsPeople, organisations: readsOrganisations };

function ownerOf(ctx: Ctx, list: FilteredList): string {
  if (ctx.actor.kind !== 'account' || !READS[list](ctx.actor, ctx.networkId)) throw notFound();
  return ctx.actor.accountId;
}

/** One's own saved filters of a list, by name. Error: `page.not_found`. */
export async function listSavedFilters(ctx: Ctx, list: FilteredList) {
  return listFilters(ctx, ownerOf(ctx, list), list);
}

/** Keeps the query of a list under a name of one's own. Errors: `page.not_found`, `filter.too_many`. */
export async function saveFilter(ctx: Ctx, input: { list: FilteredList; name: string; query: string }): Promise<void> {
  const accountId = ownerOf(ctx, input.list);
  const known = await listFilters(ctx, accountId, input.list);
  if (known.length >= MOST && !known.some(({ name }) => name === input.name)) throw invalid('name', 'filter.too_many', { max: MOST });
  await upsertFilter(ctx, { ...input, accountId, query: input.query.slice(0, 2000) });
}

/** Forgets a saved filter. Error: `page.not_found`. */
export async function removeFilter(ctx: Ctx, list: FilteredList, id: string): Promise<void> {
  if (!(await deleteFilter(ctx, ownerOf(ctx, list), id))) throw notFound();
}
