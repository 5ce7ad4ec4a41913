import { issueToOne, listResultsForExport, readResultFilter, startIssuing } from '#server/modules/seminars/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { markRunDone } from './quiet.ts';

/**
 * Certificates of the first day for everybody whose minutes suffice and whose name is confirmed: what the coordinator's run would have done
 * had its job been worked off already. Returns how many.
 */
export async function seedCertificates(ctx: Ctx, eventId: string): Promise<number> {
  const runId = await startIssuing(ctx, eventId, { unconfirmedToo: false });
  const { lines } = await listResultsForExport(ctx, eventId, readResultFilter(new URLSearchParams()));
  let issued = 0;
  for (const line of lines) {
    if (!line.verdict.kind || !line.nameConfirmed || line.issueId) continue;
    await issueToOne(ctx, eventId, line.id, { unconfirmedToo: false });
    issued++;
  }
  await markRunDone(ctx, runId, issued);
  return issued;
}
