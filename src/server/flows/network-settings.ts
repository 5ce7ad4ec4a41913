import { z } from 'zod';
import { compareText, LOCALES } from '#lib/i18n/index.ts';
import { accessAbilities, invite, listInvitationsFor, listRolesFor, NewInvitation } from '#server/modules/access/index.ts';
import { erasePhotos, getOrganisation, listOrganisationsOf, networkOf, updateDataLocation, updatePhotosShown } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { localizedText, textIn } from '#server/platform/text/index.ts';

export const DataLocation = z.object({
  data_location: localizedText({ max: 300 }),
  version: z.coerce.number().int(),
});

/**
 * States anew where the data of the network lie: notices and the privacy page say it from now on, so the change is on record with what
 * stood there before. Errors: `page.not_found`, `record.changed_meanwhile`.
 */
export async function changeDataLocation(ctx: Ctx, input: z.output<typeof DataLocation>): Promise<void> {
  if (!accessAbilities(ctx.actor, { networkId: ctx.networkId }).manageRoles.allowed) throw notFound();
  await inTransaction(ctx, async (tx) => {
    const { dataLocation: before } = await networkOf(tx);
    await updateDataLocation(tx, input.data_location, input.version);
    await audit(tx, { act: 'network.data_location_changed', subjectType: 'network', subjectId: tx.networkId, data: { before, after: input.data_location } });
  });
}

export const PhotosShown = z.object({ photos: z.enum(['on', 'off'], 'choice.missing') });

/** Switches photos on cards on, or off; switched off, all of them are erased. Error: `page.not_found`. */
export async function changePhotosShown(ctx: Ctx, input: z.output<typeof PhotosShown>): Promise<void> {
  if (!accessAbilities(ctx.actor, { networkId: ctx.networkId }).manageRoles.allowed) throw notFound();
  await inTransaction(ctx, async (tx) => {
    await updatePhotosShown(tx, input.photos === 'on');
    const erased = input.photos === 'off' ? await erasePhotos(tx) : 0;
    await audit(tx, { act: `network.photos_${input.photos}`, subjectType: 'network', subjectId: tx.networkId, data: { erased } });
  });
}

/** Roles that administrators give for a whole network or an organisation; moderators and speakers are invited from their event. */
export const STAFF_ROLES = ['coordinator', 'methodist', 'inspector', 'network_admin'] as const;

export const StaffInvitation = NewInvitation.extend({
  role: z.enum(STAFF_ROLES, 'choice.missing'),
  locale: z.enum(LOCALES, 'choice.missing'),
  /** Empty: the whole network. */
  organisation: z.uuid().optional(),
});

/** Invites somebody to a role for the network or for an organisation and all below it. Returns the invitation's id. */
export async function inviteStaff(ctx: Ctx, { organisation, ...input }: z.output<typeof StaffInvitation>): Promise<string> {
  // Administrators look after a whole network: half of one would let them change what they cannot see.
  const scope = organisation && input.role !== 'network_admin' ? await getOrganisation(ctx, organisation) : null;
  const place = { networkId: ctx.networkId, ...(scope ? { organisationPath: scope.path } : {}) };
  const { invitationId } = await invite(ctx, {
    ...input,
    scopeKind: scope ? 'organisation' : 'network',
    scopeId: scope?.id ?? null,
    place,
  });
  return invitationId;
}

export interface StaffList {
  roles: { id: string; accountId: string; name: string; email: string | null; role: string; organisation: string | null; isEvent: boolean; organisationId: string | null; since: Date; until: Date | null; hasSecondStep: boolean }[];
  /** Open ones, newest first. */
  invitations: { id: string; name: string; email: string; role: string; organisation: string | null; isEvent: boolean; expiresAt: Date; isExpired: boolean }[];
}

/** Who holds which role in the network, by name, and who is invited; three queries. Error: `page.not_found`. */
export async function listStaffFor(ctx: Ctx, search: string): Promise<StaffList> {
  const place = { networkId: ctx.networkId };
  if (!accessAbilities(ctx.actor, place).manageRoles.allowed) throw notFound();
  const [roles, invitations, organisations] = await Promise.all([listRolesFor(ctx), listInvitationsFor(ctx, place), listOrganisationsOf(ctx)]);
  const names = new Map(organisations.map(({ id, name }) => [id, textIn(name, ctx.locale)]));
  const placeOf = (kind: string, id: string | null) => ({
    organisation: kind === 'organisation' ? (names.get(id ?? '') ?? null) : null,
    isEvent: kind === 'event',
  });
  const wanted = search.trim().toLocaleLowerCase(ctx.locale);
  const matches = (row: { name: string; email: string | null }) => `${row.name} ${row.email ?? ''}`.toLocaleLowerCase(ctx.locale).includes(wanted);
  const byName = compareText(ctx.locale);
  return {
    roles: roles
      .filter(matches)
      .map((row) => ({
        id: row.id,
        accountId: row.account_id,
        name: row.name,
        email: row.email,
        role: row.role,
        ...placeOf(row.scope_kind, row.scope_id),
        organisationId: row.scope_kind === 'organisation' ? row.scope_id : null,
        since: row.valid_from,
        // The last day, not the moment after it.
        until: row.valid_to === null ? null : new Date(row.valid_to.getTime() - 1),
        hasSecondStep: row.second_step_since !== null,
      }))
      .sort((a, b) => byName(a.name, b.name)),
    invitations: invitations
      .filter((row) => row.state === 'open' && matches(row))
      .map((row) => ({
        id: row.id,
        name: row.name,
        email: row.email,
        role: row.role,
        ...placeOf(row.scope_kind, row.scope_id),
        expiresAt: row.expires_at,
        isExpired: row.expires_at <= ctx.clock.now(),
      })),
  };
}

/** The organisations to choose from, by name. */
export async function organisationChoices(ctx: Ctx): Promise<{ value: string; text: string }[]> {
  const byName = compareText(ctx.locale);
  return (await listOrganisationsOf(ctx)).map(({ id, name }) => ({ value: id, text: textIn(name, ctx.locale) })).sort((a, b) => byName(a.text, b.text));
}

/** Names of the network's organisations by their ids, in the reader's language. */
export async function organisationNames(ctx: Ctx): Promise<Map<string, string>> {
  return new Map((await listOrganisationsOf(ctx)).map(({ id, name }) => [id, textIn(name, ctx.locale)]));
}
