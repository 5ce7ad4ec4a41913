import { issueToOne, listResultsForExport, readResultFilter } from '#server/modules/seminars/index.ts';
import type { Ctx } from '#server/platform/context.ts';

/** Certificates of the first day for everybody whose minutes suffice and whose name is confirmed. Returns how many. */
export async function seedCertificates(ctx: Ctx, eventId: string): Promise<number> {
  const { lines } = await listResultsForExport(ctx, eventId, readResultFilter(new URLSearchParams()));
  let issued = 0;
  for (const line of lines) {
    if (!line.verdict.kind || !line.nameConfirmed || line.issueId) continue;
    await issueToOne(ctx, eventId, line.id, { unconfirmedToo: false });
    issued++;
  }
  return issued;
}
