import { needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { giveToken, NewToken, tokenPlaces } from '#server/modules/access/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { compareText } from '#lib/i18n/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { wholeNetwork, organisations } = await tokenPlaces(locals.ctx);
  const byName = compareText(locals.locale);
  return {
    wholeNetwork,
    organisations: organisations.map(({ id, name }) => ({ value: id, text: textIn(name, locals.locale) })).sort((a, b) => byName(a.text, b.text)),
  };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), NewToken, (input) => giveToken(locals.ctx, input));
    if (!done.ok) return done.failure;
    // Shown in this answer and never again: it is kept as a hash only.
    return { token: done.result.token };
  },
};
