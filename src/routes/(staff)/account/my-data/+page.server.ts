import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { ownDataInWords, ownViews } from '#server/flows/personal-data.ts';
import { ownErasure, ownPersonId, showConsents, WithdrawConsent, withdrawConsent, withdrawErasure } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** The page shows so many of a section; the files hold all. */
const SHOWN = 10;

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const personId = await ownPersonId(locals.ctx);
  const consents = personId ? await showConsents(locals.ctx, personId) : null;
  const [sections, views, erasure] = await Promise.all([ownDataInWords(locals.ctx), ownViews(locals.ctx), personId ? ownErasure(locals.ctx, personId) : null]);
  return {
    sections: sections.map((section) => ({ ...section, count: section.items.length, items: section.items.slice(0, SHOWN) })),
    views,
    erasure,
    consents: consents?.consents.map((row) => ({ ...row, title: textIn(row.title, locals.locale) })) ?? [],
    open: consents?.open.map(({ id, title }) => ({ id, title: textIn(title, locals.locale) })) ?? [],
    mayAsk: personId !== null && !['asked', 'running'].includes(erasure?.state ?? ''),
    done: url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  withdraw: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), WithdrawConsent, async ({ consentId }) => {
      const personId = await ownPersonId(locals.ctx);
      if (!personId) throw notFound();
      await withdrawConsent(locals.ctx, personId, consentId);
    });
    if (!done.ok) return done.failure;
    goTo(locals, '/account/my-data?done=consent_withdrawn');
  },
  take_back: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), plainInput, async () => {
      const personId = await ownPersonId(locals.ctx);
      if (!personId) throw notFound();
      await withdrawErasure(locals.ctx, personId);
    });
    if (!done.ok) return done.failure;
    goTo(locals, '/account/my-data?done=withdrawn');
  },
};
