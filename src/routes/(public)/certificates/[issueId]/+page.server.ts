import { mayOpen, mayShare } from '#routes/certificate-holder.ts';
import { goTo } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { addShare, getCertificateFor, listSharesFor, NewShare, SHARE_DAYS, withdrawShare } from '#server/modules/credentials/index.ts';
import { z } from 'zod';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  const certificate = await getCertificateFor(locals.ctx, params.issueId, mayOpen(locals, cookies));
  const isHolder = await mayShare(locals, cookies)(certificate);
  return {
    certificate,
    // Links are hers: whoever reads the register does not see to whom she shows it.
    shares: isHolder ? await listSharesFor(locals.ctx, params.issueId, () => true) : null,
    days: SHARE_DAYS,
    done: url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  share: async ({ request, locals, params, cookies }) => {
    const done = await submit(locals, await request.formData(), NewShare, (input) => addShare(locals.ctx, params.issueId, input, mayShare(locals, cookies)));
    if (!done.ok) return done.failure;
    goTo(locals, `/certificates/${params.issueId}?done=shared#links`);
  },
  withdraw: async ({ request, locals, params, cookies }) => {
    const done = await submit(locals, await request.formData(), z.object({ shareId: z.uuid() }), ({ shareId }) => withdrawShare(locals.ctx, params.issueId, shareId, mayShare(locals, cookies)));
    if (!done.ok) return done.failure;
    goTo(locals, `/certificates/${params.issueId}?done=withdrawn#links`);
  },
};
