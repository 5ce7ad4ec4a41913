import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { inviteStaff, organisationChoices, STAFF_ROLES, StaffInvitation } from '#server/flows/network-settings.ts';
import { accessAbilities } from '#server/modules/access/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { listMailsAbout } from '#server/platform/mail.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  if (!accessAbilities(locals.actor, locals.place).manageRoles.allowed) throw notFound();
  return { organisations: await organisationChoices(locals.ctx), roles: STAFF_ROLES };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), StaffInvitation, async (input) => {
      const invitationId = await inviteStaff(locals.ctx, input);
      return (await listMailsAbout(locals.ctx, 'invitation', invitationId)).at(0)?.id ?? '';
    });
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/settings/roles?done=invited&mail=${done.result}`);
  },
};
