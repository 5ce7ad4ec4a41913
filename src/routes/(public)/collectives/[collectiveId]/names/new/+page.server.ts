import { fail } from '@sveltejs/kit';
import { goTo } from '#routes/go.ts';
import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { readNames, sentList } from '#routes/list-words.ts';
import { submit } from '#routes/submit.ts';
import { addNames, collectiveHead, MoreNames, previewMoreNames } from '#server/modules/seminars/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, setHeaders }) => {
  setHeaders(PRIVATE);
  return { head: await collectiveHead(await holderCtx(locals, cookies, params.collectiveId), params.collectiveId, 'changeList') };
};

export const actions: Actions = {
  default: async ({ request, locals, params, cookies }) => {
    const ctx = await holderCtx(locals, cookies, params.collectiveId);
    const { back } = await collectiveHead(ctx, params.collectiveId, 'changeList');
    const form = await request.formData();
    const carried = sentList(form);
    const read = await readNames(locals, form, () => previewMoreNames(ctx, params.collectiveId, carried.names, carried.tidy));
    const shown = { carried, preview: read.preview, seen: read.seen };
    if (read.failure) return fail(read.failure.status, { ...read.failure.data, ...shown });
    // Shown once as it was understood; the statement ticked meanwhile stays ticked.
    if (!read.wasSeen) return { ...shown, values: { names: carried.names, rightStated: String(form.get('rightStated') ?? ''), ...ticks(carried) }, problems: [] };
    const done = await submit(locals, form, MoreNames, (input) => addNames(ctx, params.collectiveId, { ...input, ...carried }));
    if (!done.ok) return fail(done.failure.status, { ...done.failure.data, ...shown });
    goTo(locals, `${back}?done=added`);
  },
};

const ticks = ({ leaveOut, tidy }: { leaveOut: boolean; tidy: boolean }) => ({ leaveOut: leaveOut ? 'yes' : '', tidy: tidy ? 'yes' : '' });
