import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOrganisation, listPeopleFor, PeopleFilter, searchFor } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, testInstallation } from '#server/testing/installation.ts';

/**
 * How the database goes about lists and search, at 1,000 and at 20,000 people: kinds of steps and indexes, no costs. A list that reads all
 * where it read a page shows here before anybody waits for it. UPDATE_CONTRACTS=1 writes the file; read the diff.
 */
const FILE = fileURLToPath(new URL('./plans.json', import.meta.url));
const at = testInstallation();

interface Region {
  ctx: Ctx;
  district: Ctx;
  districtId: string;
  library: string;
}
let region: Region;
const places: [string, string][] = [];

async function found(): Promise<Region> {
  const { networkId, organisationId: centre } = at;
  const system = at.system();
  const place = (code: string, parentId: string) => createOrganisation(system, { parentId, kind: 'library', code, name: localized('ru', code), country: 'KZ', timeZone: 'Asia/Almaty' });
  for (let d = 0; d < 13; d++) {
    const district = await place(`D${d}`, centre);
    for (let l = 0; l < 4; l++) places.push([district, await place(`D${d}L${l}`, district)]);
  }
  const by = (role: 'network_admin' | 'methodist', scopeId: string | null) => at.ctx(account([{ role, networkId, scopeKind: scopeId ? 'organisation' : 'network', scopeId }]), networkId, 'ru');
  return { ctx: by('network_admin', null), district: by('methodist', places[0]?.[0] ?? ''), districtId: places[0]?.[0] ?? '', library: places[0]?.[1] ?? '' };
}

/** People of the one network of an installation, up to a number. */
async function growTo(size: number, from: number): Promise<void> {
  const { networkId, organisationId: centre } = at;
  for (let first = from; first <= size; first += 5000) {
    await sql`
      insert into people.person (network_id, family_name, given_name, name_key, sort_name, search_words, place, is_working, organisation_id, post_title, birth_date)
      select ${networkId}, md5(n::text), 'Анна', md5(n::text) || ' anna', md5(n::text) || ' Анна', array[left(md5(n::text), 8), 'anna'], array[${centre}::uuid, l.d, l.l], true, l.l, 'Библиотекарь',
        date '1960-01-01' + (n * 7919 % 15000)
      from generate_series(${first}::int, ${Math.min(size, first + 4999)}::int) n
      join (select (row_number() over ())::int as r, t.d, t.l from unnest(${places.map(([d]) => d)}::uuid[], ${places.map(([, l]) => l)}::uuid[]) as t(d, l)) l on l.r = 1 + (n * 104729::bigint) % ${places.length}`.execute(at.platform.db);
  }
  await sql`insert into people.search_word (network_id, word) select distinct network_id, unnest(search_words) from people.person where network_id = ${networkId} on conflict do nothing`.execute(at.platform.db);
  // Samples of 30,000 rows hold all of them: the figures of the planner are the same each time. What was written has to be on disk before:
  // vacuum takes no page for settled as long as the commit may still be lost, and here commits wait for nobody.
  for (const table of ['person', 'person_in_place', 'person_alias', 'search_word', 'organisation']) {
    await at.platform.pool.query('checkpoint');
    await at.platform.pool.query(`vacuum (analyze) people.${table}`);
  }
}

beforeAll(async () => {
  region = await found();
}, 120_000);

/** The statements on people that some work sends; words of names are few at any size. */
async function sent(work: () => Promise<unknown>): Promise<{ text: string; values: unknown[] }[]> {
  const found: { text: string; values: unknown[] }[] = [];
  const real = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  pg.Client.prototype.query = function kept(this: pg.Client, ...args: unknown[]) {
    const [query, values] = args as [string | { text: string; values?: unknown[] }, unknown[] | undefined];
    const text = typeof query === 'string' ? query : query.text;
    if (/from "?people"?\."?(person"? as|person p|person_in_place w)/.test(text)) found.push({ text, values: (typeof query === 'string' ? values : (query.values ?? values)) ?? [] });
    return real.apply(this, args);
  } as typeof pg.Client.prototype.query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = real as typeof pg.Client.prototype.query;
  }
  return found;
}

interface Step {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  Plans?: Step[];
}

/** `Limit > Index Scan person_sort_ru`: from the outside in; side by side in brackets. */
function shapeOf(step: Step): string {
  const name = [step['Node Type'], step['Index Name'] ?? step['Relation Name']].filter(Boolean).join(' ');
  const inner = (step.Plans ?? []).map(shapeOf);
  return inner.length === 0 ? name : `${name} > ${inner.length === 1 ? (inner[0] ?? '') : `(${inner.join(', ')})`}`;
}

async function shapes(work: () => Promise<unknown>): Promise<string[]> {
  const list: string[] = [];
  for (const { text, values } of await sent(work)) {
    const { rows } = await at.platform.pool.query<{ 'QUERY PLAN': { Plan: Step }[] }>(`explain (format json, costs off) ${text}`, values);
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
    if (plan) list.push(shapeOf(plan));
  }
  // Two that are sent side by side come in either order.
  return list.sort();
}

const list = (ctx: Ctx, query: Record<string, string>) => listPeopleFor(ctx, PeopleFilter.parse(query));
const NEXT = Buffer.from(JSON.stringify(['7', '0197b7b0-0000-7000-8000-000000000001'])).toString('base64url');
const WORK: Record<string, (region: Region) => Promise<unknown>> = {
  'first page of the network': ({ ctx }) => list(ctx, {}),
  'last page of the network': ({ ctx }) => list(ctx, { sort: '-name' }),
  'next page of the network': ({ ctx }) => list(ctx, { after: NEXT }),
  'people of a library': ({ ctx, library }) => list(ctx, { organisation: library }),
  'people of a district': ({ ctx, districtId }) => list(ctx, { organisation: districtId }),
  'people of a district, for its methodist': ({ district }) => list(district, {}),
  'next page of a district, for its methodist': ({ district }) => list(district, { after: NEXT }),
  'who left a district': ({ ctx, districtId }) => list(ctx, { organisation: districtId, state: 'left' }),
  'people of an age in a district': ({ ctx, districtId }) => list(ctx, { organisation: districtId, age: 'from_30' }),
  'people of a library, for the methodist of its district': ({ district, library }) => list(district, { organisation: library }),
  'search for a name': ({ ctx }) => searchFor(ctx, 'c4ca4238'),
};

describe('the plans of lists and search', () => {
  it('are those that were reviewed, and the same however many people there are', async () => {
    const all = async (): Promise<Record<string, string[]>> => {
      const made: Record<string, string[]> = {};
      for (const [name, work] of Object.entries(WORK)) made[name] = await shapes(() => work(region));
      return made;
    };
    await growTo(1_000, 1);
    const of1000 = await all();
    await growTo(20_000, 1_001);
    expect(await all()).toEqual(of1000);
    const text = `${JSON.stringify(of1000, null, 2)}\n`;
    if (process.env.UPDATE_CONTRACTS === '1') writeFileSync(FILE, text);
    expect(existsSync(FILE), 'plans.json is missing: run once with UPDATE_CONTRACTS=1').toBe(true);
    expect(text).toBe(readFileSync(FILE, 'utf8'));
  }, 120_000);
});
