import { z } from 'zod';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { getOrganisation, tieInvitedPerson } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { queueMail } from '#server/platform/mail.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import { mayInvite, type Place } from './access.policy.ts';
import {
  closeInvitation,
  endRole,
  everHeld,
  findAccountByEmail,
  findInvitation,
  insertInvitation,
  insertRole,
  listGrants,
  listInvitations,
  listRoles,
} from './access.queries.ts';
import type { Role, ScopeKind } from './access.tables.ts';
import { consumeLink, issueLink, readLink, withdrawLinksFor } from './links.service.ts';
import { findAssignment } from './roles.queries.ts';
import { keepAdministrator } from './roles.service.ts';
import { openSession, type Origin } from './sessions.service.ts';
import { createAccount } from './sign-in.service.ts';

/** Roles that only administrators give. */
const STAFF: readonly Role[] = ['network_admin', 'coordinator', 'methodist', 'inspector'];
const INVITATION_MS = 14 * 24 * 3600_000;

export const NewInvitation = z.object({
  email: z.email('email.invalid').max(254),
  name: z.string().trim().min(2, 'name.too_short').max(120, 'name.too_long'),
  role: z.enum(['network_admin', 'coordinator', 'methodist', 'moderator', 'speaker', 'inspector'], 'choice.missing'),
  locale: z.enum(LOCALES, 'choice.missing'),
});

/**
 * Invites somebody else to a role at a place; the mail's link leads to a page with a button. `neededBy`: when the event begins, of a role at
 * one. Returns the invitation's id. Errors: `page.not_found`, `invitation.oneself` beside `email`.
 */
export async function invite(
  ctx: Ctx,
  input: Omit<z.output<typeof NewInvitation>, 'role'> & { role: Role; scopeKind: ScopeKind; scopeId: string | null; place: Place; personId?: string; neededBy?: Date | null },
): Promise<{ invitationId: string; linkPath: string }> {
  if (!mayInvite(ctx.actor, input.role, input.place)) throw notFound();
  // Nobody makes oneself more, or for longer than it was lent or given.
  if (STAFF.includes(input.role) && ctx.actor.kind === 'account' && ctx.actor.email.toLowerCase() === input.email.toLowerCase()) throw invalid('email', 'invitation.oneself');
  return inTransaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const expiresAt = new Date(now.getTime() + INVITATION_MS);
    const invitationId = await insertInvitation(tx.db, {
      networkId: tx.networkId,
      email: input.email.toLowerCase(),
      name: input.name,
      role: input.role,
      scopeKind: input.scopeKind,
      scopeId: input.scopeId,
      locale: input.locale,
      invitedBy: tx.actor.kind === 'account' ? tx.actor.accountId : null,
      invitedFor: tx.actor.kind === 'account' ? (tx.actor.onBehalfOf?.accountId ?? null) : null,
      personId: input.personId ?? null,
      expiresAt,
      now,
    });
    const link = await issueLink(tx, { purpose: 'invitation', subjectId: invitationId, expiresAt, singleUse: true });
    await queueMail(tx, {
      template: 'access.invitation',
      params: { invitationId },
      to: input.email,
      locale: input.locale,
      subjectType: 'invitation',
      subjectId: invitationId,
      organisationId: input.place.organisationPath?.at(-1) ?? null,
      neededBy: input.neededBy ?? null,
    });
    await audit(tx, { act: 'invitation.sent', subjectType: 'invitation', subjectId: invitationId, data: { role: input.role } });
    return { invitationId, linkPath: link.path };
  });
}

/**
 * Whether who invited, or in whose place it was done, could still give the role: what an administrator offered ends with her own. Of roles at an event it
 * is enough that she still holds something. Seeds and the command line hold nothing ever.
 */
async function mayStillInvite(ctx: Ctx, row: { role: string; scope_kind: ScopeKind; scope_id: string | null; invited_by: string | null; invited_for: string | null }): Promise<boolean> {
  const accountId = row.invited_for ?? row.invited_by;
  if (accountId === null || !(await everHeld(ctx.db, ctx.networkId, accountId))) return true;
  const grants = (await listGrants(ctx.db, accountId, ctx.clock.now())).filter((grant) => grant.scopeKind === 'installation' || grant.networkId === ctx.networkId);
  if (row.scope_kind === 'event') return grants.length > 0;
  const organisationPath = row.scope_kind === 'organisation' && row.scope_id ? { organisationPath: (await getOrganisation(ctx, row.scope_id)).path } : {};
  return mayInvite({ kind: 'account', accountId, name: '', email: '', grants }, row.role as Role, { networkId: ctx.networkId, ...organisationPath });
}

/** What the page behind the link shows: who is invited to what, and whether an account has to be made first. */
export async function readInvitation(ctx: Ctx, invitationId: string) {
  const row = await findInvitation(ctx.db, ctx.networkId, invitationId);
  if (!row || row.state !== 'open' || !(await mayStillInvite(ctx, row))) throw new AppError('link.invalid', 404);
  return { ...row, hasAccount: (await findAccountByEmail(ctx.db, row.email)) !== undefined };
}

/**
 * Accepts by the press of the button: makes the account if there is none (then a password is needed) and gives the role. Returns the
 * session cookie's value of an account just made. To an account that was there the role is added and null returned: a link that an
 * administrator may have printed must not open what the account's owner holds elsewhere.
 */
export async function acceptInvitation(ctx: Ctx, input: { token: string; name: string; password: string } & Partial<Origin>): Promise<string | null> {
  const open = await readLink(ctx, input.token, 'invitation');
  const invitation = await readInvitation(ctx, open.subjectId);
  const existing = await findAccountByEmail(ctx.db, invitation.email);
  const accountId =
    existing?.id ??
    (await createAccount(ctx, { email: invitation.email, name: input.name || invitation.name, password: input.password, verified: true }));
  await inTransaction(ctx, async (tx) => {
    const link = await consumeLink(tx, input.token, 'invitation');
    const now = tx.clock.now();
    if (!(await closeInvitation(tx.db, tx.networkId, link.subjectId, { state: 'accepted', accountId, now }))) {
      throw new AppError('link.used', 410);
    }
    await insertRole(
      tx.db,
      {
        networkId: tx.networkId,
        accountId,
        role: invitation.role,
        scopeKind: invitation.scope_kind,
        scopeId: invitation.scope_id,
        grantedBy: invitation.invited_by,
      },
      now,
    );
    // The mailbox is hers alone, as the invitation was made for her: from now on the record is her own.
    if (invitation.person_id) await tieInvitedPerson(tx, invitation.person_id, accountId);
    await audit(tx, { act: 'invitation.accepted', subjectType: 'invitation', subjectId: invitation.id, data: { accountId, role: invitation.role } });
  });
  return existing ? null : openSession(ctx.platform, accountId, { source: input.source ?? '', userAgent: input.userAgent, method: 'invitation' });
}

/** Takes an open invitation back; its link dies with it. */
export async function withdrawInvitation(ctx: Ctx, invitationId: string, place: Place): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await findInvitation(tx.db, tx.networkId, invitationId);
    if (!row || !mayInvite(tx.actor, row.role as Role, place)) throw notFound();
    if (await closeInvitation(tx.db, tx.networkId, invitationId, { state: 'withdrawn', accountId: null, now: tx.clock.now() })) {
      await withdrawLinksFor(tx, 'invitation', invitationId);
      await audit(tx, { act: 'invitation.withdrawn', subjectType: 'invitation', subjectId: invitationId });
    }
  });
}

/** Gives a role directly (first run, seeds, command line, administrators). */
export async function grantRole(
  ctx: Ctx,
  input: { accountId: string; role: Role; scopeKind: ScopeKind; scopeId: string | null },
): Promise<string> {
  const networkId = input.scopeKind === 'installation' ? null : ctx.networkId;
  if (!mayInvite(ctx.actor, input.role, { networkId: ctx.networkId })) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const id = await insertRole(
      tx.db,
      { networkId, accountId: input.accountId, role: input.role, scopeKind: input.scopeKind, scopeId: input.scopeId, grantedBy: null },
      tx.clock.now(),
    );
    await audit(tx, { act: 'role.granted', subjectType: 'account', subjectId: input.accountId, data: { role: input.role, scopeKind: input.scopeKind, scopeId: input.scopeId } });
    return id;
  });
}

/** Ends any role in the network, as an administrator in person; whoever acts for another ends none of that one's. Errors: `page.not_found`, `role.last_administrator` (409). */
export async function endRoleAssignment(ctx: Ctx, assignmentId: string): Promise<void> {
  const { actor } = ctx;
  if (!mayInvite(actor, 'coordinator', { networkId: ctx.networkId }) || (actor.kind === 'account' && actor.token)) throw notFound();
  const giverId = actor.kind === 'account' ? actor.onBehalfOf?.accountId : undefined;
  if (giverId !== undefined && (await findAssignment(ctx, assignmentId))?.accountId === giverId) throw notFound();
  await inTransaction(ctx, async (tx) => {
    const row = await findAssignment(tx, assignmentId, true);
    if (!row || !(await endRole(tx.db, tx.networkId, assignmentId, tx.clock.now()))) throw notFound();
    await keepAdministrator(tx, row, tx.clock.now());
    await audit(tx, { act: 'role.ended', subjectType: 'role_assignment', subjectId: assignmentId });
  });
}

export async function listRolesFor(ctx: Ctx) {
  if (!mayInvite(ctx.actor, 'coordinator', { networkId: ctx.networkId })) throw notFound();
  return listRoles(ctx.db, ctx.networkId, ctx.clock.now());
}

export async function listInvitationsFor(ctx: Ctx, place: Place, scope?: { kind: ScopeKind; id: string }) {
  if (!mayInvite(ctx.actor, scope?.kind === 'event' ? 'speaker' : 'coordinator', place)) throw notFound();
  return listInvitations(ctx.db, ctx.networkId, scope);
}
