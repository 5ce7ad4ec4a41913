import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './privacy.tables.ts';
import type { ErasureState } from './privacy.tables.ts';

const on = (db: Db | Tx) => db.$pickTables<'people.erasure'>();

/** The last time somebody's erasure was asked for or begun. */
export async function findErasure(ctx: Ctx, personId: string) {
  return on(ctx.db)
    .selectFrom('people.erasure')
    .select(['id', 'state', 'asked_at', 'decided_at', 'declined_reason', 'job_id'])
    .where('network_id', '=', ctx.networkId)
    .where('person_id', '=', personId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function findErasureById(ctx: Ctx, id: string) {
  return on(ctx.db).selectFrom('people.erasure').select(['id', 'person_id', 'state', 'job_id', 'decided_by']).where('network_id', '=', ctx.networkId).where('id', '=', id).executeTakeFirst();
}

/** False when one is open already. */
export async function insertErasure(tx: Ctx, row: { personId: string; state: 'asked' | 'running'; asked: boolean }): Promise<string | null> {
  const now = tx.clock.now();
  const { rows } = await sql<{ id: string }>`
    insert into people.erasure (network_id, person_id, state, asked_at, created_at) values (${tx.networkId}, ${row.personId}, ${row.state}, ${row.asked ? now : null}, ${now})
    on conflict (person_id) where state in ('asked', 'running') do nothing returning id`.execute(tx.db);
  return rows[0]?.id ?? null;
}

/** Of two who decide at once one succeeds. */
export async function updateErasure(tx: Ctx, id: string, from: ErasureState, to: { state: ErasureState; decidedBy?: string | null; reason?: string; jobId?: string }): Promise<boolean> {
  const now = tx.clock.now();
  const result = await on(tx.db)
    .updateTable('people.erasure')
    .set({
      state: to.state,
      ...(to.decidedBy === undefined ? {} : { decided_by: to.decidedBy, decided_at: now }),
      ...(to.reason === undefined ? {} : { declined_reason: to.reason }),
      ...(to.jobId === undefined ? {} : { job_id: to.jobId }),
      ...(to.state === 'done' ? { done_at: now } : {}),
    })
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export interface AskedErasure {
  personId: string;
  name: string;
  askedAt: Date;
}

/** People who ask to be erased, of the scope given, oldest first, at most 50. */
export async function listAskedErasures(ctx: Ctx, scope: 'network' | readonly string[]): Promise<AskedErasure[]> {
  const within = scope === 'network' ? sql`true` : sql`p.place && ${[...scope]}::uuid[]`;
  const { rows } = await sql<AskedErasure>`
    select e.person_id as "personId", p.sort_name as name, e.asked_at as "askedAt"
    from people.erasure e join people.person p on p.network_id = e.network_id and p.id = e.person_id
    where e.network_id = ${ctx.networkId} and e.state = 'asked' and ${within} order by e.created_at, e.id limit 50`.execute(ctx.db);
  return rows;
}
