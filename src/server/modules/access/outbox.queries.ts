import { sql, type SqlBool } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';

type OwnTables = 'platform.mail_message' | 'platform.job' | 'people.organisation_card';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export type MailState = 'queued' | 'sent' | 'failed' | 'held' | 'caught';

export interface MailWish {
  /** All mails of the network, or those in matters of these organisations and all below them. */
  scope: 'network' | readonly string[];
  address: string | null;
  state: MailState | null;
}

export interface MailPage {
  limit: number;
  from: { value: string; id: string; direction: 'after' | 'before' } | null;
}

const COLUMNS = ['m.id', 'm.template', 'm.locale', 'm.to_address', 'm.state', 'm.error_code', 'm.attempts', 'm.created_at', 'm.sent_at', 'm.not_before', 'm.subject_type', 'm.subject_id'] as const;

function matching(ctx: Ctx, wish: MailWish) {
  return on(ctx.db)
    .selectFrom('platform.mail_message as m')
    .where('m.network_id', '=', ctx.networkId)
    .$if(wish.scope !== 'network', (query) =>
      query.where(
        sql<SqlBool>`exists (select from people.organisation_card o where o.network_id = m.network_id and o.organisation_id = m.organisation_id and o.path && ${wish.scope}::uuid[])`,
      ),
    )
    .$if(wish.address !== null, (query) => query.where(sql<SqlBool>`m.to_address ilike ${`%${wish.address}%`}`))
    .$if(wish.state !== null, (query) => query.where('m.state', '=', wish.state as MailState));
}

/** Newest first; one more than `limit` when there are more beyond the page. */
export async function listMails(ctx: Ctx, wish: MailWish, page: MailPage) {
  const backwards = page.from?.direction === 'before';
  const order = sql.raw(backwards ? 'asc' : 'desc');
  const beyond = sql.raw(backwards ? '>' : '<');
  return matching(ctx, wish)
    .select(COLUMNS)
    .select(sql<string>`m.created_at::text`.as('sort_value'))
    .$if(page.from !== null, (query) => query.where(sql<SqlBool>`(m.created_at, m.id) ${beyond} (${page.from?.value}::timestamptz, ${page.from?.id}::uuid)`))
    .orderBy(sql`m.created_at ${order}, m.id ${order}`)
    .limit(page.limit + 1)
    .execute();
}

export type MailRow = Awaited<ReturnType<typeof listMails>>[number];

export async function countMails(ctx: Ctx, wish: MailWish): Promise<number> {
  const row = await matching(ctx, wish)
    .select(sql<number>`count(*)::int`.as('n'))
    .executeTakeFirstOrThrow();
  return row.n;
}

export async function findMail(ctx: Ctx, wish: Pick<MailWish, 'scope'>, id: string) {
  return matching(ctx, { ...wish, address: null, state: null }).select(COLUMNS).where('m.id', '=', id).executeTakeFirst();
}

/** Jobs, newest first: all of the network, or those of one account. */
export async function listJobs(ctx: Ctx, createdBy: string | null, limit: number) {
  return on(ctx.db)
    .selectFrom('platform.job')
    .selectAll()
    .where('network_id', '=', ctx.networkId)
    .$if(createdBy !== null, (query) => query.where('created_by', '=', createdBy))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export type JobRow = Awaited<ReturnType<typeof listJobs>>[number];
