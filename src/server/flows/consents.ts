import type { z } from 'zod';
import { findLinkFor, issueLink } from '#server/modules/access/index.ts';
import { noteParentAsked, publicUrl, showConsents, type AskParent, type ConsentsOfPerson } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';

/** The link outlives the question: by it a parent sees what was agreed to, and takes it back. */
const LINK_DAYS = 3 * 366;

/** Asks a parent by a personal link, to be sent or printed. Errors as in `noteParentAsked`. */
export async function askParent(ctx: Ctx, personId: string, input: z.output<typeof AskParent>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { id } = await noteParentAsked(tx, personId, input);
    await issueLink(tx, { purpose: 'consent', subjectId: id, expiresAt: new Date(tx.clock.now().getTime() + LINK_DAYS * 86_400_000) });
  });
}

/** What somebody has agreed to; for who keeps the record with the links of parents who have not answered yet. */
export async function consentsWithLinks(ctx: Ctx, personId: string): Promise<ConsentsOfPerson & { links: { id: string; parentName: string; url: string }[] }> {
  const view = await showConsents(ctx, personId);
  const links = [];
  if (view.mayRecord) {
    for (const { id, parentName } of view.asked) {
      const link = await findLinkFor(ctx, 'consent', id);
      if (link) links.push({ id, parentName, url: await publicUrl(ctx, link.path, ctx.locale) });
    }
  }
  return { ...view, links };
}
