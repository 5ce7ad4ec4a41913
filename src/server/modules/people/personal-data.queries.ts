import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './people.tables.ts';
import './registry.tables.ts';

type OwnTables = 'people.person' | 'people.person_name' | 'people.person_alias' | 'people.organisation' | 'people.change_request' | 'people.record_change' | 'people.card_view' | 'people.saved_filter' | 'people.import';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

/** The record and those that were merged into it. */
export async function listMergedIds(ctx: Ctx, personId: string): Promise<string[]> {
  const rows = await on(ctx.db).selectFrom('people.person_alias').select('old_person_id as id').where('network_id', '=', ctx.networkId).where('person_id', '=', personId).execute();
  return [personId, ...rows.map(({ id }) => id)];
}

export interface Spelling {
  family: string;
  given: string | null;
}

/** Every spelling of a name that these records have. */
export async function listSpellings(ctx: Ctx, personIds: readonly string[]): Promise<Spelling[]> {
  const ids = [...personIds];
  const { rows } = await sql<Spelling>`
    select family_name as family, given_name as given from people.person where network_id = ${ctx.networkId} and id = any(${ids}::uuid[]) and anonymised_at is null
    union select family_name, given_name from people.person_name where network_id = ${ctx.networkId} and person_id = any(${ids}::uuid[])`.execute(ctx.db);
  return rows;
}

/** Addresses of these records that no other person and no organisation of the network has. */
export async function listOwnAddresses(ctx: Ctx, personIds: readonly string[]): Promise<string[]> {
  const ids = [...personIds];
  const { rows } = await sql<{ address: string }>`
    select distinct lower(p.email) as address from people.person p
    where p.network_id = ${ctx.networkId} and p.id = any(${ids}::uuid[]) and p.email is not null
      and not exists (select from people.person o where o.network_id = p.network_id and lower(o.email) = lower(p.email) and not o.id = any(${ids}::uuid[]))
      and not exists (select from people.organisation c where c.network_id = p.network_id and lower(c.contact_email) = lower(p.email))`.execute(ctx.db);
  return rows.map(({ address }) => address);
}

export interface PostData {
  organisation: LocalizedText;
  position: LocalizedText | null;
  title: string | null;
  kind: string;
  rate: string;
  fromDate: string;
  toDate: string | null;
  leavingReason: string | null;
  leavingNote: string | null;
}

export async function listPostData(ctx: Ctx, personIds: readonly string[]): Promise<PostData[]> {
  const { rows } = await sql<PostData>`
    select o.name as organisation, s.name as position, e.position as title, e.kind, e.rate, e.from_date as "fromDate", e.to_date as "toDate",
      e.leaving_reason as "leavingReason", e.leaving_note as "leavingNote"
    from people.employment e
    join people.organisation o on o.id = e.organisation_id and o.network_id = e.network_id
    left join people.position s on s.id = e.position_id and s.network_id = e.network_id
    where e.network_id = ${ctx.networkId} and e.person_id = any(${[...personIds]}::uuid[]) order by e.from_date desc, e.id`.execute(ctx.db);
  return rows;
}

export async function listRequestData(ctx: Ctx, personIds: readonly string[]) {
  if (personIds.length === 0) return [];
  return on(ctx.db)
    .selectFrom('people.change_request')
    .select(['created_at', 'state', 'changes', 'reason'])
    .where('network_id', '=', ctx.networkId)
    .where('person_id', 'in', personIds)
    .orderBy('created_at', 'desc')
    .limit(500)
    .execute();
}

export async function listChangeData(ctx: Ctx, personIds: readonly string[]) {
  if (personIds.length === 0) return [];
  return on(ctx.db)
    .selectFrom('people.record_change as c')
    .leftJoin('people.import as i', (join) => join.onRef('i.network_id', '=', 'c.network_id').onRef('i.id', '=', 'c.import_id'))
    .select(['c.at', 'c.actor_name', 'c.on_behalf_name', 'c.act', 'c.changes', 'i.file_name'])
    .where('c.network_id', '=', ctx.networkId)
    .where('c.subject_type', '=', 'person')
    .where('c.subject_id', 'in', personIds)
    .orderBy('c.at', 'desc')
    .limit(1000)
    .execute();
}

export async function listViewData(ctx: Ctx, personIds: readonly string[]) {
  if (personIds.length === 0) return [];
  return on(ctx.db)
    .selectFrom('people.card_view')
    .select(['account_id', 'hour'])
    .where('network_id', '=', ctx.networkId)
    .where('person_id', 'in', personIds)
    .orderBy('hour', 'desc')
    .limit(1000)
    .execute();
}

export async function listFilterData(ctx: Ctx, accountId: string) {
  return on(ctx.db).selectFrom('people.saved_filter').select(['name', 'query', 'created_at']).where('network_id', '=', ctx.networkId).where('account_id', '=', accountId).orderBy('name').limit(200).execute();
}
