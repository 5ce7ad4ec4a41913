import { z } from 'zod';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid, notFound } from '#server/platform/errors.ts';
import { versionNumber } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import { differences, recordChanges, whoActs } from './changes.ts';
import { deleteAlias, findLastMerged, insertAlias, insertNotDuplicate, listPairs, moveRows, moveRowsBack, updateAccountOf, type MergeUndo } from './merging.queries.ts';
import { matchNames } from './names.ts';
import { noteLooks } from './card-views.service.ts';
import { listOrganisationNames } from './organisations.queries.ts';
import { METHODISTS } from './people.policy.ts';
import { comparablePerson, fullName, keysOf, storedPerson } from './person-values.ts';
import { getPersonFor, openPerson } from './persons.access.ts';
import { findPerson, listMergedNames, listNames, updatePerson, type PersonValues } from './persons.queries.ts';
import { holds, scopeOf } from '#server/platform/rights.ts';
import { handPhotoOver } from './photos.service.ts';
import { listPostsOf } from './posts.queries.ts';
import { unlessOverlapping } from './posts.service.ts';
import { refreshStanding } from './standing.ts';
import { insertSearchWords } from './standing.queries.ts';

const SHOWN = 100;

/** Fields of which one value stays. */
export const MERGE_FIELDS = ['name', 'birthDate', 'sex', 'email', 'phone', 'preferredLocale', 'languages', 'librarySince', 'professionSince'] as const;
export type MergeField = (typeof MERGE_FIELDS)[number];

export const MergeInput = z.object({
  version: versionNumber,
  otherVersion: versionNumber,
  /** The fields that are taken from the other record. */
  fromOther: z.array(z.enum(MERGE_FIELDS)).max(MERGE_FIELDS.length).default([]),
});
export type MergeInput = z.output<typeof MergeInput>;

export interface DuplicatePair {
  first: { id: string; name: string; birthDate: string | null; organisation: string };
  second: { id: string; name: string; birthDate: string | null; organisation: string };
  /** 0–1. */
  likeness: number;
}

/** Pairs of the reader's people who may be one, the likeliest first, at most 100. Error: `page.not_found` for who merges nobody. */
export async function listDuplicatesFor(ctx: Ctx): Promise<DuplicatePair[]> {
  const scope = scopeOf(ctx.actor, METHODISTS, ctx.networkId);
  if (scope !== 'network' && scope.length === 0) throw notFound();
  const pairs = await listPairs(ctx, scope, 2 * SHOWN);
  const organisations = await listOrganisationNames(ctx, [...new Set(pairs.flatMap((pair) => [pair.firstOrganisation, pair.secondOrganisation].filter((id) => id !== null)))]);
  const nameOf = new Map(organisations.map((row) => [row.id, textIn(row.name, ctx.locale)]));
  const shown = pairs
    .map((pair) => {
      const alike = matchNames(pair.firstName, pair.secondName);
      const sameBirth = pair.firstBirth !== null && pair.firstBirth === pair.secondBirth;
      return {
        first: { id: pair.firstId, name: pair.firstName, birthDate: pair.firstBirth, organisation: nameOf.get(pair.firstOrganisation ?? '') ?? '' },
        second: { id: pair.secondId, name: pair.secondName, birthDate: pair.secondBirth, organisation: nameOf.get(pair.secondOrganisation ?? '') ?? '' },
        likeness: alike.kind === 'no' ? 0 : Math.min(1, alike.score * (sameBirth ? 1 : 0.9)),
      };
    })
    .filter(({ likeness }) => likeness >= 0.6)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, SHOWN);
  await noteLooks(ctx, shown.flatMap(({ first, second }) => [first, second].filter(({ birthDate }) => birthDate !== null).map(({ id }) => id)));
  return shown;
}

export interface MergeSide {
  id: string;
  version: number;
  name: string;
  values: Record<MergeField, string | null>;
  posts: { position: string; organisation: string; from: string; to: string | null }[];
}

const shownValues = (values: PersonValues): Record<MergeField, string | null> => ({
  name: fullName(values),
  birthDate: values.birthDate,
  sex: values.sex,
  email: values.email,
  phone: values.phone,
  preferredLocale: values.preferredLocale,
  languages: values.languages.map(({ language, level }) => `${language} ${level}`).join(', ') || null,
  librarySince: values.librarySince,
  professionSince: values.professionSince,
});

async function side(ctx: Ctx, id: string): Promise<MergeSide> {
  const person = await getPersonFor(ctx, id, 'merge');
  const values = storedPerson(person);
  const posts = await listPostsOf(ctx, id);
  return {
    id,
    version: person.version,
    name: fullName(values),
    values: shownValues(values),
    posts: posts.map((post) => ({
      position: post.title ?? textIn(post.position_name, ctx.locale),
      organisation: textIn(post.organisation_name, ctx.locale),
      from: post.from_date,
      to: post.to_date,
    })),
  };
}

/** Two records side by side. Rights: `merge` of both. Errors: `page.not_found`, `person.not_possible_merged`. */
export async function showMerge(ctx: Ctx, keptId: string, otherId: string): Promise<{ kept: MergeSide; other: MergeSide }> {
  if (keptId === otherId) throw notFound();
  const shown = { kept: await side(ctx, keptId), other: await side(ctx, otherId) };
  await noteLooks(ctx, [keptId, otherId]);
  return shown;
}

function chosen(kept: PersonValues, other: PersonValues, fromOther: readonly MergeField[]): PersonValues {
  const takes = (field: MergeField) => fromOther.includes(field);
  const { familyName, givenName, patronymic, nameLocale } = takes('name') ? other : kept;
  // What only one record knows is not lost, whatever was chosen.
  const value = <F extends Exclude<MergeField, 'name' | 'languages'>>(field: F): PersonValues[F] => (takes(field) ? (other[field] ?? kept[field]) : (kept[field] ?? other[field]));
  const [first, second] = takes('languages') ? [other.languages, kept.languages] : [kept.languages, other.languages];
  return {
    familyName, givenName, patronymic, nameLocale,
    birthDate: value('birthDate'), sex: value('sex'), email: value('email'), phone: value('phone'), preferredLocale: value('preferredLocale'),
    librarySince: value('librarySince'), professionSince: value('professionSince'),
    languages: first.length > 0 ? first : second,
  }; // prettier-ignore
}

/**
 * Makes two records one: the first stays, with the fields chosen; what hangs on the other in this module comes to her, what is entered
 * twice once (`moveRows`). Ids in other modules stay as they are: published views resolve them. Can be taken back at any time. Errors: `page.not_found`,
 * `person.not_possible_merged`, `record.changed_meanwhile`, `person.two_accounts` when both sign in by accounts of their own.
 */
export async function mergePersons(ctx: Ctx, keptId: string, otherId: string, input: MergeInput): Promise<void> {
  if (keptId === otherId) throw notFound();
  await inTransaction(ctx, async (tx) => {
    // In one order, whichever of the two stays: two who merge the same pair must not wait for each other.
    const [a, b] = [keptId, otherId].sort();
    await findPerson(tx, a ?? '', true);
    await findPerson(tx, b ?? '', true);
    const kept = await getPersonFor(tx, keptId, 'merge');
    const other = await getPersonFor(tx, otherId, 'merge');
    if (kept.version !== input.version || other.version !== input.otherVersion) throw conflict();
    if (kept.account_id && other.account_id && kept.account_id !== other.account_id) throw invalid('', 'person.two_accounts');
    const before = storedPerson(kept);
    const after = chosen(before, storedPerson(other), input.fromOther);
    const nth = 1 + Math.max((await findLastMerged(tx, keptId))?.nth ?? 0, (await findLastMerged(tx, otherId))?.nth ?? 0);
    const moved = await moveRows(tx, otherId, keptId);
    const account = !kept.account_id && other.account_id !== null;
    if (account) {
      await updateAccountOf(tx, otherId, null);
      await updateAccountOf(tx, keptId, other.account_id);
    }
    const photo = kept.photo_file === null ? other.photo_file : null;
    if (photo !== null) await handPhotoOver(tx, otherId, keptId, photo);
    await insertAlias(tx, { oldId: otherId, personId: keptId, mergedBy: whoActs(tx), undo: { ...moved, account, photo, nth, before, after } });
    const keys = await allKeysOf(tx, keptId, after);
    if (!(await updatePerson(tx, keptId, kept.version, { ...after, ...keys }))) throw conflict();
    await insertSearchWords(tx, keys.searchWords);
    await refreshStanding(tx, [keptId]);
    const changes = [{ field: 'merged', before: null, after: fullName(storedPerson(other)) }, ...differences(comparablePerson(before, []), comparablePerson(after, []))];
    await recordChanges(tx, [
      { subjectType: 'person', subjectId: keptId, act: 'person.merged', changes },
      { subjectType: 'person', subjectId: otherId, act: 'person.merged_into', changes: [{ field: 'merged', before: null, after: fullName(after) }] },
    ]);
  });
}

/** Says that two records are two people: the pair is not shown again. Rights: `merge` of both. Error: `page.not_found`. */
export async function keepApart(ctx: Ctx, oneId: string, otherId: string): Promise<void> {
  if (oneId === otherId) throw notFound();
  await inTransaction(ctx, async (tx) => {
    await getPersonFor(tx, oneId, 'merge');
    await getPersonFor(tx, otherId, 'merge');
    await insertNotDuplicate(tx, oneId, otherId, whoActs(tx));
    await recordChanges(tx, [{ subjectType: 'person', subjectId: oneId, act: 'person.kept_apart', changes: [] }]);
  });
}

const allKeysOf = async (tx: Ctx, id: string, values: PersonValues) => keysOf(values, [...(await listNames(tx, [id])), ...(await listMergedNames(tx, [id]))]);

/**
 * Takes a merge back: rows go where they were, and fields that nobody has changed since take what stood there before. The last merge into
 * a record is taken back first: what it found entered twice was measured by those before it. Rights: to merge where the person who stayed
 * lies. Errors: `page.not_found` when she is not merged, `person.merged_later` with the `name` of who has to go first, `post.main_overlaps`
 * when posts that came along were changed and cannot go back as they are now.
 */
export async function unmergePerson(ctx: Ctx, otherId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const gone = await findPerson(tx, otherId, true);
    if (!gone?.merged_into) throw notFound();
    const kept = openPerson(tx, (await findPerson(tx, gone.merged_into, true)) ?? gone);
    if (!holds(tx.actor, METHODISTS, { networkId: tx.networkId, organisationPath: [...kept.place, ...gone.place] })) throw notFound();
    const last = await findLastMerged(tx, kept.id);
    if (last && last.oldId !== otherId) throw invalid('', 'person.merged_later', { name: fullName(storedPerson((await findPerson(tx, last.oldId)) ?? kept)) });
    const alias = await deleteAlias(tx, otherId);
    if (!alias) throw notFound();
    await unlessOverlapping('', () => moveRowsBack(tx, alias.undo, kept.id, otherId));
    const { photo } = alias.undo;
    if (photo && kept.photo_file === photo) await handPhotoOver(tx, kept.id, otherId, photo);
    if (alias.undo.account && kept.account_id) {
      await updateAccountOf(tx, kept.id, null);
      await updateAccountOf(tx, otherId, kept.account_id);
    }
    const now = storedPerson(kept);
    const values = restored(now, alias.undo);
    if (!(await updatePerson(tx, kept.id, kept.version, { ...values, ...(await allKeysOf(tx, kept.id, values)) }))) throw conflict();
    await refreshStanding(tx, [kept.id, otherId]);
    await recordChanges(tx, [
      { subjectType: 'person', subjectId: kept.id, act: 'person.unmerged', changes: differences(comparablePerson(now, []), comparablePerson(values, [])) },
      { subjectType: 'person', subjectId: otherId, act: 'person.unmerged', changes: [] },
    ]);
  });
}

/** A field that still holds what the merge wrote takes what stood there; one that somebody changed since keeps what it has. */
function restored(now: PersonValues, { before, after }: MergeUndo): PersonValues {
  const fields = Object.keys(before) as (keyof PersonValues)[];
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return Object.fromEntries(fields.map((field) => [field, same(now[field], after[field]) ? before[field] : now[field]])) as unknown as PersonValues;
}
