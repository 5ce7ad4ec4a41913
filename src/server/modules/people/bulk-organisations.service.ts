import type { z } from 'zod';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import { BULK_MOST, bulkChosen, isAsShown, markOf, marksOf, type BulkLine, type BulkPreview } from './bulk-lines.ts';
import { countOpenBelowEach, listBulkOrganisations, updateOrganisations, type BulkOrganisationRow } from './bulk-organisations.queries.ts';
import { organisationBulkOutcome, type OrganisationBulkAct, type OrganisationBulkOutcome, type OrganisationBulkReason } from './bulk-organisations.rule.ts';
import { keepBulkChange, type BulkDone } from './bulk-changes.ts';
import type { NewLine } from './bulk-changes.queries.ts';
import { whoActs } from './changes.ts';
import { getOrganisationFor, type OpenOrganisation } from './organisations.access.ts';
import { listOrganisationIdsFor, type OrganisationsFilter } from './organisations-list.service.ts';
import { insertMove, lockTree, updateParent } from './organisations.queries.ts';
import { organisationAbilities, readsPeople, type OrganisationAbility } from './people.policy.ts';
import { refreshStandingOf, todayOf } from './standing.ts';

export type BulkOrganisationLine = BulkLine<OrganisationBulkReason | 'not_your_organisation'>;

interface Plan {
  lines: (BulkOrganisationLine & Pick<OrganisationBulkOutcome, 'set'>)[];
  rows: ReadonlyMap<string, BulkOrganisationRow>;
  target: OpenOrganisation | null;
}

const NEEDS: Readonly<Record<OrganisationBulkAct['act'], OrganisationAbility>> = { move: 'arrange', kind: 'arrange', languages: 'edit', zone: 'edit', close: 'close' };

async function plan(ctx: Ctx, ids: readonly string[], act: OrganisationBulkAct, lock: boolean): Promise<Plan> {
  if (!readsPeople(ctx.actor, ctx.networkId)) throw notFound();
  if (act.act === 'move' && act.movedOn > (await todayOf(ctx))) throw invalid('movedOn', 'date.in_future');
  const target = act.act === 'move' ? await getOrganisationFor(ctx, act.parentId, 'addBelow') : null;
  const rows = new Map((await listBulkOrganisations(ctx, ids, lock)).map((row) => [row.id, row]));
  const below = new Map(act.act === 'close' ? (await countOpenBelowEach(ctx, ids)).map(({ id, n }) => [id, n]) : []);
  const lines = ids.map((id) => {
    const row = rows.get(id);
    if (!row) throw notFound();
    const right = organisationAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.path }, { closed: row.closed_on !== null })[NEEDS[act.act]];
    const organisation = {
      id,
      parentId: row.parent_id,
      parent: row.parent_name && textIn(row.parent_name, ctx.locale),
      kind: row.kind,
      languages: row.languages,
      timeZone: row.time_zone,
      closedOn: row.closed_on,
      openBelow: below.get(id) ?? 0,
    };
    const outcome = organisationBulkOutcome(organisation, act, target && { id: target.id, name: textIn(target.name, ctx.locale), path: target.path });
    const reason = right.allowed || right.reason === 'organisation_closed' ? outcome.reason : ('not_your_organisation' as const);
    const { set, records } = reason === null ? outcome : { set: {}, records: [] };
    return { id, name: textIn(row.name, ctx.locale), reason, set, records, seen: markOf(reason, set, records) };
  });
  return { lines, rows, target };
}

const shown = ({ lines }: Plan): BulkOrganisationLine[] => lines.map(({ set: _, ...line }) => line);

/**
 * What a change would do to each of the organisations a filter finds, and where it cannot be made and why. Nothing is written. Errors:
 * `page.not_found`, also for an organisation to move to below which the actor adds nothing; `date.in_future` beside `movedOn`.
 */
export async function previewOrganisationsBulk(ctx: Ctx, filter: OrganisationsFilter, act: OrganisationBulkAct): Promise<BulkPreview<NonNullable<BulkOrganisationLine['reason']>>> {
  const ids = await listOrganisationIdsFor(ctx, filter, BULK_MOST + 1);
  if (ids.length > BULK_MOST) return { lines: [], tooMany: true };
  return { lines: shown(await plan(ctx, ids, act, false)), tooMany: false };
}

/** What a change would do to these organisations, for programs. Errors as in `applyOrganisationsBulk`. */
export async function checkOrganisationsBulk(ctx: Ctx, act: OrganisationBulkAct, organisations: readonly string[]): Promise<BulkOrganisationLine[]> {
  return shown(await plan(ctx, [...marksOf(organisations).keys()], act, false));
}

export const BulkOrganisationsChosen = bulkChosen('bulk.no_organisation');

async function write(tx: Ctx, act: OrganisationBulkAct, { lines, rows, target }: Plan): Promise<NewLine[]> {
  const ids = lines.map(({ id }) => id);
  if (act.act === 'move') {
    const moved: string[] = [];
    // The deepest first: of one that is moved together with what it hangs under, the path still begins as it was read.
    for (const row of ids.map((id) => rows.get(id)!).toSorted((a, b) => b.path.length - a.path.length)) {
      moved.push(...(await updateParent(tx, { id: row.id, depth: row.path.length }, target)));
      await insertMove(tx, { organisationId: row.id, from: row.parent_id, to: target?.id ?? null, movedOn: act.movedOn, reason: act.reason ?? null, movedBy: whoActs(tx) });
    }
    await refreshStandingOf(tx, [...new Set(moved)]);
  } else {
    const { parentId: _, ...set } = lines[0]?.set ?? {};
    await updateOrganisations(tx, ids, set);
  }
  return lines.map(({ id, set, records }) => {
    const row = rows.get(id)!;
    const was = { parentId: row.parent_id, kind: row.kind, languages: row.languages, timeZone: row.time_zone, closedOn: row.closed_on };
    const before = Object.fromEntries(Object.keys(set).map((field) => [field, was[field as keyof typeof was]]));
    return { subjectId: id, written: [{ table: 'organisation', before, after: set, records }] };
  });
}

/**
 * Makes the change for the organisations chosen: all of them or, when one of them is not any more as it was shown, none. One transaction,
 * with a line in the history of each and in the audit log; it is kept, so that it can be taken back. Errors: `page.not_found`,
 * `bulk.organisations_changed_meanwhile` (409), `bulk.open_below` beside `organisations` where something below one of them stays open, `date.in_future` beside `movedOn`.
 */
export async function applyOrganisationsBulk(ctx: Ctx, input: { act: OrganisationBulkAct; organisations: z.output<typeof BulkOrganisationsChosen> }): Promise<BulkDone> {
  const marks = marksOf(input.organisations);
  return inTransaction(ctx, async (tx) => {
    // One change of the tree at a time; who closes or moves must know what lies below.
    if (input.act.act === 'move' || input.act.act === 'close') await lockTree(tx);
    const made = await plan(tx, [...marks.keys()], input.act, true);
    if (made.lines.some(({ reason }) => reason === 'not_your_organisation')) throw notFound();
    const open = made.lines.find(({ reason }) => reason === 'open_below');
    if (open) throw invalid('organisations', 'bulk.open_below', { name: open.name });
    if (!isAsShown(made.lines, marks)) throw new AppError('bulk.organisations_changed_meanwhile', 409);
    return keepBulkChange(tx, { subjectType: 'organisation', act: input.act.act, lines: await write(tx, input.act, made) });
  });
}
