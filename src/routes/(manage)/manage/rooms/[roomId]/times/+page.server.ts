import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getRoomFor, listTimeChangesFor, readTimes, setActualTimes, TimesInput } from '#server/modules/rooms/index.ts';
import { pick } from '#server/platform/text/index.ts';
import { fromInstant } from '#server/platform/time/wall-time.ts';
import type { Actions, PageServerLoad } from './$types';

/** Begin and end by hand, by the clocks of the host, with the reason and everything set before. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const room = await getRoomFor(locals.ctx, params.roomId, 'correctTimes');
  const wall = (instant: Date | null) => {
    const local = instant && fromInstant(instant, room.timeZone);
    return { date: local?.date ?? '', time: local?.time ?? '' };
  };
  return {
    id: room.id,
    title: pick(room.title, locals.locale).text,
    zone: room.timeZone,
    version: room.version,
    plannedStart: room.plannedStart,
    plannedEnd: room.plannedEnd,
    start: wall(room.actualStart ?? room.plannedStart),
    end: wall(room.actualEnd ?? (room.state === 'ended' ? room.plannedEnd : null)),
    changes: await listTimeChangesFor(locals.ctx, room.id),
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), TimesInput, async (input) => {
      const room = await getRoomFor(locals.ctx, params.roomId, 'correctTimes');
      await setActualTimes(locals.ctx, { roomId: room.id, ...readTimes(input, room.timeZone), reason: input.reason, version: input.version });
    });
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/rooms/${params.roomId}`);
  },
};
