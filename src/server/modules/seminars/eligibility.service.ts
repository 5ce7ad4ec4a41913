import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { findAccount } from '#server/modules/access/index.ts';
import { issuesFor, type Issue } from '#server/modules/credentials/index.ts';
import { insertDecision, listDecisions, listSeatsOf, lockPersonRow, type SeatRow } from './issuing.queries.ts';
import { countPeople, listPeople, listPeopleById, type PersonRow, type ResultScope, type ResultTotals } from './results.queries.ts';
import type { ResultCursor, ResultFilter } from './results-filter.ts';
import { atEventClock, getEventFor, type OpenEvent } from './seminars.access.ts';
import type { Decision } from './seminars.tables.ts';
import { verdictOf, type Verdict } from './verdict.rule.ts';

/** A person of the list with what the rule and people said about her. */
export interface ResultLine extends PersonRow {
  verdict: Verdict;
}

export interface ResultPage {
  event: OpenEvent;
  lines: ResultLine[];
  totals: ResultTotals;
  /** Where the pages beside this one begin; null at either end. */
  next: ResultCursor | null;
  previous: ResultCursor | null;
}

const PAGE = 50;
/** The whole list in one file. */
export const MOST_EXPORTED = 20_000;

/** By what the results of an event are counted: its rule, at its own clock. */
export function scopeOf(ctx: Ctx, event: OpenEvent): ResultScope {
  return { eventId: event.id, rule: event.certificateRule, now: atEventClock(ctx, event).clock.now() };
}

export const judgeWith =
  (event: OpenEvent) =>
  (row: PersonRow): ResultLine => ({ ...row, verdict: verdictOf(event.certificateRule, row) });

/** Moderators read names and reasons; addresses are for those who write to people. */
/** Moderators look for names, not for addresses they do not see. */
const askedBy = (event: OpenEvent, filter: ResultFilter): ResultFilter => ({ ...filter, addresses: event.abilities.prepare.allowed });
const asSeenBy = (event: OpenEvent) => (line: ResultLine): ResultLine => (event.abilities.prepare.allowed ? line : { ...line, email: null });

/**
 * Everybody of the event who matches, one page, with totals: three queries, however many people. Minutes are those of the last count:
 * exact after a session, at most a minute old while it runs. For organisers and moderators; error `page.not_found`.
 */
export async function listResultsFor(
  ctx: Ctx,
  eventId: string,
  filter: ResultFilter,
  page: { after?: ResultCursor | null; before?: ResultCursor | null; limit?: number } = {},
): Promise<ResultPage> {
  const event = await getEventFor(ctx, eventId, 'readRegistrations');
  const scope = scopeOf(ctx, event);
  const limit = page.limit ?? PAGE;
  const backwards = !page.after && Boolean(page.before);
  const from = page.after ?? page.before ?? null;
  const found = await listPeople(ctx, scope, askedBy(event, filter), { limit, from, backwards });
  const more = found.length > limit;
  const rows = more ? (backwards ? found.slice(1) : found.slice(0, limit)) : found;
  const cursor = (row: PersonRow | undefined): ResultCursor | null => (row ? { value: row.sortValue, id: row.id } : null);
  return {
    event,
    lines: rows.map(judgeWith(event)).map(asSeenBy(event)),
    totals: await countPeople(ctx, scope, askedBy(event, filter)),
    next: backwards || more ? cursor(rows.at(-1)) : null,
    previous: (backwards ? more : from !== null) ? cursor(rows.at(0)) : null,
  };
}

/** The whole list that matches, in its order, for files; at most 20,000 people. */
export async function listResultsForExport(ctx: Ctx, eventId: string, filter: ResultFilter): Promise<{ event: OpenEvent; lines: ResultLine[] }> {
  const event = await getEventFor(ctx, eventId, 'readRegistrations');
  const rows = await listPeople(ctx, scopeOf(ctx, event), askedBy(event, filter), { limit: MOST_EXPORTED, from: null, backwards: false });
  return { event, lines: rows.slice(0, MOST_EXPORTED).map(judgeWith(event)).map(asSeenBy(event)) };
}

export interface DecisionLine {
  decision: Decision;
  reason: string;
  at: Date;
  /** Name of the account; null when it is gone. */
  by: string | null;
}

export interface ResultDetail {
  event: OpenEvent;
  line: ResultLine;
  /** Minutes by session, with the seat whose raw events stand behind them. */
  seats: SeatRow[];
  /** Latest first. */
  decisions: DecisionLine[];
  /** Everything ever issued to this person here, oldest first. */
  issues: Issue[];
}

/** One person: how her figures came about, who decided what, what was issued. Error `page.not_found`. */
export async function getResultFor(ctx: Ctx, eventId: string, personId: string): Promise<ResultDetail> {
  const event = await getEventFor(ctx, eventId, 'readRegistrations');
  const line = judgeWith(event)(await getPerson(ctx, event, personId));
  const decisions = await listDecisions(ctx, event.id, line);
  const names = new Map<string, string>();
  // Decisions about one person are few, and so are those who decide.
  for (const id of new Set(decisions.flatMap(({ decidedBy }) => decidedBy ?? []))) {
    const account = await findAccount(ctx.db, id);
    if (account) names.set(id, account.name);
  }
  return {
    event,
    line: asSeenBy(event)(line),
    seats: line.registrationId ? await listSeatsOf(ctx, event.id, line.registrationId) : [],
    decisions: decisions.map(({ decision, reason, decidedAt, decidedBy }) => ({
      decision,
      reason,
      at: decidedAt,
      by: decidedBy ? (names.get(decidedBy) ?? null) : null,
    })),
    issues: [
      ...(line.registrationId ? await issuesFor(ctx, 'seminars.registration', [line.registrationId]) : []),
      ...(line.contributorId ? await issuesFor(ctx, 'seminars.contributor', [line.contributorId]) : []),
    ].toSorted((a, b) => a.issuedAt.getTime() - b.issuedAt.getTime()),
  };
}

/** A person of the event by the id of her registration or contribution. Error `page.not_found`. */
export async function getPerson(ctx: Ctx, event: OpenEvent, personId: string): Promise<PersonRow> {
  const [row] = isId(personId) ? await listPeopleById(ctx, scopeOf(ctx, event), { ids: [personId] }) : [];
  if (!row) throw notFound();
  return row;
}

/**
 * A coordinator decides about one person, with a reason that stays and is shown wherever the result is: grant or refuse a certificate
 * whatever the rule says, or give the decision back to the rule. Errors: `decision.reason_short` beside `reason` (3 to 500 characters),
 * `decision.issued_already` (409) while a valid certificate exists, `page.not_found`.
 */
export async function decideCertificate(ctx: Ctx, eventId: string, personId: string, input: { decision: Decision; reason: string }): Promise<void> {
  const reason = input.reason.replace(/\s+/g, ' ').trim();
  if (reason.length < 3) throw invalid('reason', 'decision.reason_short');
  if (reason.length > 500) throw invalid('reason', 'text.too_long', { max: 500 });
  await inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'issueCertificates');
    // Whoever is issuing to this person at this moment holds the row: we wait, and then see the certificate.
    const seen = await getPerson(tx, event, personId);
    await lockPersonRow(tx, event.id, seen);
    const person = await getPerson(tx, event, personId);
    if (person.issueId && !person.revokedAt) throw new AppError('decision.issued_already', 409);
    await insertDecision(tx, event.id, person, { decision: input.decision, reason, by: tx.actor.kind === 'account' ? tx.actor.accountId : null });
    await audit(tx, {
      act: 'certificate.decided',
      subjectType: person.registrationId ? 'registration' : 'contributor',
      subjectId: person.id,
      data: { eventId, decision: input.decision },
    });
  });
}
