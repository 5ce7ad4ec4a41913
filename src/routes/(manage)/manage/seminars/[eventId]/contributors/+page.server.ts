import { z } from 'zod';
import { LOCALES } from '#lib/i18n/index.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { inviteContributor, showContributors } from '#server/modules/seminars/index.ts';
import { acceptedDraft } from '../../draft-name.ts';
import type { Actions, PageServerLoad } from './$types';

const Invitation = z.object({ id: z.uuid(), role: z.enum(['moderator', 'speaker'], 'choice.missing'), locale: z.enum(LOCALES, 'choice.missing') });

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  return { ...(await showContributors(locals.ctx, params.eventId)), done: url.searchParams.get('done'), draft: acceptedDraft(url) };
};

export const actions: Actions = {
  invite: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Invitation, (input) => inviteContributor(locals.ctx, params.eventId, input.id, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/contributors?done=invited`);
  },
};
