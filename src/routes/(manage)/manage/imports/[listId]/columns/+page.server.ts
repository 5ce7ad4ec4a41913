import { goTo, needAccount } from '#routes/go.ts';
import { fieldOptions } from '#routes/import-words.ts';
import { submit } from '#routes/submit.ts';
import { translator } from '#lib/i18n/index.ts';
import { bringsLists, ChooseSheet, chooseSheet, IMPORT_KINDS, Mapping, mapColumns, organisationsOpenTo, readMapping } from '#server/modules/people/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** Which column is what. `kind` in the address shows the fields of the other kind of list. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { import: found, sample } = await readMapping(locals.ctx, params.listId);
  if (found.state !== 'draft' && found.state !== 'checked') goTo(locals, `/manage/imports/${found.id}`);
  const kind = IMPORT_KINDS.find((name) => name === url.searchParams.get('kind')) ?? found.kind;
  const isStaff = kind === 'staff';
  return {
    import: { id: found.id, name: found.file_name, kind, sheets: found.sheets, sheet: found.sheet, damaged: found.damaged, settings: found.settings, hidden: found.counts.hidden ?? 0 },
    columns: found.header.columns.map(({ index, heading, field, leftOut, certainty }) => ({ index, heading, field, leftOut, certainty, sample: sample.map(({ cells }) => cells[index] ?? '').filter(Boolean) })),
    headed: found.header.rows.length > 0,
    fields: fieldOptions(translator(locals.locale), kind),
    organisations: await organisationsOpenTo(locals.ctx, isStaff ? 'addPerson' : 'addBelow'),
    mayOrganisations: bringsLists(locals.ctx.actor, locals.ctx.networkId, 'organisations'),
  };
};

export const actions: Actions = {
  map: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Mapping, (input) => mapColumns(locals.ctx, params.listId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/imports/${params.listId}`);
  },
  sheet: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), ChooseSheet, ({ sheet }) => chooseSheet(locals.ctx, params.listId, sheet));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/imports/${params.listId}/columns`);
  },
};
