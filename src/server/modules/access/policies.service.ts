import { z } from 'zod';
import { listOrganisationsOf } from '#server/modules/people/index.ts';
import type { Actor, Ctx, Grant } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { orNothing } from '#server/platform/fields.ts';
import { isId } from '#server/platform/ids.ts';
import type { Place } from '#server/platform/rights.ts';
import { textIn } from '#server/platform/text/index.ts';
import { accessAbilities } from './access.policy.ts';
import type { Role, ScopeKind } from './access.tables.ts';
import { listPolicyAreas, type PolicyArea } from './policies.port.ts';
import { listHeldRoles, listHoldersLike, type HeldRow } from './policies.queries.ts';

const FOUND = 20;
const EVENT = 'event';

/** Where each role is held as a rule; the matrix asks what it gives there. */
const ROLES: Readonly<Record<Role, ScopeKind>> = {
  network_admin: 'network',
  coordinator: 'organisation',
  methodist: 'organisation',
  head: 'organisation',
  specialist: 'organisation',
  inspector: 'network',
  moderator: 'event',
  speaker: 'event',
  system_admin: 'installation',
};
export const POLICY_ROLES = Object.keys(ROLES) as Role[];
/** A column of the matrix: a role, or the person whose own record it is. */
export const POLICY_COLUMNS = [...POLICY_ROLES, 'oneself'] as const;
export type PolicyColumn = (typeof POLICY_COLUMNS)[number];

export const PoliciesFilter = z.object({
  /** Where; without it the root with most below it. */
  organisation: orNothing(z.uuid()),
  /** Part of a name or an address. */
  who: orNothing(z.string().trim().min(1).max(120)),
  account: orNothing(z.uuid()),
  /** `area.ability`: who holds it there. */
  ability: orNothing(z.string().regex(/^[a-z_]+\.[a-zA-Z]+$/).max(80)),
});
export type PoliciesFilter = z.output<typeof PoliciesFilter>;

/** Why somebody may: a role of her own or a lent one, and from when until when; or it is her own record. */
export interface Because {
  kind: 'role' | 'oneself';
  role: Role | null;
  scopeKind: ScopeKind | null;
  organisation: string | null;
  from: Date | null;
  until: Date | null;
  /** Whose role it is, where it is lent; it counts while she acts in that place. */
  giver: string | null;
}

export interface PolicyAnswer {
  area: string;
  ability: string;
  because: Because[];
  /** Roles that would give it here. */
  wanted: PolicyColumn[];
}

export interface PolicyLine {
  area: string;
  ability: string;
  columns: PolicyColumn[];
}

export interface Holder {
  accountId: string;
  name: string;
  because: Because[];
}

function needAdministrator(ctx: Ctx): void {
  if (!accessAbilities(ctx.actor, { networkId: ctx.networkId }).manageRoles.allowed) throw notFound();
}

const withGrants = (accountId: string, grants: readonly Grant[]): Actor => ({ kind: 'account', accountId, name: '', email: '', grants });

/** Somebody who holds nothing but this role, at the place itself. */
function holderOf(role: Role, place: Place): Actor {
  const scopeKind = ROLES[role];
  const scopeId = scopeKind === 'organisation' ? (place.organisationPath?.at(-1) ?? null) : scopeKind === 'event' ? EVENT : null;
  return withGrants('', [{ role, networkId: scopeKind === 'installation' ? '' : place.networkId, scopeKind, scopeId }]);
}

const mayByColumn = (area: PolicyArea, place: Place, column: PolicyColumn): Readonly<Record<string, { allowed: boolean }>> =>
  column === 'oneself' ? area.abilities(withGrants('oneself', []), place, 'oneself') : area.abilities(holderOf(column, place), place, null);

/** Each ability with the columns that give it at the place. */
export function policyLines(place: Place): PolicyLine[] {
  return listPolicyAreas().flatMap((area) => {
    const answers = POLICY_COLUMNS.map((column) => ({ column, abilities: mayByColumn(area, place, column) }));
    return Object.keys(answers[0]?.abilities ?? {}).map((ability) => ({
      area: area.id,
      ability,
      columns: answers.filter(({ abilities }) => abilities[ability]?.allowed).map(({ column }) => column),
    }));
  });
}

const grantOf = (row: HeldRow): Grant => ({ role: row.role, networkId: row.network_id ?? '', scopeKind: row.scope_kind, scopeId: row.scope_id });

/** The roles of an account of which each alone gives the ability, and its own record. */
function reasons(area: PolicyArea, ability: string, at: { place: Place; owner: string | null }, accountId: string, rows: readonly HeldRow[], names: Map<string, string>): Because[] {
  const may = (grants: readonly Grant[], owner: string | null) => area.abilities(withGrants(accountId, grants), at.place, owner)[ability]?.allowed === true;
  const own: Because[] = at.owner === accountId && may([], at.owner) ? [{ kind: 'oneself', role: null, scopeKind: null, organisation: null, from: null, until: null, giver: null }] : [];
  const roles = rows
    .filter((row) => may([grantOf(row)], own.length > 0 ? null : at.owner))
    .map((row): Because => ({ kind: 'role', role: row.role, scopeKind: row.scope_kind, organisation: names.get(row.scope_id ?? '') ?? null, from: row.from, until: row.until, giver: row.giver }));
  return [...own, ...roles];
}

async function organisationsOf(ctx: Ctx) {
  const rows = await listOrganisationsOf(ctx);
  return { rows, names: new Map(rows.map(({ id, name }) => [id, textIn(name, ctx.locale)])) };
}

/** The place the page asks about. Error: `page.not_found`. */
function placeOf(ctx: Ctx, rows: readonly { id: string; path: string[] }[], organisationId: string | undefined): { place: Place; id: string | null } {
  const below = Map.groupBy(rows, ({ path }) => path[0] ?? '');
  const [root] = [...below].toSorted(([, a], [, b]) => b.length - a.length);
  const found = rows.find(({ id }) => id === (organisationId ?? root?.[0]));
  if (!found && organisationId !== undefined) throw notFound();
  return { place: { networkId: ctx.networkId, eventId: EVENT, ...(found ? { organisationPath: found.path } : {}) }, id: found?.id ?? null };
}

/** Of all who hold a role, those who hold the ability at the place, by name. */
function holdersOf(area: PolicyArea, ability: string, at: { place: Place; owner: string | null }, held: readonly HeldRow[], names: Map<string, string>): Holder[] {
  const byAccount = Map.groupBy(held, ({ account_id }) => account_id);
  return [...byAccount].flatMap(([accountId, rows]) => {
    const because = reasons(area, ability, at, accountId, rows, names);
    return because.length > 0 ? [{ accountId, name: rows[0]?.name ?? '', because }] : [];
  });
}

export interface PoliciesPage {
  organisationId: string | null;
  organisations: { value: string; text: string }[];
  lines: PolicyLine[];
  /** Who was found, where more than one fits. */
  found: { id: string; name: string; email: string }[];
  /** What one account may do there, and why. */
  account: { id: string; name: string; email: string; answers: PolicyAnswer[] } | null;
  /** Who holds the chosen ability there. */
  holders: Holder[] | null;
}

/**
 * Who may do what at a place and why, answered by the policies themselves: the matrix of roles, one account, and the holders of one
 * ability. For who manages roles. Error: `page.not_found`.
 */
export async function readPolicies(ctx: Ctx, filter: PoliciesFilter): Promise<PoliciesPage> {
  needAdministrator(ctx);
  const { rows, names } = await organisationsOf(ctx);
  const { place, id } = placeOf(ctx, rows, filter.organisation);
  const lines = policyLines(place);
  const found = filter.who && !filter.account ? await listHoldersLike(ctx, filter.who, FOUND) : [];
  const accountId = filter.account ?? (found.length === 1 ? found[0]?.id : undefined);
  const [areaId, ability] = filter.ability?.split('.') ?? [];
  const area = listPolicyAreas().find((one) => one.id === areaId);
  return {
    organisationId: id,
    organisations: rows.map((row) => ({ value: row.id, text: `${row.code} · ${textIn(row.name, ctx.locale)}` })),
    lines,
    found: found.length > 1 ? found : [],
    account: accountId === undefined ? null : await answersFor(ctx, accountId, place, lines, names),
    holders: area && ability ? holdersOf(area, ability, { place, owner: null }, await listHeldRoles(ctx, null), names) : null,
  };
}

/** Null for an account that holds nothing in the network: of others' accounts nothing is said. */
async function answersFor(ctx: Ctx, accountId: string, place: Place, lines: readonly PolicyLine[], names: Map<string, string>): Promise<PoliciesPage['account']> {
  const held = isId(accountId) ? await listHeldRoles(ctx, accountId) : [];
  const [first] = held;
  if (!first) return null;
  const areas = new Map(listPolicyAreas().map((area) => [area.id, area]));
  const answers = lines.map(({ area, ability, columns }) => {
    const policy = areas.get(area);
    return { area, ability, because: policy ? reasons(policy, ability, { place, owner: null }, accountId, held, names) : [], wanted: columns };
  });
  return { id: accountId, name: first.name, email: first.email, answers };
}

/**
 * Who may read the record of a person who lies at `place`, by name, herself first; each with the reasons. The caller has checked that the
 * actor reads the record. Error: `page.not_found` for who does not manage roles.
 */
export async function whoReadsPerson(ctx: Ctx, person: { place: readonly string[]; account: { id: string; name: string } | null }): Promise<Holder[]> {
  needAdministrator(ctx);
  const area = listPolicyAreas().find(({ id }) => id === 'person');
  if (!area) return [];
  const { names } = await organisationsOf(ctx);
  const at = { place: { networkId: ctx.networkId, organisationPath: person.place }, owner: person.account?.id ?? null };
  const holders = holdersOf(area, 'read', at, await listHeldRoles(ctx, null), names);
  const self = person.account && !holders.some(({ accountId }) => accountId === person.account?.id) ? [{ accountId: person.account.id, name: person.account.name, because: reasons(area, 'read', at, person.account.id, [], names) }] : [];
  return [...self, ...holders].sort((a, b) => Number(b.accountId === at.owner) - Number(a.accountId === at.owner));
}
