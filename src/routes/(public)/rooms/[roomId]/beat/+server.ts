import { json } from '@sveltejs/kit';
import { formatters, translator } from '#lib/i18n/index.ts';
import { deviceOf } from '#routes/link-holder.ts';
import { needRoomCtx } from '#routes/room-visit.ts';
import { recordHeartbeat, subjectOf } from '#server/modules/rooms/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { beatWords } from '../beat-words.ts';
import type { RequestHandler } from './$types';

/**
 * "I am here" of an open page, every 30 s. For the holder of a link: one query for the link, one statement for the beat. Answers with the
 * words the page shows; 404, 409 and 410 end the beats of this page.
 */
export const POST: RequestHandler = async ({ locals, params, cookies, url }) => {
  try {
    const ctx = await needRoomCtx(locals, cookies, url);
    const subject = await subjectOf(ctx, params.roomId);
    const answer = await recordHeartbeat(ctx, { roomId: params.roomId, ...subject, deviceId: deviceOf(cookies, url) });
    const t = translator(locals.locale);
    const since = Number(url.searchParams.get('since')) || 0;
    return json(beatWords(t, formatters(locals.locale), answer, since), { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    if (error instanceof AppError) return new Response(null, { status: error.status, headers: { 'cache-control': 'no-store' } });
    throw error;
  }
};
