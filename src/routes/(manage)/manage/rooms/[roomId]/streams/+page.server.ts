import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { getRoomFor, listStreams, MOST_STREAMS, saveStreams, StreamsForm } from '#server/modules/rooms/index.ts';
import { pick } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** Links and videos of a room, one row each, with empty rows to add more. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const room = await getRoomFor(locals.ctx, params.roomId, 'setStreams');
  const streams = await listStreams(room.ctx, room.id);
  const ended = room.state === 'ended';
  const blank = { id: null, provider: null, url: '', locale: locals.locale, purpose: ended ? ('recording' as const) : ('live' as const) };
  const free = Math.min(3, MOST_STREAMS - streams.length);
  return {
    room: { id: room.id, title: pick(room.title, locals.locale).text },
    rows: [...streams.map(({ id, provider, url: address, locale, purpose }) => ({ id, provider, url: address, locale, purpose })), ...Array.from({ length: free }, () => blank)],
  };
};

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), StreamsForm, ({ streams }) => saveStreams(locals.ctx, { roomId: params.roomId, rows: streams }));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/rooms/${params.roomId}`);
  },
};
