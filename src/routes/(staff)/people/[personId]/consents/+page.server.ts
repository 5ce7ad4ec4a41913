import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { askParent, consentsWithLinks } from '#server/flows/consents.ts';
import { AskParent, PaperConsent, recordPaperConsent, WithdrawConsent, withdrawConsent } from '#server/modules/people/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { open, consents, ...view } = await consentsWithLinks(locals.ctx, params.personId);
  const titled = <R extends { title: Parameters<typeof textIn>[0] }>(rows: R[]) => rows.map((row) => ({ ...row, title: textIn(row.title, locals.locale) }));
  return { id: params.personId, mailLocale: locals.locale, ...view, open: titled(open), consents: titled(consents), done: url.searchParams.get('done') };
};

export const actions: Actions = {
  paper: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), PaperConsent, (input) => recordPaperConsent(locals.ctx, params.personId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/consents?done=given`);
  },
  ask: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), AskParent, async (input) => {
      await askParent(locals.ctx, params.personId, input);
      return input.parentEmail !== undefined;
    });
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/consents?done=${done.result ? 'sent' : 'asked'}`);
  },
  withdraw: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), WithdrawConsent, ({ consentId }) => withdrawConsent(locals.ctx, params.personId, consentId));
    if (!done.ok) return done.failure;
    goTo(locals, `/people/${params.personId}/consents?done=withdrawn`);
  },
};
