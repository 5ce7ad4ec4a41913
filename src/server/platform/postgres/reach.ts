import type pg from 'pg';
import { ConfigError } from '../config.ts';

const OLDEST = 18;

/**
 * Asks the server of DATABASE_URL for its version before anything else does, so that what is wrong with it is one sentence for the
 * administrator and not the first failed statement. Throws ConfigError; its text never holds the password.
 */
export async function reachServer(pool: pg.Pool, url: string): Promise<void> {
  // Addresses of a socket (postgresql://user@/database?host=/run) are none for URL.
  const at = URL.parse(url);
  const place = at?.hostname ? `at ${at.hostname}:${at.port || '5432'}` : 'of DATABASE_URL';
  const user = decodeURIComponent(at?.username ?? '') || (at?.searchParams.get('user') ?? '');
  const database = decodeURIComponent(at?.pathname ?? '').slice(1);
  let version: number;
  try {
    const { rows } = await pool.query<{ number: string }>("select current_setting('server_version_num') as number");
    version = Math.floor(Number(rows[0]?.number) / 10_000);
  } catch (error) {
    throw new ConfigError(sentence(error as ServerError, place, user, database), { cause: error });
  }
  if (version < OLDEST) throw new ConfigError(`The database server ${place} is PostgreSQL ${version}; version ${OLDEST} or newer is needed.`);
}

interface ServerError {
  /** Only an answer of the server has one. */
  severity?: string;
  code?: string;
  message: string;
}

function sentence(error: ServerError, place: string, user: string, database: string): string {
  switch (error.code) {
    case '28P01':
    case '28000':
      return `The database server ${place} does not let the user "${user}" in. Check the user and the password in DATABASE_URL.`;
    case '3D000':
      return `The database server ${place} has no database "${database}". Create it (createdb ${database}) or name another one in DATABASE_URL.`;
    case '53300':
      return `The database server ${place} has no connection left. Raise max_connections there or lower SHEBERLIK_POOL_SIZE.`;
    case '57P03':
      return `The database server ${place} is still starting or stopping. Try again in a moment.`;
  }
  if (error.severity) return `The database server ${place} refuses: ${error.message}`;
  return `The database server ${place} cannot be reached. Check that it runs and that DATABASE_URL is right, or leave DATABASE_URL out to use the embedded database.`;
}
