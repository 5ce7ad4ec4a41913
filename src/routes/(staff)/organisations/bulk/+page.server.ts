import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { applyOrganisationsBulk, BULK_MOST, BulkOrganisationsChosen, ORGANISATION_BULK_ACTS, OrganisationBulkAct, OrganisationsFilter, organisationsOpenTo, previewOrganisationsBulk, readOrganisationChoices, UNDO_DAYS } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { z } from 'zod';
import { filterOf } from '../../people/people-address.ts';
import { actQuery, saidIn } from '../../people/bulk/act-query.ts';
import { organisationsAddress } from '../list/organisations-address.ts';
import type { Actions, PageServerLoad } from './$types';

const actOf = (url: URL) => ORGANISATION_BULK_ACTS.find((name) => name === url.searchParams.get('act')) ?? null;
/** The change as the address names it, once all of it was said. */
const sentAct = (url: URL): OrganisationBulkAct | null => {
  if (url.searchParams.get('step') !== 'preview') return null;
  const { languages, ...said } = saidIn(url);
  return OrganisationBulkAct.safeParse({ ...said, ...(languages ? { languages: languages.split(',') } : {}) }).data ?? null;
};

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const filter = OrganisationsFilter.parse(filterOf(url));
  const choices = await readOrganisationChoices(locals.ctx);
  if (!choices.mayEdit) throw notFound();
  if (url.searchParams.has('ticked') && !filter.only) goTo(locals, `/organisations/list${organisationsAddress(filter, { done: 'none_ticked' })}`);
  const wish = sentAct(url);
  return {
    back: organisationsAddress(filter, { only: null }),
    query: organisationsAddress(filter, {}),
    mayArrange: choices.mayArrange,
    act: actOf(url),
    wishQuery: wish ? actQuery(wish) : '',
    most: BULK_MOST,
    days: UNDO_DAYS,
    preview: wish ? await previewOrganisationsBulk(locals.ctx, filter, wish) : null,
    targets: actOf(url) === 'move' ? await organisationsOpenTo(locals.ctx, 'addBelow') : [],
  };
};

const Chosen = z.object({ organisations: BulkOrganisationsChosen });

export const actions: Actions = {
  check: async ({ request, locals, url }) => {
    const filter = OrganisationsFilter.parse(filterOf(url));
    // Shown once here, so that a day or a place that cannot be is said beside its field.
    const done = await submit(locals, await request.formData(), OrganisationBulkAct, async (input) => {
      await previewOrganisationsBulk(locals.ctx, filter, input);
      return input;
    });
    if (!done.ok) return done.failure;
    goTo(locals, `/organisations/bulk${organisationsAddress(filter, { step: 'preview' })}&${actQuery(done.result)}`);
  },
  apply: async ({ request, locals, url }) => {
    const act = sentAct(url);
    if (!act) throw notFound();
    const filter = OrganisationsFilter.parse(filterOf(url));
    const done = await submit(locals, await request.formData(), Chosen, ({ organisations }) => applyOrganisationsBulk(locals.ctx, { act, organisations }));
    if (!done.ok) return done.failure;
    goTo(locals, `/organisations/list${organisationsAddress(filter, { only: null, done: 'changed', changed: String(done.result.count), change: done.result.id })}`);
  },
};
