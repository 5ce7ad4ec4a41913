import { mayOpen } from '#routes/certificate-holder.ts';
import { getCertificateFor } from '#server/modules/credentials/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  return { certificate: await getCertificateFor(locals.ctx, params.issueId, mayOpen(locals, cookies)) };
};
