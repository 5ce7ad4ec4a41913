import { needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { planCards, PrintCards, printCards, sealPrinted } from '#server/modules/access/index.ts';
import { PeopleFilter } from '#server/modules/people/index.ts';
import { filterOf, peopleAddress } from '../people-address.ts';
import type { Actions, PageServerLoad } from './$types';

/** Sign-in cards for the people of a list, or for one person. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const person = url.searchParams.get('person');
  const filter = PeopleFilter.parse(filterOf(url));
  const lines = await planCards(locals.ctx, person === null ? { filter } : { people: [person] });
  return {
    back: person === null ? `/people${peopleAddress(filter, {})}` : `/people/${lines[0]?.id ?? ''}`,
    query: person === null ? peopleAddress(filter, {}) : `?person=${encodeURIComponent(person)}`,
    lines: lines.map(({ id, name, role, reason, openUntil }) => ({ id, name, role, reason, openUntil })),
  };
};

export const actions: Actions = {
  // No redirect: the codes are shown in this answer and nowhere else.
  default: async ({ request, locals, setHeaders }) => {
    setHeaders({ 'cache-control': 'no-store' });
    const done = await submit(locals, await request.formData(), PrintCards, (input) => printCards(locals.ctx, input));
    return done.ok ? { printed: done.result, sealed: sealPrinted(locals.ctx, done.result) } : done.failure;
  },
};
