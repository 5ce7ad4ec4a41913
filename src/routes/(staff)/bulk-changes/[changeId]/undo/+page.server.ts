import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { showBulkChange, undoBulkChange } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { plainInput } from '#server/platform/fields.ts';
import type { Actions, PageServerLoad } from './$types';

/** Asks before a change for many is taken back. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { change, lines } = await showBulkChange(locals.ctx, params.changeId);
  if (!change.undoUntil) throw notFound();
  return { change, back: lines.filter(({ kept }) => kept.length === 0).length, stay: lines.filter(({ kept }) => kept.length > 0).length };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => undoBulkChange(locals.ctx, params.changeId));
    if (!done.ok) return done.failure;
    goTo(locals, `/bulk-changes/${params.changeId}?done=undone`);
  },
};
