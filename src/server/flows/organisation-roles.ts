import { compareText } from '#lib/i18n/index.ts';
import { listRolesOfOrganisation } from '#server/modules/access/index.ts';
import type { Ctx } from '#server/platform/context.ts';

/** Who holds which role at an organisation itself, by name; null for who does not read its staff. */
export async function listRolesAt(ctx: Ctx, organisationId: string, readsStaff: boolean): Promise<{ id: string; name: string; role: string; since: Date; until: Date | null }[] | null> {
  if (!readsStaff) return null;
  const byName = compareText(ctx.locale);
  return (await listRolesOfOrganisation(ctx, organisationId)).sort((a, b) => byName(a.name, b.name));
}
