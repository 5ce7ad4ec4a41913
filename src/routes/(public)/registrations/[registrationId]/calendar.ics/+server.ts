import { fileAnswer } from '#routes/file-answer.ts';
import { holderCtx } from '#routes/holder-ctx.ts';
import { myCalendar } from '#server/modules/seminars/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, cookies, request }) => {
  const body = await myCalendar(await holderCtx(locals, cookies, params.registrationId), 'registration', params.registrationId);
  return fileAnswer(request, { body, type: 'text/calendar; charset=utf-8', name: 'calendar.ics', isPublic: false, maxAge: 0 });
};
