import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getVersionFor, retireVersion, retiringAffects } from '#server/modules/competencies/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import { headOf } from '../../editor.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const version = await getVersionFor(locals.ctx, params.versionId, 'retire');
  return { head: headOf(locals, version), affects: await retiringAffects(locals.ctx, version.id) };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => retireVersion(locals.ctx, params.versionId));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/frameworks?done=retired');
  },
};
