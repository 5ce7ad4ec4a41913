import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { addProfile, getVersionDetail, keptOrganisations, listFrameworksFor, listProfilesFor, NewProfile, treeLines } from '#server/modules/competencies/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import { profileChoices, withAddedPosition } from '../profile-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** A new profile of the framework that is chosen; without a choice the first one. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const organisations = await keptOrganisations(locals.ctx);
  if (organisations.length === 0) throw notFound();
  const say = (text: Parameters<typeof textIn>[0]) => textIn(text, locals.locale);
  const frameworks = (await listFrameworksFor(locals.ctx)).flatMap(({ frameworkId, versions }) => versions.filter(({ state }) => state === 'published').map(({ id, title }) => ({ frameworkId, versionId: id, title: say(title) })));
  const chosen = frameworks.find(({ frameworkId }) => frameworkId === url.searchParams.get('framework')) ?? frameworks[0];
  if (!chosen) throw notFound();
  const { version, items } = await getVersionDetail(locals.ctx, chosen.versionId);
  const { positions, kinds } = await profileChoices(locals);
  return {
    frameworks: frameworks.map(({ frameworkId, title }) => ({ value: frameworkId, text: title })),
    frameworkId: chosen.frameworkId,
    organisations: organisations.map(({ id, name }) => ({ value: id, text: say(name) })),
    scale: version.steps.map(({ step, label }) => ({ step, label: say(label) })),
    parents: (await listProfilesFor(locals.ctx, chosen.frameworkId)).filter(({ isRetired }) => !isRetired).map(({ id, title }) => ({ value: id, text: say(title) })),
    lines: treeLines(items.filter(({ retiredAt }) => retiredAt === null)).map(({ item }) => ({ id: item.id, competencyId: item.competencyId, code: item.code, title: say(item.title), isArea: item.kind === 'area', said: 'inherit', inherited: null })),
    ...{ positions, kinds },
  };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const done = await submit(locals, withAddedPosition(await request.formData()), NewProfile, (input) => addProfile(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/profiles/${done.result}?done=saved`);
  },
};
