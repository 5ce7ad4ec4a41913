import { sql } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { PageKey } from '#server/platform/paging.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { ItemState } from './assessment.tables.ts';
import type { Competency, ItemContent, ItemType } from './items.schemas.ts';
import './assessment.tables.ts';

export interface ItemRow {
  id: string;
  code: string;
  framework: string;
  competency: string;
  competency_title: LocalizedText | null;
  lineage_id: string | null;
  state: ItemState;
  number: number;
  version_id: string;
  type: ItemType;
  step: number;
  content: ItemContent;
  languages: Locale[];
  created_at: Date;
  changed_at: Date;
  version: number;
}

const COLUMNS = sql`i.id, i.code, i.framework, i.competency, i.competency_title, i.lineage_id, i.state, v.number, v.id as version_id, v.type, v.step, v.content, v.languages, i.created_at, i.changed_at, i.version`;
const JOINS = sql`assessment.item i join assessment.item_version v on v.network_id = i.network_id and v.item_id = i.id and v.number = i.current_number`;

export interface ItemWish {
  words: string | null;
  competency: string | null;
  type: ItemType | null;
  step: number | null;
  state: ItemState | null;
}

const wished = (ctx: Ctx, wish: ItemWish) => sql`i.network_id = ${ctx.networkId}
  and (${wish.competency}::text is null or i.competency = ${wish.competency}) and (${wish.type}::text is null or v.type = ${wish.type})
  and (${wish.step}::int is null or v.step = ${wish.step}) and (${wish.state}::text is null or i.state = ${wish.state})
  and (${wish.words}::text is null or i.code ilike ${wish.words} or exists (select from jsonb_each(v.content -> 'stem') e where e.value ->> 'text' ilike ${wish.words}))`;

/** One page of the bank in the order of codes, one row more than the page when there are more. */
export async function listItems(ctx: Ctx, wish: ItemWish, page: { limit: number; from: PageKey | null }): Promise<(ItemRow & { sort_value: string })[]> {
  const { limit, from } = page;
  const isBack = from?.direction === 'before';
  const beyond = from === null ? sql`true` : isBack ? sql`(i.code, i.id) < (${from.value}, ${from.id}::uuid)` : sql`(i.code, i.id) > (${from.value}, ${from.id}::uuid)`;
  const direction = isBack ? sql`desc` : sql`asc`;
  const { rows } = await sql<ItemRow & { sort_value: string }>`select ${COLUMNS}, i.code as sort_value from ${JOINS} where ${wished(ctx, wish)} and ${beyond}
    order by i.code ${direction}, i.id ${direction} limit ${limit + 1}`.execute(ctx.db);
  return rows;
}

export async function countItems(ctx: Ctx, wish: ItemWish): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${JOINS} where ${wished(ctx, wish)}`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** Whether the bank of the network holds anything yet. */
export async function hasItems(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select exists (select from assessment.item i where i.network_id = ${ctx.networkId}) as there`.execute(ctx.db);
  return rows[0]?.there ?? false;
}

/** Competencies that items of the bank belong to, each once. */
export async function listCompetencies(ctx: Ctx): Promise<Competency[]> {
  const { rows } = await sql<Competency>`select distinct on (i.framework, i.competency) i.framework, i.competency as code, i.competency_title as title, i.lineage_id as "lineageId"
    from assessment.item i where i.network_id = ${ctx.networkId} order by i.framework, i.competency, i.competency_title is null, i.changed_at desc limit 500`.execute(ctx.db);
  return rows;
}

/** Locked before it is read: whoever has waited sees what the other one wrote, its new version with it. */
export async function findItem(ctx: Ctx, id: string, lock = false): Promise<ItemRow | undefined> {
  if (lock) await sql`select from assessment.item i where i.network_id = ${ctx.networkId} and i.id = ${id} for update`.execute(ctx.db);
  const { rows } = await sql<ItemRow>`select ${COLUMNS} from ${JOINS} where i.network_id = ${ctx.networkId} and i.id = ${id}`.execute(ctx.db);
  return rows[0];
}

/** Items by code, under their locks. */
export async function findItemsByCode(tx: Ctx, codes: readonly string[]): Promise<ItemRow[]> {
  const these = sql`i.network_id = ${tx.networkId} and i.code = any (${[...codes]}::text[])`;
  await sql`select from assessment.item i where ${these} order by i.id for update`.execute(tx.db);
  const { rows } = await sql<ItemRow>`select ${COLUMNS} from ${JOINS} where ${these} order by i.id`.execute(tx.db);
  return rows;
}

/** Keeps the items of a version of a test as they are until the transaction ends. */
export async function lockItemsOf(tx: Ctx, testVersionId: string): Promise<void> {
  await sql`select from assessment.item i where i.network_id = ${tx.networkId}
    and i.id in (select n.item_id from assessment.test_item n where n.network_id = ${tx.networkId} and n.test_version_id = ${testVersionId}) order by i.id for share`.execute(tx.db);
}

/** Items in use of a competency, and those named. For choosing what stands in a test. */
export async function listUsableItems(ctx: Ctx, competency: { framework: string; code: string }, named: readonly string[]): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`select ${COLUMNS} from ${JOINS} where i.network_id = ${ctx.networkId}
    and (i.id = any (${[...named]}::uuid[]) or (i.state = 'in_use' and i.framework = ${competency.framework} and i.competency = ${competency.code}))
    order by i.code limit 600`.execute(ctx.db);
  return rows;
}

export interface VersionRow {
  id: string;
  number: number;
  type: ItemType;
  step: number;
  content: ItemContent;
  created_at: Date;
  created_by: string | null;
  /** How many answers name it. */
  answers: number;
}

/** Newest first. */
export async function listVersions(ctx: Ctx, itemId: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`select v.id, v.number, v.type, v.step, v.content, v.created_at, v.created_by,
      (select count(*)::int from assessment.answer a where a.network_id = v.network_id and a.item_version_id = v.id) as answers
    from assessment.item_version v where v.network_id = ${ctx.networkId} and v.item_id = ${itemId} order by v.number desc limit 200`.execute(ctx.db);
  return rows;
}

/** Versions by id. */
export async function findVersions(ctx: Ctx, ids: readonly string[]): Promise<{ id: string; item_id: string; type: ItemType; content: ItemContent; languages: Locale[] }[]> {
  const { rows } = await sql<{ id: string; item_id: string; type: ItemType; content: ItemContent; languages: Locale[] }>`
    select id, item_id, type, content, languages from assessment.item_version where network_id = ${ctx.networkId} and id = any (${[...ids]}::uuid[])`.execute(ctx.db);
  return rows;
}

/** Whether a version is bound: a published test names it, or an answer does. */
export async function isBound(ctx: Ctx, versionId: string): Promise<boolean> {
  const { rows } = await sql<{ bound: boolean }>`select exists (select from assessment.test_item t where t.network_id = ${ctx.networkId} and t.item_version_id = ${versionId})
    or exists (select from assessment.answer a where a.network_id = ${ctx.networkId} and a.item_version_id = ${versionId}) as bound`.execute(ctx.db);
  return rows[0]?.bound ?? true;
}

export interface NewItemRow {
  id: string;
  versionId: string;
  code: string;
  competency: Competency;
  state: ItemState;
  type: ItemType;
  step: number;
  content: ItemContent;
  languages: readonly Locale[];
}

/** Puts items with their first versions into the bank in one statement; a code that is there is left as it is. Returns how many were new. */
export async function insertItems(ctx: Ctx, rows: readonly NewItemRow[], by: string | null): Promise<number> {
  const list = rows.map(({ competency, ...row }) => ({ ...row, framework: competency.framework, competency: competency.code, title: competency.title, lineage: competency.lineageId }));
  const { rows: made } = await sql<{ id: string }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as g (id uuid, "versionId" uuid, code text, framework text, competency text, title jsonb, lineage uuid, state text, type text, step int, content jsonb, languages text[])
    ), made as (
      insert into assessment.item (id, network_id, code, framework, competency, competency_title, lineage_id, state, current_number, created_at, changed_at)
      select g.id, ${ctx.networkId}::uuid, g.code, g.framework, g.competency, nullif(g.title, 'null'::jsonb), g.lineage, g.state, 1, ${ctx.clock.now()}, ${ctx.clock.now()} from given g
      on conflict (network_id, code) do nothing returning id
    )
    insert into assessment.item_version (id, network_id, item_id, number, type, step, content, languages, created_at, created_by)
    select g."versionId", ${ctx.networkId}::uuid, g.id, 1, g.type, g.step, g.content, g.languages, ${ctx.clock.now()}, ${by}::uuid from given g join made on made.id = g.id
    returning id`.execute(ctx.db);
  return made.length;
}

export async function insertVersion(tx: Ctx, row: { itemId: string; number: number; type: ItemType; step: number; content: ItemContent; languages: readonly Locale[]; by: string | null }): Promise<void> {
  await sql`insert into assessment.item_version (network_id, item_id, number, type, step, content, languages, created_at, created_by)
    values (${tx.networkId}, ${row.itemId}, ${row.number}, ${row.type}, ${row.step}, ${JSON.stringify(row.content)}::jsonb, ${[...row.languages]}::text[], ${tx.clock.now()}, ${row.by})`.execute(tx.db);
}

/** Changes a version that nobody has answered and no published test names. */
export async function updateVersion(tx: Ctx, id: string, row: { type: ItemType; step: number; content: ItemContent; languages: readonly Locale[] }): Promise<void> {
  await sql`update assessment.item_version set type = ${row.type}, step = ${row.step}, content = ${JSON.stringify(row.content)}::jsonb, languages = ${[...row.languages]}::text[]
    where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export async function updateItem(tx: Ctx, id: string, change: { code: string; competency: Competency; number: number; state: ItemState }): Promise<void> {
  const { framework, code, title, lineageId } = change.competency;
  await sql`update assessment.item set code = ${change.code}, framework = ${framework}, competency = ${code}, competency_title = ${title === null ? null : JSON.stringify(title)}::jsonb, lineage_id = ${lineageId},
      current_number = ${change.number}, state = ${change.state}, changed_at = ${tx.clock.now()}, version = version + 1
    where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

/** Everything the bank holds of a wish, for a file. */
export async function listItemsToExport(ctx: Ctx, wish: ItemWish, limit: number): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`select ${COLUMNS} from ${JOINS} where ${wished(ctx, wish)} order by i.code, i.id limit ${limit}`.execute(ctx.db);
  return rows;
}
