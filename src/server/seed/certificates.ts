import { issueListNow, NewIssuingList, startIssuingList } from '#server/modules/credentials/index.ts';
import { issueToOne, listResultsForExport, readResultFilter, startIssuing } from '#server/modules/seminars/index.ts';
import { offsetClock } from '#server/platform/clock.ts';
import type { Ctx } from '#server/platform/context.ts';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { markListDone, markRunDone } from './quiet.ts';

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

/** A course of last year, issued from a list; its certificates are valid for twenty days more: they can be prolonged, and wait for the coordinator. */
export async function seedCourse(ctx: Ctx, course: { organisationId: string; holder: string; mail: string; now: Date; timeZone: string }): Promise<void> {
  const until = addDays(localDate(course.now, course.timeZone), 20);
  const issuedOn = `${Number(until.slice(0, 4)) - 1}${until.slice(4)}`;
  const past = { ...ctx, clock: offsetClock(Date.parse(`${issuedOn}T09:00:00Z`) - Date.now()) };
  const listId = await startIssuingList(
    past,
    NewIssuingList.parse({
      organisationId: course.organisationId,
      kind: 'course',
      language: 'ru',
      title: 'Первая помощь в библиотеке',
      eventKind: 'Курс',
      from: addDays(issuedOn, -12),
      to: addDays(issuedOn, -1),
      hours: 16,
      competencies: 'Безопасность читателей и сотрудников\nДействия при несчастном случае',
      months: 12,
      deliver: '0',
      names: `${course.holder}; ; ${course.mail}\nОспанова Дана Маратовна\nКим Сергей Викторович`,
    }),
  );
  await markListDone(past, listId, await issueListNow(past, listId));
}
