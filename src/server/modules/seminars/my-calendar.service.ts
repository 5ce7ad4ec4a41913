import type { Ctx } from '#server/platform/context.ts';
import { textIn } from '#server/platform/text/index.ts';
import { invitationText } from './invitation.ts';
import { addressOf, personalLink } from './personal-links.ts';
import { listSessions } from './programme.queries.ts';
import { getCollectiveFor, getRegistrationFor } from './registrations.access.ts';
import { invitationOf } from './registrations.mail.ts';

/** All sittings as a calendar file, with the same entries as the invitations by mail: an update by mail finds them. Needs `view`. */
export async function myCalendar(ctx: Ctx, purpose: 'registration' | 'collective', id: string): Promise<string> {
  const found = purpose === 'registration' ? await getRegistrationFor(ctx, id, 'view') : await getCollectiveFor(ctx, id, 'view');
  const link = await addressOf(ctx, (await personalLink(ctx, purpose, found, found.event)).path, ctx.locale);
  const to = { id, name: '', email: '', locale: ctx.locale, icsSequence: found.icsSequence };
  const about = { title: textIn(found.event.title, ctx.locale), link };
  const sessions = await listSessions(ctx, found.eventId);
  return invitationText('PUBLISH', ctx.locale, sessions.map((session) => invitationOf(ctx, found.event, to, session, about)));
}
