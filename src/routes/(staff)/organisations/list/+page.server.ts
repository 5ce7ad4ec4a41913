import { needAccount } from '#routes/go.ts';
import { translator } from '#lib/i18n/index.ts';
import { listOrganisationsFor, listSavedFilters, OrganisationsFilter, organisationsFilterWords, PRINT_LIMIT, readOrganisationChoices } from '#server/modules/people/index.ts';
import { madeIn, toldIn } from '../../people/bulk/act-query.ts';
import { filterActions } from '../../people/filter-actions.ts';
import { filterOf } from '../../people/people-address.ts';
import { organisationsAddress } from './organisations-address.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const filter = OrganisationsFilter.parse(filterOf(url));
  const list = await listOrganisationsFor(locals.ctx, filter);
  const [choices, saved] = await Promise.all([readOrganisationChoices(locals.ctx), listSavedFilters(locals.ctx, 'organisations')]);
  const words = organisationsFilterWords(translator(locals.locale), filter, choices);
  const noneTicked = url.searchParams.get('done') === 'none_ticked';
  return { filter, choices, saved, words, noneTicked, changed: toldIn(url, 'changed'), made: madeIn(url), printed: PRINT_LIMIT, total: list.total, after: list.after, before: list.before, lines: list.lines.map(({ written: _, ...line }) => line) };
};

export const actions: Actions = filterActions('organisations', '/organisations/list', (url) => organisationsAddress(OrganisationsFilter.parse(filterOf(url)), { only: null }));
