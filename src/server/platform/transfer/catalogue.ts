import type { PoolClient } from 'pg';
import { MIGRATION_TABLE, type TransferRules } from './rules.ts';

/**
 * A table whose rows are copied; `columns` are those that hold data of their own, in their order. Transaction numbers (`xid8`) mean
 * something in their own cluster only and are made anew by the column's default; unlogged tables hold nothing that matters.
 */
export interface TransferTable {
  schema: string;
  name: string;
  columns: string[];
}

/** The position of a sequence. */
export interface TransferSequence {
  schema: string;
  name: string;
  lastValue: string;
  isCalled: boolean;
}

/** A foreign key between two tables, by position in the list of tables. */
export interface ForeignKey {
  name: string;
  from: string;
  to: string;
  deferrable: boolean;
  definition: string;
}

export interface Catalogue {
  /** Referenced tables stand before those that refer to them. */
  tables: TransferTable[];
  /** Keys that no order can satisfy row by row: they close a circle. */
  circular: ForeignKey[];
  sequences: TransferSequence[];
  materializedViews: string[];
  migrations: string[];
}

/** `schema.table`, for people and for `TransferRules`. */
export const nameOf = (table: { schema: string; name: string }): string => `${table.schema}.${table.name}`;

const OURS = `n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> ALL ($1::text[])
  AND n.nspname || '.' || c.relname <> ALL ($2::text[])
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;

/** Reads what there is to copy. */
export async function readCatalogue(client: PoolClient, rules: TransferRules): Promise<Catalogue> {
  const values = [rules.excludedSchemas, rules.excludedTables];
  const tables = await client.query<TransferTable>(
    `SELECT n.nspname AS schema, c.relname AS name,
       ARRAY(SELECT a.attname::text FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
               AND a.atttypid <> 'xid8'::regtype ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p' AND ${OURS}
     ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    values,
  );
  const sequences = await client.query<TransferSequence>(
    `SELECT n.nspname AS schema, c.relname AS name, s.last_value::text AS "lastValue", s.is_called AS "isCalled"
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL pg_get_sequence_data(c.oid) s
     WHERE c.relkind = 'S' AND ${OURS} ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    values,
  );
  const views = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'm' AND ${OURS} ORDER BY c.oid`,
    values,
  );
  const keys = await client.query<ForeignKey>(
    `SELECT conname AS name, fn.nspname || '.' || f.relname AS from, tn.nspname || '.' || t.relname AS to,
       k.condeferrable AS deferrable, pg_get_constraintdef(k.oid) AS definition
     FROM pg_constraint k
     JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
     JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
     WHERE k.contype = 'f' AND k.conparentid = 0 ORDER BY k.oid`,
  );
  const { ordered, circular } = sortByDependency(tables.rows, keys.rows);
  return {
    tables: ordered,
    circular,
    sequences: sequences.rows,
    materializedViews: views.rows.map((view) => view.name),
    migrations: await readMigrations(client),
  };
}

/** The names of the migrations applied, in order; empty when the database was never migrated. */
export async function readMigrations(client: PoolClient): Promise<string[]> {
  const { rows: found } = await client.query<{ present: boolean }>('SELECT to_regclass($1) IS NOT NULL AS present', [
    MIGRATION_TABLE,
  ]);
  if (!found[0]?.present) return [];
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM ${MIGRATION_TABLE} ORDER BY name COLLATE "C"`,
  );
  return rows.map((row) => row.name);
}

/**
 * Puts referenced tables first. Where tables refer to each other in a circle the one first in the alphabet goes first, and the keys that
 * then point to a later table are `circular`. A key of a table to itself is no problem: it is checked when its whole table is there.
 */
export function sortByDependency(
  tables: TransferTable[],
  keys: ForeignKey[],
): { ordered: TransferTable[]; circular: ForeignKey[] } {
  const known = new Set(tables.map(nameOf));
  const relevant = keys.filter((key) => key.from !== key.to && known.has(key.from) && known.has(key.to));
  const waiting = [...tables];
  const placed = new Set<string>();
  const ordered: TransferTable[] = [];
  while (waiting.length > 0) {
    const isFree = (table: TransferTable): boolean =>
      relevant.every((key) => key.from !== nameOf(table) || placed.has(key.to));
    const next = waiting.findIndex(isFree);
    const [table] = waiting.splice(Math.max(next, 0), 1);
    if (!table) break;
    placed.add(nameOf(table));
    ordered.push(table);
  }
  const position = new Map(ordered.map((table, index) => [nameOf(table), index]));
  const circular = relevant.filter((key) => (position.get(key.to) ?? 0) > (position.get(key.from) ?? 0));
  return { ordered, circular };
}
