import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import './people.tables.ts';

type OwnTables = 'people.person' | 'people.person_alias' | 'people.employment' | 'people.organisation' | 'people.position';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

/** These persons with what a change for many may touch; `lock` takes the rows for the rest of the transaction, in one order for all. */
export async function listBulkPersons(ctx: Ctx, ids: readonly string[], lock: boolean) {
  if (ids.length === 0) return [];
  let query = on(ctx.db)
    .selectFrom('people.person as p')
    .select(['p.id', 'p.family_name', 'p.given_name', 'p.patronymic', 'p.preferred_locale', 'p.account_id', 'p.place', 'p.anonymised_at'])
    .select((eb) => eb.selectFrom('people.person_alias as a').select('a.person_id').whereRef('a.old_person_id', '=', 'p.id').whereRef('a.network_id', '=', 'p.network_id').as('merged_into'))
    .where('p.network_id', '=', ctx.networkId)
    .where('p.id', 'in', ids)
    .orderBy('p.id');
  if (lock) query = query.forUpdate('p');
  return query.execute();
}

/** Posts of these persons that have not ended before a date. */
export async function listBulkPosts(ctx: Ctx, personIds: readonly string[], from: string) {
  if (personIds.length === 0) return [];
  return on(ctx.db)
    .selectFrom('people.employment as e')
    .innerJoin('people.organisation as o', (join) => join.onRef('o.id', '=', 'e.organisation_id').onRef('o.network_id', '=', 'e.network_id'))
    .leftJoin('people.position as p', (join) => join.onRef('p.id', '=', 'e.position_id').onRef('p.network_id', '=', 'e.network_id'))
    .select(['e.id', 'e.person_id', 'e.organisation_id', 'e.position_id', 'e.position as title', 'e.kind', 'e.is_main_personnel', 'e.rate', 'e.from_date', 'e.to_date'])
    .select(['e.leaving_reason', 'e.leaving_note', 'e.version', 'o.name as organisation_name', 'o.path as organisation_path', 'o.closed_on as organisation_closed_on', 'p.name as position_name'])
    .where('e.network_id', '=', ctx.networkId)
    .where('e.person_id', 'in', personIds)
    .where((eb) => eb.or([eb('e.to_date', 'is', null), eb('e.to_date', '>=', from)]))
    .orderBy('e.from_date')
    .orderBy('e.id')
    .execute();
}
export type BulkPostRow = Awaited<ReturnType<typeof listBulkPosts>>[number];

export async function updatePreferredLocale(tx: Ctx, ids: readonly string[], locale: string | null): Promise<void> {
  if (ids.length === 0) return;
  await on(tx.db)
    .updateTable('people.person')
    .set((eb) => ({ preferred_locale: locale, updated_at: tx.clock.now(), version: eb('version', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', 'in', ids)
    .execute();
}
