import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { ScaleStep } from './framework-content.ts';

/** A competency as the published version of its framework has it. */
export interface NamedCompetency {
  competencyId: string;
  frameworkId: string;
  frameworkTitle: LocalizedText;
  versionId: string;
  code: string;
  title: LocalizedText;
  /** The area it stands in. */
  areaCode: string | null;
  areaTitle: LocalizedText | null;
  scaleId: string;
  steps: ScaleStep[];
}

const named = sql`i.competency_id as "competencyId", v.framework_id as "frameworkId", v.title as "frameworkTitle", v.id as "versionId", i.code, i.title, a.code as "areaCode", a.title as "areaTitle",
  v.scale_id as "scaleId", s.steps`;
const published = (ctx: Ctx) => sql`competencies.framework_version v
  join competencies.framework f on f.network_id = v.network_id and f.id = v.framework_id
  join competencies.scale s on s.network_id = v.network_id and s.id = v.scale_id
  join competencies.item i on i.network_id = v.network_id and i.version_id = v.id and i.kind = 'competency' and i.retired_at is null
  left join competencies.item a on a.network_id = i.network_id and a.version_id = i.version_id and a.id = i.parent_id
  where v.network_id = ${ctx.networkId} and v.state = 'published'`;
const inOrder = sql`order by f.created_at, f.id, a.sort nulls first, a.code, i.sort, i.code, i.id`;

/** Those of these competencies that are in use, in the order of their frameworks. */
export async function listNamed(ctx: Ctx, competencyIds: readonly string[]): Promise<NamedCompetency[]> {
  const { rows } = await sql<NamedCompetency>`select ${named} from ${published(ctx)} and i.competency_id = any(${[...competencyIds]}::uuid[]) ${inOrder}`.execute(ctx.db);
  return rows;
}

/** All competencies in use of one framework, or of all. */
export async function listNamable(ctx: Ctx, frameworkId: string | null): Promise<NamedCompetency[]> {
  const { rows } = await sql<NamedCompetency>`select ${named} from ${published(ctx)} and (${frameworkId}::uuid is null or v.framework_id = ${frameworkId}) ${inOrder}`.execute(ctx.db);
  return rows;
}

/** The competency of this code in the published version of the framework of this key. */
export async function findByCode(ctx: Ctx, frameworkKey: string, code: string): Promise<NamedCompetency | undefined> {
  const { rows } = await sql<NamedCompetency>`select ${named} from ${published(ctx)} and f.key = ${frameworkKey} and i.code = ${code}`.execute(ctx.db);
  return rows[0];
}
