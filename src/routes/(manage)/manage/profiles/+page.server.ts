import { needAccount } from '#routes/go.ts';
import { keptOrganisations, listProfilesFor } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

/** What posts ask: one line a profile. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const say = (text: Parameters<typeof textIn>[0] | null) => (text && Object.keys(text).length > 0 ? textIn(text, locals.locale) : '');
  const profiles = await listProfilesFor(locals.ctx);
  return {
    profiles: profiles.map((profile) => ({ ...profile, title: say(profile.title), description: say(profile.description), parentTitle: say(profile.parentTitle), positions: profile.positions.map(({ name, organisationKind }) => ({ name: say(name), organisationKind })) })),
    mayAdd: (await keptOrganisations(locals.ctx)).length > 0,
  };
};
