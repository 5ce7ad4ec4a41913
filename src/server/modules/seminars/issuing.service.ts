import type { Locale } from '#lib/i18n/index.ts';
import { findAccount } from '#server/modules/access/index.ts';
import { annulBatch, batchOf, type DELIVERIES, issuingProblem, issuesFor, templatesFor, type Annulment } from '#server/modules/credentials/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import { listRoomsFor, roomState, settlePresence } from '#server/modules/rooms/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, invalid, notFound } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { findJob, resumeJob, startJob, stopJob } from '#server/platform/jobs.ts';
import { judgeWith, getPerson, scopeOf, type ResultLine } from './eligibility.service.ts';
import { findLastRun, findRun, insertRun, lockPersonRow, type RunRow } from './issuing.queries.ts';
import { issueTo, unprintableIn } from './paper.service.ts';
import { listSessions } from './programme.queries.ts';
import { EVERYBODY } from './results-filter.ts';
import { listPeople, listPeopleById } from './results.queries.ts';
import { atEventClock, getEventFor, type OpenEvent } from './seminars.access.ts';
import { ROOM_OWNER } from './session-rooms.ts';
import type { PaperKind, VerdictCode } from './verdict.rule.ts';

export const ISSUE_JOB = 'seminars.issue_certificates';
/** People of one event whose certificates are thought about in one go; nobody is asked twice. */
const MOST_PEOPLE = 100_000;
/** Names that could not be printed and the like: a handful, mostly. */
const MOST_FAILED_SHOWN = 50;

/** Why somebody gets no certificate in this run, beside what the rule says. */
export type LeftOutCode = VerdictCode | 'issuing.name_not_confirmed' | 'issuing.name_unprintable' | 'issuing.revoked_before';

export interface IssuingWish {
  unconfirmedToo: boolean;
  /** Minutes; until then what was issued can be annulled as a whole. None: at once. */
  deliverInMinutes?: (typeof DELIVERIES)[number];
  /** A template by its id; `own`: our design; none: the organisation's choice for the kind. */
  template?: string | undefined;
}

export interface IssuingPlan {
  event: OpenEvent;
  /** Stands against any issuing: `issuing.no_public_address`, `issuing.nothing_held`. */
  problem: 'issuing.no_public_address' | 'issuing.nothing_held' | null;
  /** Who would get one, by kind and language, in the order of the register. */
  groups: { kind: PaperKind; locale: Locale; count: number }[];
  count: number;
  /** Among those who get none only because they have not confirmed their name. */
  unconfirmed: number;
  /** Who gets none and why; one line a reason. */
  leftOut: { code: LeftOutCode; count: number }[];
  /** Names with signs that our fonts do not hold. */
  unprintable: { id: string; name: string; signs: string }[];
  issued: number;
  /** Sittings that have not ended yet. */
  ahead: number;
  /** The run that works at this moment. */
  running: string | null;
  /** Templates that can be chosen. */
  templates: { id: string; name: string }[];
}

/** All people of the event, judged now: presence is counted to this very moment first. */
export async function judgeEverybody(ctx: Ctx, event: OpenEvent): Promise<ResultLine[]> {
  await settlePresence(ctx, ROOM_OWNER, await sessionIdsOf(ctx, event));
  const people = await listPeople(ctx, scopeOf(ctx, event), EVERYBODY, { limit: MOST_PEOPLE, from: null, backwards: false });
  return people.map(judgeWith(event));
}

const sessionIdsOf = async (ctx: Ctx, event: OpenEvent) => (await listSessions(ctx, event.id)).map(({ id }) => id);

/** Null: gets a certificate in this run. Already issued ones are no case of this. */
export function leftOut(line: ResultLine, unconfirmedToo: boolean): LeftOutCode | null {
  const [first] = line.verdict.reasons;
  if (first) return first.code;
  if (line.revokedAt) return 'issuing.revoked_before';
  if (unprintableIn(line.name)) return 'issuing.name_unprintable';
  if (!line.nameConfirmed && !unconfirmedToo) return 'issuing.name_not_confirmed';
  return null;
}

export const languageOf = (event: Pick<OpenEvent, 'languages'>, line: Pick<ResultLine, 'locale'>): Locale => line.locale ?? (event.languages[0] as Locale | undefined) ?? 'ru';

/** What a press of the button would do, before it does it. Errors: `page.not_found`, `event.not_possible_*`. */
export async function planIssuing(ctx: Ctx, eventId: string, wish: { unconfirmedToo: boolean }): Promise<IssuingPlan> {
  const event = await getEventFor(ctx, eventId, 'issueCertificates');
  const lines = await judgeEverybody(ctx, event);
  const open = lines.filter((line) => !line.issueId || line.revokedAt);
  const groups = new Map<string, { kind: PaperKind; locale: Locale; count: number }>();
  const without = new Map<LeftOutCode, number>();
  for (const line of open) {
    const why = leftOut(line, wish.unconfirmedToo);
    if (why) without.set(why, (without.get(why) ?? 0) + 1);
    else {
      const group = { kind: line.verdict.kind ?? 'attendance', locale: languageOf(event, line) };
      const key = `${group.kind} ${group.locale}`;
      groups.set(key, { ...group, count: (groups.get(key)?.count ?? 0) + 1 });
    }
  }
  const now = atEventClock(ctx, event).clock.now();
  const rooms = await listRoomsFor(ctx, ROOM_OWNER, await sessionIdsOf(ctx, event));
  const running = await runningRun(ctx, eventId);
  return {
    event,
    problem: await problemOf(ctx, event, lines),
    groups: [...groups.values()].sort((a, b) => b.count - a.count || a.kind.localeCompare(b.kind) || a.locale.localeCompare(b.locale)),
    count: [...groups.values()].reduce((sum, { count }) => sum + count, 0),
    unconfirmed: open.filter((line) => !line.nameConfirmed && leftOut(line, true) === null).length,
    leftOut: [...without].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count || a.code.localeCompare(b.code)),
    unprintable: open.flatMap(({ id, name }) => {
      const signs = unprintableIn(name);
      return signs ? [{ id, name, signs }] : [];
    }),
    issued: lines.length - open.length,
    ahead: rooms.filter((room) => !['ended', 'closed'].includes(roomState(room, now))).length,
    running: running?.id ?? null,
    templates: await templatesFor(ctx, event.organisationId),
  };
}

async function problemOf(ctx: Ctx, event: OpenEvent, lines: readonly ResultLine[]): Promise<IssuingPlan['problem']> {
  if (!event.rehearsalOf) {
    const problem = await issuingProblem(ctx, (await networkOf(ctx)).isDemo);
    if (problem) return problem;
  }
  // Before anything has taken place there is nothing that a paper could state.
  return lines.every(({ ofMinutes, ownKind }) => ofMinutes === 0 && ownKind === null) ? 'issuing.nothing_held' : null;
}

async function runningRun(ctx: Ctx, eventId: string): Promise<RunRow | null> {
  const last = await findLastRun(ctx, eventId);
  const job = last && (await findJob(ctx, last.jobId));
  return last && job && (job.state === 'waiting' || job.state === 'running') ? last : null;
}

/**
 * Starts to issue to everybody who is eligible and has no certificate; its mails wait as long as is wished. Returns the run's id. Errors: `issuing.running_already` (409),
 * `issuing.no_public_address`, `issuing.nothing_held`, `issuing.nobody`, `page.not_found`, `event.not_possible_*`.
 */
export async function startIssuing(ctx: Ctx, eventId: string, wish: IssuingWish): Promise<string> {
  const plan = await planIssuing(ctx, eventId, wish);
  if (plan.problem) throw new AppError(plan.problem, 409);
  if (plan.count === 0 && !plan.running) throw new AppError('issuing.nobody', 409);
  return inTransaction(ctx, async (tx) => {
    // The lock on the event makes two presses follow each other.
    const event = await getEventFor(tx, eventId, 'issueCertificates', { lock: true });
    if (wish.template && wish.template !== 'own' && !(await templatesFor(tx, event.organisationId)).some(({ id }) => id === wish.template)) throw invalid('template', 'issuing.no_template');
    if (await runningRun(tx, eventId)) throw new AppError('issuing.running_already', 409);
    const id = newId();
    const jobId = await startJob(tx, ISSUE_JOB, { runId: id, eventId });
    await insertRun(tx, {
      id,
      eventId,
      jobId,
      unconfirmedToo: wish.unconfirmedToo,
      deliverInMinutes: wish.deliverInMinutes ?? 0,
      template: wish.template ?? null,
      startedBy: tx.actor.kind === 'account' ? tx.actor.accountId : null,
      startedAt: tx.clock.now(),
    });
    await audit(tx, { act: 'certificates.issuing_started', subjectType: 'event', subjectId: eventId, data: { runId: id, count: plan.count, ...wish } });
    return id;
  });
}

/** What the job says when it ends. */
export interface RunOutcome {
  issued: number;
  /** Who could not be given one although eligible: the person and the code of the error. */
  failed: { id: string; code: string }[];
}

export interface IssuingRun {
  event: OpenEvent;
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  stopRequested: boolean;
  done: number;
  total: number;
  startedAt: Date;
  finishedAt: Date | null;
  /** Name of the account; null when it was no account, or it is gone. */
  startedBy: string | null;
  unconfirmedToo: boolean;
  errorCode: string | null;
  /** Certificates issued, as of its last end. */
  issued: number;
  failedCount: number;
  /** The first of them; the name is empty when it is gone. */
  failed: { id: string; name: string; code: string }[];
  jobId: string;
  deliverInMinutes: number;
  /** Of the run's certificates: how many somebody has, and how many were annulled. */
  given: number;
  annulled: number;
  /** How many undoing it would annul now; counted in the register, since a run that broke off leaves no figures of its own. */
  undoable: number;
}

const pick = ({ given, annulled, open }: Awaited<ReturnType<typeof batchOf>>) => ({ given, annulled, undoable: open });

/** One run with its progress. Error `page.not_found`. */
export async function getRunFor(ctx: Ctx, eventId: string, runId: string): Promise<IssuingRun> {
  const event = await getEventFor(ctx, eventId, 'readRegistrations');
  const run = isId(runId) ? await findRun(ctx, eventId, runId) : undefined;
  const job = run && (await findJob(ctx, run.jobId));
  if (!run || !job) throw notFound();
  const outcome = job.outcome as Partial<RunOutcome> | null;
  const failed = outcome?.failed ?? [];
  const shown = failed.slice(0, MOST_FAILED_SHOWN);
  const people = shown.length > 0 ? await listPeopleById(ctx, scopeOf(ctx, event), { ids: shown.map(({ id }) => id) }) : [];
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return {
    event,
    id: run.id,
    state: job.state,
    stopRequested: job.stop_requested,
    done: job.done,
    total: job.total,
    startedAt: run.startedAt,
    finishedAt: job.finished_at,
    startedBy: run.startedBy ? ((await findAccount(ctx.db, run.startedBy))?.name ?? null) : null,
    unconfirmedToo: run.unconfirmedToo,
    errorCode: job.error_code,
    issued: outcome?.issued ?? 0,
    failedCount: failed.length,
    // Who has withdrawn her data meanwhile has no name any more.
    failed: shown.map(({ id, code }) => ({ id, code, name: names.get(id) ?? '' })),
    jobId: run.jobId,
    deliverInMinutes: run.deliverInMinutes,
    ...pick(await batchOf(ctx, run.id)),
  };
}

/** The last run of an event, for the list of results; null when there was none. */
export async function lastRunFor(ctx: Ctx, event: OpenEvent): Promise<{ id: string; state: IssuingRun['state'] } | null> {
  const run = await findLastRun(ctx, event.id);
  const job = run && (await findJob(ctx, run.jobId));
  return run && job ? { id: run.id, state: job.state } : null;
}

/** Asks the run to stop after the certificate it is working on; what is issued stays issued. */
export async function stopIssuing(ctx: Ctx, eventId: string, runId: string): Promise<void> {
  await getEventFor(ctx, eventId, 'issueCertificates');
  const run = isId(runId) ? await findRun(ctx, eventId, runId) : undefined;
  if (!run) throw notFound();
  await inTransaction(ctx, async (tx) => {
    await stopJob(tx, run.jobId);
    await audit(tx, { act: 'certificates.issuing_stopped', subjectType: 'event', subjectId: eventId, data: { runId } });
  });
}

/**
 * Annuls what of a run nobody has received yet; the run has ended, or it would go on issuing. Returns how many. Errors:
 * `issuing.running_already`, `credential.all_given` (409), `page.not_found`.
 */
export async function undoIssuing(ctx: Ctx, eventId: string, runId: string, input: Annulment): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    await getEventFor(tx, eventId, 'issueCertificates', { lock: true });
    const run = isId(runId) ? await findRun(tx, eventId, runId) : undefined;
    if (!run) throw notFound();
    if ((await runningRun(tx, eventId))?.id === run.id) throw new AppError('issuing.running_already', 409);
    const count = await annulBatch(tx, run.id, input);
    await audit(tx, { act: 'certificates.issuing_undone', subjectType: 'event', subjectId: eventId, data: { runId, count } });
    return count;
  });
}

/** Goes on with a run that was stopped or failed; nobody is issued twice. Error: `issuing.running_already` when another one works. */
export async function resumeIssuing(ctx: Ctx, eventId: string, runId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getEventFor(tx, eventId, 'issueCertificates', { lock: true });
    const run = isId(runId) ? await findRun(tx, eventId, runId) : undefined;
    if (!run) throw notFound();
    const running = await runningRun(tx, eventId);
    if (running && running.id !== run.id) throw new AppError('issuing.running_already', 409);
    await resumeJob(tx, run.jobId);
    await audit(tx, { act: 'certificates.issuing_resumed', subjectType: 'event', subjectId: eventId, data: { runId } });
  });
}

/**
 * Issues to one person: after a decision, or anew in place of a revoked certificate. Returns the number. Errors: `issuing.not_eligible`,
 * `issuing.issued_already`, `issuing.name_not_confirmed` unless `unconfirmedToo`, `issuing.no_public_address`, `issuing.unprintable`,
 * `record.changed_meanwhile`, `page.not_found` (409 but the last).
 */
export async function issueToOne(ctx: Ctx, eventId: string, personId: string, wish: { unconfirmedToo: boolean }): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'issueCertificates');
    const seen = await getPerson(tx, event, personId);
    if (!(await lockPersonRow(tx, event.id, seen))) throw conflict();
    const line = judgeWith(event)(await getPerson(tx, event, personId));
    const { kind } = line.verdict;
    if (line.issueId && !line.revokedAt) throw new AppError('issuing.issued_already', 409);
    if (!kind) throw new AppError('issuing.not_eligible', 409);
    if (!line.nameConfirmed && !wish.unconfirmedToo) throw new AppError('issuing.name_not_confirmed', 409);
    const outcome = await issueTo(tx, event, { ...line, verdict: { ...line.verdict, kind } }, { issuedBy: null });
    return outcome.number;
  });
}

/** All papers of these people, for lists that show them. */
export async function papersOf(ctx: Ctx, lines: readonly ResultLine[]) {
  const ids = (key: 'registrationId' | 'contributorId') => lines.flatMap((line) => line[key] ?? []);
  return [
    ...(await issuesFor(ctx, 'seminars.registration', ids('registrationId'))),
    ...(await issuesFor(ctx, 'seminars.contributor', ids('contributorId'))),
  ];
}
