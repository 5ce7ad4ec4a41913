import { z } from 'zod';
import { invite, listInvitedPersons, mayInvite } from '#server/modules/access/index.ts';
import { listContactsFor, type PeopleFilter, type PersonContact } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import type { Locale } from '#lib/i18n/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import { invalid } from '#server/platform/errors.ts';

/** A transaction of mails: more are invited in parts. */
export const MOST_INVITED = 500;

export type NotInvited = 'has_account' | 'invited_already' | 'no_email' | 'shared_email' | 'not_working' | 'not_yours';

export interface InvitationLine extends PersonContact {
  role: 'head' | 'specialist';
  /** Why nobody is written to; null: she is. */
  reason: NotInvited | null;
}

/** Who signs in by a mailbox of her own: one that several people share opens no account of one of them. */
function reasonFor(ctx: Ctx, person: PersonContact, invited: ReadonlySet<string>, role: 'head' | 'specialist'): NotInvited | null {
  if (person.accountId) return 'has_account';
  if (!person.isWorking || !person.organisationId) return 'not_working';
  if (invited.has(person.id)) return 'invited_already';
  if (!person.email) return 'no_email';
  if (person.sharers > 1) return 'shared_email';
  return mayInvite(ctx.actor, role, { networkId: ctx.networkId, organisationPath: person.organisationPath }) ? null : 'not_yours';
}

/**
 * Whom an invitation would reach of the people a filter finds: heads as heads of their library, the rest as specialists. Error:
 * `page.not_found` for whoever keeps nobody's record.
 */
export async function planInvitations(ctx: Ctx, filter: PeopleFilter): Promise<InvitationLine[]> {
  const people = await listContactsFor(ctx, filter, MOST_INVITED);
  const invited = new Set(await listInvitedPersons(ctx, people.map(({ id }) => id)));
  return people.map((person) => {
    const role = person.isHead ? ('head' as const) : ('specialist' as const);
    return { ...person, role, reason: reasonFor(ctx, person, invited, role) };
  });
}

/** The people that were shown: who joined the list since is not written to unseen. */
export const SendInvitations = z.object({ people: z.array(z.uuid()).min(1, 'invitation.nobody').max(MOST_INVITED) });

/** Writes to everybody shown who can be invited, in one transaction. Returns how many. Error: `invitation.nobody`. */
export async function sendInvitations(ctx: Ctx, filter: PeopleFilter, input: z.output<typeof SendInvitations>): Promise<number> {
  const shown = new Set(input.people);
  const { defaultLocale } = await networkOf(ctx);
  return inTransaction(ctx, async (tx) => {
    const wanted = (await planInvitations(tx, filter)).filter(({ id, reason }) => reason === null && shown.has(id));
    if (wanted.length === 0) throw invalid('people', 'invitation.nobody');
    for (const person of wanted) {
      await invite(tx, {
        email: person.email ?? '',
        name: person.name.slice(0, 120),
        role: person.role,
        locale: (person.preferredLocale as Locale | null) ?? defaultLocale,
        scopeKind: 'organisation',
        scopeId: person.organisationId,
        place: { networkId: tx.networkId, organisationPath: person.organisationPath },
        personId: person.id,
      });
    }
    return wanted.length;
  });
}
