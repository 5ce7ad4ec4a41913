import { needAccount } from '#routes/go.ts';
import { showBulkChange, UNDO_DAYS } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  return { ...(await showBulkChange(locals.ctx, params.changeId)), days: UNDO_DAYS, undone: url.searchParams.get('done') === 'undone' };
};
