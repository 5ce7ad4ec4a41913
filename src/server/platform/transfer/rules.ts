/** What of a database belongs to an export. */
export interface TransferRules {
  /** Schemas of others: what they hold is made again where it is needed. */
  excludedSchemas: readonly string[];
  /** Tables (`schema.table`) that stay where they are. */
  excludedTables: readonly string[];
  /** Tables (`schema.table`) that migrations fill: their rows in the target are replaced by the exported ones. */
  seededTables: readonly string[];
}

/** The table in which Kysely's migrator notes what was applied. */
export const MIGRATION_TABLE = 'platform.kysely_migration';

/**
 * The job queue is left out: its rows belong to running processes. What must still happen after a move is in our own outbox and tables.
 * The notes of the migrator describe the target itself, and so does how far its outbox was read for webhooks.
 */
export const TRANSFER_RULES: TransferRules = {
  excludedSchemas: ['pgboss'],
  excludedTables: [MIGRATION_TABLE, `${MIGRATION_TABLE}_lock`, 'access.webhook_position'],
  seededTables: [],
};
