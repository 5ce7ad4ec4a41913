import type { Pool, PoolClient } from 'pg';

interface Collation {
  oid: string;
  name: string;
  recorded: string;
  actual: string;
  mayRefresh: boolean;
}

/** One start at a time rebuilds; the others wait and then find nothing to do. */
const LOCK = 7_215_001;

/**
 * Call before traffic. A sorted index is only right for the version of the collation it was built with; after an upgrade of ICU or of the
 * C library, or a move to another machine, look-ups would miss rows and unique indexes would let duplicates in. Compares the version
 * PostgreSQL recorded with the one the library reports, rebuilds every index that depends on a changed collation, then records the
 * new version. Answers how many indexes were rebuilt. Throws when a rebuild fails, for example because of duplicates.
 */
export async function refreshCollations(pool: Pool, log: (line: string) => void): Promise<{ rebuilt: number }> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL statement_timeout = 0');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const changed = await listChangedCollations(client);
    const database = await findChangedDatabase(client);
    const rebuilt = changed.length || database ? await rebuildIndexes(client, changed, database !== undefined, log) : 0;
    for (const collation of changed)
      await refresh(client, `COLLATION ${collation.name} REFRESH VERSION`, collation, log);
    if (database) await refresh(client, `DATABASE ${database.name} REFRESH COLLATION VERSION`, database, log);
    await client.query('COMMIT');
    return { rebuilt };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

async function listChangedCollations(client: PoolClient): Promise<Collation[]> {
  // Only what something uses: a cluster knows more than 700 collations, and refreshing those nobody sorts by is noise.
  const { rows } = await client.query<Collation>(`
    SELECT c.oid::text AS oid, format('%I.%I', n.nspname, c.collname) AS name, c.collversion AS recorded,
           pg_collation_actual_version(c.oid) AS actual, pg_has_role(c.collowner, 'USAGE') AS "mayRefresh"
    FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
    WHERE c.collversion IS NOT NULL AND c.collversion <> pg_collation_actual_version(c.oid)
      AND (EXISTS (SELECT FROM pg_attribute a WHERE a.attcollation = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
        OR EXISTS (SELECT FROM pg_index i WHERE c.oid = ANY (i.indcollation))
        OR EXISTS (SELECT FROM pg_depend d WHERE d.refclassid = 'pg_collation'::regclass AND d.refobjid = c.oid))
    ORDER BY name`);
  return rows;
}

async function findChangedDatabase(client: PoolClient): Promise<Collation | undefined> {
  const { rows } = await client.query<Collation>(`
    SELECT oid::text AS oid, format('%I', datname) AS name, datcollversion AS recorded,
           pg_database_collation_actual_version(oid) AS actual, pg_has_role(datdba, 'USAGE') AS "mayRefresh"
    FROM pg_database
    WHERE datname = current_database() AND datcollversion IS NOT NULL
      AND datcollversion <> pg_database_collation_actual_version(oid)`);
  return rows[0];
}

async function rebuildIndexes(
  client: PoolClient,
  changed: Collation[],
  defaultChanged: boolean,
  log: (line: string) => void,
): Promise<number> {
  // The default collation leaves no trace in pg_depend, so when it changed every index with an expression or a condition counts as affected.
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'i' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_t%'
       AND (i.indcollation::oid[] && $1::oid[]
         OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                      AND d.refclassid = 'pg_collation'::regclass AND d.refobjid = ANY ($1::oid[]))
         OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attcollation = ANY ($1::oid[])
                      AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL))
         OR ($2 AND (i.indcollation::oid[] && ARRAY['pg_catalog."default"'::regcollation::oid] OR i.indexprs IS NOT NULL OR i.indpred IS NOT NULL)))
     ORDER BY name`,
    [changed.map((collation) => collation.oid), defaultChanged],
  );
  for (const { name } of rows) {
    log(`rebuilding index ${name}: the sorting rules of its language changed`);
    try {
      await client.query(`REINDEX INDEX ${name}`);
    } catch (cause) {
      throw new Error(`The index ${name} cannot be rebuilt for the new sorting rules: ${(cause as Error).message}`, {
        cause,
      });
    }
  }
  return rows.length;
}

async function refresh(
  client: PoolClient,
  what: string,
  collation: Collation,
  log: (line: string) => void,
): Promise<void> {
  if (collation.mayRefresh) {
    await client.query(`ALTER ${what}`);
    log(`sorting rules of ${collation.name}: version ${collation.recorded} is now ${collation.actual}`);
  } else {
    log(
      `Ask the administrator of the database to run: ALTER ${what}; until then these indexes are rebuilt at every start.`,
    );
  }
}
