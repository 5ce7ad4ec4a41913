import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getIssueFor, liftSuspension, mailCertificateAgain } from '#server/modules/credentials/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  return { issue: await getIssueFor(locals.ctx, params.issueId), done: url.searchParams.get('done') };
};

export const actions: Actions = {
  mail: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), z.object({}), () => mailCertificateAgain(locals.ctx, params.issueId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/register/${params.issueId}?done=mailed`);
  },
  lift: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), z.object({}), () => liftSuspension(locals.ctx, params.issueId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/register/${params.issueId}?done=lifted`);
  },
};
