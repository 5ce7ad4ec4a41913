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
  if (actor.kind !== 'account') return {};
  return {
    session_id: actor.sessionId ?? null,
    token_id: actor.token?.id ?? null,
    source: origin?.source ?? null,
    user_agent: origin?.userAgent?.slice(0, LONGEST_AGENT) ?? null,
  };
}

/** Writes who did what, in the transaction of the deed itself. Returns the id of the line. */
export async function audit(tx: Ctx, line: AuditLine): Promise<string> {
  if (!tx.inTx) throw new Error('audit() belongs into the transaction of the deed');
  const id = newId();
  await tx.db
    .insertInto('platform.audit_entry')
    .values({
      id,
      network_id: tx.networkId || null,
      at: tx.clock.now(),
      actor_kind: tx.actor.kind,
      actor_id: actorId(tx.actor),
      on_behalf_of: tx.actor.kind === 'account' ? (tx.actor.onBehalfOf?.accountId ?? null) : null,
      ...originOf(tx),
      act: line.act,
      subject_type: line.subjectType,
      subject_id: line.subjectId,
      data: JSON.stringify(line.data ?? {}),
    })
    .execute();
  return id;
}

/** Who did what is kept; from which address and browser only for a year. */
export async function forgetOrigins(platform: Platform): Promise<void> {
  await sql`update platform.audit_entry set source = null, user_agent = null where source is not null and at < ${platform.clock.now()}::timestamptz - interval '1 year'`.execute(platform.db);
}
