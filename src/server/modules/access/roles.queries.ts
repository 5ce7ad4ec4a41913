import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import './access.tables.ts';
import type { Role, ScopeKind } from './access.tables.ts';

const on = (ctx: Ctx) => ctx.db.$pickTables<'access.account' | 'access.role_assignment'>();

export interface HeldRole {
  id: string;
  accountId: string;
  name: string;
  role: Role;
  from: Date;
  until: Date | null;
}

/** Who holds which role at an organisation itself, now or from a later day on, by name. */
export async function listRolesAtOrganisation(ctx: Ctx, organisationId: string): Promise<HeldRole[]> {
  const now = ctx.clock.now();
  return on(ctx)
    .selectFrom('access.role_assignment as r')
    .innerJoin('access.account as a', 'a.id', 'r.account_id')
    .select(['r.id', 'a.id as accountId', 'a.name', 'r.role', 'r.valid_from as from', 'r.valid_to as until'])
    .where('r.network_id', '=', ctx.networkId)
    .where('r.scope_kind', '=', 'organisation')
    .where('r.scope_id', '=', organisationId)
    .where((eb) => eb.or([eb('r.valid_to', 'is', null), eb('r.valid_to', '>', now)]))
    .orderBy('a.name')
    .orderBy('r.id')
    .limit(200)
    .execute();
}

/** Who holds which role of the whole network, now or from a later day on, by name. */
export async function listNetworkRoles(ctx: Ctx): Promise<HeldRole[]> {
  const now = ctx.clock.now();
  return on(ctx)
    .selectFrom('access.role_assignment as r')
    .innerJoin('access.account as a', 'a.id', 'r.account_id')
    .select(['r.id', 'a.id as accountId', 'a.name', 'r.role', 'r.valid_from as from', 'r.valid_to as until'])
    .where('r.network_id', '=', ctx.networkId)
    .where('r.scope_kind', '=', 'network')
    .where((eb) => eb.or([eb('r.valid_to', 'is', null), eb('r.valid_to', '>', now)]))
    .orderBy('a.name')
    .orderBy('r.id')
    .limit(200)
    .execute();
}

/** Whether the account holds anything in the network, now or later. */
export async function holdsAnything(ctx: Ctx, accountId: string): Promise<boolean> {
  const now = ctx.clock.now();
  const found = await on(ctx)
    .selectFrom('access.role_assignment as r')
    .select('r.id')
    .where('r.network_id', '=', ctx.networkId)
    .where('r.account_id', '=', accountId)
    .where((eb) => eb.or([eb('r.valid_to', 'is', null), eb('r.valid_to', '>', now)]))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export interface AssignmentRow extends HeldRole {
  scopeKind: ScopeKind;
  scopeId: string | null;
}

/** One role of the network that has not ended. */
export async function findAssignment(ctx: Ctx, id: string, lock = false): Promise<AssignmentRow | undefined> {
  const query = on(ctx)
    .selectFrom('access.role_assignment as r')
    .innerJoin('access.account as a', 'a.id', 'r.account_id')
    .select(['r.id', 'a.id as accountId', 'a.name', 'r.role', 'r.valid_from as from', 'r.valid_to as until', 'r.scope_kind as scopeKind', 'r.scope_id as scopeId'])
    .where('r.network_id', '=', ctx.networkId)
    .where('r.id', '=', id)
    .where((eb) => eb.or([eb('r.valid_to', 'is', null), eb('r.valid_to', '>', ctx.clock.now())]));
  return (lock ? query.forUpdate('r') : query).executeTakeFirst();
}

/** How many administrate the network at a moment; one counts at a time, so that two do not end one another. */
export async function countAdministrators(tx: Ctx, at: Date): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`administrators:${tx.networkId}`}, 0))`.execute(tx.db);
  const row = await on(tx)
    .selectFrom('access.role_assignment')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('network_id', '=', tx.networkId)
    .where('role', '=', 'network_admin')
    .where('valid_from', '<=', at)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', at)]))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

export async function updateAssignmentDates(tx: Ctx, id: string, from: Date, until: Date | null): Promise<void> {
  await on(tx).updateTable('access.role_assignment').set({ valid_from: from, valid_to: until }).where('network_id', '=', tx.networkId).where('id', '=', id).execute();
}

/** Whether the account holds the role there, or in the whole network where no organisation is named, at some moment of that time already. */
export async function holdsMeanwhile(tx: Ctx, row: { accountId: string; role: Role; organisationId: string | null; from: Date; until: Date | null; but?: string }): Promise<boolean> {
  const found = await on(tx)
    .selectFrom('access.role_assignment')
    .select('id')
    .where('network_id', '=', tx.networkId)
    .where('account_id', '=', row.accountId)
    .where('role', '=', row.role)
    .where('scope_kind', '=', row.organisationId === null ? 'network' : 'organisation')
    .$if(row.organisationId !== null, (query) => query.where('scope_id', '=', row.organisationId))
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', row.from)]))
    .$if(row.until !== null, (query) => query.where('valid_from', '<', row.until ?? row.from))
    .$if(row.but !== undefined, (query) => query.where('id', '!=', row.but ?? ''))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
