import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { applyBulk, BULK_ACTS, BULK_MOST, BulkAct, BulkChosen, organisationsOpenTo, PeopleFilter, previewBulk, readFilterChoices, UNDO_DAYS } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { z } from 'zod';
import { filterOf, peopleAddress } from '../people-address.ts';
import { actQuery, saidIn } from './act-query.ts';
import type { Actions, PageServerLoad } from './$types';

const actOf = (url: URL) => BULK_ACTS.find((name) => name === url.searchParams.get('act')) ?? null;
/** The change as the address names it, once all of it was said. */
const sentAct = (url: URL): BulkAct | null => {
  if (url.searchParams.get('step') !== 'preview') return null;
  return BulkAct.safeParse(saidIn(url)).data ?? null;
};

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const filter = PeopleFilter.parse(filterOf(url));
  const choices = await readFilterChoices(locals.ctx);
  if (!choices.mayAdd) throw notFound();
  const wish = sentAct(url);
  return {
    query: peopleAddress(filter, {}),
    organisation: choices.organisations.find(({ value }) => value === filter.organisation)?.text ?? null,
    act: actOf(url),
    wishQuery: wish ? actQuery(wish) : '',
    most: BULK_MOST,
    days: UNDO_DAYS,
    preview: wish ? await previewBulk(locals.ctx, filter, wish) : null,
    targets: actOf(url) === 'move' ? await organisationsOpenTo(locals.ctx, 'addPerson') : [],
  };
};

const Chosen = z.object({ people: BulkChosen });

export const actions: Actions = {
  check: async ({ request, locals, url }) => {
    const done = await submit(locals, await request.formData(), BulkAct, async (input) => input);
    if (!done.ok) return done.failure;
    const query = peopleAddress(PeopleFilter.parse(filterOf(url)), {});
    goTo(locals, `/people/bulk${query ? `${query}&` : '?'}${actQuery(done.result)}&step=preview`);
  },
  apply: async ({ request, locals, url }) => {
    const act = sentAct(url);
    if (!act) throw notFound();
    const filter = PeopleFilter.parse(filterOf(url));
    const done = await submit(locals, await request.formData(), Chosen, ({ people }) => applyBulk(locals.ctx, { act, people, withinId: filter.organisation ?? null }));
    if (!done.ok) return done.failure;
    const query = peopleAddress(filter, {});
    goTo(locals, `/people${query ? `${query}&` : '?'}done=changed&changed=${done.result.count}&change=${done.result.id}`);
  },
};
