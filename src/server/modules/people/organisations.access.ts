import { isId } from '#server/platform/ids.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import type { Place } from '#server/platform/rights.ts';
import { findOrganisation, lockOrganisation, type OrganisationRow } from './organisations.queries.ts';
import { organisationAbilities, type OrganisationAbilities, type OrganisationAbility } from './people.policy.ts';

/** An organisation with what the actor may do with it. */
export type OpenOrganisation = OrganisationRow & { place: Place; abilities: OrganisationAbilities };

export function openOrganisation(ctx: Ctx, row: OrganisationRow): OpenOrganisation {
  const place = { networkId: ctx.networkId, organisationPath: row.path };
  return { ...row, place, abilities: organisationAbilities(ctx.actor, place, { closed: row.closed_on !== null }) };
}

/**
 * The organisation, if the actor holds the ability; else `page.not_found`, whether it is missing, of another network or forbidden. Who
 * reads its staff but is stopped by its state alone learns why: `organisation.not_possible_closed` (409). `lock` takes the row for the
 * rest of the transaction.
 */
export async function getOrganisationFor(ctx: Ctx, id: string, ability: OrganisationAbility, options: { lock?: boolean } = {}): Promise<OpenOrganisation> {
  const row = isId(id) ? await (options.lock ? lockOrganisation(ctx, id) : findOrganisation(ctx, id)) : undefined;
  if (!row) throw notFound();
  const organisation = openOrganisation(ctx, row);
  const found = organisation.abilities[ability];
  if (found.allowed) return organisation;
  if (organisation.abilities.readStaff.allowed && found.reason === 'organisation_closed') throw new AppError('organisation.not_possible_closed', 409);
  throw notFound();
}
