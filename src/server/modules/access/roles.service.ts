import { z } from 'zod';
import { dateAnswer } from '#lib/forms/index.ts';
import { getOrganisation, listContactsFor, networkOf, PeopleFilter, readContactsFor } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import type { Place } from '#server/platform/rights.ts';
import { addDays, localDate, toInstant } from '#server/platform/time/wall-time.ts';
import { insertRole } from './access.queries.ts';
import type { Role } from './access.tables.ts';
import { countAdministrators, findAssignment, holdsAnything, holdsMeanwhile, listNetworkRoles, listRolesAtOrganisation, updateAssignmentDates, type AssignmentRow } from './roles.queries.ts';
import { mayChangeRole, NETWORK_ROLES, PLACED_ROLES, type NetworkRole, type PlacedRole } from './roles.policy.ts';

const MOST_CANDIDATES = 500;

/** Days of the network's calendar, both included; no last day: until it is ended. */
export const RoleDates = z.object({ from: dateAnswer(), until: dateAnswer().nullish().transform((day) => day ?? null) });
export const NewRoleAt = RoleDates.extend({ person: z.uuid('choice.missing'), role: z.enum(PLACED_ROLES, 'choice.missing') });

/** For somebody of the registry who can sign in, or for an account that holds something in the network already. */
export const NewNetworkRole = RoleDates.extend({ person: z.uuid('choice.missing').optional(), account: z.uuid('choice.missing').optional(), role: z.enum(NETWORK_ROLES, 'choice.missing') }).refine(
  ({ person, account }) => (person === undefined) !== (account === undefined),
  { path: ['person'], error: 'choice.missing' },
);

export interface RoleLine {
  id: string;
  name: string;
  role: Role;
  /** Days of the network's calendar. */
  from: string;
  until: string | null;
  isPlanned: boolean;
  mayChange: boolean;
}

async function placeOf(ctx: Ctx, organisationId: string | null): Promise<Place> {
  if (organisationId === null) return { networkId: ctx.networkId };
  if (!isId(organisationId)) throw notFound();
  return { networkId: ctx.networkId, organisationPath: (await getOrganisation(ctx, organisationId)).path };
}

function startOf(field: string, date: string, zone: string): Date {
  const start = toInstant({ date, time: '00:00', zone }, 'later');
  if (!start.ok) throw invalid(field, 'date.invalid');
  return start.instant;
}

const toDays = (row: { from: Date; until: Date | null }, zone: string) => ({
  from: localDate(row.from, zone),
  // Until the last moment of the day before.
  until: row.until === null ? null : localDate(new Date(row.until.getTime() - 1), zone),
});

function toLine(ctx: Ctx, row: Omit<AssignmentRow, 'scopeKind' | 'scopeId'>, place: Place, zone: string): RoleLine {
  return { id: row.id, name: row.name, role: row.role, ...toDays(row, zone), isPlanned: row.from > ctx.clock.now(), mayChange: mayChangeRole(ctx.actor, row, place) };
}

export interface RolesAt {
  roles: RoleLine[];
  /** What the actor may give here. */
  mayGive: PlacedRole[];
}

/** Who holds which role at an organisation, now or later. Error: `page.not_found` for whoever may give none there. */
export async function listRolesAtFor(ctx: Ctx, organisationId: string): Promise<RolesAt> {
  const place = await placeOf(ctx, organisationId);
  const mayGive = PLACED_ROLES.filter((role) => mayChangeRole(ctx.actor, { role, accountId: null }, place));
  if (mayGive.length === 0) throw notFound();
  const { timeZone } = await networkOf(ctx);
  return { roles: (await listRolesAtOrganisation(ctx, organisationId)).map((row) => toLine(ctx, row, place, timeZone)), mayGive };
}

export interface NetworkRoles {
  roles: (RoleLine & { accountId: string })[];
  mayGive: NetworkRole[];
}

/** Who holds which role of the whole network, now or later. Error: `page.not_found` for whoever may give none. */
export async function listNetworkRolesFor(ctx: Ctx): Promise<NetworkRoles> {
  const place: Place = { networkId: ctx.networkId };
  const mayGive = NETWORK_ROLES.filter((role) => mayChangeRole(ctx.actor, { role, accountId: null }, place));
  if (mayGive.length === 0) throw notFound();
  const { timeZone } = await networkOf(ctx);
  return { roles: (await listNetworkRoles(ctx)).map((row) => ({ ...toLine(ctx, row, place, timeZone), accountId: row.accountId })), mayGive };
}

/** Whether the actor may give any role there. */
export const givesRolesAt = (ctx: Ctx, organisationPath: readonly string[]): boolean =>
  PLACED_ROLES.some((role) => mayChangeRole(ctx.actor, { role, accountId: null }, { networkId: ctx.networkId, organisationPath }));

/** Whom a role can be given: the people who work there or below and can sign in. */
export async function listCandidates(ctx: Ctx, organisationId: string): Promise<{ id: string; name: string }[]> {
  const people = await listContactsFor(ctx, PeopleFilter.parse({ organisation: organisationId }), MOST_CANDIDATES);
  return people.filter(({ accountId, isGone }) => accountId !== null && !isGone).map(({ id, name }) => ({ id, name }));
}

/** The two instants of a time given in days. Errors beside their fields: `role.ends_before`, `role.past`. */
async function readDates(ctx: Ctx, input: { from: string; until: string | null }): Promise<{ from: Date; until: Date | null }> {
  const { timeZone } = await networkOf(ctx);
  const today = localDate(ctx.clock.now(), timeZone);
  if (input.until !== null && input.until < input.from) throw invalid('until', 'role.ends_before');
  if (input.until !== null && input.until < today) throw invalid('until', 'role.past');
  return { from: startOf('from', input.from, timeZone), until: input.until === null ? null : startOf('until', addDays(input.until, 1), timeZone) };
}

/**
 * Gives somebody of the registry a role at an organisation and all below it, from one day to another. Errors: `page.not_found`; beside
 * their fields `choice.missing`, `role.from_past`, `role.ends_before`, `role.past`, `role.held_already`.
 */
export async function giveRoleAt(ctx: Ctx, organisationId: string, input: z.output<typeof NewRoleAt>): Promise<string> {
  return give(ctx, organisationId, input, async () => (await readContactsFor(ctx, [input.person]))[0]?.accountId ?? null);
}

/** The same for the whole network, by administrators. Errors as in `giveRoleAt`, `choice.missing` beside `person` or `account`. */
export async function giveNetworkRole(ctx: Ctx, input: z.output<typeof NewNetworkRole>): Promise<string> {
  const { person, account, ...role } = input;
  if (person !== undefined) return give(ctx, null, role, async () => (await readContactsFor(ctx, [person]))[0]?.accountId ?? null);
  return give(ctx, null, { ...role, field: 'account' }, async () => (account !== undefined && (await holdsAnything(ctx, account)) ? account : null));
}

interface Given {
  role: Role;
  from: string;
  until: string | null;
  /** Where it stands who gets it. */
  field?: string;
}

async function give(ctx: Ctx, organisationId: string | null, input: Given, whom: () => Promise<string | null>): Promise<string> {
  const place = await placeOf(ctx, organisationId);
  if (!mayChangeRole(ctx.actor, { role: input.role, accountId: null }, place)) throw notFound();
  const { timeZone } = await networkOf(ctx);
  // What somebody did before is not made rightful afterwards.
  if (input.from < localDate(ctx.clock.now(), timeZone)) throw invalid('from', 'role.from_past');
  const dates = await readDates(ctx, input);
  const accountId = await whom();
  if (accountId === null || !mayChangeRole(ctx.actor, { role: input.role, accountId }, place)) throw invalid(input.field ?? 'person', 'choice.missing');
  const scopeKind = organisationId === null ? 'network' : 'organisation';
  return inTransaction(ctx, async (tx) => {
    if (await holdsMeanwhile(tx, { accountId, role: input.role, organisationId, ...dates })) throw invalid('role', 'role.held_already');
    const grantedBy = tx.actor.kind === 'account' ? tx.actor.accountId : null;
    const id = await insertRole(tx.db, { networkId: tx.networkId, accountId, role: input.role, scopeKind, scopeId: organisationId, grantedBy, validFrom: dates.from, validTo: dates.until }, tx.clock.now());
    await audit(tx, { act: 'role.granted', subjectType: 'account', subjectId: accountId, data: { assignmentId: id, role: input.role, scopeKind, scopeId: organisationId, from: input.from, until: input.until } });
    return id;
  });
}

/** The role, if it lies at that organisation (null: is one of the whole network) and the actor may change it. Error: `page.not_found`. */
async function assignmentFor(ctx: Ctx, organisationId: string | null, id: string, lock = false): Promise<{ row: AssignmentRow; place: Place }> {
  const place = await placeOf(ctx, organisationId);
  const row = isId(id) ? await findAssignment(ctx, id, lock) : undefined;
  const scopeKind = organisationId === null ? 'network' : 'organisation';
  if (row?.scopeKind !== scopeKind || row.scopeId !== organisationId || !mayChangeRole(ctx.actor, row, place)) throw notFound();
  return { row, place };
}

export const readRoleAt = (ctx: Ctx, organisationId: string, id: string): Promise<RoleLine> => readRole(ctx, organisationId, id);
/** A role of the whole network. Error: `page.not_found`. */
export const readNetworkRole = (ctx: Ctx, id: string): Promise<RoleLine> => readRole(ctx, null, id);

async function readRole(ctx: Ctx, organisationId: string | null, id: string): Promise<RoleLine> {
  const { row, place } = await assignmentFor(ctx, organisationId, id);
  return toLine(ctx, row, place, (await networkOf(ctx)).timeZone);
}

/** Moves the days of a role: the first one only while it lies ahead. Errors as in `giveRoleAt`, `role.begun` beside `from`. */
export const changeRoleAt = (ctx: Ctx, organisationId: string, id: string, input: z.output<typeof RoleDates>): Promise<void> => changeDates(ctx, organisationId, id, input);
/** The same of a role of the whole network. */
export const changeNetworkRole = (ctx: Ctx, id: string, input: z.output<typeof RoleDates>): Promise<void> => changeDates(ctx, null, id, input);

async function changeDates(ctx: Ctx, organisationId: string | null, id: string, input: z.output<typeof RoleDates>): Promise<void> {
  const { timeZone } = await networkOf(ctx);
  await inTransaction(ctx, async (tx) => {
    const { row } = await assignmentFor(tx, organisationId, id, true);
    const before = toDays(row, timeZone);
    const now = tx.clock.now();
    if (input.from !== before.from && row.from <= now) throw invalid('from', 'role.begun');
    if (input.from !== before.from && input.from < localDate(now, timeZone)) throw invalid('from', 'role.from_past');
    const dates = await readDates(tx, input);
    // The very moment it was given stays where the day does.
    const from = input.from === before.from ? row.from : dates.from;
    if (await holdsMeanwhile(tx, { accountId: row.accountId, role: row.role, organisationId, from, until: dates.until, but: id })) throw invalid('until', 'role.held_already');
    await updateAssignmentDates(tx, id, from, dates.until);
    if (dates.until) await keepAdministrator(tx, row, dates.until, () => invalid('until', 'role.last_administrator'));
    await audit(tx, { act: 'role.dates_changed', subjectType: 'account', subjectId: row.accountId, data: { assignmentId: id, before, after: input } });
  });
}

/**
 * After a role was ended from a moment on: a network whose last administrator that was keeps her, since nobody of it could give the role again. The command
 * line may. Error: `role.last_administrator` (409).
 */
export async function keepAdministrator(tx: Ctx, row: Pick<AssignmentRow, 'role' | 'from' | 'until'>, end: Date, refusal: () => AppError = () => new AppError('role.last_administrator', 409)): Promise<void> {
  const counted = row.role === 'network_admin' && row.from <= end && (row.until === null || row.until > end);
  if (tx.actor.kind !== 'system' && counted && (await countAdministrators(tx, end)) === 0) throw refusal();
}

/** Ends a role now; one that has not begun never does. Errors: `page.not_found`, `role.last_administrator` (409). */
export const endRoleAt = (ctx: Ctx, organisationId: string, id: string): Promise<void> => end(ctx, organisationId, id);
/** The same of a role of the whole network. */
export const endNetworkRole = (ctx: Ctx, id: string): Promise<void> => end(ctx, null, id);

async function end(ctx: Ctx, organisationId: string | null, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row } = await assignmentFor(tx, organisationId, id, true);
    const now = tx.clock.now();
    await updateAssignmentDates(tx, id, row.from > now ? now : row.from, now);
    await keepAdministrator(tx, row, now);
    await audit(tx, { act: 'role.ended', subjectType: 'account', subjectId: row.accountId, data: { assignmentId: id, role: row.role } });
  });
}
