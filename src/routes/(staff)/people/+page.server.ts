import { needAccount } from '#routes/go.ts';
import { translator } from '#lib/i18n/index.ts';
import { COUNTED, showPeopleFor, listSavedFilters, PeopleFilter, peopleFilterWords, PRINT_LIMIT, readFilterChoices } from '#server/modules/people/index.ts';
import { madeIn, toldIn } from './bulk/act-query.ts';
import { filterActions } from './filter-actions.ts';
import { filterOf, peopleAddress } from './people-address.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const filter = PeopleFilter.parse(filterOf(url));
  const [list, choices, saved] = await Promise.all([showPeopleFor(locals.ctx, filter), readFilterChoices(locals.ctx), listSavedFilters(locals.ctx, 'people')]);
  const words = peopleFilterWords(translator(locals.locale), filter, choices);
  return { filter, list, choices, saved, words, counted: COUNTED, printed: PRINT_LIMIT, invited: toldIn(url, 'invited'), changed: toldIn(url, 'changed'), made: madeIn(url) };
};

export const actions: Actions = filterActions('people', '/people', (url) => peopleAddress(PeopleFilter.parse(filterOf(url)), {}));
