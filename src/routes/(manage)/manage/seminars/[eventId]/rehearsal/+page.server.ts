import { z } from 'zod';
import { dateAnswer, timeAnswer } from '#lib/forms/index.ts';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { eventHead, getRehearsalFor, moveRehearsalClock, REHEARSAL_MOMENTS } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

const ToMoment = z.object({ moment: z.enum(REHEARSAL_MOMENTS, 'choice.missing') });
const ToTime = z.object({ date: dateAnswer(), time: timeAnswer() });

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { event, heldMails } = await getRehearsalFor(locals.ctx, params.eventId);
  return { head: eventHead(locals.ctx, event), heldMails, taken: event.taken, moments: REHEARSAL_MOMENTS, moved: url.searchParams.has('moved') };
};

export const actions: Actions = {
  moment: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), ToMoment, (input) => moveRehearsalClock(locals.ctx, params.eventId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/rehearsal?moved=1`);
  },
  time: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), ToTime, (input) => moveRehearsalClock(locals.ctx, params.eventId, input));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/rehearsal?moved=1`);
  },
};
