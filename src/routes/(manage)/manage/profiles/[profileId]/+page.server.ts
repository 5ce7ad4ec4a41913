import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { changeProfile, getProfileFor, ProfileInput, setProfileInUse, treeLines } from '#server/modules/competencies/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import { profileChoices, withAddedPosition } from '../profile-form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const levelText = (asked: { least: number; preferred: number } | null) => (asked === null ? 'no' : asked.least === asked.preferred ? String(asked.least) : `${asked.least}-${asked.preferred}`);

/** One profile: what it asks, what it inherits, which posts it is for. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { profile, version, items, own, inherited, resolved, titles, positions, parents, former, isHidden, may } = await getProfileFor(locals.ctx, params.profileId);
  const choices = await profileChoices(locals, positions);
  const say = (text: Parameters<typeof textIn>[0]) => textIn(text, locals.locale);
  return {
    profile: { id: profile.id, title: profile.title, shownTitle: say(profile.title), description: profile.description, parentId: profile.parentId, version: profile.version, isRetired: profile.retiredAt !== null, organisation: choices.organisations.get(profile.organisationId) ?? '' },
    may: { edit: may.edit.allowed, revive: may.revive.allowed },
    scale: (version?.steps ?? []).map(({ step, label }) => ({ step, label: say(label) })),
    parents: parents.map(({ id, title }) => ({ value: id, text: say(title) })),
    tied: positions.map(({ positionId, organisationKind }) => (organisationKind ? `${positionId}@${organisationKind}` : positionId)),
    lines: treeLines(items).map(({ item }) => {
      const level = own.get(item.competencyId);
      const above = inherited.get(item.competencyId);
      const asked = resolved.get(item.competencyId);
      return {
        ...{ id: item.id, competencyId: item.competencyId, code: item.code, title: say(item.title), isArea: item.kind === 'area' },
        said: level ? levelText(level.least === null || level.preferred === null ? null : { least: level.least, preferred: level.preferred }) : 'inherit',
        inherited: above ? levelText(above.asked) : null,
        asked: asked ? levelText(asked.asked) : null,
        from: asked && asked.from !== profile.id ? say(titles.get(asked.from) ?? profile.title) : null,
      };
    }),
    ...{ positions: choices.positions, kinds: choices.kinds, former, isHidden },
    done: url.searchParams.get('done'),
  };
};

const use = (isInUse: boolean) => async ({ request, locals, params }: RequestEvent) => {
  const done = await submit(locals, await request.formData(), plainInput, () => setProfileInUse(locals.ctx, params.profileId, isInUse));
  if (!done.ok) return done.failure;
  goTo(locals, `/manage/profiles/${params.profileId}?done=saved`);
};

export const actions: Actions = {
  save: async ({ request, locals, params }) => {
    const done = await submit(locals, withAddedPosition(await request.formData()), ProfileInput, (input) => changeProfile(locals.ctx, params.profileId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/profiles/${params.profileId}?done=saved`);
  },
  retire: use(false),
  revive: use(true),
};
