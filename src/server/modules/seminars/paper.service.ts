import type { Locale } from '#lib/i18n/index.ts';
import { checkPrintedName } from '#server/modules/people/index.ts';
import { issueCredential, issuesFor, type CredentialKind, type IssueFacts, type IssueOutcome } from '#server/modules/credentials/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, InvalidInput, invalid, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { unprintable } from '#server/platform/pdf/index.ts';
import { addMonths, localDate } from '#server/platform/time/wall-time.ts';
import { certificateFields } from './certificate-words.ts';
import { updateContributorPaper } from './issuing.queries.ts';
import type { PersonRow } from './results.queries.ts';
import { atEventClock, getEventFor, type OpenEvent } from './seminars.access.ts';
import type { PaperKind, Verdict } from './verdict.rule.ts';

/** The register in which a paper is numbered. */
export const REGISTER_OF = {
  attendance: 'attendance',
  speaker: 'speaker',
  moderator: 'organiser',
  organiser: 'organiser',
} as const satisfies Record<PaperKind, CredentialKind>;

/** The signs of a name that our fonts do not hold, apart by spaces; null when it can be printed. */
export function unprintableIn(name: string): string | null {
  const signs = unprintable(name);
  return signs.length > 0 ? signs.slice(0, 10).join(' ') : null;
}

/** What the lines say, in figures for machines: the days of the event, and of who attended the minutes and their share, never rounded up. */
function factsOf(event: OpenEvent, { minutes, ofMinutes }: PersonRow, kind: PaperKind): IssueFacts {
  const days = event.firstStart && event.lastEnd ? { from: localDate(event.firstStart, event.timeZone), to: localDate(event.lastEnd, event.timeZone) } : {};
  if (kind !== 'attendance' || minutes === null) return days;
  return { ...days, minutes, ...(ofMinutes > 0 ? { presence: Math.min(100, Math.floor((minutes * 1000) / ofMinutes) / 10) } : {}) };
}

/** In whose name, in which go, and before when no mail goes out. */
export interface IssuedBy {
  issuedBy: string | null;
  batchId?: string;
  deliverAfter?: Date | null;
  /** A template; null: our own design; not said: the organisation's choice. */
  templateId?: string | null;
}

/**
 * Puts the paper of one eligible person into the register, in the caller's transaction, which holds her row and has judged her. A part
 * taken in the programme belongs to the contributor, attendance to the registration. Who has a revoked paper gets one in its place.
 */
export async function issueTo(
  tx: Ctx,
  event: OpenEvent,
  person: PersonRow & { verdict: Verdict & { kind: PaperKind } },
  by: IssuedBy,
): Promise<IssueOutcome> {
  const { kind } = person.verdict;
  const ofContributor = person.contributorId !== null && (kind === 'speaker' || kind === 'moderator' || person.registrationId === null);
  const source = ofContributor
    ? { sourceType: 'seminars.contributor', sourceId: person.contributorId ?? '' }
    : { sourceType: 'seminars.registration', sourceId: person.registrationId ?? '' };
  const register = REGISTER_OF[kind];
  const replaced = person.revokedAt
    ? (await issuesFor(tx, source.sourceType, [source.sourceId])).findLast((issue) => issue.kind === register && issue.revokedAt !== null)
    : undefined;
  const locale: Locale = person.locale ?? (event.languages[0] as Locale | undefined) ?? 'ru';
  // A rehearsal has days of its own.
  const issuedOn = localDate(atEventClock(tx, event).clock.now(), event.timeZone);
  const fieldsIn = (other: Locale) => certificateFields(other, event, person, person.verdict);
  return issueCredential(
    tx,
    {
      ...source,
      organisationId: event.organisationId,
      kind: register,
      locale,
      holderName: person.name,
      holderIsMinor: false,
      fields: fieldsIn(locale),
      facts: factsOf(event, person, kind),
      issuedOn,
      ...(event.certificateMonths === null ? {} : { validUntil: addMonths(issuedOn, event.certificateMonths) }),
      mailAddress: person.email,
      ...by,
      practice: event.rehearsalOf !== null,
      ...(replaced ? { replacesId: replaced.issueId } : {}),
    },
    { fieldsIn },
  );
}

/**
 * How the name of a speaker or moderator who has not registered herself stands on paper, and in which language; a coordinator's word is the
 * confirmation. Errors beside `name`: `name.*`; `issuing.issued_already` once a valid paper exists.
 */
export async function setContributorPaper(ctx: Ctx, eventId: string, contributorId: string, paper: { name: string; locale: Locale }): Promise<void> {
  const checked = checkPrintedName(paper.name);
  const [error] = checked.errors;
  if (error) throw new InvalidInput([{ field: 'name', code: error.code, params: { ...error.params } }]);
  const signs = unprintableIn(checked.value);
  if (signs) throw invalid('name', 'issuing.unprintable', { signs });
  await inTransaction(ctx, async (tx) => {
    const event = await getEventFor(tx, eventId, 'issueCertificates');
    if (!isId(contributorId)) throw notFound();
    const papers = await issuesFor(tx, 'seminars.contributor', [contributorId]);
    if (papers.some((issue) => issue.revokedAt === null)) throw new AppError('issuing.issued_already', 409);
    if (!(await updateContributorPaper(tx, event.id, contributorId, { name: checked.value, locale: paper.locale }))) throw notFound();
    await audit(tx, { act: 'contributor.paper_set', subjectType: 'contributor', subjectId: contributorId, data: { eventId, locale: paper.locale } });
  });
}
