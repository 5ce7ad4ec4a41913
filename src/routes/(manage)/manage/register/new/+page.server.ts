import { randomUUID } from 'node:crypto';
import { fail } from '@sveltejs/kit';
import { goTo, needAccount } from '#routes/go.ts';
import { readWhole, sentList } from '#routes/list-words.ts';
import { submit } from '#routes/submit.ts';
import { DELIVERIES, NewIssuingList, openIssuingList, previewIssuingList, startIssuingList } from '#server/modules/credentials/index.ts';
import { LOCALES } from '#lib/i18n/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** Certificates for what no module of ours keeps, from a list. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  return { ...(await openIssuingList(locals.ctx)), key: randomUUID(), deliveries: DELIVERIES, locales: LOCALES };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData();
    const carried = sentList(form);
    const read = await readWhole(locals, form, NewIssuingList, (input) => previewIssuingList(locals.ctx, input));
    const shown = { carried, preview: read.preview, seen: read.seen };
    if (read.failure) return fail(read.failure.status, { ...read.failure.data, ...shown });
    // Shown once as it was understood; the very same list sent again is issued.
    if (!read.wasSeen) return { ...shown, ...read.kept };
    const done = await submit(locals, form, NewIssuingList, (input) => startIssuingList(locals.ctx, input));
    if (!done.ok) return fail(done.failure.status, { ...done.failure.data, ...shown });
    goTo(locals, `/manage/register/lists/${done.result}`);
  },
};
