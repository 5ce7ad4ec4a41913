import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { systemCtx, type JobRun, type Platform } from '#server/platform/platform.ts';
import { findList, listOpenPeople, type IssuingListRow, type ListedPersonRow } from './issuing-lists.queries.ts';
import { fieldsOfList, LIST_JOB, LISTED, type IssuingList } from './issuing-lists.service.ts';
import { issueCredential } from './issues.service.ts';

/** How often the run says how far it is and asks whether it should stop. */
const TELL_MS = 400;

/** Issues to whom the list still owes a certificate, one person a transaction. Killed at any moment it begins again and issues to nobody twice. */
export async function issueList(run: JobRun): Promise<Record<string, unknown>> {
  const ctx = systemCtx(run.platform, run.networkId, LIST_JOB, 'ru');
  const list = await findList(ctx, String(run.params.listId));
  if (!list) throw new AppError('page.not_found', 404);
  const open = await listOpenPeople(ctx, list.id);
  const before = list.people - open.length;
  const failed: IssuingList['failed'] = [];
  let issued = before;
  let told = 0;
  await run.progress(before, list.people);
  for (const [index, person] of open.entries()) {
    if (Date.now() - told >= TELL_MS) {
      told = Date.now();
      await run.progress(before + index, list.people);
      if (await run.stopRequested()) break;
    }
    const problem = await issueToListed(ctx, list, person, run.createdBy);
    if (problem) failed.push({ line: person.line, name: person.name, ...problem });
    else issued++;
  }
  await run.progress(issued + failed.length, list.people);
  return { issued, failed };
}

/** What stood against it; null when the person has her certificate. Faults end the run, to be resumed. */
async function issueToListed(ctx: Ctx, list: IssuingListRow, person: { id: string } & ListedPersonRow, issuedBy: string | null): Promise<{ code: string; params: Record<string, string | number> } | null> {
  const { words } = list;
  const second = words.second;
  try {
    await inTransaction(ctx, (tx) =>
      issueCredential(
        tx,
        {
          organisationId: list.organisationId,
          kind: list.kind,
          locale: words.locale,
          holderName: person.name,
          holderIsMinor: words.minors,
          fields: fieldsOfList(words.locale, list, person.roleLine),
          facts: { from: words.from, to: words.to, ...(words.hours === null ? {} : { hours: words.hours }), ...(words.gained.length > 0 ? { gained: [...words.gained] } : {}) },
          ...(words.qualification ? { qualification: words.qualification } : {}),
          ...(words.validUntil ? { validUntil: words.validUntil } : {}),
          sourceType: LISTED,
          sourceId: person.id,
          issuedOn: words.issuedOn,
          mailAddress: person.email,
          issuedBy,
          batchId: list.id,
          deliverAfter: list.deliverInMinutes > 0 ? new Date(list.startedAt.getTime() + list.deliverInMinutes * 60_000) : null,
          ...(words.templateId === undefined ? {} : { templateId: words.templateId }),
        },
        second ? { fieldsIn: (other) => fieldsOfList(other, list, person.roleLine) } : {},
      ),
    );
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code !== 'issuing.no_public_address' && error.status !== 404) return { code: error.code, params: { ...error.params } };
    throw error;
  }
}

/** What the job would do, done at once: for whoever prepares an installation. Returns how many were issued. */
export async function issueListNow(ctx: Ctx, listId: string): Promise<number> {
  const list = await findList(ctx, listId);
  if (!list) throw new AppError('page.not_found', 404);
  const open = await listOpenPeople(ctx, list.id);
  for (const person of open) await issueToListed(ctx, list, person, list.startedBy);
  return open.length;
}

export function registerListJobs(platform: Platform): void {
  platform.jobs.handleJob(LIST_JOB, issueList);
}
