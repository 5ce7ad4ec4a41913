import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getRoomFor, readImport, undoImport } from '#server/modules/rooms/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

/** Asks before a report is taken back. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const room = await getRoomFor(locals.ctx, params.roomId, 'importReport');
  const { import: report } = await readImport(locals.ctx, params.importId, 'matched', { limit: 1 });
  if (report.roomId !== room.id || report.state === 'undone') throw notFound();
  return { roomId: room.id, id: report.id, fileName: report.fileName, applied: report.state === 'applied', people: report.counts.matched };
};

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), z.object({}), () => undoImport(locals.ctx, params.importId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/rooms/${params.roomId}/imports`);
  },
};
