import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { beginDraft, keptOrganisations, listFrameworksFor, openFramework, OpenToWorld, titleOf } from '#server/modules/competencies/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** The frameworks that the reader keeps, with all their versions. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const organisations = await keptOrganisations(locals.ctx);
  const frameworks = (await listFrameworksFor(locals.ctx)).filter(({ versions }) => versions[0]?.may.keep.allowed);
  if (organisations.length === 0 && frameworks.length === 0) throw notFound();
  const names = new Map(organisations.map(({ id, name }) => [id, textIn(name, locals.locale)]));
  return {
    done: url.searchParams.get('done'),
    mayAdd: organisations.length > 0,
    frameworks: frameworks.flatMap(({ frameworkId, key, versions }) => {
      const [newest] = versions;
      if (!newest) return [];
      const draft = versions.find(({ state }) => state === 'draft');
      return [
        {
          ...{ frameworkId, key, isOpen: newest.isOpen, draftId: draft?.id ?? null, newestId: newest.id },
          title: titleOf(newest, locals.locale),
          organisation: names.get(newest.organisationId) ?? null,
          versions: versions.map(({ id, number, state, areas, competencies, publishedAt, changedAt, may }) => ({ ...{ id, number, state, areas, competencies }, at: publishedAt ?? changedAt, mayRetire: may.retire.allowed })),
        },
      ];
    }),
  };
};

const Which = z.object({ versionId: z.uuid() });

export const actions: Actions = {
  begin: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), Which, ({ versionId }) => beginDraft(locals.ctx, versionId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/frameworks/${done.result}?done=begun`);
  },
  open: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), Which.extend(OpenToWorld.shape), ({ versionId, isOpen }) => openFramework(locals.ctx, versionId, isOpen));
    if (!done.ok) return done.failure;
    goTo(locals, '/manage/frameworks?done=saved');
  },
};
