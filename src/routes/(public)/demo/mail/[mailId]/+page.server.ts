import { openCaughtLetter } from '#server/seed/mailbox.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  return { letter: await openCaughtLetter(locals.platform, Number(params.mailId)) };
};
