import { z } from 'zod';
import { goTo } from '#routes/go.ts';
import { deviceOf } from '#routes/link-holder.ts';
import { needRoomCtx, roomCtx, roomQuery, visitorsOf } from '#routes/room-visit.ts';
import { submit } from '#routes/submit.ts';
import { enterCode, readSessionPage, recordHere, subjectOf, takeOverDevice, watchRecording, type SessionPage } from '#server/modules/rooms/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { pick } from '#server/platform/text/index.ts';
import { isZone } from '#server/platform/time/wall-time.ts';
import { sessionView } from './session-view.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  const deviceId = deviceOf(cookies, url);
  const ctx = await roomCtx(locals, cookies, url);
  if (!ctx) {
    const read = (as: Ctx) => readSessionPage(as, params.roomId, deviceId).catch(noPage);
    const visitors = url.searchParams.has('as') ? [] : await visitorsOf(locals, cookies, read);
    const [first] = visitors;
    if (visitors.length === 1 && first) goTo(locals, `/rooms/${params.roomId}${roomQuery(url, { as: first.subjectId })}`);
    const people = visitors.map(({ subjectId, page }) => ({ as: subjectId, label: page.self?.label ?? pick(page.room.title, locals.locale).text }));
    return { people, session: null };
  }
  const page = await readSessionPage(ctx, params.roomId, deviceId);
  const asked = url.searchParams.get('zone');
  const zone = asked && isZone(asked) ? asked : (page.timeZone ?? locals.network?.timeZone ?? 'UTC');
  return { people: [], session: sessionView(page, { locale: locals.locale, zone, url, query: roomQuery(url) }) };
};

function noPage(error: unknown): SessionPage | null {
  if (error instanceof AppError) return null;
  throw error;
}

export const actions: Actions = {
  code: async ({ request, locals, params, cookies, url }) => {
    const ctx = await needRoomCtx(locals, cookies, url);
    const done = await submit(locals, await request.formData(), z.object({ code: z.string().max(60).default('') }), async ({ code }) =>
      enterCode(ctx, { roomId: params.roomId, ...(await subjectOf(ctx, params.roomId)), code }),
    );
    if (!done.ok) return done.failure;
    goTo(locals, `/rooms/${params.roomId}${roomQuery(url, { entered: String(done.result.position) })}`);
  },
  here: async ({ request, locals, params, cookies, url }) => {
    const ctx = await needRoomCtx(locals, cookies, url);
    const done = await submit(locals, await request.formData(), z.object({}), async () =>
      recordHere(ctx, { roomId: params.roomId, ...(await subjectOf(ctx, params.roomId)), deviceId: deviceOf(cookies, url) }),
    );
    if (!done.ok) return done.failure;
    goTo(locals, `/rooms/${params.roomId}${roomQuery(url, { here: done.result.counted ? 'yes' : 'early' })}`);
  },
  take_over: async ({ request, locals, params, cookies, url }) => {
    const ctx = await needRoomCtx(locals, cookies, url);
    const done = await submit(locals, await request.formData(), z.object({}), async () =>
      takeOverDevice(ctx, { roomId: params.roomId, ...(await subjectOf(ctx, params.roomId)), deviceId: deviceOf(cookies, url) }),
    );
    if (!done.ok) return done.failure;
    goTo(locals, `/rooms/${params.roomId}${roomQuery(url)}`);
  },
  watch: async ({ request, locals, params, cookies, url }) => {
    const ctx = await needRoomCtx(locals, cookies, url);
    const done = await submit(locals, await request.formData(), z.object({ stream: z.uuid() }), ({ stream }) =>
      watchRecording(ctx, { roomId: params.roomId, streamId: stream }),
    );
    if (!done.ok) return done.failure;
    goTo(locals, `/rooms/${params.roomId}${roomQuery(url, { embed: done.result.id })}`);
  },
};
