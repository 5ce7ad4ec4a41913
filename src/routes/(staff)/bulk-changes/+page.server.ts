import { needAccount } from '#routes/go.ts';
import { listBulkChangesFor, UNDO_DAYS } from '#server/modules/people/index.ts';
import { isId } from '#server/platform/ids.ts';
import type { PageServerLoad } from './$types';

/** Changes that were made for many, and which of them can still be taken back. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const after = url.searchParams.get('after');
  const { changes, next } = await listBulkChangesFor(locals.ctx, after && isId(after) ? { after } : {});
  return { changes, after, next, days: UNDO_DAYS };
};
