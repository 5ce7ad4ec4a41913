import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';

type Scope = 'network' | readonly string[];
const within = (scope: Scope) => (scope === 'network' ? sql`true` : sql`p.place && ${[...scope]}::uuid[]`);

export interface WaitingRequest {
  personId: string;
  name: string;
  accountId: string | null;
  createdAt: Date;
}

/** Requests for a correction that nobody has decided on, oldest first, at most 20. */
export async function listWaitingRequests(ctx: Ctx, scope: Scope): Promise<WaitingRequest[]> {
  const { rows } = await sql<WaitingRequest>`
    select r.person_id as "personId", p.sort_name as name, p.account_id as "accountId", r.created_at as "createdAt"
    from people.change_request r join people.person p on p.id = r.person_id and p.network_id = r.network_id
    where r.network_id = ${ctx.networkId} and r.state = 'open' and ${within(scope)}
      and not exists (select from people.person_alias a where a.network_id = r.network_id and a.old_person_id = r.person_id)
    order by r.created_at, r.id limit 20`.execute(ctx.db);
  return rows;
}

/** People at work whose last attestation is due by a date: how many, and the earliest day. */
export async function countDueAttestations(ctx: Ctx, scope: Scope, by: string): Promise<{ count: number; first: string | null }> {
  const { rows } = await sql<{ count: number; first: string | null }>`
    select count(*)::int as count, min(a.due_on)::text as first
    from people.person p
    cross join lateral (select due_on from people.attestation a where a.network_id = p.network_id and a.person_id = p.id
      order by held_on desc nulls last, id desc limit 1) a
    where p.network_id = ${ctx.networkId} and p.is_working and p.anonymised_at is null and ${within(scope)} and a.due_on <= ${by}::date`.execute(ctx.db);
  return rows[0] ?? { count: 0, first: null };
}

/** When the last attestation of one person is due; null: never, or not known. */
export async function findDueAttestation(ctx: Ctx, personId: string): Promise<string | null> {
  const { rows } = await sql<{ due: string | null }>`
    select due_on::text as due from people.attestation where network_id = ${ctx.networkId} and person_id = ${personId}::uuid
    order by held_on desc nulls last, id desc limit 1`.execute(ctx.db);
  return rows[0]?.due ?? null;
}
