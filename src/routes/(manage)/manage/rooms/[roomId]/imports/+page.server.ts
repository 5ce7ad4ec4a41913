import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit, tooLargeToRead } from '#routes/submit.ts';
import { getRoomFor, listImportsFor, previewImport, REPORT_BYTES } from '#server/modules/rooms/index.ts';
import { invalid } from '#server/platform/errors.ts';
import { pick } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

const Upload = z.object({ file: z.instanceof(File, { error: 'file.missing' }), zone: z.string().max(64) });

/** Reports of participants loaded into a room, and the form for the next one. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const room = await getRoomFor(locals.ctx, params.roomId, 'read');
  const imports = await listImportsFor(locals.ctx, room.id);
  return {
    room: { id: room.id, title: pick(room.title, locals.locale).text, zone: room.timeZone, start: room.plannedStart },
    may: room.acts.importReport.allowed,
    begun: room.actualStart !== null,
    maxBytes: REPORT_BYTES,
    imports: imports.map(({ id, fileName, state, importedAt }) => ({ id, fileName, state, importedAt })),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const tooLarge = tooLargeToRead(locals, request, 'file', REPORT_BYTES);
    if (tooLarge) return tooLarge;
    const done = await submit(locals, await request.formData(), Upload, async ({ file, zone }) => {
      if (file.size === 0) throw invalid('file', 'file.missing');
      if (file.size > REPORT_BYTES) throw invalid('file', 'csv.too_large', { megabytes: REPORT_BYTES / 1_000_000 });
      return previewImport(locals.ctx, { roomId: params.roomId, fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()), zone });
    });
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/rooms/${params.roomId}/imports/${done.result}`);
  },
};
