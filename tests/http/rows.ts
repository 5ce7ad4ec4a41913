import { sql } from 'kysely';
import type { Platform } from '#server/platform/platform.ts';

/** Every table that holds rows of networks. */
async function tenantTables(platform: Platform): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.table_schema || '.' || c.table_name as name
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.column_name = 'network_id' and t.table_type = 'BASE TABLE' and c.table_schema in ('platform', 'people', 'access', 'credentials', 'rooms', 'seminars')
    order by 1`.execute(platform.db);
  return rows.map(({ name }) => name);
}

export type Checksums = Record<string, { count: number; sum: string }>;

/** How many rows a network has in each table, and a sum over their content: equal before and after means that nothing of it changed. */
export async function checksums(platform: Platform, networkId: string): Promise<Checksums> {
  const result: Checksums = {};
  for (const name of await tenantTables(platform)) {
    const { rows } = await sql<{ count: number; sum: string }>`
      select count(*)::int as count, coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum
      from ${sql.table(name)} t where network_id = ${networkId}`.execute(platform.db);
    if (rows[0]) result[name] = rows[0];
  }
  return result;
}

/** Every id that stands in a row of the network. */
export async function idsOf(platform: Platform, networkId: string): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const name of await tenantTables(platform)) {
    const { rows } = await sql<{ id: string }>`
      select distinct x.id from ${sql.table(name)} t, lateral jsonb_each_text(to_jsonb(t)) v,
        lateral (select (regexp_matches(v.value, '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g'))[1] as id) x
      where t.network_id = ${networkId}`.execute(platform.db);
    for (const { id } of rows) ids.add(id);
  }
  return ids;
}
