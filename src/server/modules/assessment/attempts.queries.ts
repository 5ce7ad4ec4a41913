import { sql } from 'kysely';
import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { Answer } from './answers.ts';
import type { AttemptState } from './assessment.tables.ts';
import type { ItemContent, ItemType } from './items.schemas.ts';
import type { TestSettings } from './tests.schemas.ts';
import './assessment.tables.ts';

export interface AttemptRow {
  id: string;
  test_id: string;
  test_version_id: string;
  /** Of the record that counts now, where hers was merged into another. */
  person_id: string | null;
  locale: Locale;
  seed: number;
  state: AttemptState;
  started_at: Date;
  due_at: Date | null;
  handed_in_at: Date | null;
  finished_at: Date | null;
  points: number | null;
  most_points: number;
  passed: boolean | null;
  settings: TestSettings;
  framework: string;
  competency: string;
  competency_title: LocalizedText | null;
  lineage_id: string | null;
}

const COLUMNS = sql`a.id, a.test_id, a.test_version_id, coalesce(p.canonical_id, a.person_id) as person_id, a.locale, a.seed, a.state, a.started_at, a.due_at, a.handed_in_at, a.finished_at,
  a.points::float8 as points, a.most_points::float8 as most_points, a.passed, v.settings, t.framework, t.competency, t.competency_title, t.lineage_id`;
const JOINS = sql`assessment.attempt a
  join assessment.test_version v on v.network_id = a.network_id and v.id = a.test_version_id
  join assessment.test t on t.network_id = a.network_id and t.id = a.test_id
  left join people.person_card p on p.network_id = a.network_id and p.person_id = a.person_id`;

export async function findAttempt(ctx: Ctx, id: string, lock = false): Promise<AttemptRow | undefined> {
  const { rows } = await sql<AttemptRow>`select ${COLUMNS} from ${JOINS} where a.network_id = ${ctx.networkId} and a.id = ${id} ${lock ? sql`for update of a` : sql``}`.execute(ctx.db);
  return rows[0];
}

/** All attempts of a person, also those of records that were merged into hers, the latest first; of one test, where it is named. */
export async function listAttemptsOf(ctx: Ctx, personId: string, testId: string | null = null): Promise<AttemptRow[]> {
  const { rows } = await sql<AttemptRow>`select ${COLUMNS} from ${JOINS}
    where a.network_id = ${ctx.networkId} and a.person_id in (select c.person_id from people.person_card c where c.network_id = ${ctx.networkId} and c.canonical_id = ${personId})
      and (${testId}::uuid is null or a.test_id = ${testId}::uuid)
    order by a.started_at desc, a.id desc limit 500`.execute(ctx.db);
  return rows;
}

/** Open attempts whose time is over, some of them. */
export async function listOverdue(ctx: Ctx, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select a.id from assessment.attempt a where a.network_id = ${ctx.networkId} and a.state = 'open' and a.due_at < ${before} order by a.due_at limit ${limit}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** One start of a test by a person after another: tries are counted and begun under this. */
export async function lockStart(tx: Ctx, testId: string, personId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`attempt-start:${testId}:${personId}`}, 0))`.execute(tx.db);
}

export interface NewAttempt {
  id: string;
  testId: string;
  testVersionId: string;
  personId: string;
  locale: Locale;
  seed: number;
  dueAt: Date | null;
  mostPoints: number;
  /** In the order in which this person gets them. */
  items: readonly { versionId: string; points: number }[];
}

/** Begins an attempt with its empty answers. False: the person has an open one of this test. */
export async function insertAttempt(tx: Ctx, row: NewAttempt): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    insert into assessment.attempt (id, network_id, test_id, test_version_id, person_id, locale, seed, state, started_at, due_at, most_points)
    values (${row.id}, ${tx.networkId}, ${row.testId}, ${row.testVersionId}, ${row.personId}, ${row.locale}, ${row.seed}, 'open', ${tx.clock.now()}, ${row.dueAt}, ${row.mostPoints})
    on conflict (test_id, person_id) where state = 'open' do nothing returning id`.execute(tx.db);
  if (rows.length === 0) return false;
  await sql`insert into assessment.answer (network_id, attempt_id, position, item_version_id, most_points)
    select ${tx.networkId}::uuid, ${row.id}::uuid, g.position, (g.value ->> 'versionId')::uuid, (g.value ->> 'points')::numeric
    from jsonb_array_elements(${JSON.stringify(row.items)}::jsonb) with ordinality g (value, position)`.execute(tx.db);
  return true;
}

export interface AnswerRow {
  id: string;
  position: number;
  item_version_id: string;
  type: ItemType;
  content: ItemContent;
  answer: Answer | null;
  points: number | null;
  most_points: number;
  marks: number[] | null;
  comment: string | null;
}

const ANSWER = sql`w.id, w.position, w.item_version_id, v.type, v.content, w.answer, w.points::float8 as points, w.most_points::float8 as most_points, w.marks, w.comment
  from assessment.answer w join assessment.item_version v on v.network_id = w.network_id and v.id = w.item_version_id`;

/** The answers of an attempt by their place. */
export async function listAnswers(ctx: Ctx, attemptId: string): Promise<AnswerRow[]> {
  const { rows } = await sql<AnswerRow>`select ${ANSWER} where w.network_id = ${ctx.networkId} and w.attempt_id = ${attemptId} order by w.position`.execute(ctx.db);
  return rows;
}

export async function findAnswer(ctx: Ctx, attemptId: string, position: number): Promise<AnswerRow | undefined> {
  const { rows } = await sql<AnswerRow>`select ${ANSWER} where w.network_id = ${ctx.networkId} and w.attempt_id = ${attemptId} and w.position = ${position}`.execute(ctx.db);
  return rows[0];
}

export async function updateAnswer(tx: Ctx, id: string, answer: Answer | null): Promise<void> {
  await sql`update assessment.answer set answer = ${answer === null ? null : JSON.stringify(answer)}::jsonb, saved_at = ${tx.clock.now()} where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

/** The points of several answers in one statement. */
export async function updatePoints(tx: Ctx, attemptId: string, points: readonly { id: string; points: number | null }[]): Promise<void> {
  await sql`update assessment.answer w set points = g.points from jsonb_to_recordset(${JSON.stringify(points)}::jsonb) as g (id uuid, points numeric)
    where w.network_id = ${tx.networkId} and w.attempt_id = ${attemptId} and w.id = g.id`.execute(tx.db);
}

export async function updateAttempt(tx: Ctx, id: string, change: { state: AttemptState; handedInAt: Date; finishedAt: Date | null; points: number | null; passed: boolean | null }): Promise<void> {
  await sql`update assessment.attempt set state = ${change.state}, handed_in_at = ${change.handedInAt}, finished_at = ${change.finishedAt}, points = ${change.points}, passed = ${change.passed}
    where network_id = ${tx.networkId} and id = ${id}`.execute(tx.db);
}

export interface PassedRow {
  attemptId: string;
  personId: string;
  testId: string;
  title: LocalizedText;
  framework: string;
  code: string;
  lineageId: string | null;
  step: number;
  points: number;
  mostPoints: number;
  passedAt: Date;
}

/** Passed tests of these people, the latest first. */
export async function listPassed(ctx: Ctx, personIds: readonly string[]): Promise<PassedRow[]> {
  const { rows } = await sql<PassedRow>`select a.id as "attemptId", p.canonical_id as "personId", a.test_id as "testId", v.settings -> 'title' as title, t.framework, t.competency as code, t.lineage_id as "lineageId",
      (v.settings ->> 'step')::int as step, a.points::float8 as points, a.most_points::float8 as "mostPoints", a.finished_at as "passedAt"
    from assessment.attempt a join assessment.test_version v on v.network_id = a.network_id and v.id = a.test_version_id join assessment.test t on t.network_id = a.network_id and t.id = a.test_id
    join people.person_card p on p.network_id = a.network_id and p.person_id = a.person_id
    where a.network_id = ${ctx.networkId} and a.state = 'finished' and a.passed and p.canonical_id = any (${[...personIds]}::uuid[]) order by a.finished_at desc, a.id desc limit 5000`.execute(ctx.db);
  return rows;
}
