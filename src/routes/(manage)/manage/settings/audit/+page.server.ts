import { needAccount } from '#routes/go.ts';
import { AUDIT_COUNTED, AuditFilter, auditPlaces, listAuditFor } from '#server/modules/access/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const filter = AuditFilter.parse(Object.fromEntries(url.searchParams));
  const [list, places] = await Promise.all([listAuditFor(locals.ctx, filter), auditPlaces(locals.ctx)]);
  return { filter, list, places, counted: AUDIT_COUNTED };
};
