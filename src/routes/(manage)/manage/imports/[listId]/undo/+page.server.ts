import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { showImport, undoImport } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

/** Asks before a whole list is taken out of the registry again. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { import: found } = await showImport(locals.ctx, params.listId, { which: 'all', after: 0 }, 1);
  if (!found.undoUntil) throw notFound();
  return { id: found.id, name: found.file_name, count: found.counts.written ?? 0 };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => undoImport(locals.ctx, params.listId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/imports/${params.listId}`);
  },
};
