import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { DELIVERIES } from '#server/modules/credentials/index.ts';
import { eventHead, planIssuing, startIssuing } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

const Wish = z.object({
  unconfirmed: z.literal('yes').optional(),
  template: z.preprocess((value) => (value === '' ? undefined : value), z.union([z.literal('own'), z.uuid('choice.missing')]).optional()),
  deliver: z.enum(['0', '15', '60', '1440'], { error: 'choice.missing' }).transform((minutes) => Number(minutes) as (typeof DELIVERIES)[number]),
});

/** What issuing would do, before it is done. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const unconfirmedToo = url.searchParams.get('unconfirmed') === 'yes';
  const { event, ...plan } = await planIssuing(locals.ctx, params.eventId, { unconfirmedToo });
  return { head: eventHead(locals.ctx, event), plan, unconfirmedToo, deliveries: DELIVERIES };
};

export const actions: Actions = {
  start: async ({ request, locals, params }) => {
    const done = await submit(locals, await request.formData(), Wish, ({ unconfirmed, deliver, template }) =>
      startIssuing(locals.ctx, params.eventId, { unconfirmedToo: unconfirmed === 'yes', deliverInMinutes: deliver, template }),
    );
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/seminars/${params.eventId}/results/runs/${done.result}`);
  },
};
