import { needAccount } from '#routes/go.ts';
import { ownDataInWords, ownViews } from '#server/flows/personal-data.ts';
import type { PageServerLoad } from './$types';

/** The page shows so many of a section; the files hold all. */
const SHOWN = 10;

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const [sections, views] = await Promise.all([ownDataInWords(locals.ctx), ownViews(locals.ctx)]);
  return { sections: sections.map((section) => ({ ...section, count: section.items.length, items: section.items.slice(0, SHOWN) })), views };
};
