import { z } from 'zod';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { oneLine } from '#server/platform/fields.ts';
import { startJob } from '#server/platform/jobs.ts';
import { scopeOf } from '#server/platform/rights.ts';
import { whoActs } from './changes.ts';
import { findErasure, findErasureById, insertErasure, listAskedErasures, updateErasure, type AskedErasure } from './erasures.queries.ts';
import { CENTRE } from './people.policy.ts';
import { fullName, storedPerson } from './person-values.ts';
import { getPersonFor } from './persons.access.ts';
import type { ErasureState } from './privacy.tables.ts';

export const ERASE_JOB = 'people.erase_person';
export const DeclineErasure = z.object({ reason: oneLine(500).min(3, 'field.required') });
/** Erasing cannot be taken back, so that whoever does it says it twice. */
export const StartErasure = z.object({ sure: z.literal('yes', 'erasure.not_sure') });

export interface OwnErasure {
  state: ErasureState;
  askedAt: Date | null;
  reason: string | null;
}

/** Whether one's own erasure was asked for, and what became of it. Error: `page.not_found`. */
export async function ownErasure(ctx: Ctx, personId: string): Promise<OwnErasure | null> {
  await getPersonFor(ctx, personId, 'askErasure');
  const row = await findErasure(ctx, personId);
  return row ? { state: row.state, askedAt: row.asked_at, reason: row.declined_reason } : null;
}

/** Asks the centre to be erased. Errors: `page.not_found`, `erasure.open_already`. */
export async function askErasure(ctx: Ctx, personId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, personId, 'askErasure', { lock: true });
    if (!(await insertErasure(tx, { personId, state: 'asked', asked: true }))) throw invalid('', 'erasure.open_already');
    await audit(tx, { act: 'person.erasure_asked', subjectType: 'person', subjectId: personId });
  });
}

/** Takes it back as long as nobody has decided. Error: `page.not_found`. */
export async function withdrawErasure(ctx: Ctx, personId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, personId, 'askErasure', { lock: true });
    const open = await findErasure(tx, personId);
    if (!open || !(await updateErasure(tx, open.id, 'asked', { state: 'withdrawn' }))) throw notFound();
    await audit(tx, { act: 'person.erasure_withdrawn', subjectType: 'person', subjectId: personId });
  });
}

export interface ErasureView {
  name: string;
  isWorking: boolean;
  askedAt: Date | null;
  isRunning: boolean;
}

/** What the centre decides about. Errors: `page.not_found`, `person.not_possible_…`. */
export async function erasureOf(ctx: Ctx, personId: string): Promise<ErasureView> {
  const person = await getPersonFor(ctx, personId, 'anonymise');
  const open = await findErasure(ctx, personId);
  return { name: fullName(storedPerson(person)), isWorking: person.is_working, askedAt: open?.state === 'asked' ? open.asked_at : null, isRunning: open?.state === 'running' };
}

/** What cannot be taken back is done by somebody at a screen, not by a program with her key. Error: `page.not_found`. */
function needInPerson({ actor }: Ctx): void {
  if (actor.kind === 'account' && actor.token) throw notFound();
}

/** Declines what she asked for, with a reason that she reads. Errors as in `erasureOf`. */
export async function declineErasure(ctx: Ctx, personId: string, input: { reason: string }): Promise<void> {
  needInPerson(ctx);
  await inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, personId, 'anonymise', { lock: true });
    const open = await findErasure(tx, personId);
    if (!open || !(await updateErasure(tx, open.id, 'asked', { state: 'declined', decidedBy: whoActs(tx), reason: input.reason }))) throw notFound();
    await audit(tx, { act: 'person.erasure_declined', subjectType: 'person', subjectId: personId });
  });
}

/** Begins the job that takes her out of every module. Returns the job. Errors as in `erasureOf`, `erasure.runs_already` (409). */
export async function beginErasure(tx: Ctx, personId: string): Promise<string> {
  needInPerson(tx);
  await getPersonFor(tx, personId, 'anonymise', { lock: true });
  const open = await findErasure(tx, personId);
  if (open?.state === 'running') throw new AppError('erasure.runs_already', 409);
  const id = open?.state === 'asked' ? open.id : await insertErasure(tx, { personId, state: 'running', asked: false });
  if (!id) throw new AppError('erasure.runs_already', 409);
  const jobId = await startJob(tx, ERASE_JOB, { erasureId: id });
  await updateErasure(tx, id, open?.state === 'asked' ? 'asked' : 'running', { state: 'running', decidedBy: whoActs(tx), jobId });
  await audit(tx, { act: 'person.erasure_begun', subjectType: 'person', subjectId: personId });
  return jobId;
}

/** The person that a job takes out; null when there is nothing left to do. */
export async function erasureToRun(tx: Ctx, erasureId: string, jobId: string): Promise<string | null> {
  const row = await findErasureById(tx, erasureId);
  return row?.state === 'running' && row.job_id === jobId ? row.person_id : null;
}

/** She is taken out: said in the same transaction, with what went and what stayed in figures. */
export async function endErasure(tx: Ctx, erasureId: string, personId: string, data: Record<string, unknown>): Promise<void> {
  await updateErasure(tx, erasureId, 'running', { state: 'done' });
  await audit(tx, { act: 'person.erased', subjectType: 'person', subjectId: personId, data });
}

/** Requests to be erased that wait for the actor, not her own. */
export async function erasuresWaiting(ctx: Ctx): Promise<AskedErasure[]> {
  if (ctx.actor.kind !== 'account') return [];
  const scope = scopeOf(ctx.actor, CENTRE, ctx.networkId);
  return scope === 'network' || scope.length > 0 ? listAskedErasures(ctx, scope) : [];
}
