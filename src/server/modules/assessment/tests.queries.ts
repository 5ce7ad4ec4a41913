import { sql } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { ItemState } from './assessment.tables.ts';
import type { Competency, ItemContent, ItemType } from './items.schemas.ts';
import type { TestSettings } from './tests.schemas.ts';
import './assessment.tables.ts';

export interface TestRow {
  id: string;
  code: string | null;
  framework: string;
  competency: string;
  competency_title: LocalizedText | null;
  lineage_id: string | null;
  changed_at: Date;
  retired_at: Date | null;
  version: number;
  /** The newest version, a draft or not. */
  version_id: string;
  number: number;
  settings: TestSettings;
  languages: Locale[];
  published_at: Date | null;
  /** Of the version people take now; null: none was published. */
  published_number: number | null;
  items: number;
}

const COLUMNS = sql`t.id, t.code, t.framework, t.competency, t.competency_title, t.lineage_id, t.changed_at, t.retired_at, t.version, v.id as version_id, v.number, v.settings, v.languages, v.published_at,
  (select max(p.number) from assessment.test_version p where p.network_id = t.network_id and p.test_id = t.id and p.published_at is not null) as published_number,
  (select count(*)::int from assessment.test_item n where n.network_id = t.network_id and n.test_version_id = v.id) as items`;
const JOINS = sql`assessment.test t
  join assessment.test_version v on v.network_id = t.network_id and v.test_id = t.id and v.number = (select max(l.number) from assessment.test_version l where l.network_id = t.network_id and l.test_id = t.id)`;

/** All tests of the network, the one changed last first. */
export async function listTests(ctx: Ctx, limit: number): Promise<TestRow[]> {
  const { rows } = await sql<TestRow>`select ${COLUMNS} from ${JOINS} where t.network_id = ${ctx.networkId} order by t.changed_at desc, t.id desc limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function findTest(ctx: Ctx, id: string, lock = false): Promise<TestRow | undefined> {
  const { rows } = await sql<TestRow>`select ${COLUMNS} from ${JOINS} where t.network_id = ${ctx.networkId} and t.id = ${id} ${lock ? sql`for update of t` : sql``}`.execute(ctx.db);
  return rows[0];
}

export interface PublishedRow {
  id: string;
  framework: string;
  competency: string;
  competency_title: LocalizedText | null;
  lineage_id: string | null;
  version_id: string;
  number: number;
  settings: TestSettings;
  languages: Locale[];
  items: number;
  most_points: number;
}

const PUBLISHED = sql`select t.id, t.framework, t.competency, t.competency_title, t.lineage_id, v.id as version_id, v.number, v.settings, v.languages,
    (select count(*)::int from assessment.test_item n where n.network_id = v.network_id and n.test_version_id = v.id) as items,
    (select coalesce(sum(n.points), 0)::float8 from assessment.test_item n where n.network_id = v.network_id and n.test_version_id = v.id) as most_points
  from assessment.test t
  join lateral (select p.* from assessment.test_version p where p.network_id = t.network_id and p.test_id = t.id and p.published_at is not null order by p.number desc limit 1) v on true`;

/** Tests that can be taken, each in its published version. */
export async function listPublished(ctx: Ctx): Promise<PublishedRow[]> {
  const { rows } = await sql<PublishedRow>`${PUBLISHED} where t.network_id = ${ctx.networkId} and t.retired_at is null order by t.framework, t.competency, t.id limit 200`.execute(ctx.db);
  return rows;
}

export async function findPublished(ctx: Ctx, testId: string): Promise<PublishedRow | undefined> {
  const { rows } = await sql<PublishedRow>`${PUBLISHED} where t.network_id = ${ctx.networkId} and t.id = ${testId} and t.retired_at is null`.execute(ctx.db);
  return rows[0];
}

export interface TestItemRow {
  position: number;
  item_id: string;
  points: number;
  code: string;
  state: ItemState;
  /** The version named at publishing, else the one in use. */
  version_id: string;
  number: number;
  type: ItemType;
  step: number;
  content: ItemContent;
  languages: Locale[];
}

/** The items of a version of a test in their order. */
export async function listTestItems(ctx: Ctx, testVersionId: string): Promise<TestItemRow[]> {
  const { rows } = await sql<TestItemRow>`select n.position, n.item_id, n.points::float8 as points, i.code, i.state, v.id as version_id, v.number, v.type, v.step, v.content, v.languages
    from assessment.test_item n join assessment.item i on i.network_id = n.network_id and i.id = n.item_id
    join assessment.item_version v on v.network_id = n.network_id and v.item_id = n.item_id and (v.id = n.item_version_id or (n.item_version_id is null and v.number = i.current_number))
    where n.network_id = ${ctx.networkId} and n.test_version_id = ${testVersionId} order by n.position`.execute(ctx.db);
  return rows;
}

export interface TestVersionRow {
  id: string;
  number: number;
  created_at: Date;
  created_by: string | null;
  published_at: Date | null;
  attempts: number;
}

/** Newest first. */
export async function listTestVersions(ctx: Ctx, testId: string): Promise<TestVersionRow[]> {
  const { rows } = await sql<TestVersionRow>`select v.id, v.number, v.created_at, v.created_by, v.published_at,
      (select count(*)::int from assessment.attempt a where a.network_id = v.network_id and a.test_version_id = v.id) as attempts
    from assessment.test_version v where v.network_id = ${ctx.networkId} and v.test_id = ${testId} order by v.number desc limit 200`.execute(ctx.db);
  return rows;
}

export interface NewTestRow {
  id: string;
  versionId: string;
  code: string | null;
  competency: Competency;
  settings: TestSettings;
  /** Items by code, in their order; each counts one point, a case as many as its criteria. */
  items: readonly string[];
}

/** Puts tests with their first, unpublished versions into the network in one statement; a code that is there is left as it is. */
export async function insertTests(ctx: Ctx, rows: readonly NewTestRow[], by: string | null): Promise<void> {
  const list = rows.map(({ competency, ...row }) => ({ ...row, framework: competency.framework, competency: competency.code, title: competency.title, lineage: competency.lineageId }));
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as g (id uuid, "versionId" uuid, code text, framework text, competency text, title jsonb, lineage uuid, settings jsonb, items jsonb)
    ), made as (
      insert into assessment.test (id, network_id, code, framework, competency, competency_title, lineage_id, created_at, changed_at)
      select g.id, ${ctx.networkId}::uuid, g.code, g.framework, g.competency, nullif(g.title, 'null'::jsonb), g.lineage, ${ctx.clock.now()}, ${ctx.clock.now()} from given g
      on conflict (network_id, code) do nothing returning id
    ), versions as (
      insert into assessment.test_version (id, network_id, test_id, number, settings, languages, created_at, created_by)
      select g."versionId", ${ctx.networkId}::uuid, g.id, 1, g.settings, '{}', ${ctx.clock.now()}, ${by}::uuid from given g join made on made.id = g.id returning id
    )
    insert into assessment.test_item (network_id, test_version_id, position, item_id, points)
    select ${ctx.networkId}::uuid, versions.id, c.position, i.id, case when v.type = 'case' then (select sum((k ->> 'points')::numeric) from jsonb_array_elements(v.content -> 'criteria') k) else 1 end
    from versions join given g on g."versionId" = versions.id cross join lateral jsonb_array_elements_text(g.items) with ordinality c (code, position)
    join assessment.item i on i.network_id = ${ctx.networkId} and i.code = c.code
    join assessment.item_version v on v.network_id = i.network_id and v.item_id = i.id and v.number = i.current_number`.execute(ctx.db);
}

/** A further version like the newest one, to be changed; its items have the versions that are in use. Returns its id. */
export async function insertDraft(tx: Ctx, test: { id: string; versionId: string; number: number }, by: string | null): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with made as (
      insert into assessment.test_version (network_id, test_id, number, settings, languages, created_at, created_by)
      select v.network_id, v.test_id, ${test.number}, v.settings, '{}', ${tx.clock.now()}, ${by}::uuid from assessment.test_version v where v.network_id = ${tx.networkId} and v.id = ${test.versionId}
      returning id
    ), items as (
      insert into assessment.test_item (network_id, test_version_id, position, item_id, points)
      select n.network_id, made.id, n.position, n.item_id, n.points from assessment.test_item n, made where n.network_id = ${tx.networkId} and n.test_version_id = ${test.versionId}
    )
    select id from made`.execute(tx.db);
  return rows[0]?.id ?? '';
}

export async function updateSettings(tx: Ctx, versionId: string, settings: TestSettings): Promise<void> {
  await sql`update assessment.test_version set settings = ${JSON.stringify(settings)}::jsonb where network_id = ${tx.networkId} and id = ${versionId} and published_at is null`.execute(tx.db);
}

export async function replaceItems(tx: Ctx, versionId: string, items: readonly { itemId: string; points: number }[]): Promise<void> {
  await sql`delete from assessment.test_item where network_id = ${tx.networkId} and test_version_id = ${versionId}`.execute(tx.db);
  await sql`insert into assessment.test_item (network_id, test_version_id, position, item_id, points)
    select ${tx.networkId}::uuid, ${versionId}::uuid, g.position, i.id, (g.value ->> 'points')::numeric
    from jsonb_array_elements(${JSON.stringify(items)}::jsonb) with ordinality g (value, position)
    join assessment.item i on i.network_id = ${tx.networkId} and i.id = (g.value ->> 'itemId')::uuid`.execute(tx.db);
}

/** Freezes a version: its items are named as they are now. */
export async function publishVersion(tx: Ctx, versionId: string, languages: readonly Locale[]): Promise<void> {
  await sql`update assessment.test_item n set item_version_id = v.id
    from assessment.item i join assessment.item_version v on v.network_id = i.network_id and v.item_id = i.id and v.number = i.current_number
    where n.network_id = ${tx.networkId} and n.test_version_id = ${versionId} and i.network_id = n.network_id and i.id = n.item_id`.execute(tx.db);
  await sql`update assessment.test_version set published_at = ${tx.clock.now()}, languages = ${[...languages]}::text[] where network_id = ${tx.networkId} and id = ${versionId}`.execute(tx.db);
}

export async function touchTest(tx: Ctx, id: string, change: { retiredAt?: Date | null } = {}): Promise<void> {
  const retired = change.retiredAt === undefined ? sql`` : sql`, retired_at = ${change.retiredAt}`;
  await sql`update assessment.test set changed_at = ${tx.clock.now()}, version = version + 1 ${retired} where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export async function hasTests(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select exists (select from assessment.test t where t.network_id = ${ctx.networkId}) as there`.execute(ctx.db);
  return rows[0]?.there ?? false;
}
