import { needAccount } from '#routes/go.ts';
import { ItemFilter, listItemsFor } from '#server/modules/assessment/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const filter = ItemFilter.parse(Object.fromEntries(url.searchParams));
  const { competencies, ...list } = await listItemsFor(locals.ctx, filter);
  return { filter, list, competencies: competencies.map(({ code, title }) => ({ value: code, text: title ? `${code} · ${textIn(title, locals.locale)}` : code })), done: url.searchParams.get('done') };
};
