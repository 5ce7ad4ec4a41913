import { z } from 'zod';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { orNothing } from '#server/platform/fields.ts';
import { isId } from '#server/platform/ids.ts';
import { readPageKey, turnPage } from '#server/platform/paging.ts';
import { textIn } from '#server/platform/text/index.ts';
import { noteLooks } from './card-views.service.ts';
import { listContacts, type PersonContact } from './contacts.queries.ts';
import { listOrganisationNames, listOrganisations } from './organisations.queries.ts';
import { organisationAbilities, personScope } from './people.policy.ts';
import { countPeople, listLearning, listPeople, type PeopleWish } from './people-list.queries.ts';
import { fullName } from './person-values.ts';
import { positionsOf } from './positions.service.ts';
import { CATEGORIES, type Category, type EducationLevel } from './registry.tables.ts';
import { expandWords } from './search.queries.ts';
import { retirementDates } from './retirement.ts';
import { searchWords } from './search-words.ts';
import { todayOf } from './standing.ts';

const PAGE = 50;
/** Counting stops here, "more than" beyond, unless all are asked for: a list of a hundred thousand must not cost more than one of a thousand. */
export const COUNTED = 1_000;
const ALL = 1_000_000;
export const PEOPLE_EXPORT_LIMIT = 20_000;

export const PEOPLE_COLUMNS = ['organisation', 'post', 'age', 'education', 'category', 'since', 'contacts'] as const;
export type PeopleColumn = (typeof PEOPLE_COLUMNS)[number];
const DEFAULT_COLUMNS: readonly PeopleColumn[] = ['organisation', 'post', 'education', 'category'];

/** Bands of the statistical forms: full years of age, the upper bound not included. */
export const AGE_BANDS = { under_30: [0, 30], from_30: [30, 55], from_55: [55, 200] } as const;
export type AgeBand = keyof typeof AGE_BANDS;

/** The query of the list page; what cannot be meant is left out, so that a shortened address still opens. */
export const PeopleFilter = z.object({
  q: orNothing(z.string().trim().min(1).max(120)),
  organisation: orNothing(z.uuid()),
  position: orNothing(z.uuid()),
  state: z.enum(['working', 'left', 'all']).catch('working').default('working'),
  personnel: orNothing(z.enum(['main', 'other'])),
  category: orNothing(z.enum(CATEGORIES)),
  education: orNothing(z.enum(['library', 'other', 'unknown'])),
  age: orNothing(z.enum(['under_30', 'from_30', 'from_55'])),
  attestation: orNothing(z.enum(['overdue', 'year'])),
  /** Full years in the profession. */
  tenure: orNothing(z.enum(['under_3', 'from_3', 'from_6', 'from_10', 'unknown'])),
  /** Whether pension age is reached within five years. */
  retirement: orNothing(z.enum(['sure', 'maybe', 'no', 'unknown'])),
  missing: orNothing(z.enum(['birth_date', 'education', 'email', 'post'])),
  columns: z
    .string()
    .max(200)
    .transform((text) => PEOPLE_COLUMNS.filter((column) => text.split(',').includes(column)))
    .catch([...DEFAULT_COLUMNS])
    .default([...DEFAULT_COLUMNS]),
  /** Counts all of them. */
  count: orNothing(z.literal('all')),
  sort: z.enum(['name', '-name']).catch('name').default('name'),
  after: orNothing(z.string().max(1000)),
  before: orNothing(z.string().max(1000)),
});
export type PeopleFilter = z.output<typeof PeopleFilter>;

export interface PeopleLine {
  id: string;
  name: string;
  organisationId: string | null;
  organisation: string;
  post: string;
  isWorking: boolean;
  birthDate: string | null;
  /** Full years today. */
  age: number | null;
  phone: string | null;
  email: string | null;
  level: EducationLevel | null;
  isLibraryProfile: boolean | null;
  category: Category | null;
  attestationDue: string | null;
  librarySince: string | null;
  professionSince: string | null;
}

export interface PeopleList {
  lines: PeopleLine[];
  /** Up to `COUNTED`, unless all were asked for. */
  total: number;
  after: string | null;
  before: string | null;
  today: string;
}

/** Full years between two dates. */
export function ageOn(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

const yearsBefore = (date: string, years: number): string => `${String(Number(date.slice(0, 4)) - years).padStart(4, '0')}${date.slice(4)}`;

/** Who lies below an organisation that is the actor's to read is hers to read as well: the scope need not be asked of each row again. */
async function scopeWithin(ctx: Ctx, organisationId: string | undefined): Promise<PeopleWish['scope']> {
  const scope = personScope(ctx.actor, ctx.networkId);
  if (scope === 'network') return scope;
  if (scope.length === 0) throw notFound();
  const [organisation] = organisationId ? await listOrganisationNames(ctx, [organisationId]) : [];
  return organisation?.path.some((id) => scope.includes(id)) ? 'network' : scope;
}

async function wishOf(ctx: Ctx, filter: PeopleFilter, today: string): Promise<PeopleWish> {
  const band = filter.age ? AGE_BANDS[filter.age] : null;
  return {
    scope: await scopeWithin(ctx, filter.organisation),
    words: await expandWords(ctx, searchWords(filter.q).slice(0, 6)),
    organisationId: filter.organisation ?? null,
    positionId: filter.position ?? null,
    state: filter.state,
    personnel: filter.personnel ?? null,
    category: filter.category ?? null,
    education: filter.education ?? null,
    // Younger than 30 today: born on the day after today thirty years ago, or later.
    bornFrom: band ? dayAfter(yearsBefore(today, band[1])) : null,
    bornTo: band ? yearsBefore(today, band[0]) : null,
    since: filter.tenure ? sinceOf(filter.tenure, today) : null,
    retirement: filter.retirement ? { state: filter.retirement, ...(await retirementDates(ctx, today)) } : null,
    attestationDueBy: filter.attestation === 'overdue' ? today : filter.attestation === 'year' ? yearsBefore(today, -1) : null,
    missing: filter.missing ?? null,
  };
}

/** Bands of the figures: from the lower number of full years to below the upper one. */
const TENURE = { under_3: [0, 3], from_3: [3, 6], from_6: [6, 10], from_10: [10, null] } as const;

function sinceOf(tenure: NonNullable<PeopleFilter['tenure']>, today: string): PeopleWish['since'] {
  if (tenure === 'unknown') return 'unknown';
  const [from, to] = TENURE[tenure];
  return { until: from > 0 ? yearsBefore(today, from) : null, after: to === null ? null : yearsBefore(today, to) };
}

const dayAfter = (date: string): string => Temporal.PlainDate.from(date).add({ days: 1 }).toString();

async function toLines(ctx: Ctx, rows: Awaited<ReturnType<typeof listPeople>>, today: string): Promise<PeopleLine[]> {
  const [organisations, positions, learning] = await Promise.all([
    listOrganisationNames(ctx, [...new Set(rows.flatMap((row) => row.organisation_id ?? []))]),
    positionsOf(ctx),
    listLearning(ctx, rows.map(({ id }) => id)),
  ]);
  const placeName = new Map(organisations.map((row) => [row.id, textIn(row.name, ctx.locale)]));
  const positionName = new Map(positions.map((row) => [row.id, textIn(row.name, ctx.locale)]));
  const learnt = new Map(learning.map((row) => [row.person_id, row]));
  return rows.map((row) => ({
    id: row.id,
    name: fullName({ familyName: row.family_name, givenName: row.given_name, patronymic: row.patronymic }),
    organisationId: row.organisation_id,
    organisation: placeName.get(row.organisation_id ?? '') ?? '',
    post: row.post_title ?? positionName.get(row.position_id ?? '') ?? '',
    isWorking: row.is_working,
    birthDate: row.birth_date,
    age: row.birth_date ? ageOn(row.birth_date, today) : null,
    phone: row.phone,
    email: row.email,
    level: (learnt.get(row.id)?.level as EducationLevel | null | undefined) ?? null,
    isLibraryProfile: learnt.get(row.id)?.is_library_profile ?? null,
    category: learnt.get(row.id)?.category ?? null,
    attestationDue: learnt.get(row.id)?.due_on ?? null,
    librarySince: row.library_since,
    professionSince: row.profession_since,
  }));
}

/**
 * One page of the people whose records the actor reads; six queries however many there are. Error: `page.not_found` for whoever keeps
 * nobody's record.
 */
export async function listPeopleFor(ctx: Ctx, filter: PeopleFilter): Promise<PeopleList> {
  const today = await todayOf(ctx);
  const wish = await wishOf(ctx, filter, today);
  const from = readPageKey(filter);
  const [found, total] = await Promise.all([
    listPeople(ctx, wish, { descending: filter.sort === '-name', limit: PAGE, from }),
    countPeople(ctx, wish, filter.count ? ALL : COUNTED),
  ]);
  const { shown, after, before } = turnPage(found, PAGE, from);
  return { lines: await toLines(ctx, shown, today), total, after, before, today };
}

/** Columns of people that are no look at a card: where who works. */
const PLAIN: readonly PeopleColumn[] = ['organisation', 'post'];
/** Filters that say of everybody in the list what stands on her card. */
const TELLING = ['education', 'category', 'age', 'attestation', 'retirement'] as const;

/** Whether a list with these columns and filters shows more of people than where they work. */
export const isLook = (filter: PeopleFilter): boolean => filter.columns.some((column) => !PLAIN.includes(column)) || TELLING.some((name) => filter[name] !== undefined);

/** The same for a page that is shown: education, category or age of many is a look at each card and noted so. */
export async function showPeopleFor(ctx: Ctx, filter: PeopleFilter): Promise<PeopleList> {
  const list = await listPeopleFor(ctx, filter);
  if (isLook(filter)) await noteLooks(ctx, list.lines.map(({ id }) => id));
  return list;
}

/** All that the filter finds, for files and paper, at most `limit`. Error as above. */
export async function listWholePeopleFor(ctx: Ctx, filter: PeopleFilter, limit = PEOPLE_EXPORT_LIMIT): Promise<PeopleLine[]> {
  const today = await todayOf(ctx);
  const rows = await listPeople(ctx, await wishOf(ctx, filter, today), { descending: filter.sort === '-name', limit, from: null });
  return toLines(ctx, rows.slice(0, limit), today);
}

/** How the people a filter finds can be reached, at most `limit`. Error: `page.not_found` for whoever keeps nobody's record. */
export async function listContactsFor(ctx: Ctx, filter: PeopleFilter, limit: number): Promise<PersonContact[]> {
  const today = await todayOf(ctx);
  const rows = await listPeople(ctx, await wishOf(ctx, filter, today), { descending: false, limit, from: null });
  return listContacts(ctx, rows.slice(0, limit).map(({ id }) => id));
}

/** The same for people named one by one; who is not the actor's to keep is left out. Error as above. */
export async function readContactsFor(ctx: Ctx, ids: readonly string[]): Promise<PersonContact[]> {
  const scope = personScope(ctx.actor, ctx.networkId);
  if (scope !== 'network' && scope.length === 0) throw notFound();
  const rows = await listContacts(ctx, ids.filter(isId));
  return rows.filter(({ place, isGone }) => !isGone && (scope === 'network' || place.some((id) => scope.includes(id))));
}

/** The people a filter finds, by name, at most `limit`. Error: `page.not_found` for whoever keeps nobody's record. */
export async function listIdsFor(ctx: Ctx, filter: PeopleFilter, limit: number): Promise<string[]> {
  const rows = await listPeople(ctx, await wishOf(ctx, filter, await todayOf(ctx)), { descending: false, limit, from: null });
  return rows.slice(0, limit).map(({ id }) => id);
}

/** What the list can be filtered by: organisations whose staff the actor reads, and posts; and whether the actor may add people. */
export async function readFilterChoices(ctx: Ctx) {
  const [rows, positions] = await Promise.all([listOrganisations(ctx), positionsOf(ctx)]);
  const abilitiesOf = (row: (typeof rows)[number]) => organisationAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.path }, { closed: row.closed_on !== null });
  const readable = rows.map((row) => ({ row, abilities: abilitiesOf(row) })).filter(({ abilities }) => abilities.readStaff.allowed);
  return {
    organisations: readable.map(({ row }) => ({ value: row.id, text: `${row.code} · ${textIn(row.name, ctx.locale)}` })),
    positions: positions.map((row) => ({ value: row.id, text: textIn(row.name, ctx.locale) })),
    mayAdd: readable.some(({ abilities }) => abilities.addPerson.allowed),
    mayMerge: readable.some(({ abilities }) => abilities.addBelow.allowed),
  };
}
