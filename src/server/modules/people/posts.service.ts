import type { z } from 'zod';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid, InvalidInput, notFound, type FieldProblem } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { textIn } from '#server/platform/text/index.ts';
import { differences, recordChanges } from './changes.ts';
import { getOrganisationFor, type OpenOrganisation } from './organisations.access.ts';
import { comparablePost } from './person-values.ts';
import { getPersonFor } from './persons.access.ts';
import type { EndPost, PostInput } from './persons.schemas.ts';
import { listPositions, type PositionRow } from './positions.queries.ts';
import { deletePost, findPost, insertPosts, updatePost, type PostRow, type PostValues } from './posts.queries.ts';
import { refreshStanding } from './standing.ts';

/** The main post overlaps another one of hers: the database keeps that from happening, whoever writes. */
const isOverlap = (error: unknown): boolean => (error as { code?: string } | null)?.code === '23P01';

/** Turns the refusal of the database into a sentence beside a field. */
export async function unlessOverlapping<R>(field: string, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (isOverlap(error)) throw invalid(field, 'post.main_overlaps');
    throw error;
  }
}

/** What is wrong with a post in itself; `at` names the part of the form. */
export function postProblems(input: Pick<PostInput, 'positionId' | 'title' | 'fromDate' | 'toDate' | 'leavingReason'>, at: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (!input.positionId && !input.title) problems.push({ field: `${at}positionId`, code: 'choice.missing' });
  if (input.toDate && input.toDate < input.fromDate) problems.push({ field: `${at}toDate`, code: 'date.before_start' });
  if (input.leavingReason && !input.toDate) problems.push({ field: `${at}toDate`, code: 'field.required' });
  return problems;
}

function check(input: PostInput, at: string): void {
  const problems = postProblems(input, at);
  if (problems.length > 0) throw new InvalidInput(problems);
}

const valuesOf = (input: PostInput): PostValues => ({
  organisationId: input.organisationId,
  positionId: input.positionId ?? null,
  title: input.title ?? null,
  kind: input.kind,
  isMainPersonnel: input.isMainPersonnel,
  rate: input.rate,
  fromDate: input.fromDate,
  toDate: input.toDate ?? null,
  leavingReason: input.leavingReason ?? null,
  leavingNote: input.leavingNote ?? null,
});

const inWords = (ctx: Ctx, values: PostValues, organisation: { name: OpenOrganisation['name'] }, position: PositionRow | undefined) =>
  comparablePost(values, { organisation: textIn(organisation.name, ctx.locale), position: position ? textIn(position.name, ctx.locale) : null });

/** As it stands in the row, with the names that were read beside it. */
const rowInWords = (ctx: Ctx, row: PostRow) =>
  comparablePost(stored(row), { organisation: textIn(row.organisation_name, ctx.locale), position: row.position_name ? textIn(row.position_name, ctx.locale) : null });

const stored = (row: PostRow): PostValues => ({
  organisationId: row.organisation_id,
  positionId: row.position_id,
  title: row.title,
  kind: row.kind,
  isMainPersonnel: row.is_main_personnel,
  rate: Number(row.rate),
  fromDate: row.from_date,
  toDate: row.to_date,
  leavingReason: row.leaving_reason,
  leavingNote: row.leaving_note,
});

async function positionOf(tx: Ctx, values: PostValues, field: string): Promise<PositionRow | undefined> {
  if (!values.positionId) return undefined;
  const position = (await listPositions(tx)).find(({ id }) => id === values.positionId);
  if (!position) throw invalid(field, 'choice.missing');
  return position;
}

/** Adds a post to a person whose record the caller may change. `at` names the part of the form: `post.`. */
export async function addPostTo(tx: Ctx, personId: string, input: PostInput, at = ''): Promise<string> {
  check(input, at);
  const organisation = await getOrganisationFor(tx, input.organisationId, 'addPerson');
  const values = valuesOf(input);
  const position = await positionOf(tx, values, `${at}positionId`);
  const [id] = await unlessOverlapping(`${at}fromDate`, () => insertPosts(tx, [{ ...values, personId }]));
  await refreshStanding(tx, [personId]);
  const changes = differences({}, inWords(tx, values, organisation, position));
  await recordChanges(tx, [{ subjectType: 'person', subjectId: personId, act: 'person.post_added', changes }]);
  return id ?? '';
}

/**
 * Adds a post: a first one, a second job, a move to another library. Rights: `edit` of the person and `addPerson` of the organisation.
 * Errors: `page.not_found`, `organisation.not_possible_closed`, `post.main_overlaps` when a main post runs already, dates out of order.
 */
export async function addPost(ctx: Ctx, personId: string, input: PostInput): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, personId, 'edit', { lock: true });
    return addPostTo(tx, personId, input);
  });
}

async function getPost(ctx: Ctx, personId: string, postId: string): Promise<PostRow> {
  const post = isId(postId) ? await findPost(ctx, personId, postId) : undefined;
  if (!post) throw notFound();
  return post;
}

async function write(tx: Ctx, personId: string, post: PostRow, values: PostValues, version: number, act: string): Promise<void> {
  const moves = values.organisationId !== post.organisation_id;
  const organisation = moves ? await getOrganisationFor(tx, values.organisationId, 'addPerson') : { name: post.organisation_name };
  const position = await positionOf(tx, values, 'positionId');
  const done = await unlessOverlapping('fromDate', () => updatePost(tx, post.id, version, values));
  if (!done) throw conflict();
  await refreshStanding(tx, [personId]);
  const changes = differences(rowInWords(tx, post), inWords(tx, values, organisation, position));
  if (changes.length > 0) await recordChanges(tx, [{ subjectType: 'person', subjectId: personId, act, changes }]);
}

/** Corrects a post; what stood there stays on record. Errors as in `addPost`, `record.changed_meanwhile`. */
export async function changePost(ctx: Ctx, personId: string, postId: string, input: PostInput): Promise<void> {
  check(input, '');
  await inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, personId, 'edit', { lock: true });
    await write(tx, personId, await getPost(tx, personId, postId), valuesOf(input), input.version ?? 0, 'person.post_changed');
  });
}

/** Ends a post on its last day, with the reason of leaving. Errors: `page.not_found`, `date.before_start`, `record.changed_meanwhile`. */
export async function endPost(ctx: Ctx, personId: string, postId: string, input: z.output<typeof EndPost>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, personId, 'edit', { lock: true });
    const post = await getPost(tx, personId, postId);
    if (input.toDate < post.from_date) throw invalid('toDate', 'date.before_start');
    const values = { ...stored(post), toDate: input.toDate, leavingReason: input.leavingReason ?? null, leavingNote: input.leavingNote ?? null };
    await write(tx, personId, post, values, input.version, 'person.post_ended');
  });
}

/** Takes away a post that was entered by mistake; that it stood there stays on record. Errors: `page.not_found`, `post.last_one`. */
export async function removePost(ctx: Ctx, personId: string, postId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, personId, 'edit', { lock: true });
    const post = await getPost(tx, personId, postId);
    await deletePost(tx, post.id);
    await refreshStanding(tx, [personId]);
    await recordChanges(tx, [{ subjectType: 'person', subjectId: personId, act: 'person.post_removed', changes: differences(rowInWords(tx, post), {}) }]);
  });
}
