import { z } from 'zod';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { orNothing } from '#server/platform/fields.ts';
import { readPageKey, turnPage } from '#server/platform/paging.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';
import { countOrganisations, listOrganisationPage, listOrganisationStaff, type ListedOrganisation, type OrganisationsWish, type OrganisationSort } from './organisations-list.queries.ts';
import { listOrganisationNames, listOrganisations } from './organisations.queries.ts';
import { organisationAbilities, personScope, readsOrganisations } from './people.policy.ts';
import { ORGANISATION_KINDS, type OrganisationKind } from './people.tables.ts';
import { expandWords } from './search.queries.ts';
import { searchWords } from './search-words.ts';
import { todayOf } from './standing.ts';

const PAGE = 50;
/** A network has some thousands of organisations at most; a file holds them all. */
export const ORGANISATIONS_EXPORT_LIMIT = 5_000;

export const ORGANISATION_COLUMNS = ['code', 'kind', 'parent', 'settlement', 'people', 'units', 'vacant', 'head', 'contacts', 'address', 'founder'] as const;
export type OrganisationColumn = (typeof ORGANISATION_COLUMNS)[number];
const DEFAULT_COLUMNS: readonly OrganisationColumn[] = ['code', 'kind', 'parent', 'settlement', 'people'];

const SORTS = ['name', '-name', 'code', '-code', 'settlement', '-settlement'] as const;

/** The query of the list page; what cannot be meant is left out, so that a shortened address still opens. */
export const OrganisationsFilter = z.object({
  q: orNothing(z.string().trim().min(1).max(120)),
  kind: orNothing(z.enum(ORGANISATION_KINDS)),
  below: orNothing(z.uuid()),
  state: z.enum(['open', 'closed', 'all']).catch('open').default('open'),
  missing: orNothing(z.enum(['contacts', 'address', 'staffing', 'head'])),
  /** Those that were ticked in the list. */
  only: orNothing(z.string().max(40 * PAGE).transform((text) => text.split(',')).pipe(z.array(z.uuid()).min(1))),
  columns: z
    .string()
    .max(200)
    .transform((text) => ORGANISATION_COLUMNS.filter((column) => text.split(',').includes(column)))
    .catch([...DEFAULT_COLUMNS])
    .default([...DEFAULT_COLUMNS]),
  sort: z.enum(SORTS).catch('name').default('name'),
  after: orNothing(z.string().max(1000)),
  before: orNothing(z.string().max(1000)),
});
export type OrganisationsFilter = z.output<typeof OrganisationsFilter>;

export interface OrganisationLine {
  id: string;
  parentId: string | null;
  name: string;
  code: string;
  kind: OrganisationKind;
  parent: string;
  settlement: string;
  address: string;
  founder: string;
  phone: string | null;
  email: string | null;
  website: string | null;
  country: string;
  timeZone: string;
  languages: string[];
  isClosed: boolean;
  /** As they are written, in every language. */
  written: { name: LocalizedText; settlement: LocalizedText | null };
  /** Null for whoever does not read who works there. */
  staff: { people: number; units: number | null; vacant: number | null; heads: string[] } | null;
}

export interface OrganisationList {
  lines: OrganisationLine[];
  total: number;
  after: string | null;
  before: string | null;
}

export type OrganisationsQuery = Pick<OrganisationsFilter, 'q' | 'kind' | 'below' | 'state' | 'missing' | 'only' | 'sort' | 'after' | 'before'>;

async function wishOf(ctx: Ctx, filter: OrganisationsQuery, today: string): Promise<OrganisationsWish> {
  if (!readsOrganisations(ctx.actor, ctx.networkId)) throw notFound();
  return {
    words: await expandWords(ctx, searchWords(filter.q).slice(0, 6)),
    kind: filter.kind ?? null,
    belowId: filter.below ?? null,
    state: filter.state,
    missing: filter.missing ?? null,
    only: filter.only ?? null,
    scope: personScope(ctx.actor, ctx.networkId),
    today,
  };
}

const orderOf = (sort: OrganisationsFilter['sort']) => ({ sort: sort.replace('-', '') as OrganisationSort, descending: sort.startsWith('-') });

async function toLines(ctx: Ctx, rows: readonly ListedOrganisation[], today: string): Promise<OrganisationLine[]> {
  const read = rows.filter((row) => organisationAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.path }).readStaff.allowed);
  const [parents, staff] = await Promise.all([
    listOrganisationNames(ctx, [...new Set(rows.flatMap((row) => row.parent_id ?? []))]),
    listOrganisationStaff(ctx, read.map(({ id }) => id), today),
  ]);
  const parentName = new Map(parents.map((row) => [row.id, textIn(row.name, ctx.locale)]));
  const staffOf = new Map(staff.map((row) => [row.organisation_id, row]));
  const figure = (value: string | null) => (value === null ? null : Number(value));
  return rows.map((row) => {
    const found = staffOf.get(row.id);
    return {
      id: row.id,
      parentId: row.parent_id,
      name: textIn(row.name, ctx.locale),
      code: row.code,
      kind: row.kind,
      parent: parentName.get(row.parent_id ?? '') ?? '',
      settlement: textIn(row.settlement, ctx.locale),
      address: textIn(row.address, ctx.locale),
      founder: textIn(row.founder, ctx.locale),
      phone: row.phone,
      email: row.contact_email,
      website: row.website,
      country: row.country,
      timeZone: row.time_zone,
      languages: row.languages,
      isClosed: row.closed_on !== null,
      written: { name: row.name, settlement: row.settlement },
      staff: found ? { people: found.persons, units: figure(found.units), vacant: figure(found.vacant), heads: found.heads } : null,
    };
  });
}

/** One page of the network's organisations, for whoever holds a role in it; seven queries however many there are. Error: `page.not_found`. */
export async function listOrganisationsFor(ctx: Ctx, filter: OrganisationsQuery, limit = PAGE): Promise<OrganisationList> {
  const today = await todayOf(ctx);
  const wish = await wishOf(ctx, filter, today);
  const from = readPageKey(filter);
  const [found, total] = await Promise.all([listOrganisationPage(ctx, wish, { ...orderOf(filter.sort), limit, from }), countOrganisations(ctx, wish)]);
  const { shown, after, before } = turnPage(found, limit, from);
  return { lines: await toLines(ctx, shown, today), total, after, before };
}

/** All that the filter finds, for files and paper, at most `limit`. Error as above. */
export async function listWholeOrganisationsFor(ctx: Ctx, filter: OrganisationsQuery, limit = ORGANISATIONS_EXPORT_LIMIT): Promise<OrganisationLine[]> {
  const today = await todayOf(ctx);
  const rows = await listOrganisationPage(ctx, await wishOf(ctx, filter, today), { ...orderOf(filter.sort), limit, from: null });
  return toLines(ctx, rows.slice(0, limit), today);
}

/** The organisations a filter finds, by name, at most `limit`. Error as above. */
export async function listOrganisationIdsFor(ctx: Ctx, filter: OrganisationsQuery, limit: number): Promise<string[]> {
  const rows = await listOrganisationPage(ctx, await wishOf(ctx, filter, await todayOf(ctx)), { sort: 'name', descending: false, limit, from: null });
  return rows.slice(0, limit).map(({ id }) => id);
}

/** What the list can be filtered by, whether the actor may add an organisation, change or arrange one, and reads staff anywhere. */
export async function readOrganisationChoices(ctx: Ctx) {
  const rows = await listOrganisations(ctx);
  const above = new Set(rows.flatMap((row) => row.parent_id ?? []));
  const abilities = rows.map((row) => organisationAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.path }, { closed: row.closed_on !== null }));
  const scope = personScope(ctx.actor, ctx.networkId);
  return {
    above: rows.filter(({ id }) => above.has(id)).map((row) => ({ value: row.id, text: `${row.code} · ${textIn(row.name, ctx.locale)}` })),
    mayAdd: abilities.some(({ addBelow }) => addBelow.allowed),
    mayEdit: abilities.some(({ edit }) => edit.allowed),
    mayArrange: abilities.some(({ arrange }) => arrange.allowed),
    readsStaff: scope === 'network' || scope.length > 0,
  };
}
