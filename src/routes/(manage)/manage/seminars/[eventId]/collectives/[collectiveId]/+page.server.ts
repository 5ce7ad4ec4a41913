import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { readListPlace, readNameFilter, sendCollectiveLink, showManagedCollective, writeListFilter } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const filter = readNameFilter(url.searchParams);
  const { head, list } = await showManagedCollective(locals.ctx, params.eventId, params.collectiveId, filter, readListPlace(url.searchParams));
  return { head, list, filter, query: writeListFilter(filter, 'line'), done: url.searchParams.get('done'), mails: locals.platform.mailer.configured };
};

export const actions: Actions = {
  send_link: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), z.object({}), () => sendCollectiveLink(locals.ctx, params.collectiveId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/collectives/${params.collectiveId}?done=link_sent`);
  },
};
