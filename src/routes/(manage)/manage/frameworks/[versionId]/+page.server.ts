import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { beginDraft, EXPORT_FORMATS, getVersionFor, publishProblemsFor, readVersion } from '#server/modules/competencies/index.ts';
import { orNothing, plainInput } from '#server/platform/fields.ts';
import { headOf } from '../editor.ts';
import type { Actions, PageServerLoad } from './$types';

const Wish = z.object({ q: orNothing(z.string().trim().min(1).max(120)), retired: orNothing(z.literal('yes')) });

/** The tree of a version, with how much of it is written. */
export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  await getVersionFor(locals.ctx, params.versionId, 'keep');
  const { q, retired } = Wish.parse(Object.fromEntries(url.searchParams));
  const { version, tree, wanted, may, draftId, items } = await readVersion(locals.ctx, params.versionId, { q, retired: retired === 'yes' });
  return {
    head: headOf(locals, version),
    q: q ?? '',
    retired: retired === 'yes',
    hasRetired: items.some(({ retiredAt }) => retiredAt !== null),
    ...{ tree, wanted, draftId },
    problems: may.edit.allowed ? (await publishProblemsFor(locals.ctx, version.id)).length : 0,
    may: { edit: may.edit.allowed, retire: may.retire.allowed },
    formats: EXPORT_FORMATS,
    done: url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  begin: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => beginDraft(locals.ctx, params.versionId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/frameworks/${done.result}?done=begun`);
  },
};
