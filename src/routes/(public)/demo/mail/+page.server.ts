import { listCaughtLetters } from '#server/seed/mailbox.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  const q = (url.searchParams.get('q') ?? '').slice(0, 254);
  const page = Math.max(0, Number.parseInt(url.searchParams.get('page') ?? '0', 10) || 0);
  return { q, page, ...(await listCaughtLetters(locals.platform, { search: q, page })) };
};
