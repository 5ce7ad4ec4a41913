import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getJobFor, resumeJobFor, stopJobFor } from '#server/modules/access/index.ts';
import { problemText } from '#server/http/problems.ts';
import { translator } from '#lib/i18n/index.ts';
import { errorKey } from '#lib/ui/error-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const job = await getJobFor(locals.ctx, params.jobId);
  return { job, problem: job.errorCode && errorKey(job.errorCode) ? problemText(translator(locals.locale), job.errorCode) : null };
};

export const actions: Actions = {
  stop: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), z.object({}), () => stopJobFor(locals.ctx, params.jobId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/jobs/${params.jobId}`);
  },
  resume: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), z.object({}), () => resumeJobFor(locals.ctx, params.jobId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/jobs/${params.jobId}`);
  },
};
