import { execFileSync } from 'node:child_process';
import { lstat } from 'node:fs/promises';

/** The operating-system account the database runs as. `uid` and `gid` are set only when we are root and must step down. */
export interface RunAccount {
  uid: number;
  gid: number;
  stepDown: boolean;
}

/**
 * PostgreSQL refuses to run as root. As root we take the account that already owns the cluster, else `postgres`, else `nobody`;
 * as an ordinary user we stay who we are.
 */
export async function chooseRunAccount(clusterDir: string): Promise<RunAccount> {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  if (uid === undefined || gid === undefined)
    throw new Error('The embedded database needs Linux or macOS. Set DATABASE_URL to use a PostgreSQL server instead.');
  const owner = await lstat(clusterDir).catch(() => undefined);
  if (uid !== 0) {
    if (owner && owner.uid !== uid)
      throw new Error(
        `The database folder ${clusterDir} belongs to the user with id ${owner.uid}, but this process runs as ${uid}. Start it as that user.`,
      );
    return { uid, gid, stepDown: false };
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, stepDown: true };
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const found = lookUp(name);
    if (found && found.uid !== 0) return { ...found, stepDown: true };
  }
  throw new Error(
    'PostgreSQL refuses to run as root and neither the user "postgres" nor "nobody" exists. Start Sheberlik as an ordinary user.',
  );
}

function lookUp(name: string): { uid: number; gid: number } | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) >>> 0;
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/** What `child_process.spawn` needs to start something as this account. */
export function spawnAs(account: RunAccount): { uid?: number; gid?: number } {
  return account.stepDown ? { uid: account.uid, gid: account.gid } : {};
}
