import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './credentials.tables.ts';
import type { CredentialKind } from './credential-kinds.ts';

type OwnTables = 'credentials.issue' | 'people.organisation_card';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export type RegisterState = 'valid' | 'suspended' | 'revoked' | 'replaced' | 'annulled' | 'expired';
export type RegisterSort = 'number' | 'name' | 'issued';

export interface RegisterWish {
  /** All of the network, or the subtrees of these organisations. */
  scope: 'network' | readonly string[];
  /** A part of the name, or the beginning of a number. */
  name: string | null;
  number: string | null;
  kind: CredentialKind | null;
  year: number | null;
  state: RegisterState | 'expiring' | null;
  /** Today and the last day of the time in which renewals are thought of, `YYYY-MM-DD`. */
  today: string;
  soon: string;
  organisationId: string | null;
  /** What was issued in one go. */
  batchId: string | null;
}

export interface RegisterPage {
  sort: RegisterSort;
  descending: boolean;
  limit: number;
  /** The last or first line of the page beside this one. */
  from: { value: string; id: string; direction: 'after' | 'before' } | null;
  /** Whose alphabet sorts names. */
  locale: Locale;
}

/** ICU collations of PostgreSQL by language; names sort as a reader of the language expects. */
const COLLATIONS: Readonly<Record<Locale, string>> = { kk: 'kk-x-icu', ru: 'ru-x-icu', en: 'en-x-icu', ky: 'ky-x-icu', be: 'be-x-icu', hy: 'hy-x-icu' };

function sortKey(sort: RegisterSort, locale: Locale): { expression: RawBuilder<unknown>; bound: (value: string) => RawBuilder<unknown> } {
  if (sort === 'issued') return { expression: sql`i.issued_at`, bound: (value) => sql`${value}::timestamptz` };
  const collation = sql.id(sort === 'name' ? (COLLATIONS[locale] ?? 'und-x-icu') : 'C');
  const column = sql.ref(sort === 'name' ? 'i.holder_name' : 'i.number');
  return { expression: sql`${column} collate ${collation}`, bound: (value) => sql`${value} collate ${collation}` };
}

/** Rehearsals are in no register. */
function matching(ctx: Ctx, wish: RegisterWish) {
  return on(ctx.db)
    .selectFrom('credentials.issue as i')
    .innerJoin('people.organisation_card as o', (join) =>
      join.onRef('o.organisation_id', '=', 'i.organisation_id').onRef('o.network_id', '=', 'i.network_id'),
    )
    .leftJoin('credentials.issue as next', (join) => join.onRef('next.replaces_id', '=', 'i.id').onRef('next.network_id', '=', 'i.network_id'))
    .leftJoin('credentials.issue as renewal', (join) => join.onRef('renewal.renews_id', '=', 'i.id').onRef('renewal.network_id', '=', 'i.network_id').on('renewal.revoked_at', 'is', null))
    .where('i.network_id', '=', ctx.networkId)
    .where('i.series', '<>', 'practice')
    .$if(wish.scope !== 'network', (query) => query.where(sql<SqlBool>`o.path && ${wish.scope}::uuid[]`))
    .$if(wish.number !== null, (query) => query.where(sql<SqlBool>`i.number like ${`${wish.number}%`}`))
    .$if(wish.name !== null, (query) => query.where(sql<SqlBool>`i.holder_name ilike ${`%${wish.name}%`}`))
    .$if(wish.kind !== null, (query) => query.where('i.kind', '=', wish.kind as CredentialKind))
    .$if(wish.year !== null, (query) => query.where('i.year', '=', wish.year as number))
    .$if(wish.batchId !== null, (query) => query.where('i.batch_id', '=', wish.batchId as string))
    .$if(wish.organisationId !== null, (query) => query.where('i.organisation_id', '=', wish.organisationId as string))
    .$if(wish.state === 'valid', (query) => query.where('i.revoked_at', 'is', null).where('i.suspended_at', 'is', null).where((eb) => eb.or([eb('i.valid_until', 'is', null), eb('i.valid_until', '>=', wish.today)])))
    .$if(wish.state === 'expired', (query) => query.where('i.revoked_at', 'is', null).where('i.suspended_at', 'is', null).where('i.valid_until', '<', wish.today))
    .$if(wish.state === 'expiring', (query) => query.where('i.revoked_at', 'is', null).where('i.valid_until', '>=', wish.today).where('i.valid_until', '<=', wish.soon).where('renewal.id', 'is', null))
    .$if(wish.state === 'suspended', (query) => query.where('i.suspended_at', 'is not', null).where('i.revoked_at', 'is', null))
    .$if(wish.state === 'revoked', (query) => query.where('i.revoked_at', 'is not', null).where('i.annulled_at', 'is', null).where('next.id', 'is', null))
    .$if(wish.state === 'replaced', (query) => query.where('next.id', 'is not', null).where('i.annulled_at', 'is', null))
    .$if(wish.state === 'annulled', (query) => query.where('i.annulled_at', 'is not', null));
}

/** One page, in the order of the page; a line more than `limit` when there are more beyond it. */
export async function listRegister(ctx: Ctx, wish: RegisterWish, page: RegisterPage) {
  const { expression, bound } = sortKey(page.sort, page.locale);
  const backwards = page.from?.direction === 'before';
  const downwards = page.descending !== backwards;
  const order = sql.raw(downwards ? 'desc' : 'asc');
  let query = matching(ctx, wish)
    .select(['i.id', 'i.number', 'i.series', 'i.kind', 'i.holder_name', 'i.holder_is_minor', 'i.locale', 'i.issued_at', 'i.revoked_at', 'i.revoke_reason', 'i.suspended_at', 'i.annulled_at'])
    .select(sql<string | null>`i.valid_until::text`.as('valid_until'))
    .select(['i.given_at', 'i.seq', 'renewal.number as renewed_by'])
    .select(['i.organisation_id', 'o.name as organisation_name', 'next.number as replaced_by'])
    .select(sql<string>`i.issued_on::text`.as('issued_on'))
    .select(sql<string>`i.fields ->> 'eventTitle'`.as('event_title'))
    .select(sql<string>`(${expression})::text`.as('sort_value'))
    .orderBy(sql`${expression} ${order}, i.id ${order}`)
    .limit(page.limit + 1);
  if (page.from) {
    const beyond = sql.raw(downwards ? '<' : '>');
    query = query.where(sql<SqlBool>`(${expression}, i.id) ${beyond} (${bound(page.from.value)}, ${page.from.id}::uuid)`);
  }
  return query.execute();
}

export type RegisterRow = Awaited<ReturnType<typeof listRegister>>[number];

export async function countRegister(ctx: Ctx, wish: RegisterWish): Promise<number> {
  const row = await matching(ctx, wish)
    .select(sql<number>`count(*)::int`.as('n'))
    .executeTakeFirstOrThrow();
  return row.n;
}

/** What there is to filter by: years and organisations that have lines in the reader's part of the register. */
export async function listRegisterParts(
  ctx: Ctx,
  scope: RegisterWish['scope'],
): Promise<{ year: number; organisation_id: string; organisation_name: LocalizedText }[]> {
  return on(ctx.db)
    .selectFrom('credentials.issue as i')
    .innerJoin('people.organisation_card as o', (join) =>
      join.onRef('o.organisation_id', '=', 'i.organisation_id').onRef('o.network_id', '=', 'i.network_id'),
    )
    .select(['i.year', 'i.organisation_id', 'o.name as organisation_name'])
    .where('i.network_id', '=', ctx.networkId)
    .where('i.series', '<>', 'practice')
    .$if(scope !== 'network', (query) => query.where(sql<SqlBool>`o.path && ${scope}::uuid[]`))
    .groupBy(['i.year', 'i.organisation_id', 'o.name'])
    .orderBy('i.year', 'desc')
    .execute();
}
