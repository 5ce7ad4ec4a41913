import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { addMember, changeMember, decide, Decision, getCalibration, LINES_SHOWN, memberChoices, NewMember } from '#server/modules/competencies/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { nameOf } from '#routes/campaign-words.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const Query = z.object({
  apart: z.coerce.number().int().min(0).max(20).catch(2),
  person: z.uuid().nullable().catch(null),
  from: z.coerce.number().int().min(0).max(100_000).catch(0),
});
const viewOf = (url: URL) => Query.parse({ apart: url.searchParams.get('apart') ?? '2', person: url.searchParams.get('person') || null, from: url.searchParams.get('from') ?? '0' });

/** The meeting: where words lie apart, farthest first, side by side, with what was decided. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const query = viewOf(url);
  const { campaign, steps, members, participants, lines, total, decided } = await getCalibration(locals.ctx, params.campaignId, { least: query.apart, participantId: query.person, from: query.from });
  const say = (text: Parameters<typeof textIn>[0]) => textIn(text, locals.locale);
  return {
    campaign: { id: campaign.id, title: say(campaign.title), hasCommission: campaign.kinds.includes('commission'), minimumGroup: campaign.minimumGroup },
    scale: steps.map(({ step, label }) => ({ value: String(step), text: `${step} · ${say(label)}` })),
    members,
    colleagues: (await memberChoices(locals.ctx, campaign.id)).map((one) => ({ value: one.personId, text: nameOf(one) })),
    people: participants.map((one) => ({ value: one.id, text: nameOf(one) })),
    lines: lines.map((line) => ({ ...line, title: say(line.title), key: `${line.participantId} ${line.competencyId}` })),
    ...{ total, decided, query, shown: LINES_SHOWN },
    done: url.searchParams.get('done'),
  };
};

function back({ locals, params, url }: RequestEvent): never {
  const { apart, person, from } = viewOf(url);
  goTo(locals, `/manage/campaigns/${params.campaignId}/calibration?${new URLSearchParams({ apart: String(apart), ...(person ? { person } : {}), from: String(from), done: 'saved' }).toString()}`);
}

export const actions: Actions = {
  decide: async (event) => {
    const done = await submit(event.locals, await event.request.formData(), Decision, (input) => decide(event.locals.ctx, event.params.campaignId, input));
    return done.ok ? back(event) : done.failure;
  },
  member: async (event) => {
    const done = await submit(event.locals, await event.request.formData(), NewMember, (input) => addMember(event.locals.ctx, event.params.campaignId, input));
    return done.ok ? back(event) : done.failure;
  },
  change_member: async (event) => {
    const done = await submit(event.locals, await event.request.formData(), z.object({ memberId: z.uuid(), act: z.enum(['remove', 'there', 'absent']) }), ({ memberId, act }) => changeMember(event.locals.ctx, event.params.campaignId, memberId, act));
    return done.ok ? back(event) : done.failure;
  },
};
