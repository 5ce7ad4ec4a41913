import { needAccount } from '#routes/go.ts';
import { showProgrammeDesk } from '#server/modules/seminars/index.ts';
import { acceptedDraft } from '../../draft-name.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  return { ...(await showProgrammeDesk(locals.ctx, params.eventId)), created: url.searchParams.has('created'), done: url.searchParams.get('done'), draft: acceptedDraft(url) };
};
