import { nameOf } from '#routes/campaign-words.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getOwnParticipation, NewRater, proposeRater } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** One's own part in a campaign: who was asked, and whom one proposes. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { campaign, participant, self, raters, colleagues } = await getOwnParticipation(locals.ctx, params.participantId);
  return {
    id: participant.id,
    title: textIn(campaign.title, locals.locale),
    note: textIn(campaign.note, locals.locale),
    endsAt: campaign.endsAt,
    peers: campaign.peers,
    anonymous: campaign.anonymous as string[],
    minimumGroup: campaign.minimumGroup,
    kinds: campaign.kinds.filter((kind) => kind === 'mentor' || kind === 'peer' || kind === 'external'),
    selfId: self?.state === 'invited' ? self.id : null,
    raters,
    colleagues: colleagues.map((one) => ({ value: one.personId, text: nameOf(one) })),
    done: url.searchParams.get('done'),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), NewRater, (input) => proposeRater(locals.ctx, params.participantId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/campaigns/${params.participantId}?done=saved`);
  },
};
