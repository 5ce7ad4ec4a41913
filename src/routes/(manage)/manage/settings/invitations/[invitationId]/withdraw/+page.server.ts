import { goTo, needAccount } from '#routes/go.ts';
import { listStaffFor } from '#server/flows/network-settings.ts';
import { withdrawInvitation } from '#server/modules/access/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const invitation = (await listStaffFor(locals.ctx, '')).invitations.find(({ id }) => id === params.invitationId);
  if (!invitation) throw notFound();
  return { invitation };
};

export const actions: Actions = {
  default: async ({ locals, params }) => {
    await withdrawInvitation(locals.ctx, params.invitationId, locals.place);
    goTo(locals, '/manage/settings/roles?done=withdrawn');
  },
};
