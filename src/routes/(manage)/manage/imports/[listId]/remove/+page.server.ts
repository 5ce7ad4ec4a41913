import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { readMapping, removeImport } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

/** Asks before a list that never went into the registry is thrown away. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { import: found } = await readMapping(locals.ctx, params.listId);
  if (found.state !== 'draft' && found.state !== 'checked') throw notFound();
  return { id: found.id, name: found.file_name, count: found.counts.rows ?? 0 };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => removeImport(locals.ctx, params.listId));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/imports');
  },
};
