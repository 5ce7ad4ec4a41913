import { issueCredential } from '#server/modules/credentials/index.ts';
import { issueToOne, listResultsForExport, readResultFilter, startIssuing } from '#server/modules/seminars/index.ts';
import { offsetClock } from '#server/platform/clock.ts';
import type { Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
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

/** A course of last year whose certificate is valid for twenty days more: it can be prolonged, and waits for the coordinator. */
export async function seedCourse(ctx: Ctx, course: { organisationId: string; organisation: string; holder: string; mail: string; now: Date; timeZone: string }): Promise<void> {
  const DAYS = 345;
  const today = localDate(course.now, course.timeZone);
  const issuedOn = addDays(today, -DAYS);
  const past = { ...ctx, clock: offsetClock(course.now.getTime() - Date.now() - DAYS * 24 * 3600_000) };
  await issueCredential(past, {
    organisationId: course.organisationId,
    kind: 'course',
    locale: 'ru',
    holderName: course.holder,
    holderIsMinor: false,
    fields: {
      role: 'learner',
      eventKind: 'Курс',
      eventTitle: 'Первая помощь в библиотеке',
      organisation: course.organisation,
      dates: `${issuedOn.slice(0, 4)} год`,
      roleLine: null,
      minutesLine: null,
      hoursLine: 'объём: 16 академических часов',
      ruleLine: null,
      collectiveLine: null,
      legalLine: 'Не является документом о квалификации',
      signatories: [],
    },
    facts: { hours: 16 },
    validUntil: addDays(today, 20),
    sourceType: 'seed.course',
    sourceId: newId(),
    issuedOn,
    mailAddress: course.mail,
  });
}
