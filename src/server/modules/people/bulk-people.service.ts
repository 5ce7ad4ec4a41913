import type { z } from 'zod';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import { BULK_MOST, bulkChosen, isAsShown, markOf, marksOf, type BulkLine, type BulkPreview } from './bulk-lines.ts';
import { bulkOutcome, type BulkAct, type BulkOutcome, type BulkReason } from './bulk-people.rule.ts';
import { listBulkPersons, listBulkPosts, updatePreferredLocale, type BulkPostRow } from './bulk-people.queries.ts';
import { keepBulkChange, type BulkDone } from './bulk-changes.ts';
import type { NewLine } from './bulk-changes.queries.ts';
import type { PostStep } from './bulk-undo.rule.ts';
import { getOrganisationFor } from './organisations.access.ts';
import { organisationAbilities, personAbilities } from './people.policy.ts';
import { listIdsFor, type PeopleFilter } from './people-list.service.ts';
import { fullName } from './person-values.ts';
import { insertPosts, updatePost, type PostValues } from './posts.queries.ts';
import { refreshStanding, todayOf } from './standing.ts';

export type BulkPersonLine = BulkLine<BulkReason | 'not_yours'>;

interface Planned extends BulkPersonLine {
  steps: BulkOutcome['steps'];
}

interface Wanted {
  act: BulkAct;
  /** The list is of this organisation and what lies below: posts elsewhere are not meant. */
  withinId: string | null;
}

interface Plan {
  lines: Planned[];
  posts: ReadonlyMap<string, BulkPostRow>;
  locales: ReadonlyMap<string, string | null>;
}

async function plan(ctx: Ctx, ids: readonly string[], { act, withinId }: Wanted, lock: boolean): Promise<Plan> {
  const today = await todayOf(ctx);
  const there = act.act === 'move' ? await getOrganisationFor(ctx, act.organisationId, 'addPerson') : null;
  const persons = await listBulkPersons(ctx, ids, lock);
  const rows = await listBulkPosts(ctx, ids, earliest(act, today));
  const postsOf = Map.groupBy(rows, (row) => row.person_id);
  const isMeant = (row: BulkPostRow) =>
    (withinId === null || row.organisation_path.includes(withinId)) && organisationAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.organisation_path }).readStaff.allowed;
  const target = there && { id: there.id, name: textIn(there.name, ctx.locale) };
  const found = new Map(
    persons.map((row) => {
      const abilities = personAbilities(ctx.actor, { networkId: ctx.networkId, place: row.place, accountId: row.account_id, anonymised: row.anonymised_at !== null, merged: row.merged_into !== null });
      if (!abilities.read.allowed) throw notFound();
      const posts = (postsOf.get(row.id) ?? []).map((post) => ({
        id: post.id,
        organisationId: post.organisation_id,
        organisation: textIn(post.organisation_name, ctx.locale),
        post: post.title ?? textIn(post.position_name, ctx.locale),
        kind: post.kind,
        isMainPersonnel: post.is_main_personnel,
        fromDate: post.from_date,
        toDate: post.to_date,
        isMeant: isMeant(post),
      }));
      const outcome = bulkOutcome({ preferredLocale: row.preferred_locale, posts }, act, { today, target });
      const reason = abilities.edit.allowed ? outcome.reason : ('not_yours' as const);
      const name = fullName({ familyName: row.family_name, givenName: row.given_name, patronymic: row.patronymic });
      return [row.id, { id: row.id, name, ...outcome, reason, seen: markOf(reason, outcome.steps, outcome.records) }] as const;
    }),
  );
  // In the order of the list; who is not there is not the actor's to see either.
  const lines = ids.map((id) => {
    const line = found.get(id);
    if (!line) throw notFound();
    return line;
  });
  return { lines, posts: new Map(rows.map((row) => [row.id, row])), locales: new Map(persons.map((row) => [row.id, row.preferred_locale])) };
}

/** Posts that ended before this day do not matter to the change. */
const earliest = (act: BulkAct, today: string): string => (act.act === 'end_posts' ? act.lastDay : act.act === 'move' ? act.fromDate : today);

/**
 * What a change would do to each of the people a filter finds, and for whom it cannot be made and why. Nothing is written. Error:
 * `page.not_found`, also for an organisation to move to that the actor adds nobody to.
 */
export async function previewBulk(ctx: Ctx, filter: PeopleFilter, act: BulkAct): Promise<BulkPreview<NonNullable<BulkPersonLine['reason']>>> {
  const ids = await listIdsFor(ctx, filter, BULK_MOST + 1);
  if (ids.length > BULK_MOST) return { lines: [], tooMany: true };
  const { lines } = await plan(ctx, ids, { act, withinId: filter.organisation ?? null }, false);
  return { lines: lines.map(({ steps: _, ...line }) => line), tooMany: false };
}

export const BulkChosen = bulkChosen('bulk.nobody');

export const postValues = (row: BulkPostRow): PostValues => ({
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

/** Writes what was planned, and says what of each person stood there before. */
async function writeSteps(tx: Ctx, { lines, posts }: Plan): Promise<NewLine[]> {
  const goOn: (PostValues & { personId: string })[] = [];
  const written: { subjectId: string; steps: PostStep[]; goesOn: number[] }[] = [];
  for (const { id, steps, records } of lines) {
    const line = { subjectId: id, steps: [] as PostStep[], goesOn: [] as number[] };
    for (const [index, { postId, set, goesOn }] of steps.entries()) {
      const row = postId === null ? undefined : posts.get(postId);
      if (!row) continue;
      const values = postValues(row);
      const { preferredLocale: _, ...changed } = set;
      if (!(await updatePost(tx, row.id, row.version, { ...values, ...changed }))) throw changedMeanwhile();
      if (goesOn) goOn.push({ ...values, ...goesOn, personId: id });
      line.goesOn.push(goesOn ? goOn.length - 1 : -1);
      const before = Object.fromEntries(Object.keys(changed).map((field) => [field, values[field as keyof PostValues]]));
      // One step may be told in two records: the end here and the beginning there.
      line.steps.push({ table: 'post', id: row.id, before, after: changed, made: null, records: steps.length === 1 ? records : records.slice(index, index + 1) });
    }
    written.push(line);
  }
  const made = await insertPosts(tx, goOn);
  return written.map(({ subjectId, steps, goesOn }) => ({
    subjectId,
    written: steps.map((step, at) => {
      const [id, values] = [made[goesOn[at] ?? -1], goOn[goesOn[at] ?? -1]];
      if (!id || !values) return step;
      const { personId: _, ...post } = values;
      return { ...step, made: { id, values: post } };
    }),
  }));
}

async function writeLanguage(tx: Ctx, { lines, locales }: Plan, language: string | null): Promise<NewLine[]> {
  await updatePreferredLocale(tx, lines.map(({ id }) => id), language);
  return lines.map(({ id, records }) => ({ subjectId: id, written: [{ table: 'person', before: { preferredLocale: locales.get(id) ?? null }, after: { preferredLocale: language }, records }] }));
}

const changedMeanwhile = () => new AppError('bulk.changed_meanwhile', 409);
const isOverlap = (error: unknown): boolean => (error as { code?: string } | null)?.code === '23P01';

/**
 * Makes the change for the people chosen: all of them or, when one of them is not any more as she was shown, nobody. One transaction,
 * with a line in each record and in the audit log; it is kept, so that it can be taken back. Errors: `page.not_found`,
 * `bulk.changed_meanwhile` (409).
 */
export async function applyBulk(ctx: Ctx, input: { act: BulkAct; people: z.output<typeof BulkChosen>; withinId: string | null }): Promise<BulkDone> {
  const shown = marksOf(input.people);
  try {
    return await inTransaction(ctx, async (tx) => {
      const made = await plan(tx, [...shown.keys()], input, true);
      if (!isAsShown(made.lines, shown)) throw changedMeanwhile();
      const written = input.act.act === 'language' ? await writeLanguage(tx, made, input.act.language ?? null) : await writeSteps(tx, made);
      await refreshStanding(tx, [...shown.keys()]);
      return keepBulkChange(tx, { subjectType: 'person', act: input.act.act, lines: written });
    });
  } catch (error) {
    // Somebody wrote a main post between the preview and now.
    if (isOverlap(error)) throw changedMeanwhile();
    throw error;
  }
}

/** What a change would do to these people, for programs. Errors as in `applyBulk`. */
export async function checkBulk(ctx: Ctx, act: BulkAct, people: z.output<typeof BulkChosen>): Promise<BulkPersonLine[]> {
  const { lines } = await plan(ctx, [...marksOf(people).keys()], { act, withinId: null }, false);
  return lines.map(({ steps: _, ...line }) => line);
}
