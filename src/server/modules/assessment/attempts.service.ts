import { randomInt } from 'node:crypto';
import type { Locale } from '#lib/i18n/index.ts';
import { networksOf, ownPersonId } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, isReadOnly, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, invalid, notFound } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { emit } from '#server/platform/outbox.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { Answer } from './answers.ts';
import { attemptAbilities } from './assessment.policy.ts';
import type { AttemptState } from './assessment.tables.ts';
import { dueAt, isOver, mayStart, type MayStart } from './attempts.rule.ts';
import { findAnswer, findAttempt, insertAttempt, listAnswers, listAttemptsOf, listOverdue, listPassed, lockStart, updateAnswer, updateAttempt, updatePoints, type AnswerRow, type AttemptRow, type PassedRow } from './attempts.queries.ts';
import { answerOf, questionOf, type AnswerInput, type Question } from './question.ts';
import { passes, pointsOf, shareOf } from './scoring.rule.ts';
import { seedAt, shownOrder, shuffledIndices } from './shuffle.rule.ts';
import { findPublished, listPublished, listTestItems, type PublishedRow } from './tests.queries.ts';
import type { TestSettings } from './tests.schemas.ts';

export interface OwnAttempt {
  id: string;
  testId: string;
  title: LocalizedText;
  state: AttemptState;
  startedAt: Date;
  handedInAt: Date | null;
  dueAt: Date | null;
  points: number | null;
  mostPoints: number;
  passed: boolean | null;
}

export interface OpenTest {
  id: string;
  competency: string;
  competencyTitle: LocalizedText | null;
  settings: TestSettings;
  languages: Locale[];
  items: number;
  mostPoints: number;
  start: MayStart;
  /** The attempt that is under way. */
  openAttemptId: string | null;
  attempts: OwnAttempt[];
}

const attemptView = (row: AttemptRow): OwnAttempt => ({
  id: row.id, testId: row.test_id, title: row.settings.title, state: row.state, startedAt: row.started_at, handedInAt: row.handed_in_at, dueAt: row.due_at,
  points: row.state === 'finished' ? row.points : null, mostPoints: row.most_points, passed: row.passed,
}); // prettier-ignore

/** The reader's own record. Error: `page.not_found` for whoever has none. */
export async function needPerson(ctx: Ctx): Promise<string> {
  const personId = await ownPersonId(ctx);
  if (personId === null) throw notFound();
  return personId;
}

const openTest = (ctx: Ctx, test: PublishedRow, attempts: readonly AttemptRow[]): OpenTest => ({
  id: test.id,
  competency: test.competency,
  competencyTitle: test.competency_title,
  settings: test.settings,
  languages: test.languages,
  items: test.items,
  mostPoints: test.most_points,
  start: mayStart(test.settings, attempts, ctx.clock.now()),
  openAttemptId: attempts.find(({ state }) => state === 'open')?.id ?? null,
  attempts: attempts.map(attemptView),
});

/** Own attempts, those whose time is over handed in. */
async function settledAttempts(ctx: Ctx, personId: string, testId: string | null = null): Promise<AttemptRow[]> {
  const rows = await listAttemptsOf(ctx, personId, testId);
  const over = rows.filter((row) => row.state === 'open' && isOver(row, ctx.clock.now()));
  if (over.length === 0 || isReadOnly(ctx.actor)) return rows;
  for (const { id } of over) await handInOverdue(ctx, id);
  return listAttemptsOf(ctx, personId, testId);
}

/** Tests that the reader may take, and all attempts of hers. Error: `page.not_found` for whoever has no record in the network. */
export async function listOpenTests(ctx: Ctx): Promise<{ tests: OpenTest[]; attempts: OwnAttempt[] }> {
  const personId = await needPerson(ctx);
  const attempts = await settledAttempts(ctx, personId);
  const tests = await listPublished(ctx);
  return { tests: tests.map((test) => openTest(ctx, test, attempts.filter((row) => row.test_id === test.id))), attempts: attempts.map(attemptView) };
}

/** One test with what the reader did there. Error: `page.not_found`. */
export async function getOpenTest(ctx: Ctx, testId: string): Promise<OpenTest> {
  const personId = await needPerson(ctx);
  const test = isId(testId) ? await findPublished(ctx, testId) : undefined;
  if (!test) throw notFound();
  return openTest(ctx, test, await settledAttempts(ctx, personId, testId));
}

/**
 * Begins an attempt, or gives back the one under way: pressing twice or in two tabs begins one. Errors: `page.not_found`, `attempt.none_left`,
 * `attempt.pause` (409), `choice.missing` beside `locale`.
 */
export async function startAttempt(ctx: Ctx, testId: string, input: { locale: Locale }): Promise<string> {
  const personId = await needPerson(ctx);
  // Hands in what is over; what may be begun is asked again under the lock.
  await getOpenTest(ctx, testId);
  return inTransaction(ctx, async (tx) => {
    await lockStart(tx, testId, personId);
    const test = await findPublished(tx, testId);
    if (!test) throw notFound();
    const { openAttemptId, start } = openTest(tx, test, await listAttemptsOf(tx, personId, testId));
    if (openAttemptId) return openAttemptId;
    if (!start.may) throw new AppError(start.reason === 'pause' ? 'attempt.pause' : 'attempt.none_left', 409);
    if (!test.languages.includes(input.locale)) throw invalid('locale', 'choice.missing');
    const id = await beginAttempt(tx, testId, personId, input.locale);
    if (id === null) throw conflict();
    return id;
  });
}

/** Begins an attempt of a published test; null: an open one is there. The caller has asked whether it may be begun. */
export async function beginAttempt(tx: Ctx, testId: string, personId: string, locale: Locale): Promise<string | null> {
  const test = await findPublished(tx, testId);
  if (!test) throw notFound();
  const items = await listTestItems(tx, test.version_id);
  const id = newId();
  // Whoever could compute it would know the order of every key; it never leaves the server.
  const seed = randomInt(2 ** 31);
  const order = test.settings.shuffled ? shuffledIndices(items.length, seed) : items.map((_, at) => at);
  const begun = await insertAttempt(tx, {
    id, testId, testVersionId: test.version_id, personId, locale, seed, dueAt: dueAt(test.settings, tx.clock.now()), mostPoints: test.most_points,
    items: order.flatMap((at) => (items[at] ? [{ versionId: items[at].version_id, points: items[at].points }] : [])),
  }); // prettier-ignore
  if (!begun) return null;
  await audit(tx, { act: 'attempt.begun', subjectType: 'attempt', subjectId: id, data: { testId } });
  return id;
}

const abilitiesOf = (ctx: Ctx, personId: string, row: AttemptRow) => attemptAbilities(personId, { personId: row.person_id, state: row.state, isOver: isOver(row, ctx.clock.now()) });

export async function getAttempt(ctx: Ctx, id: string, lock = false): Promise<AttemptRow & { may: ReturnType<typeof attemptAbilities> }> {
  const personId = await needPerson(ctx);
  const row = isId(id) ? await findAttempt(ctx, id, lock) : undefined;
  if (!row) throw notFound();
  const may = abilitiesOf(ctx, personId, row);
  if (!may.readAttempt.allowed) throw notFound();
  return { ...row, may };
}

/** An own attempt; one whose time is over is handed in first. */
async function settled(ctx: Ctx, id: string) {
  const row = await getAttempt(ctx, id);
  if (row.state !== 'open' || !isOver(row, ctx.clock.now()) || isReadOnly(ctx.actor)) return row;
  await handInOverdue(ctx, id);
  return getAttempt(ctx, id);
}

export interface AttemptView extends OwnAttempt {
  locale: Locale;
  /** By place: whether something was answered. */
  answered: boolean[];
  mayAnswer: boolean;
}

/** How far an own attempt is. Error: `page.not_found`. */
export async function showAttempt(ctx: Ctx, id: string): Promise<AttemptView> {
  const row = await settled(ctx, id);
  const answers = await listAnswers(ctx, id);
  return { ...attemptView(row), locale: row.locale, answered: answers.map(({ answer }) => answer !== null), mayAnswer: row.may.answer.allowed };
}

export const orderFor = (attempt: Pick<AttemptRow, 'seed' | 'settings'>, answer: Pick<AnswerRow, 'type' | 'content' | 'position'>): number[] =>
  shownOrder(answer.type, answer.content, seedAt(attempt.seed, answer.position), attempt.settings.shuffled);

/** One item of an own attempt, without its key. Error: `page.not_found`. */
export async function showQuestion(ctx: Ctx, id: string, position: number): Promise<Question & { answerId: string; points: number }> {
  const row = await getAttempt(ctx, id);
  const answer = Number.isInteger(position) ? await findAnswer(ctx, id, position) : undefined;
  if (!answer) throw notFound();
  return { ...questionOf(answer.type, answer.content, row.locale, orderFor(row, answer), answer.answer), answerId: answer.id, points: answer.most_points };
}

/** An own answer under the lock of its attempt, for what changes it. Errors: `page.not_found`, `attempt.handed_in`, `attempt.time_over` (409). */
export async function answerToChange(tx: Ctx, id: string, position: number): Promise<{ row: AttemptRow; answer: AnswerRow }> {
  const row = await getAttempt(tx, id, true);
  const answer = Number.isInteger(position) ? await findAnswer(tx, id, position) : undefined;
  if (!answer) throw notFound();
  if (!row.may.answer.allowed) throw new AppError(row.state === 'open' ? 'attempt.time_over' : 'attempt.handed_in', 409);
  return { row, answer };
}

/** Keeps what was answered; the last one counts. Errors as above, `number.invalid` beside `number`. */
export async function saveAnswer(ctx: Ctx, id: string, position: number, input: AnswerInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row, answer } = await answerToChange(tx, id, position);
    const given = answerOf(answer.type, answer.content, orderFor(row, answer), input);
    await updateAnswer(tx, answer.id, answer.type === 'case' ? withFile(answer.answer, input.text) : given);
  });
}

/** A case keeps its file while its text changes. */
export function withFile(before: Answer | null, text: string): Answer | null {
  const file = before && 'text' in before ? before.file : null;
  return text === '' && !file ? null : { text, file };
}

/** Hands an own attempt in; a second time does nothing. Error: `page.not_found`. */
export async function handIn(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getAttempt(tx, id, true);
    if (row.state === 'open') await closeAttempt(tx, row, tx.clock.now());
  });
}

async function handInOverdue(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await findAttempt(tx, id, true);
    if (row?.state === 'open' && row.due_at && isOver(row, tx.clock.now())) await closeAttempt(tx, row, row.due_at);
  });
}

/** Scores what a program can score and hands in; a case that was answered waits. */
export async function closeAttempt(tx: Ctx, row: AttemptRow, at: Date): Promise<void> {
  const answers = await listAnswers(tx, row.id);
  const scored = answers.map(({ id, type, content, answer, most_points: most }) => {
    const share = shareOf(type, content, answer);
    return { id, points: share === null ? null : pointsOf(share, most) };
  });
  await updatePoints(tx, row.id, scored);
  const waits = scored.some(({ points }) => points === null);
  await audit(tx, { act: 'attempt.handed_in', subjectType: 'attempt', subjectId: row.id, data: { testId: row.test_id } });
  if (waits) await updateAttempt(tx, row.id, { state: 'waiting', handedInAt: at, finishedAt: null, points: null, passed: null });
  else await finishAttempt(tx, { ...row, handed_in_at: at }, scored.map(({ points }) => points ?? 0));
}

/** Every answer has its points: the attempt is passed or not, and whoever listens is told. */
export async function finishAttempt(tx: Ctx, row: AttemptRow, points: readonly number[]): Promise<void> {
  const sum = Math.round(points.reduce((total, one) => total + one, 0) * 100) / 100;
  const passed = passes(sum, row.most_points, row.settings.passMark);
  const now = tx.clock.now();
  await updateAttempt(tx, row.id, { state: 'finished', handedInAt: row.handed_in_at ?? now, finishedAt: now, points: sum, passed });
  if (passed && row.person_id) await emit(tx, 'assessment.test_passed', { attemptId: row.id, personId: row.person_id, framework: row.framework, code: row.competency, step: row.settings.step });
}

/** Hands in, in all networks, what nobody came back to before its time was over. Returns how many. */
export async function handInAllOverdue(platform: Platform): Promise<number> {
  let count = 0;
  for (const { id: networkId } of await networksOf(platform)) {
    const ctx = systemCtx(platform, networkId, 'tests');
    const ids = await listOverdue(ctx, new Date(ctx.clock.now().getTime() - 60_000), 500);
    for (const id of ids) await handInOverdue(ctx, id);
    count += ids.length;
  }
  return count;
}

/** Passed tests of these people, for what records evidence of them. Asks no rights: the caller has. */
export async function resultsOf(ctx: Ctx, personIds: readonly string[]): Promise<PassedRow[]> {
  return personIds.length === 0 ? [] : listPassed(ctx, personIds);
}

