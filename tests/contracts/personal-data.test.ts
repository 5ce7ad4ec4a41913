import { describe, expect, it } from 'vitest';
import { listPersonalDataSources } from '#server/platform/personal-data.ts';
import { testInstallation } from '#server/testing/installation.ts';

const at = testInstallation();

/** What may say something about a human: words, dates, lists, and ids that name somebody. */
const TELLING = /^(text|varchar|_text|_uuid|jsonb|json|date|inet|bytea)$/;
const NAMES_SOMEBODY = /(person|account|actor|holder|attendee|registration|contributor|subject|owner)_?|(^|_)by(_|$)|asked|photo|^(first|second)_id$/;

interface Column {
  table: string;
  column: string;
  type: string;
}

async function columns(): Promise<Column[]> {
  const { rows } = await at.platform.pool.query<Column>(
    `select c.table_schema || '.' || c.table_name as table, c.column_name as column, c.udt_name as type
     from information_schema.columns c
     join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
     where c.table_schema not in ('pg_catalog', 'information_schema', 'pgboss')
     order by 1, c.ordinal_position`,
  );
  return rows;
}

const words = (list: string | undefined): string[] => (list ?? '').split(/\s+/).filter(Boolean);

/** Every claim: table.column → how often it is claimed. */
function claimed(): Map<string, number> {
  const found = new Map<string, number>();
  for (const { claims } of listPersonalDataSources()) {
    for (const [table, claim] of Object.entries(claims.tables)) {
      const names = [...words(claim.erased), ...Object.values(claim.kept ?? {}).flatMap(words), ...words(claim.plain)];
      for (const name of names) found.set(`${table}.${name}`, (found.get(`${table}.${name}`) ?? 0) + 1);
    }
  }
  return found;
}

describe('what is held about people', () => {
  it('is claimed column by column: a new column that may tell of somebody says what becomes of it when she is erased', async () => {
    const telling = (await columns()).filter(({ column, type }) => TELLING.test(type) || (type === 'uuid' && NAMES_SOMEBODY.test(column)));
    const known = claimed();
    const missing = telling.map(({ table, column }) => `${table}.${column}`).filter((name) => !known.has(name));
    expect(missing, 'Name each in `claims` of the personal-data source of its module: erased, kept with the reason, or plain (not about people).').toEqual([]);
  });

  it('is claimed once, by the module whose schema it lies in, and names no column that is not there', async () => {
    const there = new Set((await columns()).map(({ table, column }) => `${table}.${column}`));
    const known = claimed();
    expect([...known].filter(([, times]) => times > 1).map(([name]) => name)).toEqual([]);
    expect([...known.keys()].filter((name) => !there.has(name))).toEqual([]);
    for (const { name, claims } of listPersonalDataSources()) expect(Object.keys(claims.tables).filter((table) => !table.startsWith(`${name}.`))).toEqual([]);
  });

  it('is registered by every module', async () => {
    const schemas = new Set((await columns()).map(({ table }) => table.split('.')[0]));
    expect(new Set(listPersonalDataSources().map(({ name }) => name))).toEqual(schemas);
  });

  it('holds no number of an identity document: no column asks for one', async () => {
    const asking = /(^|_)(iin|inn|snils|pin|ssn|passport|id_card|identity|document_number|tax)(_|$)/;
    expect((await columns()).map(({ table, column }) => `${table}.${column}`).filter((name) => asking.test(name.split('.')[2] ?? '') && !name.endsWith('_hash'))).toEqual([]);
  });
});
