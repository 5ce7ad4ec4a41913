import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getMailFor, sendMailAgain } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  return { mail: await getMailFor(locals.ctx, params.mailId), done: url.searchParams.has('done') };
};

export const actions: Actions = {
  send: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), z.object({}), () => sendMailAgain(locals.ctx, params.mailId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/settings/outbox/${params.mailId}?done`);
  },
};
