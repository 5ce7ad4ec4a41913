import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { completeEvent, plainInput, publishEvent, reopenEvent, showOverview, startRehearsal, unpublishEvent } from '#server/modules/seminars/index.ts';
import { acceptedDraft } from '../draft-name.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  return { ...(await showOverview(locals.ctx, params.eventId)), now: locals.ctx.clock.now().getTime(), done: url.searchParams.get('done'), draft: acceptedDraft(url) };
};

/** A button of this page: does its deed, comes back and says so; a refusal stands above the page in words. */
function deed(work: (locals: RequestEvent['locals'], eventId: string) => Promise<unknown>, done: string) {
  return async ({ request, locals, params }: RequestEvent) => {
    const result = await submit(locals, await request.formData(), plainInput, () => work(locals, params.eventId));
    if (!result.ok) return result.failure;
    goTo(locals, `/manage/seminars/${params.eventId}?done=${done}`);
  };
}

export const actions: Actions = {
  publish: deed((locals, id) => publishEvent(locals.ctx, id), 'published'),
  unpublish: deed((locals, id) => unpublishEvent(locals.ctx, id), 'unpublished'),
  complete: deed((locals, id) => completeEvent(locals.ctx, id), 'completed'),
  reopen: deed((locals, id) => reopenEvent(locals.ctx, id), 'reopened'),
  rehearse: async ({ request, locals, params }) => {
    const result = await submit(locals, await request.formData(), plainInput, () => startRehearsal(locals.ctx, params.eventId));
    if (!result.ok) return result.failure;
    goTo(locals, `/manage/seminars/${result.result}/rehearsal`);
  },
};
