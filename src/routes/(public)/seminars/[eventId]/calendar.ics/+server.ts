import { fileAnswer } from '#routes/file-answer.ts';
import { eventCalendar } from '#server/modules/seminars/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, request }) => {
  const { text, isPublic } = await eventCalendar(locals.ctx, params.eventId, { network: locals.networkPrefix });
  return fileAnswer(request, { body: text, type: 'text/calendar; charset=utf-8', name: `${params.eventId}.ics`, isPublic, maxAge: 300 });
};
