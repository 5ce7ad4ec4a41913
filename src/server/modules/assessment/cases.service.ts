import { z } from 'zod';
import type { TaskSource } from '#server/modules/access/index.ts';
import type { Locale } from '#lib/i18n/index.ts';
import { ownPersonId } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { severalLines } from '#server/platform/fields.ts';
import { readFileOf, removeFilesOf, saveFile } from '#server/platform/files.ts';
import { isId } from '#server/platform/ids.ts';
import { readPageKey, turnPage } from '#server/platform/paging.ts';
import { attachment } from '#server/platform/tabular/export.ts';
import { textIn } from '#server/platform/text/index.ts';
import { scoreAbility, scoringScope } from './assessment.policy.ts';
import { findAttempt, listAnswers, updateAnswer } from './attempts.queries.ts';
import { answerToChange, finishAttempt } from './attempts.service.ts';
import { readReceivedFile } from '#server/platform/received-file.ts';
import { countCases, findCase, findFileOwner, listCases, listFreshResults, updateScore, type CaseRow, type Scope } from './cases.queries.ts';
import { MOST_CRITERIA } from './items.schemas.ts';
import { casePoints } from './scoring.rule.ts';

export const CASE_FILE_OWNER = 'assessment.answer';
const SHOWN = 50;

/** Keeps the file of a case in place of the one before. Errors as in `saveAnswer`, those of `readReceivedFile`, `case_file.not_a_case`. */
export async function saveCaseFile(ctx: Ctx, attemptId: string, position: number, given: { name: string; bytes: Uint8Array }): Promise<void> {
  // Asked before a picture is unpacked, and again under the lock.
  await inTransaction(ctx, (tx) => answerToChange(tx, attemptId, position));
  const file = await readReceivedFile(given.name, given.bytes);
  await inTransaction(ctx, async (tx) => {
    const { answer } = await answerToChange(tx, attemptId, position);
    if (answer.type !== 'case') throw invalid('file', 'case_file.not_a_case');
    await removeFilesOf(tx, CASE_FILE_OWNER, answer.id);
    await saveFile(tx, { ownerType: CASE_FILE_OWNER, ownerId: answer.id, ...file });
    const text = answer.answer && 'text' in answer.answer ? answer.answer.text : '';
    await updateAnswer(tx, answer.id, { text, file: { name: file.name, mediaType: file.mediaType, byteSize: file.bytes.length } });
  });
}

/** Takes the file of a case away. Errors as in `saveAnswer`. */
export async function removeCaseFile(ctx: Ctx, attemptId: string, position: number): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { answer } = await answerToChange(tx, attemptId, position);
    await removeFilesOf(tx, CASE_FILE_OWNER, answer.id);
    const text = answer.answer && 'text' in answer.answer ? answer.answer.text : '';
    await updateAnswer(tx, answer.id, text === '' ? null : { text, file: null });
  });
}

/** The file of a case, for its author and for whoever scores it; always to be saved, never shown. Error: `page.not_found`. */
export async function readFileOfCase(ctx: Ctx, answerId: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; mediaType: string; disposition: string }> {
  const owner = isId(answerId) ? await findFileOwner(ctx, answerId) : undefined;
  if (!owner) throw notFound();
  const own = await ownPersonId(ctx);
  const isOwn = own !== null && owner.person_id === own;
  const scores = owner.state !== 'open' && scoreAbility(ctx.actor, { networkId: ctx.networkId, organisationPath: owner.organisation_path }, isOwn).allowed;
  const file = isOwn || scores ? await readFileOf(ctx, CASE_FILE_OWNER, answerId) : null;
  if (!file) throw notFound();
  return { bytes: new Uint8Array(file.bytes), mediaType: file.mediaType, disposition: attachment(file.name) };
}

export interface CaseLine {
  id: string;
  title: string;
  stem: string;
  competency: string;
  handedInAt: Date;
}

export interface CaseView extends CaseLine {
  locale: Locale;
  text: string;
  file: { name: string; byteSize: number } | null;
  criteria: { text: string; points: number }[];
  explanation: string;
  mostPoints: number;
  /** Null: it waits. */
  points: number | null;
  marks: number[] | null;
  comment: string | null;
}

const accountOf = (ctx: Ctx): string | null => (ctx.actor.kind === 'account' ? ctx.actor.accountId : null);
const lineOf = (ctx: Ctx, row: CaseRow): CaseLine => ({ id: row.id, title: textIn(row.title, ctx.locale), stem: textIn(row.content.stem, row.locale), competency: row.competency, handedInAt: row.handed_in_at });

function needScope(ctx: Ctx): Scope {
  const scope = scoringScope(ctx.actor, ctx.networkId);
  if (scope !== 'network' && scope.length === 0) throw notFound();
  return scope;
}

/** Cases that wait for the reader, the longest waiting first and without names. Error: `page.not_found` for whoever scores none. */
export async function listCasesFor(ctx: Ctx, page: { after?: string | undefined; before?: string | undefined }): Promise<{ cases: CaseLine[]; count: number; after: string | null; before: string | null }> {
  const scope = needScope(ctx);
  const from = readPageKey(page);
  const [found, { count }] = await Promise.all([listCases(ctx, scope, accountOf(ctx), { limit: SHOWN, from }), countCases(ctx, scope, accountOf(ctx))]);
  const { shown, after, before } = turnPage(found, SHOWN, from);
  return { cases: shown.map((row) => lineOf(ctx, row)), count, after, before };
}

async function getCase(ctx: Ctx, answerId: string): Promise<CaseRow> {
  const row = isId(answerId) ? await findCase(ctx, answerId) : undefined;
  const isOwn = row?.account_id !== null && row?.account_id === accountOf(ctx);
  if (!row || !scoreAbility(ctx.actor, { networkId: ctx.networkId, organisationPath: row.organisation_path }, isOwn).allowed) throw notFound();
  return row;
}

/** One case as its scorer reads it: without the name of its author. Error: `page.not_found`. */
export async function getCaseFor(ctx: Ctx, answerId: string): Promise<CaseView> {
  const row = await getCase(ctx, answerId);
  const given = row.answer && 'text' in row.answer ? row.answer : { text: '', file: null };
  return {
    ...lineOf(ctx, row),
    locale: row.locale,
    text: given.text,
    file: given.file && { name: given.file.name, byteSize: given.file.byteSize },
    criteria: row.content.criteria.map(({ text, points }) => ({ text: textIn(text, row.locale), points })),
    explanation: textIn(row.content.explanation, row.locale),
    mostPoints: row.most_points,
    points: row.points,
    marks: row.marks,
    comment: row.comment,
  };
}

export const ScoreInput = z.object({
  marks: z.preprocess(
    (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Array.from({ length: MOST_CRITERIA }, (_, at) => (value as Record<string, unknown>)[String(at)]).filter((one) => one !== undefined) : value),
    z.array(z.coerce.number('number.invalid').int('number.whole').min(0).max(100)).min(1, 'field.required').max(MOST_CRITERIA),
  ),
  comment: severalLines(4000).default(''),
});
export type ScoreInput = z.output<typeof ScoreInput>;

/** Gives a case its points, once; the last one of an attempt makes its result. Errors: `page.not_found`, `case.scored` (409), `case.marks` beside `marks`. */
export async function scoreCase(ctx: Ctx, answerId: string, input: ScoreInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { attempt_id: attemptId } = await getCase(tx, answerId);
    const attempt = await findAttempt(tx, attemptId, true);
    const row = await getCase(tx, answerId);
    if (!attempt || row.points !== null) throw new AppError('case.scored', 409);
    const { criteria } = row.content;
    if (input.marks.length !== criteria.length || criteria.some(({ points }, at) => (input.marks[at] ?? 0) > points)) throw invalid('marks', 'case.marks');
    await updateScore(tx, answerId, { points: casePoints(row.content, input.marks, row.most_points), marks: input.marks, comment: input.comment || null, by: actorId(tx.actor) });
    await audit(tx, { act: 'case.scored', subjectType: 'attempt', subjectId: attemptId, data: { testId: attempt.test_id } });
    const answers = await listAnswers(tx, attemptId);
    if (answers.every(({ points }) => points !== null)) await finishAttempt(tx, attempt, answers.map(({ points }) => points ?? 0));
  });
}

const WEEK_MS = 7 * 86_400_000;


/** What waits: cases for whoever scores, and, for a week, the result for whoever wrote one. */
export const assessmentTasks: TaskSource = {
  name: 'assessment',
  async tasksFor(ctx) {
    if (ctx.actor.kind !== 'account') return [];
    const scope = scoringScope(ctx.actor, ctx.networkId);
    const fresh = await listFreshResults(ctx, ctx.actor.accountId, new Date(ctx.clock.now().getTime() - WEEK_MS));
    const results = fresh.map(({ id, title }) => ({ id: `assessment.result.${id}`, what: { key: 'assessment.task.result' as const }, about: title, path: `/tests/attempts/${id}/result`, until: null, minutes: 2, timeZone: null }));
    if (scope !== 'network' && scope.length === 0) return results;
    const { count, first } = await countCases(ctx, scope, ctx.actor.accountId);
    if (count === 0 || first === null) return results;
    return [...results, { id: 'assessment.cases', what: { key: 'assessment.task.cases' as const, params: { count } }, about: null, path: '/manage/cases', until: new Date(first.getTime() + WEEK_MS), minutes: 10, timeZone: null }];
  },
  appointmentsFor: () => Promise.resolve([]),
};
