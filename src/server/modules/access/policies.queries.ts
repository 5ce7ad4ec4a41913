import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Role, ScopeKind } from './access.tables.ts';

export interface HeldRow {
  account_id: string;
  name: string;
  email: string;
  role: Role;
  network_id: string | null;
  scope_kind: ScopeKind;
  scope_id: string | null;
  from: Date;
  until: Date | null;
  /** Whose role it is, where it is only lent. */
  giver: string | null;
}

/** Every role that is in force in the network, own and lent, by name; of one account, or of all. At most 5,000. */
export async function listHeldRoles(ctx: Ctx, accountId: string | null): Promise<HeldRow[]> {
  const now = ctx.clock.now();
  const { rows } = await sql<HeldRow>`
    select a.id as account_id, a.name, a.email, r.role, r.network_id, r.scope_kind, r.scope_id, r.valid_from as "from", r.valid_to as until, null::text as giver
    from access.role_assignment r join access.account a on a.id = r.account_id
    where (r.network_id = ${ctx.networkId} or r.scope_kind = 'installation') and r.valid_from <= ${now} and (r.valid_to is null or r.valid_to > ${now})
      and (${accountId}::uuid is null or a.id = ${accountId}::uuid)
    union all
    select t.id, t.name, t.email, r.role, r.network_id, r.scope_kind, r.scope_id, d.valid_from, d.valid_to, f.name
    from access.delegation d
    join access.role_assignment r on r.network_id = d.network_id and r.id = any(d.assignment_ids) and r.account_id = d.from_account_id
      and r.valid_from <= ${now} and (r.valid_to is null or r.valid_to > ${now})
    join access.account t on t.id = d.to_account_id
    join access.account f on f.id = d.from_account_id
    where d.network_id = ${ctx.networkId} and d.ended_at is null and d.valid_from <= ${now} and d.valid_to > ${now}
      and (${accountId}::uuid is null or t.id = ${accountId}::uuid)
    order by name, account_id, giver nulls first, role, scope_id limit 5000`.execute(ctx.db);
  return rows;
}

/** Accounts with a role in the network now whose name or address holds the text. */
export async function listHoldersLike(ctx: Ctx, text: string, limit: number): Promise<{ id: string; name: string; email: string }[]> {
  const now = ctx.clock.now();
  const like = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const { rows } = await sql<{ id: string; name: string; email: string }>`
    select a.id, a.name, a.email from access.account a
    where (a.name ilike ${like} or a.email ilike ${like}) and exists (select from access.role_assignment r where r.account_id = a.id and r.network_id = ${ctx.networkId}
      and r.valid_from <= ${now} and (r.valid_to is null or r.valid_to > ${now}))
    order by a.name, a.id limit ${limit}`.execute(ctx.db);
  return rows;
}
