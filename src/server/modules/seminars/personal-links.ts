import { localisePath, type Locale } from '#lib/i18n/index.ts';
import { findLinkFor, issueLink, withdrawLinksFor, type IssuedLink, type LinkPurpose } from '#server/modules/access/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { EventRow } from './events.queries.ts';

const DAY_MS = 86_400_000;

/** Until when a registration is kept, and with it its personal link: days after the end of the event. Null while the event has no dates. */
export function keptUntil(event: Pick<EventRow, 'lastEnd'>, retentionDays: number): Date | null {
  return event.lastEnd && new Date(event.lastEnd.getTime() + retentionDays * DAY_MS);
}

/** The personal link of a registration or of a list: the open one, else a new one that lives as long as what it opens is kept. */
export async function personalLink(
  ctx: Ctx,
  purpose: Extract<LinkPurpose, 'registration' | 'collective'>,
  subject: { id: string; retentionDays: number },
  event: Pick<EventRow, 'lastEnd'>,
): Promise<IssuedLink> {
  const known = await findLinkFor(ctx, purpose, subject.id);
  if (known) return known;
  const now = ctx.clock.now().getTime();
  const until = Math.max(keptUntil(event, subject.retentionDays)?.getTime() ?? 0, now + subject.retentionDays * DAY_MS);
  return issueLink(ctx, { purpose, subjectId: subject.id, expiresAt: new Date(until) });
}

/** After a change of address: whoever has the old mailbox keeps no way in, and the next mail carries a new link. */
export async function renewPersonalLink(tx: Ctx, registration: { id: string; retentionDays: number }, event: Pick<EventRow, 'lastEnd'>): Promise<void> {
  await withdrawLinksFor(tx, 'registration', registration.id);
  await personalLink(tx, 'registration', registration, event);
}

/** The whole address of a page of ours, as it stands in mails and on paper. */
export async function addressOf(ctx: Ctx, path: string, locale: Locale): Promise<string> {
  const network = await networkOf(ctx);
  return ctx.platform.publicAddress() + localisePath(path, { locale, network: network.isDefault ? null : network.slug });
}
