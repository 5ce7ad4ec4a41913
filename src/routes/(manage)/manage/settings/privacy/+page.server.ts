import { compareText } from '#lib/i18n/index.ts';
import { needAccount } from '#routes/go.ts';
import { accountNames } from '#server/modules/access/index.ts';
import { CardViewsFilter, listCardViewsFor } from '#server/modules/people/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const filter = CardViewsFilter.parse(Object.fromEntries(url.searchParams));
  const { lines, lookers, after, before } = await listCardViewsFor(locals.ctx, filter);
  const names = await accountNames(locals.ctx, lookers);
  const byName = compareText(locals.locale);
  return {
    filter,
    after,
    before,
    lines: lines.map((line) => ({ ...line, who: names.get(line.accountId) ?? '' })),
    lookers: [...names].map(([value, text]) => ({ value, text })).sort((a, b) => byName(a.text, b.text)),
  };
};
