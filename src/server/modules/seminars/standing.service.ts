import type { Ctx } from '#server/platform/context.ts';
import { issuesFor } from '#server/modules/credentials/index.ts';
import type { Decision } from './seminars.tables.ts';
import { findEventRow } from './events.queries.ts';
import type { RuleOutcome } from './eligibility.rule.ts';
import { judgeWith, scopeOf, type ResultLine } from './eligibility.service.ts';
import { findEventOf } from './issuing.queries.ts';
import { listPeopleById } from './results.queries.ts';
import { openEvent, type OpenEvent } from './seminars.access.ts';
import type { PaperKind, VerdictReason } from './verdict.rule.ts';

/** Where somebody stands with her certificate, for her own page and for the page of her reading room. */
export interface CertificateStanding {
  registrationId: string;
  name: string;
  nameConfirmed: boolean;
  /** False: nothing has taken place yet, so there is nothing to say about minutes. */
  held: boolean;
  /** Nothing more will be counted: the last sitting is over. */
  over: boolean;
  eligible: boolean;
  kind: PaperKind | null;
  /** Why not, every reason; empty when eligible. */
  reasons: VerdictReason[];
  /** The rule condition by condition, with what was found: the checklist. */
  outcome: RuleOutcome;
  /** null: not counted. */
  minutes: number | null;
  ofMinutes: number;
  codes: number;
  /** A person decided, and why. */
  decision: { decision: Decision; reason: string } | null;
  paper: { issueId: string; number: string; issuedAt: Date; revokedAt: Date | null; revokeReason: string | null } | null;
}

/**
 * The standing of one registration; null when there is none in this network. The caller has checked its right to it. Minutes are at most a
 * minute old while a session runs. Three queries, a fourth where a certificate was revoked.
 */
export async function certificatesOf(ctx: Ctx, registrationId: string): Promise<CertificateStanding | null> {
  const [one] = await standingsOf(ctx, { registrationId }, { ids: [registrationId] });
  return one ?? null;
}

/** The same for everybody of a reading room's list, in the alphabet. The caller has checked its right to the list. */
export async function certificatesOfCollective(ctx: Ctx, collectiveId: string): Promise<CertificateStanding[]> {
  return standingsOf(ctx, { collectiveId }, { collectiveId });
}

async function standingsOf(
  ctx: Ctx,
  of: { registrationId: string } | { collectiveId: string },
  which: { ids: readonly string[] } | { collectiveId: string },
): Promise<CertificateStanding[]> {
  const eventId = await findEventOf(ctx, of);
  const row = eventId ? await findEventRow(ctx, eventId, false) : undefined;
  if (!row) return [];
  const event = openEvent(ctx, row);
  const lines = (await listPeopleById(ctx, scopeOf(ctx, event), which)).filter((line) => line.registrationId !== null).map(judgeWith(event));
  const revoked = lines.filter((line) => line.revokedAt);
  const reasons = new Map<string, string | null>();
  for (const type of ['registration', 'contributor'] as const) {
    const ids = revoked.flatMap((line) => line[`${type}Id`] ?? []);
    for (const issue of ids.length > 0 ? await issuesFor(ctx, `seminars.${type}`, ids) : []) reasons.set(issue.issueId, issue.revokeReason);
  }
  return lines.map((line) => standingOf(ctx, event, line, reasons));
}

function standingOf(ctx: Ctx, event: OpenEvent, line: ResultLine, revokeReasons: ReadonlyMap<string, string | null>): CertificateStanding {
  const { now } = scopeOf(ctx, event);
  return {
    registrationId: line.registrationId ?? '',
    name: line.name,
    nameConfirmed: line.nameConfirmed,
    held: line.ofMinutes > 0,
    over: event.lastEnd !== null && event.lastEnd <= now,
    eligible: line.verdict.eligible,
    kind: line.verdict.kind,
    reasons: line.verdict.reasons,
    outcome: line.verdict.outcome,
    minutes: line.minutes,
    ofMinutes: line.ofMinutes,
    codes: line.codes,
    decision: line.decision === 'grant' || line.decision === 'refuse' ? { decision: line.decision, reason: line.decisionReason ?? '' } : null,
    paper:
      line.issueId && line.number && line.issuedAt
        ? { issueId: line.issueId, number: line.number, issuedAt: line.issuedAt, revokedAt: line.revokedAt, revokeReason: revokeReasons.get(line.issueId) ?? null }
        : null,
  };
}
