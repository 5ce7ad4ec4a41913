import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { publishProblemsFor, publishVersion } from '#server/modules/competencies/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import { draftOf } from '../../editor.ts';
import type { Actions, PageServerLoad } from './$types';

const SHOWN = 100;

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const { head } = await draftOf(locals, params.versionId);
  const problems = await publishProblemsFor(locals.ctx, head.id);
  return { head, problems: problems.slice(0, SHOWN), beyond: Math.max(0, problems.length - SHOWN) };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), plainInput, () => publishVersion(locals.ctx, params.versionId));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/frameworks?done=published');
  },
};
