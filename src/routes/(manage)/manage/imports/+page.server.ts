import { needAccount } from '#routes/go.ts';
import { bringsLists, listImportsFor } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

/** Lists that were brought, and how each ended. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const after = url.searchParams.get('after');
  const { imports, next } = await listImportsFor(locals.ctx, after && /^[0-9a-f-]{36}$/.test(after) ? { after } : {});
  return {
    imports: imports.map((row) => ({ id: row.id, kind: row.kind, source: row.source, fileName: row.file_name, state: row.state, by: row.created_by_name, at: row.created_at, counts: row.counts })),
    after,
    next,
    organisations: bringsLists(locals.ctx.actor, locals.ctx.networkId, 'organisations'),
  };
};
