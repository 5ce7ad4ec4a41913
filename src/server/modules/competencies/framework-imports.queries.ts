import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import './competencies.tables.ts';
import type { FrameworkContent, Origin } from './framework-content.ts';
import type { ImportReport, ImportWish } from './framework-imports.schemas.ts';

export interface FrameworkImportRow {
  id: string;
  origin: Origin;
  fileNames: string[];
  report: ImportReport;
  wish: ImportWish | null;
  jobId: string | null;
  versionId: string | null;
  createdBy: string | null;
  createdAt: Date;
  doneAt: Date | null;
  /** What it would be called, without its tree. */
  title: FrameworkContent['title'] | null;
  key: string | null;
}

const columns = sql`id, origin, file_names as "fileNames", report, wish, job_id as "jobId", version_id as "versionId", created_by as "createdBy", created_at as "createdAt", done_at as "doneAt", content->'title' as title, content->>'key' as key`;

export async function insertImport(tx: Ctx, row: { id: string; origin: Origin; fileNames: readonly string[]; content: FrameworkContent | null; report: ImportReport; by: string | null }): Promise<void> {
  await sql`insert into competencies.framework_import (id, network_id, origin, file_names, content, report, created_by, created_at)
    values (${row.id}, ${tx.networkId}, ${row.origin}, ${[...row.fileNames]}::text[], ${row.content === null ? null : JSON.stringify(row.content)}::jsonb, ${JSON.stringify(row.report)}::jsonb, ${row.by}, ${tx.clock.now()})`.execute(tx.db);
}

export async function findFrameworkImport(ctx: Ctx, id: string, lock = false): Promise<FrameworkImportRow | undefined> {
  const { rows } = await sql<FrameworkImportRow>`select ${columns} from competencies.framework_import where network_id = ${ctx.networkId} and id = ${id} ${lock ? sql`for update` : sql``}`.execute(ctx.db);
  return rows[0];
}

/** What an account brought, newest first. */
export async function listFrameworkImports(ctx: Ctx, accountId: string, limit: number): Promise<FrameworkImportRow[]> {
  const { rows } = await sql<FrameworkImportRow>`select ${columns} from competencies.framework_import where network_id = ${ctx.networkId} and created_by = ${accountId} order by created_at desc, id desc limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function findImportedContent(ctx: Ctx, id: string): Promise<FrameworkContent | null> {
  const { rows } = await sql<{ content: FrameworkContent | null }>`select content from competencies.framework_import where network_id = ${ctx.networkId} and id = ${id}`.execute(ctx.db);
  return rows[0]?.content ?? null;
}

export async function setWish(tx: Ctx, id: string, wish: ImportWish, jobId: string | null): Promise<void> {
  await sql`update competencies.framework_import set wish = ${JSON.stringify(wish)}::jsonb, job_id = ${jobId} where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export async function setImported(tx: Ctx, id: string, versionId: string): Promise<void> {
  await sql`update competencies.framework_import set version_id = ${versionId}, done_at = ${tx.clock.now()}, content = null where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

/** Forgets what nobody has stored, or was stored long ago. */
export async function deleteImportsBefore(tx: Ctx, before: Date): Promise<void> {
  await sql`delete from competencies.framework_import where network_id = ${tx.networkId} and created_at < ${before}`.execute(tx.db);
}

export interface KnownItem {
  competencyId: string;
  code: string;
  identifier: string;
}

/** Competencies of a framework by the code and the identifier they have in its newest version that holds them. */
export async function listKnownItems(ctx: Ctx, frameworkId: string): Promise<KnownItem[]> {
  const { rows } = await sql<KnownItem>`select distinct on (i.competency_id) i.competency_id as "competencyId", i.code, i.identifier
    from competencies.item i join competencies.framework_version v on v.network_id = i.network_id and v.id = i.version_id
    where i.network_id = ${ctx.networkId} and v.framework_id = ${frameworkId} order by i.competency_id, v.number desc`.execute(ctx.db);
  return rows;
}
