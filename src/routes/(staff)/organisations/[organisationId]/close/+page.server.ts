import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { closeOrganisation, CloseOrganisation, reopenOrganisation, showOrganisation } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { id, name, may, today, closedOn, staff } = await showOrganisation(locals.ctx, params.organisationId);
  if (!may.close && !may.reopen) throw notFound();
  return { id, name, today, closedOn, people: staff?.length ?? 0 };
};

export const actions: Actions = {
  close: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), CloseOrganisation, (input) => closeOrganisation(locals.ctx, params.organisationId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/organisations/${params.organisationId}?done=closed`);
  },
  reopen: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => reopenOrganisation(locals.ctx, params.organisationId));
    if (!done.ok) return done.failure;
    goTo(locals, `/organisations/${params.organisationId}?done=reopened`);
  },
};
