import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { correctPresence, CorrectionInput, getRoomFor, presenceDetail, readStretch } from '#server/modules/rooms/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { pick } from '#server/platform/text/index.ts';
import { fromInstant } from '#server/platform/time/wall-time.ts';
import type { Actions, PageServerLoad } from './$types';

/** How the minutes of one person came about, and the form in which a person decides otherwise. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { attendee, room, figure, events, codes } = await presenceDetail(locals.ctx, params.attendeeId);
  if (room.id !== params.roomId) throw notFound();
  return {
    room: { id: room.id, title: pick(room.title, locals.locale).text, zone: room.timeZone, start: room.actualStart, end: room.actualEnd },
    may: { correct: room.acts.correctPresence.allowed },
    day: fromInstant(room.actualStart ?? room.plannedStart, room.timeZone).date,
    attendee,
    figure,
    codes,
    // Ids stay on the server: a device is named by its turn.
    events: events.map(({ source, ...event }) => ({ ...event, device: ['heartbeat', 'here'].includes(event.kind) ? source.slice(0, 4) : null, source: ['heartbeat', 'here'].includes(event.kind) ? 'page' : source })),
    saved: url.searchParams.get('saved') === 'yes',
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), CorrectionInput, async (input) => {
      const room = await getRoomFor(locals.ctx, params.roomId, 'correctPresence');
      await correctPresence(locals.ctx, { attendeeId: params.attendeeId, kind: input.kind, ...readStretch(input, room), reason: input.reason });
    });
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/rooms/${params.roomId}/attendees/${params.attendeeId}?saved=yes`);
  },
};
