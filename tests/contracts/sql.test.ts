import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { anything, recorder } from './recording.ts';
import { withoutNetwork } from './without-network.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Accounts and sessions are global to the installation; every other module keeps tables of tenants. */
const tenants = readdirSync(`${root}src/server/modules`).filter((module) => module !== 'access');
const ofTenant = new RegExp(`\\b(${tenants.join('|')})"?\\."?\\w+`);
const files = globSync('src/server/**/*.queries.ts', { cwd: root }).sort();

/** Every statement that the functions of one query file send, by function. */
async function statementsOf(path: string): Promise<Record<string, string[]>> {
  const module = (await import(`${root}${path}`)) as Record<string, unknown>;
  const found: Record<string, string[]> = {};
  for (const [name, fn] of Object.entries(module).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (typeof fn !== 'function') continue;
    const { db, ctx, statements } = recorder();
    // The first argument is a Ctx, a platform or a database handle; one proxy answers as all three.
    const first = new Proxy(ctx as object, {
      get: (target, key) => {
        const own = Reflect.get(target, key);
        if (['platform', 'db', 'pool', 'networkId', 'inTx', 'locale', 'clock', 'actor', 'afterCommit'].includes(String(key))) return own;
        const value = (db as unknown as Record<string | symbol, unknown>)[key];
        return typeof value === 'function' ? value.bind(db) : value;
      },
    });
    try {
      await (fn as (...args: unknown[]) => unknown)(first, ...Array.from({ length: 6 }, () => anything()));
    } catch {
      // What matters are the statements that were sent before.
    }
    found[name] = [...new Set(statements)];
  }
  return found;
}

describe('the SQL of each query file', () => {
  it.each(files)('%s is the one that was reviewed', async (path) => {
    const statements = await statementsOf(path);
    const text = Object.entries(statements)
      .map(([name, list]) => `-- ${name}\n${list.map((sql) => `${sql};`).join('\n')}\n`)
      .join('\n');
    const file = `${root}tests/contracts/sql/${path.replace('src/server/', '').replaceAll('/', '.').replace('.queries.ts', '')}.sql`;
    // UPDATE_CONTRACTS=1 writes the new ones, for a reviewer to read in the diff.
    if (process.env.UPDATE_CONTRACTS === '1') {
      mkdirSync(`${root}tests/contracts/sql`, { recursive: true });
      writeFileSync(file, text);
    }
    expect(existsSync(file), `${file} is missing: run the tests once with UPDATE_CONTRACTS=1 and read the diff`).toBe(true);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it.each(files)('%s sends something in every function', async (path) => {
    const silent = Object.entries(await statementsOf(path)).filter(([, list]) => list.length === 0);
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it.each(files)('%s names the network in every statement on a table of a tenant', async (path) => {
    const leaks: string[] = [];
    for (const [name, list] of Object.entries(await statementsOf(path))) {
      const excuse = withoutNetwork[`${path.replace('src/server/', '')}#${name}`];
      for (const sql of list) if (ofTenant.test(sql) && !/network_id/.test(sql) && !excuse) leaks.push(`${name}: ${sql.slice(0, 200)}`);
    }
    expect(leaks).toEqual([]);
  });
});
