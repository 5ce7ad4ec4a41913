import { formatters, translator, type Locale } from '#lib/i18n/index.ts';
import { findAccount } from '#server/modules/access/index.ts';
import { getOrganisation, networkOf, previewNames, readOrRefuse, refuseUnusable, type ListedPerson, type NamesPreview } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { findJob, resumeJob, startJob, stopJob } from '#server/platform/jobs.ts';
import { certificateLines } from '#server/platform/pdf/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { addMonths, localDate } from '#server/platform/time/wall-time.ts';
import { annulBatch, batchOf, type Annulment } from './annulment.service.ts';
import { ROLE_OF } from './credential-kinds.ts';
import { credentialAbilities, issuingScope, registerScope } from './credentials.policy.ts';
import type { CertificateFields } from './credentials.schemas.ts';
import { findList, insertList, insertListedPeople, listIssuedBefore, listLists, type IssuingListRow } from './issuing-lists.queries.ts';
import { LONGEST_ISSUING_LIST, type ListWords, type NewIssuingList } from './issuing-lists.schemas.ts';
import { judgeStatus } from './licences.service.ts';
import { issuingProblem } from './public-address.service.ts';
import { templateForIssue } from './template-choice.service.ts';
import { listKeptOrganisations, listTemplates } from './templates.queries.ts';

export const LIST_JOB = 'credentials.issue_list';
export const LISTED = 'credentials.listed_person';
const MOST_SHOWN = 200;

/** Organisations in whose name the actor issues, and the templates she may choose. Error `page.not_found` for whoever issues nowhere. */
export async function openIssuingList(ctx: Ctx): Promise<{ organisations: { id: string; name: string }[]; templates: { id: string; name: string }[]; problem: string | null }> {
  const scope = issuingScope(ctx.actor, ctx.networkId);
  const organisations = scope !== 'network' && scope.length === 0 ? [] : await listKeptOrganisations(ctx, scope);
  if (organisations.length === 0) throw notFound();
  const templates = await listTemplates(ctx, scope, { name: null, archived: false, limit: MOST_SHOWN });
  return {
    organisations: organisations.map(({ id, name }) => ({ id, name: textIn(name, ctx.locale) })),
    templates: templates.map(({ id, name }) => ({ id, name })),
    problem: await issuingProblem(ctx, (await networkOf(ctx)).isDemo),
  };
}

const noon = (date: string) => new Date(`${date}T12:00:00Z`);

/** Every line of a paper of the list in one of its languages. */
export function fieldsOfList(locale: Locale, list: Pick<IssuingListRow, 'kind' | 'title' | 'organisationName' | 'words'>, roleLine: string | null): CertificateFields {
  const { words } = list;
  const lines = certificateLines(translator(locale), { minutes: null, academicHours: words.hours, rule: null, collectivePlace: null, talkTitle: null, statesNoQualification: true });
  return {
    ...lines,
    role: ROLE_OF[list.kind],
    eventKind: words.eventKind,
    eventTitle: words.second?.locale === locale ? words.second.title : list.title,
    organisation: textIn(list.organisationName, locale).slice(0, 250),
    dates: formatters(locale).dateRange(noon(words.from), noon(words.to), 'UTC'),
    roleLine,
    ruleLine: words.rule,
    signatories: words.signatory ? [words.signatory] : [],
  };
}

interface Prepared {
  list: Pick<IssuingListRow, 'kind' | 'title' | 'organisationName' | 'words' | 'organisationId'>;
  people: ListedPerson[];
  /** Names that have this certificate already, with its number. */
  before: Map<string, string>;
}

/** Whatever can be said against the list before anything is written; each problem stands beside its field. */
async function prepare(ctx: Ctx, input: NewIssuingList): Promise<Prepared> {
  const scope = issuingScope(ctx.actor, ctx.networkId);
  if (scope !== 'network' && scope.length === 0) throw notFound();
  const organisation = await getOrganisation(ctx, input.organisationId).catch(() => undefined);
  if (!organisation || !credentialAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: organisation.path }).issue.allowed) throw invalid('organisationId', 'choice.missing');
  const issuedOn = localDate(ctx.clock.now(), organisation.time_zone);
  const to = input.to ?? input.from;
  if (to > issuedOn) throw invalid(input.to ? 'to' : 'from', 'issuing.not_over');
  const templateId = input.template === 'own' ? null : input.template;
  try {
    await templateForIssue(ctx, organisation.path, { kind: input.kind, templateId });
  } catch (error) {
    if (error instanceof AppError && error.code === 'issuing.no_template') throw invalid('template', 'issuing.no_template');
    throw error;
  }
  if (input.qualification) {
    const { status } = await judgeStatus(ctx, organisation, { kind: input.kind, hours: input.hours, day: issuedOn, wish: input.qualification });
    if (status !== input.qualification) throw invalid('qualification', 'issuing.no_qualification');
  }
  const words: ListWords = {
    locale: input.language,
    second: input.secondLanguage && input.secondTitle ? { locale: input.secondLanguage, title: input.secondTitle } : null,
    eventKind: input.eventKind ?? null,
    from: input.from,
    to,
    hours: input.hours ?? null,
    qualification: input.qualification ?? null,
    gained: input.gained,
    rule: input.rule ?? null,
    signatory: input.signatoryName && input.signatoryPost ? { name: input.signatoryName, post: input.signatoryPost } : null,
    ...(templateId === undefined ? {} : { templateId }),
    minors: input.minors,
    issuedOn,
    validUntil: input.months ? addMonths(issuedOn, input.months) : null,
  };
  const list = { organisationId: organisation.id, organisationName: organisation.name, kind: input.kind, title: input.title, words };
  const { people } = readOrRefuse(input.names, input);
  if (people.length > LONGEST_ISSUING_LIST) throw invalid('names', 'list.too_long', { lines: people.length, max: LONGEST_ISSUING_LIST });
  const { dates } = fieldsOfList(words.locale, list, null);
  const known = await listIssuedBefore(ctx, { organisationId: organisation.id, kind: input.kind, title: input.title, dates, names: people.map(({ name }) => name) });
  return { list, people, before: new Map(known.map(({ name, number }) => [name, number])) };
}

/** How a list was understood, before anything is issued. Who has this certificate already is left out and named with its number. Errors beside the fields. */
export async function previewIssuingList(ctx: Ctx, input: NewIssuingList): Promise<NamesPreview> {
  const { people, before } = await prepare(ctx, input);
  const preview = previewNames(input.names, input);
  const again = people.filter(({ name }) => before.has(name));
  return {
    ...preview,
    people: preview.people.filter(({ name }) => !before.has(name)),
    count: preview.count - again.length,
    duplicates: [...preview.duplicates, ...again.slice(0, 100).map(({ line, name }) => ({ line, name, problems: [{ code: 'list.issued_before', params: { number: before.get(name) ?? '' }, suggestion: null }] }))],
    duplicateCount: preview.duplicateCount + again.length,
  };
}

/**
 * Writes the list down and begins to issue. The same key a second time gives the first list back. Errors: those beside the fields,
 * `issuing.no_public_address` (409), `page.not_found`.
 */
export async function startIssuingList(ctx: Ctx, input: NewIssuingList): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const earlier = input.key ? await findList(tx, input.key) : undefined;
    if (earlier) return seen(tx, earlier).id;
    const { list, people, before } = await prepare(tx, input);
    const problem = await issuingProblem(tx, (await networkOf(tx)).isDemo);
    if (problem) throw new AppError(problem, 409);
    const { refused } = readOrRefuse(input.names, input);
    const rows = people.filter(({ name }) => !before.has(name)).map(({ line, name, position, email }) => ({ line, name, roleLine: position ?? null, email: email ?? null }));
    refuseUnusable({ refusedCount: refused.length, count: rows.length }, input);
    const id = input.key ?? newId();
    const jobId = await startJob(tx, LIST_JOB, { listId: id });
    const { organisationName: _, ...head } = list;
    const isNew = await insertList(tx, { ...head, id, jobId, deliverInMinutes: input.deliver, startedBy: tx.actor.kind === 'account' ? tx.actor.accountId : null, startedAt: tx.clock.now() });
    // The same form was sent a second time while we looked; that transaction has issued.
    if (!isNew) throw new AppError('record.changed_meanwhile', 409);
    await insertListedPeople(tx, id, rows);
    await audit(tx, { act: 'certificates.list_started', subjectType: 'organisation', subjectId: head.organisationId, data: { listId: id, kind: head.kind, count: rows.length } });
    return id;
  });
}

export interface IssuingList extends Pick<IssuingListRow, 'id' | 'kind' | 'title' | 'words' | 'startedAt' | 'deliverInMinutes' | 'people' | 'jobId'> {
  organisation: string;
  startedBy: string | null;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  stopRequested: boolean;
  done: number;
  total: number;
  finishedAt: Date | null;
  errorCode: string | null;
  issued: number;
  given: number;
  annulled: number;
  /** What undoing it would take back now. */
  open: number;
  /** Whom nothing could be issued to, and why. */
  failed: { line: number; name: string; code: string; params: Record<string, string | number> }[];
  mayIssue: boolean;
}

function seen<R extends Pick<IssuingListRow, 'path'>>(ctx: Ctx, row: R, act: 'readRegister' | 'issue' = 'readRegister'): R {
  if (!credentialAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.path })[act].allowed) throw notFound();
  return row;
}

/** One list with its progress. Error `page.not_found`. */
export async function getIssuingListFor(ctx: Ctx, listId: string, act: 'readRegister' | 'issue' = 'readRegister'): Promise<IssuingList> {
  const row = isId(listId) ? await findList(ctx, listId) : undefined;
  if (!row) throw notFound();
  seen(ctx, row, act);
  const job = await findJob(ctx, row.jobId);
  const batch = await batchOf(ctx, row.id);
  const failed = ((job?.outcome ?? null) as { failed?: IssuingList['failed'] } | null)?.failed ?? [];
  return {
    ...pickRow(row),
    organisation: textIn(row.organisationName, ctx.locale),
    startedBy: row.startedBy ? ((await findAccount(ctx.db, row.startedBy))?.name ?? null) : null,
    // The queue does not move with an installation: what was done then is done.
    state: job?.state ?? 'done',
    stopRequested: job?.stop_requested ?? false,
    done: job?.done ?? batch.issued,
    total: job?.total ?? row.people,
    finishedAt: job?.finished_at ?? null,
    errorCode: job?.error_code ?? null,
    ...batch,
    failed,
    mayIssue: credentialAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.path }).issue.allowed,
  };
}

const pickRow = ({ id, kind, title, words, startedAt, deliverInMinutes, people, jobId }: IssuingListRow) => ({ id, kind, title, words, startedAt, deliverInMinutes, people, jobId });

/** The lists of what part of the register the actor reads, newest first; the last two hundred. Error `page.not_found`. */
export async function listIssuingListsFor(ctx: Ctx): Promise<{ id: string; kind: IssuingListRow['kind']; title: string; organisation: string; startedAt: Date; people: number }[]> {
  const scope = registerScope(ctx.actor, ctx.networkId);
  if (scope !== 'network' && scope.length === 0) throw notFound();
  return (await listLists(ctx, scope, MOST_SHOWN)).map(({ id, kind, title, organisationName, startedAt, people }) => ({ id, kind, title, organisation: textIn(organisationName, ctx.locale), startedAt, people }));
}

/** Asks the job to stop after the certificate it is at. */
export async function stopIssuingList(ctx: Ctx, listId: string): Promise<void> {
  const { jobId } = await getIssuingListFor(ctx, listId, 'issue');
  await inTransaction(ctx, async (tx) => {
    await stopJob(tx, jobId);
    await audit(tx, { act: 'certificates.issuing_stopped', subjectType: 'issuing_list', subjectId: listId, data: { listId } });
  });
}

/** Goes on with a list that was stopped or failed; nobody is issued to twice. */
export async function resumeIssuingList(ctx: Ctx, listId: string): Promise<void> {
  const { jobId } = await getIssuingListFor(ctx, listId, 'issue');
  await inTransaction(ctx, async (tx) => {
    await resumeJob(tx, jobId);
    await audit(tx, { act: 'certificates.issuing_resumed', subjectType: 'issuing_list', subjectId: listId, data: { listId } });
  });
}

/** Annuls what of a list nobody has received yet. Returns how many. Errors: `issuing.running_already`, `credential.all_given` (409), `page.not_found`. */
export async function undoIssuingList(ctx: Ctx, listId: string, input: Annulment): Promise<number> {
  const { state } = await getIssuingListFor(ctx, listId, 'issue');
  if (state === 'waiting' || state === 'running') throw new AppError('issuing.running_already', 409);
  return annulBatch(ctx, listId, input);
}
