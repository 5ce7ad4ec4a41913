import { z } from 'zod';
import { dateAnswer } from '#lib/forms/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { countTry, type Limit } from '#server/platform/rate-limit.ts';
import { addDays, localDate, toInstant } from '#server/platform/time/wall-time.ts';
import type { Role, ScopeKind } from './access.tables.ts';
import { queueAccountMail } from './account.mail.ts';
import { ownerOf } from './account.service.ts';
import { endDelegation, findBorrowed, findColleague, insertDelegation, listAssignmentsOf, listDelegations, setSessionDelegation } from './delegation.queries.ts';

const LONGEST_DAYS = 366;
const SHOWN_AFTER_MS = 90 * 24 * 3600_000;
/** Who works here is asked by address only, and not in bulk. */
const ASKED: Limit = { name: 'delegation_address', max: 20, windowSeconds: 3600 };

export const NewDelegation = z.object({
  email: z.email('email.invalid').max(254),
  /** Ids of the own roles to lend. */
  assignments: z.array(z.uuid('choice.missing'), 'choice.missing').min(1, 'choice.missing').max(200),
  /** Days on the calendar of the network, both included. */
  from: dateAnswer(),
  until: dateAnswer(),
});

export interface OwnAssignment {
  id: string;
  role: Role;
  scopeKind: ScopeKind;
  scopeId: string | null;
}

/** What one can lend: the own roles in this network, not those one has borrowed. */
export async function ownAssignments(ctx: Ctx): Promise<OwnAssignment[]> {
  const { accountId } = ownerOf(ctx);
  return (await listAssignmentsOf(ctx.db, ctx.networkId, accountId, ctx.clock.now())).map((row) => ({ id: row.id, role: row.role, scopeKind: row.scope_kind, scopeId: row.scope_id }));
}

/** Start of a day of the network's calendar. A night whose clock is put forward at midnight begins an hour later. */
function startOf(date: string, zone: string): Date {
  const start = toInstant({ date, time: '00:00', zone }, 'later');
  if (!start.ok) throw invalid('from', 'date.invalid');
  return start.instant;
}

/**
 * Lends own roles to a colleague from one day to another. Errors beside their fields: `delegation.nobody`, `delegation.oneself`,
 * `choice.missing`, `delegation.ends_before`, `delegation.past`, `delegation.too_long`.
 */
export async function delegate(ctx: Ctx, input: z.output<typeof NewDelegation>): Promise<string> {
  const { accountId, email } = ownerOf(ctx);
  const now = ctx.clock.now();
  const { timeZone } = await networkOf(ctx);
  if (input.until < input.from) throw invalid('until', 'delegation.ends_before');
  if (input.until < localDate(now, timeZone)) throw invalid('until', 'delegation.past');
  if (input.until >= addDays(input.from, LONGEST_DAYS)) throw invalid('until', 'delegation.too_long');
  const own = new Set((await ownAssignments(ctx)).map(({ id }) => id));
  if (own.size === 0) throw notFound();
  if (!input.assignments.every((id) => own.has(id))) throw invalid('assignments', 'choice.missing');
  const address = input.email.toLowerCase();
  if (address === email.toLowerCase()) throw invalid('email', 'delegation.oneself');
  await countTry(ctx.db, ASKED, accountId, now);
  const colleague = await findColleague(ctx.db, ctx.networkId, address, now);
  if (!colleague) throw invalid('email', 'delegation.nobody');
  return inTransaction(ctx, async (tx) => {
    const id = await insertDelegation(tx.db, {
      networkId: tx.networkId,
      from: accountId,
      to: colleague.id,
      assignmentIds: input.assignments,
      validFrom: startOf(input.from, timeZone),
      validTo: startOf(addDays(input.until, 1), timeZone),
      now,
    });
    await audit(tx, { act: 'delegation.given', subjectType: 'delegation', subjectId: id, data: { to: colleague.id, assignments: input.assignments, from: input.from, until: input.until } });
    await queueAccountMail(tx, 'account.delegation_given', colleague.id);
    return id;
  });
}

export interface Delegation {
  id: string;
  /** given: one's own roles, lent; taken: those of somebody else. */
  side: 'given' | 'taken';
  /** The other of the two. */
  name: string;
  /** What still holds of what was lent. */
  roles: Role[];
  from: Date;
  until: Date;
  state: 'planned' | 'running' | 'ended';
}

/** What one has lent and borrowed in this network, with what ended within 90 days. */
export async function ownDelegations(ctx: Ctx): Promise<Delegation[]> {
  const { accountId } = ownerOf(ctx);
  const now = ctx.clock.now();
  const rows = await listDelegations(ctx.db, ctx.networkId, accountId, now, new Date(now.getTime() - SHOWN_AFTER_MS));
  return rows.map((row) => ({
    id: row.id,
    side: row.from_account_id === accountId ? 'given' : 'taken',
    name: row.from_account_id === accountId ? row.to_name : row.from_name,
    roles: row.roles as Role[],
    from: row.valid_from,
    until: row.valid_to,
    state: row.ended_at !== null || row.valid_to <= now ? 'ended' : row.valid_from > now ? 'planned' : 'running',
  }));
}

/** Ends it before its time; either of the two may. Error: `page.not_found`. */
export async function endOwnDelegation(ctx: Ctx, id: string): Promise<void> {
  const { accountId } = ownerOf(ctx);
  await inTransaction(ctx, async (tx) => {
    if (!isId(id) || !(await endDelegation(tx.db, tx.networkId, accountId, id, tx.clock.now()))) throw notFound();
    await audit(tx, { act: 'delegation.ended', subjectType: 'delegation', subjectId: id });
  });
}

/** From now on this session acts in the giver's place, by what was lent and by nothing else, until it stops. Error: `page.not_found`. */
export async function actForGiver(ctx: Ctx, id: string): Promise<void> {
  const { accountId, sessionId } = ownerOf(ctx);
  await inTransaction(ctx, async (tx) => {
    const found = isId(id) && sessionId !== undefined ? await findBorrowed(tx.db, tx.networkId, accountId, id, tx.clock.now()) : undefined;
    if (!found || sessionId === undefined) throw notFound();
    await setSessionDelegation(tx.db, sessionId, accountId, found.id);
    await audit(tx, { act: 'delegation.taken_up', subjectType: 'delegation', subjectId: id, data: { from: found.from_account_id } });
  });
}

/** Back to the own roles. */
export async function actForOneself(ctx: Ctx): Promise<void> {
  const { accountId, sessionId } = ownerOf(ctx);
  if (sessionId === undefined) throw notFound();
  await setSessionDelegation(ctx.db, sessionId, accountId, null);
}
