import { compareText } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import { listRecordChanges } from './changes.queries.ts';
import { getOrganisationFor } from './organisations.access.ts';
import { listChildren, listMoves, listOrganisationNames, listOrganisations } from './organisations.queries.ts';
import { storedValues } from './organisations.service.ts';
import { shownPanels, type ShownPanel } from './panels.service.ts';
import { changeView, type ChangeView } from './person-card.service.ts';
import { organisationAbilities, readsOrganisations, type OrganisationAbilities } from './people.policy.ts';
import type { OrganisationKind } from './people.tables.ts';
import { listStaffOf } from './posts.queries.ts';
import { listUnits } from './positions.queries.ts';
import { readStaffing, type Staffing } from './positions.service.ts';
import { todayOf } from './standing.ts';

export interface StaffMember {
  personId: string;
  name: string;
  post: string;
  rate: number;
  isSecondJob: boolean;
  isHead: boolean;
}

export interface OrganisationPage {
  id: string;
  version: number;
  name: string;
  values: ReturnType<typeof storedValues>;
  /** Of `values` the texts, in the reader's language; empty where nothing was written. */
  shown: { settlement: string; address: string; founder: string; signatoryPost: string };
  closedOn: string | null;
  /** From the root down to the parent. */
  above: { id: string; name: string }[];
  children: { id: string; code: string; name: string; kind: OrganisationKind; settlement: string; isClosed: boolean }[];
  moves: { id: string; movedOn: string; from: string | null; to: string | null; reason: string | null }[];
  /** Null for whoever does not read names of staff. */
  staff: StaffMember[] | null;
  staffing: Staffing | null;
  panels: ShownPanel[];
  may: { [Name in keyof OrganisationAbilities]: boolean };
  today: string;
}

/** An organisation with all that hangs on it, for whoever holds a role in the network. Error: `page.not_found`. */
export async function showOrganisation(ctx: Ctx, id: string): Promise<OrganisationPage> {
  const row = await getOrganisationFor(ctx, id, 'read');
  const today = await todayOf(ctx);
  const seesStaff = row.abilities.readStaff.allowed;
  const [above, children, moves, staff, staffing] = await Promise.all([
    listOrganisationNames(ctx, row.path.slice(0, -1)),
    listChildren(ctx, id),
    listMoves(ctx, id),
    seesStaff ? listStaffOf(ctx, id, today) : null,
    seesStaff ? readStaffing(ctx, id, today) : null,
  ]);
  const byName = compareText(ctx.locale);
  const nameOf = new Map(above.map((one) => [one.id, textIn(one.name, ctx.locale)]));
  return {
    id,
    version: row.version,
    name: textIn(row.name, ctx.locale),
    values: storedValues(row),
    shown: {
      settlement: textIn(row.settlement, ctx.locale),
      address: textIn(row.address, ctx.locale),
      founder: textIn(row.founder, ctx.locale),
      signatoryPost: textIn(row.signatory_post, ctx.locale),
    },
    closedOn: row.closed_on,
    above: row.path.slice(0, -1).map((one) => ({ id: one, name: nameOf.get(one) ?? '' })),
    children: children
      .map((one) => ({ id: one.id, code: one.code, kind: one.kind, name: textIn(one.name, ctx.locale), settlement: textIn(one.settlement, ctx.locale), isClosed: one.closed_on !== null }))
      .sort((a, b) => Number(a.isClosed) - Number(b.isClosed) || byName(a.name, b.name)),
    moves: moves.map((one) => ({ id: one.id, movedOn: one.moved_on, from: textIn(one.from_name, ctx.locale) || null, to: textIn(one.to_name, ctx.locale) || null, reason: one.reason })),
    staff:
      staff?.map((one) => ({
        personId: one.person_id,
        name: one.sort_name,
        post: one.title ?? textIn(one.position_name, ctx.locale),
        rate: Number(one.rate),
        isSecondJob: one.kind === 'second',
        isHead: one.is_head ?? false,
      })) ?? null,
    staffing,
    panels: await shownPanels(ctx, (source) => source.organisationPanels(ctx, { id, path: row.path })),
    may: Object.fromEntries(Object.entries(row.abilities).map(([name, ability]) => [name, ability.allowed])) as OrganisationPage['may'],
    today,
  };
}

/** The lines of an organisation's staffing table, past and coming ones too. Rights: `readStaff`. */
export async function showStaffing(ctx: Ctx, id: string) {
  const row = await getOrganisationFor(ctx, id, 'readStaff');
  const units = await listUnits(ctx, id);
  const today = await todayOf(ctx);
  return {
    id,
    name: textIn(row.name, ctx.locale),
    mayEdit: row.abilities.editStaffing.allowed,
    today,
    units: units.map((unit) => ({
      id: unit.id,
      positionId: unit.position_id,
      position: textIn(unit.position_name, ctx.locale),
      units: Number(unit.units),
      fromDate: unit.from_date,
      toDate: unit.to_date,
      note: unit.note,
      version: unit.version,
      isPresent: unit.from_date <= today && (unit.to_date === null || unit.to_date >= today),
    })),
    staffing: await readStaffing(ctx, id, today),
  };
}

/** What was changed in an organisation and by whom, newest first, at most 100. Rights: `readStaff`. */
export async function showOrganisationChanges(ctx: Ctx, id: string): Promise<{ name: string; changes: ChangeView[] }> {
  const row = await getOrganisationFor(ctx, id, 'readStaff');
  const rows = await listRecordChanges(ctx, 'organisation', id, 100);
  return { name: textIn(row.name, ctx.locale), changes: rows.slice(0, 100).map((one) => changeView(ctx, one)) };
}

export interface TreeNode {
  id: string;
  code: string;
  name: string;
  kind: OrganisationKind;
  settlement: string;
  isClosed: boolean;
  mapArea: string | null;
  children: TreeNode[];
}

/** The organisations of the network as a tree, brothers and sisters by name. Error: `page.not_found` for who holds no role in it. */
export async function readTree(ctx: Ctx): Promise<{ roots: TreeNode[]; count: number; mayAdd: boolean }> {
  if (!readsOrganisations(ctx.actor, ctx.networkId)) throw notFound();
  const rows = await listOrganisations(ctx);
  const nodes = new Map<string, TreeNode>();
  for (const row of rows) {
    nodes.set(row.id, {
      id: row.id,
      code: row.code,
      name: textIn(row.name, ctx.locale),
      kind: row.kind,
      settlement: textIn(row.settlement, ctx.locale),
      isClosed: row.closed_on !== null,
      mapArea: row.map_area,
      children: [],
    });
  }
  const roots: TreeNode[] = [];
  for (const row of rows) {
    const node = nodes.get(row.id);
    if (node) (row.parent_id ? (nodes.get(row.parent_id)?.children ?? roots) : roots).push(node);
  }
  const byName = compareText(ctx.locale);
  const sort = (list: TreeNode[]): void => {
    list.sort((a, b) => Number(a.isClosed) - Number(b.isClosed) || byName(a.name, b.name));
    for (const { children } of list) sort(children);
  };
  sort(roots);
  const mayAdd = rows.some((row) => organisationAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.path }, { closed: row.closed_on !== null }).addBelow.allowed);
  return { roots, count: rows.length, mayAdd };
}
