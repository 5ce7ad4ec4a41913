import { sql } from 'kysely';
import type { Ctx } from './context.ts';
import { actorId } from './context.ts';
import { newId } from './ids.ts';
import type { Platform } from './platform.ts';
import './platform.tables.ts';

export interface AuditLine {
  /** What was done, `module.verb`: `registration.cancelled`. */
  act: string;
  subjectType: string;
  subjectId: string | null;
  /** Ids, codes and figures only. Names and addresses stay in the row they belong to, so that erasing it erases them. */
  data?: Record<string, unknown>;
}

/** What was done with one subject, oldest first, at most 200 lines; the caller has checked the right to the subject. */
export async function listAudit(ctx: Ctx, subjectType: string, subjectId: string) {
  return ctx.db
    .selectFrom('platform.audit_entry')
    .select(['id', 'at', 'actor_kind', 'actor_id', 'on_behalf_of', 'act', 'data'])
    .where('network_id', '=', ctx.networkId)
    .where('subject_type', '=', subjectType)
    .where('subject_id', '=', subjectId)
    .orderBy('at')
    .orderBy('id')
    .limit(200)
    .execute();
}

const LONGEST_AGENT = 300;

/** From where an account acts. Of visitors and of who holds a link no address is kept. */
function originOf({ actor, origin }: Ctx) {
  const known = actor.kind === 'account';
  return {
    session_id: known ? (actor.sessionId ?? null) : null,
    token_id: known ? (actor.token?.id ?? null) : null,
    source: known ? (origin?.source ?? null) : null,
    user_agent: known ? (origin?.userAgent?.slice(0, LONGEST_AGENT) ?? null) : null,
  };
}

/** Writes who did what, in the transaction of the deed itself. Returns the id of the line. */
export async function audit(tx: Ctx, line: AuditLine): Promise<string> {
  const [id] = await auditAll(tx, [line]);
  return id!;
}

/** Many lines in one statement, as one value. Returns their ids in the order given. */
export async function auditAll(tx: Ctx, lines: readonly AuditLine[]): Promise<string[]> {
  if (!tx.inTx) throw new Error('audit() belongs into the transaction of the deed');
  if (lines.length === 0) return [];
  const rows = lines.map(({ act, subjectType, subjectId, data }) => ({ id: newId(), act, subjectType, subjectId, data: data ?? {} }));
  const { session_id, token_id, source, user_agent } = originOf(tx);
  const onBehalfOf = tx.actor.kind === 'account' ? (tx.actor.onBehalfOf?.accountId ?? null) : null;
  await sql`
    insert into platform.audit_entry (id, network_id, at, actor_kind, actor_id, on_behalf_of, session_id, token_id, source, user_agent, act, subject_type, subject_id, data)
    select r.id, ${tx.networkId || null}::uuid, ${tx.clock.now()}::timestamptz, ${tx.actor.kind}, ${actorId(tx.actor)}::text, ${onBehalfOf}::text,
      ${session_id}::uuid, ${token_id}::uuid, ${source}::text, ${user_agent}::text, r.act, r."subjectType", r."subjectId", r.data
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, act text, "subjectType" text, "subjectId" text, data jsonb)`.execute(tx.db);
  return rows.map(({ id }) => id);
}

export interface AuditOrigin {
  onBehalfOf: string | null;
  sessionId: string | null;
  tokenId: string | null;
  source: string | null;
  userAgent: string | null;
}

/** Where a deed came from, for the job that goes on with it: its own lines are of the same origin. */
export async function originOfLine(ctx: Ctx, id: string): Promise<AuditOrigin | undefined> {
  return ctx.db
    .selectFrom('platform.audit_entry')
    .select(['on_behalf_of as onBehalfOf', 'session_id as sessionId', 'token_id as tokenId', 'source', 'user_agent as userAgent'])
    .where('network_id', '=', ctx.networkId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Who did what is kept; from which address and browser only for a year. */
export async function forgetOrigins(platform: Platform): Promise<void> {
  await sql`update platform.audit_entry set source = null, user_agent = null where source is not null and at < ${platform.clock.now()}::timestamptz - interval '1 year'`.execute(platform.db);
}
