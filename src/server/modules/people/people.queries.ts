import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './people.tables.ts';
import type { OrganisationKind } from './people.tables.ts';

type OwnTables = 'people.network' | 'people.organisation' | 'people.person' | 'people.employment';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface NetworkRow {
  id: string;
  slug: string;
  name: LocalizedText;
  country: string;
  default_locale: string;
  time_zone: string;
  data_location: LocalizedText;
  is_demo: boolean;
  is_default: boolean;
  version: number;
}

const NETWORK = ['id', 'slug', 'name', 'country', 'default_locale', 'time_zone', 'data_location', 'is_demo', 'is_default', 'version'] as const;

/** All networks of the installation: the one list that spans networks, read at the door of every request. */
export async function listNetworks(db: Db | Tx): Promise<NetworkRow[]> {
  return on(db).selectFrom('people.network').select(NETWORK).orderBy('created_at').execute();
}

export async function insertNetwork(
  db: Db | Tx,
  row: { slug: string; name: LocalizedText; country: string; defaultLocale: string; timeZone: string; dataLocation: LocalizedText; isDemo: boolean; isDefault: boolean },
): Promise<string> {
  const made = await on(db)
    .insertInto('people.network')
    .values({
      slug: row.slug,
      name: JSON.stringify(row.name),
      country: row.country,
      default_locale: row.defaultLocale,
      time_zone: row.timeZone,
      data_location: JSON.stringify(row.dataLocation),
      is_demo: row.isDemo,
      is_default: row.isDefault,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return made.id;
}

/** False when the network was changed since it was read. */
export async function updateNetworkDataLocation(ctx: Ctx, text: LocalizedText, version: number): Promise<boolean> {
  const result = await on(ctx.db)
    .updateTable('people.network')
    .set((eb) => ({ data_location: JSON.stringify(text), version: eb('version', '+', 1) }))
    .where('id', '=', ctx.networkId)
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function findOrganisation(ctx: Ctx, id: string) {
  return on(ctx.db)
    .selectFrom('people.organisation')
    .selectAll()
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** At most 1,000: the pickers of this step; the registry pages by key. */
/** Organisations by code, after the one given; one more than a page when there is a next one. */
export async function listOrganisationsAfter(ctx: Ctx, filter: { q?: string | undefined; after?: string | undefined }, limit: number) {
  let query = on(ctx.db)
    .selectFrom('people.organisation')
    .select(['id', 'parent_id as parentId', 'kind', 'code', 'name', 'country', 'settlement', 'time_zone as timeZone'])
    .where('network_id', '=', ctx.networkId);
  if (filter.q) {
    const found = `%${filter.q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    query = query.where(sql<SqlBool>`(code ilike ${found} or exists (select from jsonb_each(name) n where n.value->>'text' ilike ${found}))`);
  }
  if (filter.after) query = query.where('code', '>', filter.after);
  return query.orderBy('code').limit(limit).execute();
}

export async function listOrganisations(ctx: Ctx) {
  return on(ctx.db)
    .selectFrom('people.organisation')
    .select(['id', 'parent_id', 'path', 'kind', 'code', 'name', 'country', 'settlement', 'time_zone', 'contact_email'])
    .where('network_id', '=', ctx.networkId)
    .orderBy('code')
    .limit(1000)
    .execute();
}

export interface NewOrganisation {
  id: string;
  parentId: string | null;
  path: string[];
  kind: OrganisationKind;
  code: string;
  name: LocalizedText;
  country: string;
  settlement: LocalizedText | null;
  timeZone: string;
  signatoryName: string | null;
  signatoryPost: LocalizedText | null;
  contactEmail: string | null;
}

export async function insertOrganisation(ctx: Ctx, row: NewOrganisation): Promise<void> {
  await on(ctx.db)
    .insertInto('people.organisation')
    .values({
      id: row.id,
      network_id: ctx.networkId,
      parent_id: row.parentId,
      path: row.path,
      kind: row.kind,
      code: row.code,
      name: JSON.stringify(row.name),
      country: row.country,
      settlement: row.settlement ? JSON.stringify(row.settlement) : null,
      time_zone: row.timeZone,
      signatory_name: row.signatoryName,
      signatory_post: row.signatoryPost ? JSON.stringify(row.signatoryPost) : null,
      contact_email: row.contactEmail,
    })
    .execute();
}

export async function insertPerson(
  ctx: Ctx,
  row: { id: string; accountId: string | null; familyName: string; givenName: string | null; patronymic: string | null; nameKey: string; email: string | null; locale: string | null },
): Promise<void> {
  await on(ctx.db)
    .insertInto('people.person')
    .values({
      id: row.id,
      network_id: ctx.networkId,
      account_id: row.accountId,
      family_name: row.familyName,
      given_name: row.givenName,
      patronymic: row.patronymic,
      name_key: row.nameKey,
      email: row.email,
      preferred_locale: row.locale,
    })
    .execute();
}

export async function insertEmployment(
  ctx: Ctx,
  row: { personId: string; organisationId: string; position: string; rate: string; fromDate: string },
): Promise<void> {
  await on(ctx.db)
    .insertInto('people.employment')
    .values({
      network_id: ctx.networkId,
      person_id: row.personId,
      organisation_id: row.organisationId,
      position: row.position,
      rate: row.rate,
      from_date: row.fromDate,
    })
    .execute();
}

export interface NamedPerson {
  id: string;
  familyName: string;
  givenName: string | null;
  patronymic: string | null;
  nameKey: string;
  position: string | null;
  organisationName: LocalizedText | null;
}

/** Persons whose name has one of these words (Latin skeletons), each with her present post. At most 200: the caller ranks them. */
export async function listPersonsWithWords(ctx: Ctx, words: readonly string[]): Promise<NamedPerson[]> {
  if (words.length === 0) return [];
  const { rows } = await sql<NamedPerson>`
    select p.id, p.family_name as "familyName", p.given_name as "givenName", p.patronymic, p.name_key as "nameKey",
      e.position, o.name as "organisationName"
    from people.person p
    left join lateral (select position, organisation_id from people.employment e
      where e.network_id = p.network_id and e.person_id = p.id and e.to_date is null order by e.from_date desc limit 1) e on true
    left join people.organisation o on o.network_id = p.network_id and o.id = e.organisation_id
    where p.network_id = ${ctx.networkId} and string_to_array(p.name_key, ' ') && ${[...words]}::text[]
    limit 200`.execute(ctx.db);
  return rows;
}

export async function findPersonName(ctx: Ctx, id: string): Promise<{ familyName: string; givenName: string | null; patronymic: string | null } | undefined> {
  return on(ctx.db)
    .selectFrom('people.person')
    .select(['family_name as familyName', 'given_name as givenName', 'patronymic'])
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .executeTakeFirst();
}
