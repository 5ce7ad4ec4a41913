import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';

/**
 * Every module adds its tables and published views to this interface by declaration merging in its `*.tables.ts`
 * and then narrows the handle with `$pickTables`, so that reaching another module's table is a compile error.
 */
export interface Tables {}

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

// Dates and wall times stay what they are: text. A JavaScript Date would move them into the machine's zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);
pg.types.setTypeParser(pg.types.builtins.TIMESTAMP, (value) => value);

export interface DatabaseOptions {
  url: string;
  poolSize?: number;
  /** Called when a connection is lost (server restarted), idle or not; the pool replaces it by itself. */
  onIdleError?: (error: Error) => void;
  /** Called before each statement that is sent, BEGIN and COMMIT included. */
  onQuery?: () => void;
}

export function createPool(options: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    // The last one: how nearly a word must occur in a text to be found (text/holds-words.ts); short words with a slip are below 0.6.
    options: '-c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 -c TimeZone=UTC -c pg_trgm.word_similarity_threshold=0.5',
    application_name: 'sheberlik',
  });
  // A connection that dies while somebody works on it tells its client, not the pool; without a listener that would end the process.
  // The query or the next one on it fails, the pool throws the connection away.
  pool.on('connect', (client) => client.on('error', (error) => options.onIdleError?.(error)));
  pool.on('error', () => undefined);
  const { onQuery } = options;
  if (onQuery) {
    pool.on('connect', (client) => {
      client.query = function counted(this: pg.Client, ...args: unknown[]) {
        onQuery();
        // Looked up at each call: tests put their own counter there.
        return (pg.Client.prototype.query as (...args: unknown[]) => unknown).apply(client, args);
      } as typeof client.query;
    });
  }
  return pool;
}

export function createDb(pool: pg.Pool): Db {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** Codes of PostgreSQL that callers turn into a clear sentence instead of a fault. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const e = error as { code?: string; constraint?: string } | null;
  return e?.code === '23505' && (constraint === undefined || e.constraint === constraint);
}

/** A text with a sign that no database of ours holds: the zero byte, half of a pair. Nobody types one; whoever sends one is told so. */
export function isUnstorable(error: unknown): boolean {
  const { code, detail = '' } = (error ?? {}) as { code?: string; detail?: string };
  // Half of a pair within JSON is told of as malformed JSON.
  return code === '22021' || code === '22P05' || (code === '22P02' && /surrogate/i.test(detail));
}

export function isSerializationFailure(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code;
  return code === '40001' || code === '40P01';
}

/** The server went away under the statement (restarted, killed, unreachable); what was not committed can be tried again. */
export function isConnectionLoss(error: unknown): boolean {
  const { code = '', message = '', syscall = '' } = (error ?? {}) as { code?: string; message?: string; syscall?: string };
  if (syscall === 'connect' || syscall === 'read' || syscall === 'write') return /^(ECONNRESET|ECONNREFUSED|EPIPE|ENOENT)$/.test(code);
  return /^(08|57P0[1-3])/.test(code) || /^Connection terminated|^timeout exceeded when trying to connect/.test(message);
}
