import { compareText } from '#lib/i18n/index.ts';
import { listRolesOfOrganisation } from '#server/modules/access/index.ts';
import { getOrganisation } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { textIn } from '#server/platform/text/index.ts';

/** Who holds which role at an organisation itself, by name; null for who does not read its staff. */
export async function listRolesAt(ctx: Ctx, organisationId: string, readsStaff: boolean): Promise<{ id: string; name: string; role: string; since: Date; until: Date | null }[] | null> {
  if (!readsStaff) return null;
  const byName = compareText(ctx.locale);
  return (await listRolesOfOrganisation(ctx, organisationId)).sort((a, b) => byName(a.name, b.name));
}

/** How an organisation is called in the reader's language. Asks no rights: the caller has. Error: `page.not_found` when there is none. */
export async function organisationName(ctx: Ctx, organisationId: string): Promise<string> {
  if (!isId(organisationId)) throw notFound();
  return textIn((await getOrganisation(ctx, organisationId)).name, ctx.locale);
}
