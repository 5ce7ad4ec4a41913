import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { TemplateKind, TemplateSettings } from './templates.schemas.ts';
import './templates.tables.ts';

type OwnTables = 'credentials.template' | 'credentials.template_version' | 'credentials.template_default' | 'credentials.template_version_picture';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface TemplateRow {
  id: string;
  organisation_id: string;
  organisation_path: string[];
  organisation_name: LocalizedText;
  name: string;
  number: number;
  version_id: string;
  settings: TemplateSettings;
  created_at: Date;
  changed_at: Date;
  archived_at: Date | null;
  version: number;
  kinds: TemplateKind[];
}

const COLUMNS = sql`t.id, t.organisation_id, o.path as organisation_path, o.name as organisation_name, t.name, v.number, v.id as version_id, v.settings, t.created_at, t.changed_at, t.archived_at, t.version,
  array(select d.kind from credentials.template_default d where d.network_id = t.network_id and d.template_id = t.id order by d.kind) as kinds`;
const JOINS = sql`credentials.template t
  join credentials.template_version v on v.network_id = t.network_id and v.template_id = t.id and v.number = t.current_number
  join people.organisation_card o on o.network_id = t.network_id and o.organisation_id = t.organisation_id`;

/** Templates of the organisations within `scope`, newest change first. */
export async function listTemplates(ctx: Ctx, scope: 'network' | readonly string[], wish: { name: string | null; archived: boolean; limit: number }): Promise<TemplateRow[]> {
  const { rows } = await sql<TemplateRow>`select ${COLUMNS} from ${JOINS}
    where t.network_id = ${ctx.networkId} and (t.archived_at is not null) = ${wish.archived}
      and (${scope === 'network'} or o.path && ${scope === 'network' ? [] : [...scope]}::uuid[])
      and (${wish.name}::text is null or t.name ilike '%' || ${wish.name} || '%')
    order by t.changed_at desc, t.id desc limit ${wish.limit}`.execute(ctx.db);
  return rows;
}

export async function findTemplate(ctx: Ctx, id: string, lock = false): Promise<TemplateRow | undefined> {
  const { rows } = await sql<TemplateRow>`select ${COLUMNS} from ${JOINS} where t.network_id = ${ctx.networkId} and t.id = ${id} ${lock ? sql`for update of t` : sql``}`.execute(ctx.db);
  return rows[0];
}

export interface Chosen {
  templateId: string;
  versionId: string;
  settings: TemplateSettings;
}

/** The template that an organisation of this path takes for a kind: its own, or that of the nearest organisation above it that has one. */
export async function findDefault(ctx: Ctx, path: readonly string[], kind: string): Promise<Chosen | undefined> {
  const { rows } = await sql<Chosen>`select t.id as "templateId", v.id as "versionId", v.settings
    from credentials.template_default d
    join credentials.template t on t.network_id = d.network_id and t.id = d.template_id and t.archived_at is null
    join credentials.template_version v on v.network_id = t.network_id and v.template_id = t.id and v.number = t.current_number
    where d.network_id = ${ctx.networkId} and d.kind = ${kind} and d.organisation_id = any(${[...path]}::uuid[])
    order by array_position(${[...path]}::uuid[], d.organisation_id) desc limit 1`.execute(ctx.db);
  return rows[0];
}

/** A template that is in use, of one of these organisations. */
export async function findChosen(ctx: Ctx, templateId: string, path: readonly string[]): Promise<Chosen | undefined> {
  const { rows } = await sql<Chosen>`select t.id as "templateId", v.id as "versionId", v.settings
    from credentials.template t join credentials.template_version v on v.network_id = t.network_id and v.template_id = t.id and v.number = t.current_number
    where t.network_id = ${ctx.networkId} and t.id = ${templateId} and t.archived_at is null and t.organisation_id = any(${[...path]}::uuid[])`.execute(ctx.db);
  return rows[0];
}

/** Templates in use of these organisations, by name. */
export async function listTemplatesAt(ctx: Ctx, path: readonly string[]): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`select t.id, t.name from credentials.template t
    where t.network_id = ${ctx.networkId} and t.archived_at is null and t.organisation_id = any(${[...path]}::uuid[]) order by t.name, t.id limit 200`.execute(ctx.db);
  return rows;
}

export interface VersionRow {
  id: string;
  number: number;
  settings: TemplateSettings;
  created_at: Date;
  created_by: string | null;
  issued: number;
}

/** Newest first, each with how many papers bear it. */
export async function listVersions(ctx: Ctx, templateId: string, limit: number): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`select v.id, v.number, v.settings, v.created_at, v.created_by,
      (select count(*)::int from credentials.issue i where i.network_id = v.network_id and i.template_version_id = v.id) as issued
    from credentials.template_version v where v.network_id = ${ctx.networkId} and v.template_id = ${templateId} order by v.number desc limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function findVersion(ctx: Ctx, templateId: string, number: number): Promise<{ id: string; settings: TemplateSettings } | undefined> {
  return on(ctx.db)
    .selectFrom('credentials.template_version')
    .select(['id', 'settings'])
    .where('network_id', '=', ctx.networkId)
    .where('template_id', '=', templateId)
    .where('number', '=', number)
    .executeTakeFirst();
}

/** The settings by which a paper is printed. */
export async function findSettings(ctx: Ctx, versionId: string): Promise<TemplateSettings | undefined> {
  const row = await on(ctx.db).selectFrom('credentials.template_version').select('settings').where('network_id', '=', ctx.networkId).where('id', '=', versionId).executeTakeFirst();
  return row?.settings;
}

export async function countTemplates(ctx: Ctx, organisationId: string): Promise<number> {
  const row = await on(ctx.db)
    .selectFrom('credentials.template')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('network_id', '=', ctx.networkId)
    .where('organisation_id', '=', organisationId)
    .where('archived_at', 'is', null)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

export async function insertTemplate(tx: Ctx, row: { id: string; organisationId: string; name: string }): Promise<void> {
  const now = tx.clock.now();
  await on(tx.db)
    .insertInto('credentials.template')
    .values({ id: row.id, network_id: tx.networkId, organisation_id: row.organisationId, name: row.name, current_number: 1, created_at: now, changed_at: now })
    .execute();
}

export async function insertVersion(tx: Ctx, row: { id: string; templateId: string; number: number; settings: TemplateSettings; pictures: readonly string[]; by: string | null }): Promise<void> {
  await on(tx.db)
    .insertInto('credentials.template_version')
    .values({ id: row.id, network_id: tx.networkId, template_id: row.templateId, number: row.number, settings: JSON.stringify(row.settings), created_at: tx.clock.now(), created_by: row.by })
    .execute();
  if (row.pictures.length === 0) return;
  await on(tx.db)
    .insertInto('credentials.template_version_picture')
    .values(row.pictures.map((pictureId) => ({ network_id: tx.networkId, version_id: row.id, picture_id: pictureId })))
    .execute();
}

export async function updateTemplate(tx: Ctx, id: string, change: { name?: string; number?: number; archivedAt?: Date | null }): Promise<void> {
  await on(tx.db)
    .updateTable('credentials.template')
    .set((eb) => ({
      changed_at: tx.clock.now(),
      version: eb('version', '+', 1),
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.number === undefined ? {} : { current_number: change.number }),
      ...(change.archivedAt === undefined ? {} : { archived_at: change.archivedAt }),
    }))
    .where('network_id', '=', tx.networkId)
    .where('id', '=', id)
    .execute();
}

/** Makes a template the one that its organisation takes for these kinds, in place of others, and for no more than these. */
export async function replaceDefaults(tx: Ctx, template: { id: string; organisationId: string }, kinds: readonly TemplateKind[]): Promise<void> {
  await sql`delete from credentials.template_default where network_id = ${tx.networkId} and template_id = ${template.id} and not kind = any(${[...kinds]}::text[])`.execute(tx.db);
  await sql`insert into credentials.template_default (network_id, organisation_id, kind, template_id)
    select ${tx.networkId}::uuid, ${template.organisationId}::uuid, kind, ${template.id}::uuid from unnest(${[...kinds]}::text[]) kind
    on conflict (network_id, organisation_id, kind) do update set template_id = excluded.template_id`.execute(tx.db);
}

/** Organisations within the scope at which a template can be kept, open ones only. */
export async function listKeptOrganisations(ctx: Ctx, scope: 'network' | readonly string[]): Promise<{ id: string; name: LocalizedText; path: string[] }[]> {
  const { rows } = await sql<{ id: string; name: LocalizedText; path: string[] }>`select organisation_id as id, name, path from people.organisation_card
    where network_id = ${ctx.networkId} and closed_on is null and (${scope === 'network'} or path && ${scope === 'network' ? [] : [...scope]}::uuid[])
    order by cardinality(path), code limit 5000`.execute(ctx.db);
  return rows;
}

/** The path of one of these; undefined when it is none. */
export async function findKeptPath(ctx: Ctx, scope: 'network' | readonly string[], organisationId: string): Promise<string[] | undefined> {
  const { rows } = await sql<{ path: string[] }>`select path from people.organisation_card
    where network_id = ${ctx.networkId} and organisation_id = ${organisationId} and closed_on is null and (${scope === 'network'} or path && ${scope === 'network' ? [] : [...scope]}::uuid[])`.execute(ctx.db);
  return rows[0]?.path;
}
