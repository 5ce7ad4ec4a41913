import { z } from 'zod';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import { oneLine } from '#server/platform/fields.ts';
import { isId } from '#server/platform/ids.ts';
import { textIn } from '#server/platform/text/index.ts';
import { listOrganisationNames } from './organisations.queries.ts';
import { audiencesOf, keepsFilters, savedFilterAbilities, standsAt, type Audience, type FilteredList, type SavedFilterAbility } from './saved-filters.policy.ts';
import { deleteFilter, findFilter, listOwnFilters, listSharedFilters, updateShared, upsertFilter, type FilterRow } from './saved-filters.queries.ts';

const LONGEST_NAME = 80;
export const SaveFilter = z.object({ name: oneLine(LONGEST_NAME).min(1, 'field.required') });
export const SavedFilterId = z.object({ id: z.uuid() });
/** `private`, `network`, or the id of the organisation with all below it. */
export const ShareFilter = z.object({ id: z.uuid(), with: z.union([z.literal(['private', 'network']), z.uuid('choice.missing')], 'choice.missing') });

const MOST = 30;
const LONGEST_QUERY = 2000;

export interface SavedFilters {
  own: { id: string; name: string; query: string; with: string }[];
  /** Of colleagues; used as they are, or copied. */
  shared: { id: string; name: string; query: string; owner: string }[];
  /** With whom one may share; empty: with nobody. */
  audiences: { network: boolean; organisations: { id: string; name: string }[] };
}

function ownerOf(ctx: Ctx, list: FilteredList): { accountId: string; name: string } {
  if (ctx.actor.kind !== 'account' || !keepsFilters(ctx.actor, ctx.networkId, list)) throw notFound();
  return ctx.actor;
}

/** Where the actor stands in the tree, and all above it. */
async function placesOf(ctx: Ctx) {
  const rows = await listOrganisationNames(ctx, standsAt(ctx.actor, ctx.networkId));
  return { rows, under: [...new Set(rows.flatMap(({ path }) => path))] };
}

const audienceOf = (row: FilterRow): Audience =>
  row.shared_with === 'network' ? { kind: 'network' } : row.shared_with === 'organisation' && row.shared_place ? { kind: 'organisation', organisationId: row.shared_place } : null;
const withWhom = (audience: Audience): string => (audience === null ? 'private' : audience.kind === 'network' ? 'network' : audience.organisationId);

async function getFilterFor(ctx: Ctx, id: string, ability: SavedFilterAbility): Promise<FilterRow> {
  const row = isId(id) ? await findFilter(ctx, id) : undefined;
  if (!row) throw notFound();
  const { under } = await placesOf(ctx);
  const standing = { networkId: ctx.networkId, list: row.list, ownerId: row.account_id, audience: audienceOf(row) };
  if (!savedFilterAbilities(ctx.actor, standing, under)[ability].allowed) throw notFound();
  return row;
}

/** One's own saved filters of a list and those that colleagues share, by name. Error: `page.not_found`. */
export async function listSavedFilters(ctx: Ctx, list: FilteredList): Promise<SavedFilters> {
  const { accountId } = ownerOf(ctx, list);
  const { rows, under } = await placesOf(ctx);
  const [own, shared] = [await listOwnFilters(ctx, accountId, list), await listSharedFilters(ctx, accountId, list, under)];
  const { network, organisations } = audiencesOf(ctx.actor, ctx.networkId);
  return {
    own: own.map((row) => ({ id: row.id, name: row.name, query: row.query, with: withWhom(audienceOf(row)) })),
    shared: shared.map(({ id, name, query, owner_name }) => ({ id, name, query, owner: owner_name ?? '' })),
    audiences: { network, organisations: rows.filter(({ id }) => organisations.includes(id)).map((row) => ({ id: row.id, name: textIn(row.name, ctx.locale) })) },
  };
}

/** Keeps the query of a list under a name of one's own; returns its id. Errors: `page.not_found`, `filter.too_many`. */
export async function saveFilter(ctx: Ctx, input: { list: FilteredList; name: string; query: string }): Promise<string> {
  const { accountId } = ownerOf(ctx, input.list);
  const known = await listOwnFilters(ctx, accountId, input.list);
  if (known.length >= MOST && !known.some(({ name }) => name === input.name)) throw invalid('name', 'filter.too_many', { max: MOST });
  return upsertFilter(ctx, { ...input, accountId, query: input.query.slice(0, LONGEST_QUERY) });
}

/** Shows a filter of one's own to colleagues, or to nobody any more. Errors: `page.not_found`, `choice.missing`. */
export async function shareFilter(ctx: Ctx, input: z.output<typeof ShareFilter>): Promise<void> {
  const row = await getFilterFor(ctx, input.id, 'share');
  const { name } = ownerOf(ctx, row.list);
  const { network, organisations } = audiencesOf(ctx.actor, ctx.networkId);
  if (input.with === 'private') return updateShared(ctx, row.id, { with: null, place: null, ownerName: null });
  if (input.with === 'network' ? !network : !organisations.includes(input.with)) throw invalid('with', 'choice.missing');
  const place = input.with === 'network' ? null : input.with;
  await updateShared(ctx, row.id, { with: place ? 'organisation' : 'network', place, ownerName: name.slice(0, 200) });
}

/** `name`, or `name (2)` and so on where one has that already. */
function freeName(name: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const tail = number === 1 ? '' : ` (${number})`;
    const free = name.slice(0, LONGEST_NAME - tail.length).trimEnd() + tail;
    if (!taken.includes(free)) return free;
  }
}

/** A filter of a colleague as one's own, seen by nobody else; returns its id. Errors: `page.not_found`, `filter.too_many`. */
export async function copyFilter(ctx: Ctx, id: string): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const { list, name, query } = await getFilterFor(tx, id, 'copy');
    const { accountId } = ownerOf(tx, list);
    const own = await listOwnFilters(tx, accountId, list);
    return saveFilter(tx, { list, name: freeName(name, own.map((row) => row.name)), query });
  });
}

/** Forgets a saved filter of one's own, for all who saw it. Error: `page.not_found`. */
export async function removeFilter(ctx: Ctx, id: string): Promise<void> {
  await deleteFilter(ctx, (await getFilterFor(ctx, id, 'remove')).id);
}
