import type { Ctx } from '#server/platform/context.ts';
import './access.tables.ts';

/** Who holds which role at an organisation itself now, at most 200. Asks no rights: the caller has. */
export async function listRolesOfOrganisation(ctx: Ctx, organisationId: string): Promise<{ id: string; name: string; role: string; since: Date; until: Date | null }[]> {
  const now = ctx.clock.now();
  return ctx.db
    .$pickTables<'access.role_assignment' | 'access.account'>()
    .selectFrom('access.role_assignment as r')
    .innerJoin('access.account as a', 'a.id', 'r.account_id')
    .select(['r.id', 'a.name', 'r.role', 'r.valid_from as since', 'r.valid_to as until'])
    .where('r.network_id', '=', ctx.networkId)
    .where('r.scope_kind', '=', 'organisation')
    .where('r.scope_id', '=', organisationId)
    .where('r.valid_from', '<=', now)
    .where((eb) => eb.or([eb('r.valid_to', 'is', null), eb('r.valid_to', '>', now)]))
    .limit(200)
    .execute();
}

/** Of these persons those who have an invitation that is still open. */
export async function listInvitedPersons(ctx: Ctx, personIds: readonly string[]): Promise<string[]> {
  if (personIds.length === 0) return [];
  const rows = await ctx.db
    .$pickTables<'access.invitation'>()
    .selectFrom('access.invitation')
    .select('person_id')
    .where('network_id', '=', ctx.networkId)
    .where('state', '=', 'open')
    .where('expires_at', '>', ctx.clock.now())
    .where('person_id', 'in', personIds)
    .execute();
  return rows.flatMap(({ person_id }) => person_id ?? []);
}

export interface RoleHolder {
  organisationId: string;
  accountId: string;
  name: string;
}

/** Who leads these organisations now, by the role and not by a post; whoever has it longest first. Asks no rights: the caller has. */
export async function listHeadsOf(ctx: Ctx, organisationIds: readonly string[]): Promise<RoleHolder[]> {
  if (organisationIds.length === 0) return [];
  const now = ctx.clock.now();
  const rows = await ctx.db
    .$pickTables<'access.role_assignment' | 'access.account'>()
    .selectFrom('access.role_assignment as r')
    .innerJoin('access.account as a', 'a.id', 'r.account_id')
    .select(['r.scope_id', 'a.id', 'a.name'])
    .where('r.network_id', '=', ctx.networkId)
    .where('r.role', '=', 'head')
    .where('r.scope_kind', '=', 'organisation')
    .where('r.scope_id', 'in', organisationIds)
    .where('r.valid_from', '<=', now)
    .where((eb) => eb.or([eb('r.valid_to', 'is', null), eb('r.valid_to', '>', now)]))
    .orderBy('r.valid_from')
    .orderBy('r.id')
    .execute();
  return rows.flatMap(({ scope_id: organisationId, id, name }) => (organisationId === null ? [] : [{ organisationId, accountId: id, name }]));
}

/** Where mails to accounts of this network go. Asks no rights: the caller has. */
export async function listAddressesOf(ctx: Ctx, accountIds: readonly string[]): Promise<{ accountId: string; email: string; locale: string | null }[]> {
  if (accountIds.length === 0) return [];
  const rows = await ctx.db.$pickTables<'access.account'>().selectFrom('access.account').select(['id', 'email', 'preferred_locale']).where('id', 'in', accountIds).execute();
  return rows.flatMap(({ id, email, preferred_locale: locale }) => (email === null ? [] : [{ accountId: id, email, locale }]));
}
