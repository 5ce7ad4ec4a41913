import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { ItemKind } from './competencies.tables.ts';
import type { AssociationKind } from './framework-content.ts';

export interface ItemRow {
  id: string;
  competencyId: string;
  parentId: string | null;
  kind: ItemKind;
  code: string;
  title: LocalizedText;
  description: LocalizedText;
  sort: number;
  retiredAt: Date | null;
  identifier: string;
}

const item = sql`i.id, i.competency_id as "competencyId", i.parent_id as "parentId", i.kind, i.code, i.title, i.description, i.sort, i.retired_at as "retiredAt", i.identifier`;

/** All items of a version, as they stand beside one another; parents are not always before children. */
export async function listItems(ctx: Ctx, versionId: string): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`select ${item} from competencies.item i where i.network_id = ${ctx.networkId} and i.version_id = ${versionId} order by i.sort, i.code, i.id`.execute(ctx.db);
  return rows;
}

/** In which versions in use an item of this CASE identifier stands. */
export async function listVersionsOfItem(ctx: Ctx, identifier: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select v.id from competencies.item i join competencies.framework_version v on v.network_id = i.network_id and v.id = i.version_id
    where i.network_id = ${ctx.networkId} and i.identifier = ${identifier} and v.state = 'published' order by v.id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

export interface DescriptorRow {
  itemId: string;
  variant: string;
  step: number;
  text: LocalizedText;
}

/** Descriptors of one item, or of a whole version. */
export async function listDescriptors(ctx: Ctx, versionId: string, itemId: string | null = null): Promise<DescriptorRow[]> {
  const { rows } = await sql<DescriptorRow>`select d.item_id as "itemId", d.variant, d.step, d.text from competencies.descriptor d join competencies.item i on i.network_id = d.network_id and i.id = d.item_id
    where d.network_id = ${ctx.networkId} and i.version_id = ${versionId} and (${itemId}::uuid is null or d.item_id = ${itemId}) order by d.item_id, d.variant, d.step`.execute(ctx.db);
  return rows;
}

export interface AssociationRow {
  id: string;
  fromId: string;
  toId: string | null;
  toUri: string | null;
  toTitle: string | null;
  kind: AssociationKind;
  note: string | null;
  identifier: string;
}

export async function listAssociations(ctx: Ctx, versionId: string): Promise<AssociationRow[]> {
  const { rows } = await sql<AssociationRow>`select a.id, a.from_id as "fromId", a.to_id as "toId", a.to_uri as "toUri", a.to_title as "toTitle", a.kind, a.note, a.identifier
    from competencies.association a where a.network_id = ${ctx.networkId} and a.version_id = ${versionId} order by a.from_id, a.kind, a.id`.execute(ctx.db);
  return rows;
}

export interface TieRow extends AssociationRow {
  /** The item at the other end as this version, or else the published one of its framework, calls it; null outside of the network. */
  otherId: string | null;
  otherCode: string | null;
  otherTitle: LocalizedText | null;
  otherVersionId: string | null;
  /** Of another framework: its title. */
  otherFramework: LocalizedText | null;
}

/** What a competency is tied to in a version, and what published versions of other frameworks tie to it. */
export async function listTies(ctx: Ctx, versionId: string, competencyId: string): Promise<TieRow[]> {
  const { rows } = await sql<TieRow>`select a.id, a.from_id as "fromId", a.to_id as "toId", a.to_uri as "toUri", a.to_title as "toTitle", a.kind, a.note, a.identifier,
      other.id as "otherId", other.code as "otherCode", other.title as "otherTitle", other.version_id as "otherVersionId", case when other.framework_id <> own.framework_id then other.framework_title end as "otherFramework"
    from competencies.framework_version own
    join competencies.association a on a.network_id = own.network_id and (a.from_id = ${competencyId} or a.to_id = ${competencyId})
    join competencies.framework_version v on v.network_id = a.network_id and v.id = a.version_id and (v.id = own.id or (v.state = 'published' and v.framework_id <> own.framework_id))
    left join lateral (select i.id, i.code, i.title, i.version_id, w.framework_id, w.title as framework_title from competencies.item i
      join competencies.framework_version w on w.network_id = i.network_id and w.id = i.version_id and (w.id = own.id or w.state = 'published')
      where i.network_id = a.network_id and i.competency_id = case when a.from_id = ${competencyId} then a.to_id else a.from_id end order by w.id = own.id desc limit 1) other on true
    where own.network_id = ${ctx.networkId} and own.id = ${versionId} order by a.kind, other.code, a.id`.execute(ctx.db);
  return rows;
}

/** Whether a competency stands in a published version, so that everybody of the network may name it. */
export async function isPublished(ctx: Ctx, competencyId: string): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`select exists (select from competencies.item i join competencies.framework_version v on v.network_id = i.network_id and v.id = i.version_id and v.state = 'published'
    where i.network_id = ${ctx.networkId} and i.competency_id = ${competencyId}) as is`.execute(ctx.db);
  return rows[0]?.is ?? false;
}

export interface NamedItem {
  id: string;
  versionId: string;
  competencyId: string;
  kind: ItemKind;
  code: string;
  title: LocalizedText;
  framework: LocalizedText;
}

/** Items in use of what is published, in reading order; by words where some are given. */
export async function listPublishedItems(ctx: Ctx, options: { words?: readonly string[]; limit: number }): Promise<NamedItem[]> {
  const words = (options.words ?? []).map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const { rows } = await sql<NamedItem>`select i.id, i.version_id as "versionId", i.competency_id as "competencyId", i.kind, i.code, i.title, v.title as framework
    from competencies.item i join competencies.framework_version v on v.network_id = i.network_id and v.id = i.version_id
    where i.network_id = ${ctx.networkId} and v.state = 'published' and i.retired_at is null
      and lower(i.code || ' ' || (select coalesce(string_agg(t.entry ->> 'text', ' '), '') from jsonb_each(i.title) as t(locale, entry))) like all(${words}::text[])
    order by v.framework_id, i.sort, i.code, i.id limit ${options.limit}`.execute(ctx.db);
  return rows;
}

type Texts = readonly { id: string; text: string }[];
/** Adds texts of one language to items and descriptors of a draft, in one statement each. */
export async function addTexts(tx: Ctx, versionId: string, to: string, texts: { titles: Texts; descriptions: Texts; levels: readonly { itemId: string; variant: string; step: number; text: string }[] }): Promise<void> {
  const entry = sql`jsonb_build_object(${to}::text, jsonb_build_object('text', t.text, 'status', 'reviewed'))`;
  const given = (rows: Texts) => sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, text text)`;
  const here = sql`i.network_id = ${tx.networkId} and i.version_id = ${versionId}`;
  if (texts.titles.length > 0) await sql`update competencies.item i set title = i.title || ${entry} from ${given(texts.titles)} where ${here} and i.id = t.id`.execute(tx.db);
  if (texts.descriptions.length > 0) await sql`update competencies.item i set description = i.description || ${entry} from ${given(texts.descriptions)} where ${here} and i.id = t.id`.execute(tx.db);
  if (texts.levels.length === 0) return;
  await sql`update competencies.descriptor d set text = d.text || ${entry} from competencies.item i, jsonb_to_recordset(${JSON.stringify(texts.levels)}::jsonb) as t("itemId" uuid, variant text, step int, text text)
    where ${here} and d.network_id = i.network_id and d.item_id = i.id and i.id = t."itemId" and d.variant = t.variant and d.step = t.step`.execute(tx.db);
}

export async function insertCompetencies(tx: Ctx, frameworkId: string, ids: readonly string[]): Promise<void> {
  await sql`insert into competencies.competency (id, network_id, framework_id) select id, ${tx.networkId}::uuid, ${frameworkId}::uuid from unnest(${[...ids]}::uuid[]) id`.execute(tx.db);
}

export interface NewItem extends Omit<ItemRow, 'retiredAt' | 'identifier'> {
  retired: boolean;
  identifier: string | null;
}

/** In one statement however many; the tree is checked at the end of the transaction. */
export async function insertItems(tx: Ctx, versionId: string, items: readonly NewItem[]): Promise<void> {
  await sql`insert into competencies.item (id, network_id, version_id, competency_id, parent_id, kind, code, title, description, sort, retired_at, identifier)
    select id, ${tx.networkId}::uuid, ${versionId}::uuid, "competencyId", "parentId", kind, code, title, description, sort, case when retired then ${tx.clock.now()}::timestamptz end, coalesce(identifier, gen_random_uuid())
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as one(id uuid, "competencyId" uuid, "parentId" uuid, kind text, code text, title jsonb, description jsonb, sort int, retired boolean, identifier uuid)`.execute(tx.db);
}

export async function insertDescriptors(tx: Ctx, rows: readonly DescriptorRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into competencies.descriptor (network_id, item_id, variant, step, text)
    select ${tx.networkId}::uuid, "itemId", variant, step, text from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one("itemId" uuid, variant text, step int, text jsonb)`.execute(tx.db);
}

export interface NewAssociation extends Omit<AssociationRow, 'id' | 'identifier'> {
  identifier: string | null;
}

/** The same association a second time is left out. */
export async function insertAssociations(tx: Ctx, versionId: string, rows: readonly NewAssociation[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into competencies.association (network_id, version_id, from_id, to_id, to_uri, to_title, kind, note, identifier)
    select ${tx.networkId}::uuid, ${versionId}::uuid, "fromId", "toId", "toUri", "toTitle", kind, note, coalesce(identifier, gen_random_uuid())
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one("fromId" uuid, "toId" uuid, "toUri" text, "toTitle" text, kind text, note text, identifier uuid)
    on conflict do nothing`.execute(tx.db);
}

/** Copies the tree of a version into another one of the same framework; competencies and identifiers stay the same. */
export async function copyItems(tx: Ctx, from: string, to: string): Promise<void> {
  await sql`with twins as materialized (select i.*, uuidv7() as twin from competencies.item i where i.network_id = ${tx.networkId} and i.version_id = ${from}),
    items as (insert into competencies.item (id, network_id, version_id, competency_id, parent_id, kind, code, title, description, sort, retired_at, identifier)
      select t.twin, t.network_id, ${to}::uuid, t.competency_id, p.twin, t.kind, t.code, t.title, t.description, t.sort, t.retired_at, t.identifier from twins t left join twins p on p.id = t.parent_id)
    insert into competencies.descriptor (network_id, item_id, variant, step, text)
      select d.network_id, t.twin, d.variant, d.step, d.text from twins t join competencies.descriptor d on d.network_id = t.network_id and d.item_id = t.id`.execute(tx.db);
  await sql`insert into competencies.association (network_id, version_id, from_id, to_id, to_uri, to_title, kind, note, identifier)
    select network_id, ${to}::uuid, from_id, to_id, to_uri, to_title, kind, note, identifier from competencies.association where network_id = ${tx.networkId} and version_id = ${from}`.execute(tx.db);
}

/** Texts and code of an item. */
export async function updateItem(tx: Ctx, versionId: string, id: string, change: { code: string; title: LocalizedText; description: LocalizedText }): Promise<void> {
  await sql`update competencies.item set code = ${change.code}, title = ${JSON.stringify(change.title)}::jsonb, description = ${JSON.stringify(change.description)}::jsonb
    where network_id = ${tx.networkId} and version_id = ${versionId} and id = ${id}`.execute(tx.db);
}

export async function replaceDescriptors(tx: Ctx, itemId: string, rows: readonly DescriptorRow[]): Promise<void> {
  await sql`delete from competencies.descriptor where network_id = ${tx.networkId} and item_id = ${itemId}`.execute(tx.db);
  await insertDescriptors(tx, rows);
}

/** Descriptors of steps and variants that a version has no more. */
export async function deleteDescriptorsBeyond(tx: Ctx, versionId: string, { steps, variants }: { steps: readonly number[]; variants: readonly string[] }): Promise<void> {
  await sql`delete from competencies.descriptor d using competencies.item i where d.network_id = ${tx.networkId} and i.network_id = d.network_id and i.id = d.item_id and i.version_id = ${versionId}
    and not (d.step = any(${[...steps]}::int[]) and d.variant = any(${[...variants]}::text[]))`.execute(tx.db);
}

/** New places of items in their version. */
export async function updatePlaces(tx: Ctx, versionId: string, places: readonly { id: string; parentId: string | null; sort: number }[]): Promise<void> {
  await sql`update competencies.item i set parent_id = p."parentId", sort = p.sort
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as p(id uuid, "parentId" uuid, sort int) where i.network_id = ${tx.networkId} and i.version_id = ${versionId} and i.id = p.id`.execute(tx.db);
}

export async function setRetired(tx: Ctx, versionId: string, ids: readonly string[], at: Date | null): Promise<void> {
  await sql`update competencies.item set retired_at = ${at} where network_id = ${tx.networkId} and version_id = ${versionId} and id = any(${[...ids]}::uuid[])`.execute(tx.db);
}

/** Whether a competency stands in other versions, too; one that does not was never published and may go. */
export async function isInOtherVersions(ctx: Ctx, versionId: string, competencyIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`select exists (select from competencies.item where network_id = ${ctx.networkId} and competency_id = any(${[...competencyIds]}::uuid[]) and version_id <> ${versionId}) as is`.execute(ctx.db);
  return rows[0]?.is ?? false;
}

/** Takes items that were never published out of a draft. */
export async function deleteItems(tx: Ctx, versionId: string, ids: readonly string[]): Promise<void> {
  await sql`delete from competencies.association a using competencies.item i where a.network_id = ${tx.networkId} and a.version_id = ${versionId} and i.network_id = a.network_id and i.version_id = a.version_id
    and i.id = any(${[...ids]}::uuid[]) and i.competency_id in (a.from_id, a.to_id)`.execute(tx.db);
  await sql`delete from competencies.item where network_id = ${tx.networkId} and version_id = ${versionId} and id = any(${[...ids]}::uuid[])`.execute(tx.db);
}

export async function deleteAssociation(tx: Ctx, versionId: string, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from competencies.association where network_id = ${tx.networkId} and version_id = ${versionId} and id = ${id}`.execute(tx.db);
  return numAffectedRows === 1n;
}
