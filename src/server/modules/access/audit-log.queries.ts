import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { PageKey } from '#server/platform/paging.ts';
import './access.tables.ts';

type OwnTables = 'platform.audit_entry' | 'access.account' | 'access.api_token' | 'access.role_assignment' | 'access.invitation';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface AuditWish {
  /** Everything in the network, or what lies below these organisations; `events` are theirs. */
  below: 'network' | { organisations: readonly string[]; events: readonly string[] };
  /** Ids of accounts that acted, or in whose place it was done. */
  actors: readonly string[] | null;
  acts: readonly string[] | null;
  subjectId: string | null;
  /** Persons and organisations; what was done with the accounts of these persons, too. */
  about: { persons: readonly string[]; organisations: readonly string[] } | null;
  from: Date | null;
  until: Date | null;
}

const COLUMNS = ['e.id', 'e.at', 'e.actor_kind', 'e.actor_id', 'e.on_behalf_of', 'e.token_id', 'e.source', 'e.user_agent', 'e.act', 'e.subject_type', 'e.subject_id', 'e.data'] as const;

/** Whether the line is about something that lies below the organisations: a person who works there, the organisation, a role, an event. */
function liesBelow({ organisations, events }: Exclude<AuditWish['below'], 'network'>) {
  const roots = sql`${organisations}::uuid[]`;
  return sql<SqlBool>`(
    (e.subject_type = 'person' and exists (select from people.person_card p
      where p.network_id = e.network_id and p.person_id::text = e.subject_id and p.place && ${roots}))
    or exists (select from people.organisation_card o where o.network_id = e.network_id and o.path && ${roots}
      and o.organisation_id::text = case when e.subject_type = 'organisation' then e.subject_id else e.data->>'scopeId' end)
    or (e.subject_type in ('role_assignment', 'invitation') and exists (select from people.organisation_card o
      where o.network_id = e.network_id and o.path && ${roots} and o.organisation_id = coalesce(
        (select r.scope_id from access.role_assignment r where r.network_id = e.network_id and r.id::text = e.subject_id),
        (select i.scope_id from access.invitation i where i.network_id = e.network_id and i.id::text = e.subject_id))))
    or (e.subject_type = 'event' and e.subject_id = any(${events}::text[]))
    or e.data->>'eventId' = any(${events}::text[]))`;
}

function isAbout({ persons, organisations }: NonNullable<AuditWish['about']>) {
  return sql<SqlBool>`(
    (e.subject_type = 'person' and e.subject_id = any(${persons}::text[]))
    or (e.subject_type = 'organisation' and e.subject_id = any(${organisations}::text[]))
    or (e.subject_type = 'account' and e.subject_id in (select p.account_id::text from people.person_card p
      where p.network_id = e.network_id and p.person_id = any(${persons}::uuid[]) and p.account_id is not null)))`;
}

function matching(ctx: Ctx, { below, actors, acts, subjectId, about, from, until }: AuditWish) {
  let query = on(ctx.db).selectFrom('platform.audit_entry as e').where('e.network_id', '=', ctx.networkId);
  if (below !== 'network') query = query.where(liesBelow(below));
  if (actors !== null) query = query.where(sql<SqlBool>`(e.actor_kind = 'account' and e.actor_id = any(${actors}::text[]) or e.on_behalf_of = any(${actors}::text[]))`);
  if (acts !== null) query = query.where(sql<SqlBool>`e.act = any(${acts}::text[])`);
  if (subjectId !== null) query = query.where('e.subject_id', '=', subjectId);
  if (about !== null) query = query.where(isAbout(about));
  if (from !== null) query = query.where('e.at', '>=', from);
  if (until !== null) query = query.where('e.at', '<', until);
  return query;
}

/** Newest first; one more than `limit` when there are more beyond the page. */
export async function listAuditLines(ctx: Ctx, wish: AuditWish, page: { limit: number; from: PageKey | null }) {
  const backwards = page.from?.direction === 'before';
  const order = sql.raw(backwards ? 'asc' : 'desc');
  const beyond = sql.raw(backwards ? '>' : '<');
  return matching(ctx, wish)
    .select(COLUMNS)
    .select(sql<string>`e.at::text`.as('sort_value'))
    .$if(page.from !== null, (query) => query.where(sql<SqlBool>`(e.at, e.id) ${beyond} (${page.from?.value}::timestamptz, ${page.from?.id}::uuid)`))
    .orderBy(sql`e.at ${order}, e.id ${order}`)
    .limit(page.limit + 1)
    .execute();
}
export type AuditRow = Awaited<ReturnType<typeof listAuditLines>>[number];

/** How many there are, counted up to `most`. */
export async function countAuditLines(ctx: Ctx, wish: AuditWish, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (${matching(ctx, wish).select('e.id').limit(most)}) found`.execute(ctx.db);
  return rows[0]?.n ?? 0;
}

/** Accounts whose name or address holds the text and that have a role in the network, or had one. */
export async function listAccountsLike(ctx: Ctx, text: string, limit: number): Promise<string[]> {
  const like = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const rows = await on(ctx.db)
    .selectFrom('access.account as a')
    .select('a.id')
    .where(sql<SqlBool>`(a.name ilike ${like} or a.email ilike ${like})`)
    .where(sql<SqlBool>`exists (select from access.role_assignment r where r.account_id = a.id and r.network_id = ${ctx.networkId})`)
    .orderBy('a.id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

export async function listTokenNames(ctx: Ctx, ids: readonly string[]) {
  return on(ctx.db)
    .selectFrom('access.api_token')
    .select(['id', 'name'])
    .where('network_id', '=', ctx.networkId)
    .where(sql<SqlBool>`id = any(${ids}::uuid[])`)
    .execute();
}

/** Whose an assignment or an invitation is, and for what. */
export async function listGivenRoles(ctx: Ctx, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; name: string; role: string; scope_kind: string; scope_id: string | null }>`
    select r.id, a.name, r.role, r.scope_kind, r.scope_id from access.role_assignment r join access.account a on a.id = r.account_id
    where r.network_id = ${ctx.networkId} and r.id = any(${ids}::uuid[])
    union all
    select i.id, i.name, i.role, i.scope_kind, i.scope_id from access.invitation i
    where i.network_id = ${ctx.networkId} and i.id = any(${ids}::uuid[])`.execute(ctx.db);
  return rows;
}
