import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { decideImportRow, presenceOf, readImportRow, readPresenceFilter } from '#server/modules/rooms/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

/** Looks for one person of a report among all who are registered. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { room, import: report, row } = await readImportRow(locals.ctx, params.rowId);
  if (room.id !== params.roomId || report.id !== params.importId || report.state !== 'open') throw notFound();
  const filter = readPresenceFilter(url.searchParams);
  const page = await presenceOf(locals.ctx, room.id, filter, { limit: 20 });
  return {
    roomId: room.id,
    importId: report.id,
    fileName: report.fileName,
    person: { name: row.name, email: row.email },
    q: filter.q,
    people: page.rows.map(({ attendeeId, label, country }) => ({ attendeeId, label, country })),
    count: page.count,
  };
};

const Decision = z.object({ attendee: z.uuid({ error: 'choice.missing' }) });

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), Decision, ({ attendee }) =>
      decideImportRow(locals.ctx, { rowId: params.rowId, attendeeId: attendee }),
    );
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/rooms/${params.roomId}/imports/${params.importId}`);
  },
};
