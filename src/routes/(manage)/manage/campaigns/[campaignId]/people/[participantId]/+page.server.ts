import { z } from 'zod';
import { nameOf } from '#routes/campaign-words.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { confirmRater, externalLink, getParticipantDetail, nameRater, NewRater, releaseRater, setParticipation } from '#server/modules/competencies/index.ts';
import { tick } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Who was asked about one person and who has answered; what they said is not here. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const find = (url.searchParams.get('find') ?? '').trim().slice(0, 100);
  const { campaign, participant, raters, colleagues, isOneself } = await getParticipantDetail(locals.ctx, params.participantId, find);
  if (campaign.id !== params.campaignId) goTo(locals, `/manage/campaigns/${campaign.id}/people/${participant.id}`);
  const say = (text: Parameters<typeof textIn>[0] | null) => (text ? textIn(text, locals.locale) : '');
  const isRunning = campaign.state === 'running';
  const shown = url.searchParams.get('link');
  return {
    campaign: { id: campaign.id, title: say(campaign.title), kinds: campaign.kinds.filter((kind) => kind !== 'commission'), peers: campaign.peers, anonymous: campaign.anonymous as string[] },
    participant: { id: participant.id, personId: participant.personId, name: nameOf(participant), post: say(participant.positionName), organisation: say(participant.organisationName), state: participant.state, isWorking: participant.isWorking },
    raters: raters.map(({ id, kind, name, email, state, isPaper, answered, accountId }) => ({ id, kind, name, email, state, isPaper, isReachable: accountId !== null || email !== null, isBegun: answered > 0 && !isPaper })),
    ...{ isRunning, isOneself, find },
    colleagues: colleagues.map((one) => ({ value: one.personId, text: nameOf(one) })),
    link: isRunning && shown ? { raterId: shown, address: await externalLink(locals.ctx, shown) } : null,
    done: url.searchParams.get('done'),
  };
};

const back = ({ locals, params }: RequestEvent): never => goTo(locals, `/manage/campaigns/${params.campaignId}/people/${params.participantId}?done=saved`);
const Rater = z.object({ raterId: z.uuid() });

export const actions: Actions = {
  add: async (event) => {
    const done = await submit(event.locals, await event.request.formData(), NewRater, (input) => nameRater(event.locals.ctx, event.params.participantId, input));
    return done.ok ? back(event) : done.failure;
  },
  confirm: async (event) => {
    const done = await submit(event.locals, await event.request.formData(), Rater, ({ raterId }) => confirmRater(event.locals.ctx, raterId));
    return done.ok ? back(event) : done.failure;
  },
  release: async (event) => {
    const done = await submit(event.locals, await event.request.formData(), Rater, ({ raterId }) => releaseRater(event.locals.ctx, raterId));
    return done.ok ? back(event) : done.failure;
  },
  person: async (event) => {
    const done = await submit(event.locals, await event.request.formData(), z.object({ isIn: tick }), ({ isIn }) => setParticipation(event.locals.ctx, event.params.participantId, isIn));
    return done.ok ? back(event) : done.failure;
  },
};
