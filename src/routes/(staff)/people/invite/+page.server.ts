import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { planInvitations, SendInvitations, sendInvitations } from '#server/flows/invite-people.ts';
import { PeopleFilter } from '#server/modules/people/index.ts';
import { filterOf, peopleAddress } from '../people-address.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const filter = PeopleFilter.parse(filterOf(url));
  const lines = await planInvitations(locals.ctx, filter);
  return {
    query: peopleAddress(filter, {}),
    lines: lines.map(({ id, name, email, role, reason }) => ({ id, name, email, role, reason })),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const filter = PeopleFilter.parse(filterOf(url));
    const done = await submit(locals, await request.formData(), SendInvitations, (input) => sendInvitations(locals.ctx, filter, input));
    if (!done.ok) return done.failure;
    const query = peopleAddress(filter, {});
    goTo(locals, `/people${query ? `${query}&` : '?'}done=invited&invited=${done.result}`);
  },
};
