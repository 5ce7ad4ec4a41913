import { sql } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './competencies.tables.ts';
import type { VersionState } from './competencies.tables.ts';
import type { Origin, ScaleStep, Source, Variant } from './framework-content.ts';

type OwnTables = 'competencies.framework' | 'competencies.framework_version' | 'competencies.scale';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface VersionRow {
  id: string;
  frameworkId: string;
  key: string;
  origin: Origin;
  isOpen: boolean;
  organisationId: string;
  path: string[];
  number: number;
  title: LocalizedText;
  description: LocalizedText;
  notes: LocalizedText;
  sources: Source[];
  creator: string | null;
  licence: string | null;
  sourceUrl: string | null;
  languages: Locale[];
  unreadLanguages: Locale[];
  variants: Variant[];
  scaleId: string;
  steps: ScaleStep[];
  state: VersionState;
  identifier: string;
  publishedAt: Date | null;
  retiredAt: Date | null;
  changedAt: Date;
  revision: number;
}

const version = sql`v.id, v.framework_id as "frameworkId", f.key, f.origin, f.is_open as "isOpen", f.organisation_id as "organisationId", o.path, v.number, v.title, v.description, v.notes,
  v.sources, v.creator, v.licence, v.source_url as "sourceUrl", v.languages, v.unread_languages as "unreadLanguages", v.variants, v.scale_id as "scaleId", s.steps, v.state, v.identifier,
  v.published_at as "publishedAt", v.retired_at as "retiredAt", v.changed_at as "changedAt", v.revision`;
const fromVersions = sql`competencies.framework_version v
  join competencies.framework f on f.network_id = v.network_id and f.id = v.framework_id
  join competencies.scale s on s.network_id = v.network_id and s.id = v.scale_id
  join people.organisation_card o on o.network_id = f.network_id and o.organisation_id = f.organisation_id`;

export interface FrameworkLine extends VersionRow {
  areas: number;
  competencies: number;
}

/** Every version of every framework of the network, newest first within a framework, with how much is in it. */
export async function listVersions(ctx: Ctx): Promise<FrameworkLine[]> {
  const { rows } = await sql<FrameworkLine>`select ${version}, coalesce(n.areas, 0) as areas, coalesce(n.competencies, 0) as competencies from ${fromVersions}
    left join (select version_id, count(*) filter (where kind = 'area' and retired_at is null)::int as areas, count(*) filter (where kind = 'competency' and retired_at is null)::int as competencies
      from competencies.item where network_id = ${ctx.networkId} group by version_id) n on n.version_id = v.id
    where v.network_id = ${ctx.networkId} order by f.created_at, f.id, v.number desc`.execute(ctx.db);
  return rows;
}

export async function findVersion(ctx: Ctx, versionId: string): Promise<VersionRow | undefined> {
  const { rows } = await sql<VersionRow>`select ${version} from ${fromVersions} where v.network_id = ${ctx.networkId} and v.id = ${versionId}`.execute(ctx.db);
  return rows[0];
}

/** The version of a framework that is in use. */
export async function findPublished(ctx: Ctx, frameworkId: string): Promise<VersionRow | undefined> {
  const { rows } = await sql<VersionRow>`select ${version} from ${fromVersions} where v.network_id = ${ctx.networkId} and v.framework_id = ${frameworkId} and v.state = 'published'`.execute(ctx.db);
  return rows[0];
}

/** All versions of the network that are in use. */
export async function listPublished(ctx: Ctx): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`select ${version} from ${fromVersions} where v.network_id = ${ctx.networkId} and v.state = 'published' order by f.created_at, f.id`.execute(ctx.db);
  return rows;
}

/** Held until the transaction ends: whoever changes the tree, the scale or the state comes one after another. */
export async function lockVersion(tx: Ctx, versionId: string): Promise<void> {
  await sql`select from competencies.framework_version where network_id = ${tx.networkId} and id = ${versionId} for update`.execute(tx.db);
}

/** The same for a framework: who begins its next version comes one after another. */
export async function lockFramework(tx: Ctx, frameworkId: string): Promise<void> {
  await sql`select from competencies.framework where network_id = ${tx.networkId} and id = ${frameworkId} for update`.execute(tx.db);
}

export async function listFrameworkKeys(ctx: Ctx): Promise<string[]> {
  return (await on(ctx.db).selectFrom('competencies.framework').select('key').where('network_id', '=', ctx.networkId).execute()).map(({ key }) => key);
}

/** False when there is a framework of this key. */
export async function insertFramework(tx: Ctx, row: { id: string; organisationId: string; key: string; origin: Origin; isOpen: boolean; by: string | null }): Promise<boolean> {
  const result = await on(tx.db)
    .insertInto('competencies.framework')
    .values({ id: row.id, network_id: tx.networkId, organisation_id: row.organisationId, key: row.key, origin: row.origin, is_open: row.isOpen, created_by: row.by, created_at: tx.clock.now() })
    .onConflict((oc) => oc.columns(['network_id', 'key']).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) === 1n;
}

export async function updateFrameworkOpen(tx: Ctx, frameworkId: string, isOpen: boolean): Promise<void> {
  await on(tx.db).updateTable('competencies.framework').set({ is_open: isOpen }).where('network_id', '=', tx.networkId).where('id', '=', frameworkId).execute();
}

export async function insertScale(tx: Ctx, id: string, steps: readonly ScaleStep[]): Promise<void> {
  await on(tx.db).insertInto('competencies.scale').values({ id, network_id: tx.networkId, steps: JSON.stringify(steps) }).execute();
}

export async function updateScale(tx: Ctx, id: string, steps: readonly ScaleStep[]): Promise<void> {
  await on(tx.db).updateTable('competencies.scale').set({ steps: JSON.stringify(steps) }).where('network_id', '=', tx.networkId).where('id', '=', id).execute();
}

/** Which of these identifiers another network of this installation has given already. */
export async function listForeignIdentifiers(tx: Ctx, identifiers: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`with given as (select id from unnest(${[...identifiers]}::uuid[]) id)
    select g.id from given g where exists (select from competencies.framework_version v where v.identifier = g.id and v.network_id <> ${tx.networkId})
      or exists (select from competencies.item i where i.identifier = g.id and i.network_id <> ${tx.networkId})
      or exists (select from competencies.association a where a.identifier = g.id and a.network_id <> ${tx.networkId})`.execute(tx.db);
  return new Set(rows.map(({ id }) => id));
}

export interface VersionValues {
  title: LocalizedText;
  description: LocalizedText;
  notes: LocalizedText;
  sources: readonly Source[];
  creator: string | null;
  licence: string | null;
  sourceUrl: string | null;
  languages: readonly Locale[];
  unreadLanguages: readonly Locale[];
  variants: readonly Variant[];
  scaleId: string;
}

const columns = (values: VersionValues) => ({
  title: JSON.stringify(values.title),
  description: JSON.stringify(values.description),
  notes: JSON.stringify(values.notes),
  sources: JSON.stringify(values.sources),
  creator: values.creator,
  licence: values.licence,
  source_url: values.sourceUrl,
  languages: [...values.languages],
  unread_languages: [...values.unreadLanguages],
  variants: JSON.stringify(values.variants),
  scale_id: values.scaleId,
});

export async function insertVersion(tx: Ctx, row: VersionValues & { id: string; frameworkId: string; number: number; identifier: string | null }): Promise<void> {
  await on(tx.db)
    .insertInto('competencies.framework_version')
    .values({ id: row.id, network_id: tx.networkId, framework_id: row.frameworkId, number: row.number, ...columns(row), ...(row.identifier ? { identifier: row.identifier } : {}), changed_at: tx.clock.now() })
    .execute();
}

/** What stands above the tree of a draft. False when somebody else has changed it since `revision`. */
export async function updateVersion(tx: Ctx, id: string, revision: number, values: VersionValues): Promise<boolean> {
  const result = await on(tx.db)
    .updateTable('competencies.framework_version')
    .set((eb) => ({ ...columns(values), changed_at: tx.clock.now(), revision: eb('revision', '+', 1) }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .where('state', '=', 'draft')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Notes that the tree of a draft was changed. */
export async function touchVersion(tx: Ctx, id: string): Promise<void> {
  await sql`update competencies.framework_version set changed_at = ${tx.clock.now()}, revision = revision + 1 where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export async function setVersionState(tx: Ctx, id: string, state: VersionState): Promise<void> {
  const now = tx.clock.now();
  await sql`update competencies.framework_version set state = ${state}, changed_at = ${now}, revision = revision + 1,
      published_at = case when ${state} = 'published' then ${now}::timestamptz else published_at end, retired_at = case when ${state} = 'retired' then ${now}::timestamptz end
    where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

/** Throws a draft away, and the framework with it when that was all. */
export async function deleteDraft(tx: Ctx, versionId: string, frameworkId: string): Promise<void> {
  await sql`delete from competencies.framework_version where network_id = ${tx.networkId} and id = ${versionId} and state = 'draft'`.execute(tx.db);
  await sql`delete from competencies.competency c where c.network_id = ${tx.networkId} and c.framework_id = ${frameworkId}
    and not exists (select from competencies.item i where i.network_id = c.network_id and i.competency_id = c.id)
    and not exists (select from competencies.association a where a.network_id = c.network_id and a.from_id = c.id)
    and not exists (select from competencies.association a where a.network_id = c.network_id and a.to_id = c.id)
    and not exists (select from competencies.profile_level l where l.network_id = c.network_id and l.competency_id = c.id)`.execute(tx.db);
  await sql`delete from competencies.framework f where f.network_id = ${tx.networkId} and f.id = ${frameworkId}
    and not exists (select from competencies.framework_version v where v.network_id = f.network_id and v.framework_id = f.id)
    and not exists (select from competencies.competency c where c.network_id = f.network_id and c.framework_id = f.id)
    and not exists (select from competencies.profile p where p.network_id = f.network_id and p.framework_id = f.id)`.execute(tx.db);
}
