import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type CompiledQuery, type DatabaseConnection, type Driver } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Tables } from '#server/platform/db.ts';

/**
 * A value that can be anything: a text, a number, a date, a list of one, an object with every property. Query functions only hand
 * their input to parameters, so its content does not matter for the SQL they make.
 */
export function anything(depth = 0): unknown {
  const methods: Record<string, unknown> = {
    getTime: () => 0,
    toISOString: () => '1970-01-01T00:00:00.000Z',
    toString: () => '1',
    toJSON: () => '1',
    trim: () => '1',
    toLowerCase: () => '1',
    toUpperCase: () => '1',
    replaceAll: () => '1',
    replace: () => '1',
    split: () => ['1'],
    map: (fn: (value: unknown, index: number) => unknown) => [fn(anything(depth + 1), 0)],
    flatMap: (fn: (value: unknown, index: number) => unknown) => [fn(anything(depth + 1), 0)].flat(),
    filter: () => [anything(depth + 1)],
    slice: () => [anything(depth + 1)],
    concat: () => [anything(depth + 1)],
    includes: () => true,
    some: () => true,
    every: () => true,
    join: () => '1',
    at: () => anything(depth + 1),
    keys: () => ['1'][Symbol.iterator](),
    values: () => [anything(depth + 1)][Symbol.iterator](),
  };
  return new Proxy(
    {},
    {
      get(_, key) {
        if (key === Symbol.toPrimitive) return (hint: string) => (hint === 'number' ? 1 : '1');
        if (key === Symbol.iterator) return () => [depth > 2 ? '1' : anything(depth + 1)][Symbol.iterator]();
        if (typeof key === 'symbol' || ['then', 'toOperationNode', 'isAliasedExpression', 'expressionType', 'expression'].includes(key)) return undefined;
        if (key === 'length' || key === 'size') return 1;
        return Object.hasOwn(methods, key) ? methods[key] : anything(depth + 1);
      },
    },
  );
}

export interface Recorder {
  db: Kysely<Tables>;
  ctx: Ctx;
  statements: string[];
}

/** A database handle that answers every statement with one row of anything and keeps the SQL. */
export function recorder(): Recorder {
  const statements: string[] = [];
  const keep = (sql: string) => {
    const text = sql.replace(/\s+/g, ' ').trim();
    if (!/^(begin|commit|rollback|savepoint|release)/i.test(text)) statements.push(text);
  };
  const connection: DatabaseConnection = {
    executeQuery: async (query: CompiledQuery) => {
      keep(query.sql);
      return { rows: [anything()] as never[], numAffectedRows: 1n };
    },
    streamQuery: async function* () {
      yield { rows: [] };
    },
  };
  const driver: Driver = {
    init: async () => undefined,
    acquireConnection: async () => connection,
    beginTransaction: async () => undefined,
    commitTransaction: async () => undefined,
    rollbackTransaction: async () => undefined,
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  };
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (of) => new PostgresIntrospector(of),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  const pool = {
    query: async (query: string | { text: string }) => {
      keep(typeof query === 'string' ? query : query.text);
      return { rows: [anything()], rowCount: 1 };
    },
  };
  const fixed: Record<string, unknown> = {
    db,
    pool,
    networkId: 'n',
    inTx: true,
    locale: 'ru',
    afterCommit: [],
    clock: { now: () => new Date(0) },
    actor: { kind: 'system', name: 'contract' },
  };
  const base = new Proxy(fixed, { get: (target, key) => (key in target ? target[key as string] : anything()) });
  fixed.platform = base;
  return { db, ctx: base as unknown as Ctx, statements };
}
