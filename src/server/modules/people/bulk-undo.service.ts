/** Puts back what a change for many wrote, as far as nobody has changed it since; what is left as it is says why. */
import type { Ctx } from '#server/platform/context.ts';
import { conflict } from '#server/platform/errors.ts';
import { holds } from '#server/platform/rights.ts';
import { textIn } from '#server/platform/text/index.ts';
import { listBulkOrganisations, updateOrganisations, type BulkOrganisationRow } from './bulk-organisations.queries.ts';
import { listBulkPersons, listBulkPosts, updatePreferredLocale, type BulkPostRow } from './bulk-people.queries.ts';
import { postValues } from './bulk-people.service.ts';
import { holdsStill, keptOrganisation, keptPost, turned, type KeptReason, type KeptStep, type WrittenStep } from './bulk-undo.rule.ts';
import { recordChanges, whoActs } from './changes.ts';
import { findOrganisation, insertMove, listOrganisationNames, updateParent } from './organisations.queries.ts';
import { CENTRE, METHODISTS, organisationAbilities, personAbilities, type OrganisationAbility } from './people.policy.ts';
import type { OrganisationKind } from './people.tables.ts';
import { fullName } from './person-values.ts';
import { deletePost, updatePost, type PostValues } from './posts.queries.ts';
import { refreshStanding, refreshStandingOf, todayOf } from './standing.ts';

export interface UndoLine {
  subjectId: string;
  /** Null: not the actor's to read, or not there any more. */
  name: string | null;
  steps: { step: WrittenStep; kept: KeptReason | null }[];
}

interface Stored {
  subject_id: string;
  written: readonly WrittenStep[];
}

export interface UndoPlan {
  lines: UndoLine[];
  posts: ReadonlyMap<string, BulkPostRow>;
}

const EVER = '0001-01-01';

/** What of a change for many people could be put back. `lock` takes their rows for the rest of the transaction. */
export async function planPersonsUndo(ctx: Ctx, stored: readonly Stored[], lock: boolean): Promise<UndoPlan> {
  const ids = stored.map(({ subject_id }) => subject_id);
  const persons = new Map((await listBulkPersons(ctx, ids, lock)).map((row) => [row.id, row]));
  const posts = await listBulkPosts(ctx, ids, EVER);
  const postsOf = Map.groupBy(posts, (row) => row.person_id);
  const now = (row: BulkPostRow) => ({
    ...postValues(row),
    id: row.id,
    isKept: organisationAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.organisation_path }).readStaff.allowed,
    isClosed: row.organisation_closed_on !== null,
  });
  const lines = stored.map(({ subject_id: subjectId, written }) => {
    const row = persons.get(subjectId);
    const all = (kept: KeptReason) => written.map((step) => ({ step, kept }));
    if (!row || row.anonymised_at !== null) return { subjectId, name: null, steps: all('gone') };
    const merged = row.merged_into !== null;
    const abilities = personAbilities(ctx.actor, { networkId: ctx.networkId, place: row.place, accountId: row.account_id, anonymised: false, merged });
    const name = abilities.read.allowed ? fullName({ familyName: row.family_name, givenName: row.given_name, patronymic: row.patronymic }) : null;
    if (merged) return { subjectId, name, steps: all('gone') };
    if (!abilities.edit.allowed) return { subjectId, name, steps: all('not_yours') };
    const has = (postsOf.get(subjectId) ?? []).map(now);
    const keptBecause = (step: WrittenStep): KeptReason | null => {
      if (step.table === 'post') return keptPost(step, has);
      return step.table === 'person' && holdsStill({ preferredLocale: row.preferred_locale }, step.after) ? null : 'changed_since';
    };
    return { subjectId, name, steps: written.map((step) => ({ step, kept: keptBecause(step) })) };
  });
  return { lines, posts: new Map(posts.map((row) => [row.id, row])) };
}

const ABILITY: Readonly<Record<string, OrganisationAbility>> = { parentId: 'arrange', kind: 'arrange', languages: 'edit', timeZone: 'edit', closedOn: 'reopen' };
/** Why the actor may not, although she would otherwise: the state says it better. */
const OF_STATE: readonly string[] = ['organisation_closed', 'organisation_open'];

/** What of a change for many organisations could be put back. */
export async function planOrganisationsUndo(ctx: Ctx, stored: readonly Stored[], lock: boolean): Promise<UndoPlan> {
  const rows = new Map((await listBulkOrganisations(ctx, stored.map(({ subject_id }) => subject_id), lock)).map((row) => [row.id, row]));
  const before = stored.flatMap(({ written }) => written.flatMap((step) => (step.table === 'organisation' && step.before.parentId ? [step.before.parentId] : [])));
  const parents = new Map((await listOrganisationNames(ctx, [...new Set([...before, ...[...rows.values()].flatMap((row) => row.parent_id ?? [])])])).map((row) => [row.id, row]));
  const opened = new Set<string>();

  const keptBecause = (row: BulkOrganisationRow, step: WrittenStep): KeptReason | null => {
    if (step.table !== 'organisation') return 'gone';
    const fields = Object.keys(step.before);
    const abilities = organisationAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.path }, { closed: row.closed_on !== null });
    const barred = fields.some((field) => {
      const right = abilities[ABILITY[field] ?? 'arrange'];
      return !right.allowed && !OF_STATE.includes(right.reason);
    });
    const moves = 'parentId' in step.before;
    const parentId = moves ? step.before.parentId : row.parent_id;
    const parent = parentId ? parents.get(parentId) : null;
    const parentPlace = parent ? { networkId: ctx.networkId, organisationPath: parent.path } : { networkId: ctx.networkId };
    if (barred || (moves && parent !== undefined && !holds(ctx.actor, parent ? METHODISTS : CENTRE, parentPlace))) return 'not_yours';
    const now = { id: row.id, parentId: row.parent_id, kind: row.kind, languages: row.languages, timeZone: row.time_zone, closedOn: row.closed_on };
    const kept = keptOrganisation(step, now, parent && { isOpen: parent.closed_on === null || opened.has(parent.id), path: parent.path });
    if (kept === null && 'closedOn' in step.before) opened.add(row.id);
    return kept;
  };
  // From above: one that is opened again may open what hangs under it.
  const depth = ({ subject_id }: Stored) => rows.get(subject_id)?.path.length ?? 0;
  const lines = stored.toSorted((a, b) => depth(a) - depth(b)).map(({ subject_id: subjectId, written }) => {
    const row = rows.get(subjectId);
    if (!row) return { subjectId, name: null, steps: written.map((step) => ({ step, kept: 'gone' as const })) };
    return { subjectId, name: textIn(row.name, ctx.locale), steps: written.map((step) => ({ step, kept: keptBecause(row, step) })) };
  });
  return { lines, posts: new Map() };
}

async function restorePersons(tx: Ctx, { lines, posts }: UndoPlan): Promise<void> {
  for (const { subjectId, steps } of lines) {
    for (const { step, kept } of steps) {
      if (kept !== null) continue;
      if (step.table === 'person') await updatePreferredLocale(tx, [subjectId], step.before.preferredLocale);
      if (step.table !== 'post') continue;
      const row = posts.get(step.id);
      if (!row) continue;
      // First the one that goes: two main posts would stand in each other's way.
      if (step.made) await deletePost(tx, step.made.id);
      if (!(await updatePost(tx, row.id, row.version, { ...postValues(row), ...(step.before as Partial<PostValues>) }))) throw conflict();
    }
  }
  await refreshStanding(tx, lines.map(({ subjectId }) => subjectId));
}

async function restoreOrganisations(tx: Ctx, { lines }: UndoPlan): Promise<void> {
  const moved = new Set<string>();
  const today = await todayOf(tx);
  for (const { subjectId, steps } of lines) {
    for (const { step, kept } of steps) {
      if (kept !== null || step.table !== 'organisation') continue;
      const { parentId, kind, ...set } = step.before;
      if (parentId === undefined) {
        const { languages, timeZone, closedOn } = set;
        await updateOrganisations(tx, [subjectId], {
          ...(kind === undefined ? {} : { kind: kind as OrganisationKind }),
          ...(languages === undefined ? {} : { languages: [...languages] }),
          ...(timeZone === undefined ? {} : { timeZone }),
          ...(closedOn === undefined ? {} : { closedOn }),
        });
        continue;
      }
      // Read again: what it hangs under may just have gone back itself.
      const [row, parent] = [await findOrganisation(tx, subjectId), parentId === null ? null : await findOrganisation(tx, parentId)];
      if (!row) continue;
      for (const id of await updateParent(tx, { id: row.id, depth: row.path.length }, parent ?? null)) moved.add(id);
      await insertMove(tx, { organisationId: row.id, from: row.parent_id, to: parentId, movedOn: today, reason: null, movedBy: whoActs(tx) });
    }
  }
  await refreshStandingOf(tx, [...moved]);
}

/** Puts back what can be put back, with a line in the history of each. Returns what was left as it is. */
export async function restore(tx: Ctx, subjectType: 'person' | 'organisation', plan: UndoPlan): Promise<{ subjectId: string; kept: KeptStep[] }[]> {
  if (subjectType === 'person') await restorePersons(tx, plan);
  else await restoreOrganisations(tx, plan);
  const told = plan.lines.flatMap(({ subjectId, steps }) => steps.flatMap(({ step, kept }) => (kept === null ? turned(step.records).map(({ changes }) => ({ subjectType, subjectId, act: `${subjectType}.bulk_undone`, changes })) : [])));
  await recordChanges(tx, told);
  return keptOf(plan);
}

/** What would be left as it is, and why. */
export function keptOf({ lines }: UndoPlan): { subjectId: string; kept: KeptStep[] }[] {
  return lines.flatMap(({ subjectId, steps }) => {
    const kept = steps.flatMap(({ step, kept: reason }) => (reason === null ? [] : [{ about: step.records[0]?.about ?? null, reason }]));
    return kept.length > 0 || steps.length === 0 ? [{ subjectId, kept: kept.length > 0 ? kept : [{ about: null, reason: 'gone' as const }] }] : [];
  });
}
