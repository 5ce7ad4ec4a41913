import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './credentials.tables.ts';
import type { KeySeries } from './credentials.tables.ts';

type OwnTables = 'credentials.issue' | 'credentials.signing_key' | 'credentials.status_list' | 'credentials.signed_credential';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

/** All keys there ever were, newest first. */
export async function listSigningKeys(db: Db | Tx, networkId: string, series: KeySeries) {
  return on(db)
    .selectFrom('credentials.signing_key')
    .selectAll()
    .where('network_id', '=', networkId)
    .where('series', '=', series)
    .orderBy('created_at', 'desc')
    .orderBy('name', 'desc')
    .execute();
}
export type SigningKeyRow = Awaited<ReturnType<typeof listSigningKeys>>[number];

/** False when another process made one meanwhile: a series has one key that signs. */
export async function insertSigningKey(tx: Ctx, row: { id: string; series: KeySeries; name: string; publicKey: string; sealedSeed: Buffer; createdAt: Date }): Promise<boolean> {
  const result = await sql`
    insert into credentials.signing_key (id, network_id, series, name, public_key, sealed_seed, created_at)
    values (${row.id}, ${tx.networkId}, ${row.series}, ${row.name}, ${row.publicKey}, ${row.sealedSeed}, ${row.createdAt})
    on conflict do nothing`.execute(tx.db);
  return result.numAffectedRows === 1n;
}

export async function updateKeyRetired(tx: Ctx, id: string, at: Date): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('credentials.signing_key')
    .set({ retired_at: at })
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function updateKeyCompromised(tx: Ctx, id: string, at: Date): Promise<void> {
  await on(tx.db).updateTable('credentials.signing_key').set({ compromised_at: at }).where('network_id', '=', tx.networkId).where('id', '=', id).execute();
}

/**
 * `count` places of the newest list that has room, a new list when none has. The row stays locked until the transaction ends, which signs
 * and does nothing else. Returns the first of them; fewer than asked for when the list is full.
 */
export async function takeStatusPlaces(tx: Ctx, series: KeySeries, count: number, places: number): Promise<{ id: string; seq: number; first: number; taken: number }> {
  const { rows } = await sql<{ id: string; seq: number; used: number; taken: number }>`
    with open as (
      select id, used from credentials.status_list
      where network_id = ${tx.networkId} and series = ${series} and used < ${places}
      order by seq limit 1 for update
    )
    update credentials.status_list l set used = least(${places}::int, l.used + ${count}::int)
    from open where l.id = open.id
    returning l.id, l.seq, l.used, l.used - open.used as taken`.execute(tx.db);
  const [row] = rows;
  if (row) return { id: row.id, seq: row.seq, first: row.used - row.taken, taken: row.taken };
  // The first of a network, or all full. Two at once: the second waits at the unique key and finds the list of the first on its next turn.
  await sql`
    insert into credentials.status_list (network_id, series, seq)
    values (${tx.networkId}, ${series}, (select coalesce(max(seq), 0) + 1 from credentials.status_list where network_id = ${tx.networkId} and series = ${series}))
    on conflict do nothing`.execute(tx.db);
  return takeStatusPlaces(tx, series, count, places);
}

/**
 * Issues without a signed credential, oldest first, locked. The sweep passes over rows that another process is signing; whoever wants one
 * waits for it, and looks again once the row is hers: what was signed meanwhile is not in the first look.
 */
export async function lockUnsigned(tx: Ctx, wish: { series: KeySeries; limit: number; only: string | null }) {
  const rows = await on(tx.db)
    .selectFrom('credentials.issue as i')
    .selectAll()
    .where('i.network_id', '=', tx.networkId)
    .where('i.series', '=', wish.series)
    .$if(wish.only !== null, (query) => query.where('i.id', '=', wish.only as string))
    .where((eb) => eb.not(eb.exists(eb.selectFrom('credentials.signed_credential as s').select('s.issue_id').whereRef('s.issue_id', '=', 'i.id'))))
    .orderBy('i.id')
    .limit(wish.limit)
    .forUpdate()
    .$if(wish.only === null, (query) => query.skipLocked())
    .execute();
  const signed = new Set((await listSignedIds(tx, rows.map(({ id }) => id))).map((row) => row.issue_id));
  return rows.filter(({ id }) => !signed.has(id));
}

async function listSignedIds(tx: Ctx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return on(tx.db).selectFrom('credentials.signed_credential').select('issue_id').where('network_id', '=', tx.networkId).where('issue_id', 'in', ids).execute();
}
export type UnsignedRow = Awaited<ReturnType<typeof lockUnsigned>>[number];

export interface NewSigned {
  issueId: string;
  statusListId: string;
  statusIndex: number;
  keyId: string;
  issuer: string;
  document: string;
  signedAt: Date;
}

export async function insertSigned(tx: Ctx, rows: readonly NewSigned[]): Promise<void> {
  await on(tx.db)
    .insertInto('credentials.signed_credential')
    .values(
      rows.map((row) => ({
        issue_id: row.issueId,
        network_id: tx.networkId,
        status_list_id: row.statusListId,
        status_index: row.statusIndex,
        key_id: row.keyId,
        issuer: row.issuer,
        document: row.document,
        signed_at: row.signedAt,
      })),
    )
    .execute();
}

export async function findSigned(db: Db | Tx, issueId: string) {
  return on(db)
    .selectFrom('credentials.signed_credential as s')
    .innerJoin('credentials.signing_key as k', 'k.id', 's.key_id')
    .select(['s.issue_id', 's.document', 's.issuer', 's.signed_at', 's.network_id', 'k.name as key_name', 'k.public_key', 'k.compromised_at'])
    .where('s.issue_id', '=', issueId)
    .executeTakeFirst();
}

/** Networks that have something to sign, with the series. */
export async function listUnsignedSeries(db: Db | Tx): Promise<{ network_id: string; series: KeySeries }[]> {
  const { rows } = await sql<{ network_id: string; series: KeySeries }>`
    select distinct i.network_id, i.series from credentials.issue i
    where i.series <> 'practice' and not exists (select from credentials.signed_credential s where s.issue_id = i.id)`.execute(db);
  return rows;
}

export async function findStatusList(ctx: Ctx, series: KeySeries, seq: number) {
  return on(ctx.db).selectFrom('credentials.status_list').selectAll().where('network_id', '=', ctx.networkId).where('series', '=', series).where('seq', '=', seq).executeTakeFirst();
}

/** What changes a list: how many are stopped, and the last moment. */
export async function readStatusMark(ctx: Ctx, listId: string): Promise<{ stopped: number; latest: Date | null }> {
  const { rows } = await sql<{ stopped: number; latest: Date | null }>`
    select count(*)::int as stopped, max(greatest(i.revoked_at, i.suspended_at)) as latest
    from credentials.issue i join credentials.signed_credential s on s.issue_id = i.id
    where i.network_id = ${ctx.networkId} and s.status_list_id = ${listId} and (i.revoked_at is not null or i.suspended_at is not null)`.execute(ctx.db);
  return rows[0] ?? { stopped: 0, latest: null };
}

export async function listStopped(ctx: Ctx, listId: string): Promise<{ status_index: number; revoked: boolean; suspended: boolean }[]> {
  const { rows } = await sql<{ status_index: number; revoked: boolean; suspended: boolean }>`
    select s.status_index, i.revoked_at is not null as revoked, i.suspended_at is not null as suspended
    from credentials.issue i join credentials.signed_credential s on s.issue_id = i.id
    where i.network_id = ${ctx.networkId} and s.status_list_id = ${listId} and (i.revoked_at is not null or i.suspended_at is not null)`.execute(ctx.db);
  return rows;
}

/** Credentials whose key got out after they were signed: they are signed anew, place in the list and all else unchanged. */
export async function lockCompromised(tx: Ctx, limit: number) {
  return on(tx.db)
    .selectFrom('credentials.signed_credential as s')
    .innerJoin('credentials.signing_key as k', 'k.id', 's.key_id')
    .select(['s.issue_id', 's.document', 's.issuer', 'k.series'])
    .where('s.network_id', '=', tx.networkId)
    .where('k.compromised_at', 'is not', null)
    .orderBy('s.issue_id')
    .limit(limit)
    .forUpdate('s')
    .skipLocked()
    .execute();
}

export async function listCompromisedNetworks(db: Db | Tx): Promise<string[]> {
  const rows = await on(db)
    .selectFrom('credentials.signed_credential as s')
    .innerJoin('credentials.signing_key as k', 'k.id', 's.key_id')
    .select('s.network_id')
    .where('k.compromised_at', 'is not', null)
    .distinct()
    .execute();
  return rows.map((row) => row.network_id);
}

export async function updateSigned(tx: Ctx, row: { issueId: string; keyId: string; document: string; signedAt: Date }): Promise<void> {
  await on(tx.db)
    .updateTable('credentials.signed_credential')
    .set({ key_id: row.keyId, document: row.document, signed_at: row.signedAt })
    .where('network_id', '=', tx.networkId)
    .where('issue_id', '=', row.issueId)
    .execute();
}
