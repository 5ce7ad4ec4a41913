import { sql, type SqlBool } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import './credentials.tables.ts';

interface Days {
  /** First and last day, `YYYY-MM-DD`. */
  from: string;
  to: string;
}

/** Certificates that end on these days, count, and are not prolonged; marked as told by the same statement. */
export async function takeExpiring(tx: Ctx, { from, to, limit }: Days & { limit: number }): Promise<{ id: string; mailAddress: string | null; locale: Locale; organisationId: string }[]> {
  const { rows } = await sql<{ id: string; mailAddress: string | null; locale: Locale; organisationId: string }>`
    update credentials.issue set reminded_at = ${tx.clock.now()} where network_id = ${tx.networkId} and id in (
      select i.id from credentials.issue i
      where i.network_id = ${tx.networkId} and i.valid_until between ${from} and ${to} and i.revoked_at is null and i.suspended_at is null
        and i.reminded_at is null and i.series <> 'practice'
        and not exists (select from credentials.issue r where r.renews_id = i.id and r.revoked_at is null)
      order by i.valid_until, i.id limit ${limit} for update skip locked)
    returning id, mail_address as "mailAddress", locale, organisation_id as "organisationId"`.execute(tx.db);
  return rows;
}

/** How many in this part of the register end on these days, and when the first does. */
export async function countExpiring(ctx: Ctx, scope: 'network' | readonly string[], { from, to }: Days): Promise<{ count: number; first: string | null }> {
  const within = scope === 'network' ? sql<SqlBool>`true` : sql<SqlBool>`o.path && ${[...scope]}::uuid[]`;
  const { rows } = await sql<{ count: number; first: string | null }>`
    select count(*)::int as count, min(i.valid_until)::text as first
    from credentials.issue i join people.organisation_card o on o.network_id = i.network_id and o.organisation_id = i.organisation_id
    where i.network_id = ${ctx.networkId} and i.valid_until between ${from} and ${to} and i.revoked_at is null and i.series <> 'practice'
      and not exists (select from credentials.issue r where r.renews_id = i.id and r.revoked_at is null) and ${within}`.execute(ctx.db);
  return rows[0] ?? { count: 0, first: null };
}
