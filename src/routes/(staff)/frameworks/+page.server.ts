import { needAccount } from '#routes/go.ts';
import { listFrameworksFor, shown, titleOf } from '#server/modules/competencies/index.ts';
import type { PageServerLoad } from './$types';

/** What is published in the network, to be read. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const frameworks = await listFrameworksFor(locals.ctx);
  return {
    mayKeep: frameworks.some(({ versions }) => versions.some(({ may }) => may.keep.allowed)),
    frameworks: frameworks.flatMap(({ frameworkId, versions }) => {
      const version = versions.find(({ state }) => state === 'published') ?? versions.find(({ state }) => state === 'retired');
      if (!version) return [];
      const { id, number, state, areas, competencies, steps } = version;
      return [{ frameworkId, id, number, state, areas, competencies, steps: steps.length, title: titleOf(version, locals.locale), description: shown(version.description, locals.locale) }];
    }),
  };
};
