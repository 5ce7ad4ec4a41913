import { fileAnswer } from '#routes/file-answer.ts';
import { networkCalendar } from '#server/modules/seminars/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, request }) => {
  const name = textIn(locals.network?.name, locals.locale) || 'Sheberlik';
  const body = await networkCalendar(locals.ctx, name, { network: locals.networkPrefix });
  return fileAnswer(request, { body, type: 'text/calendar; charset=utf-8', name: `${name}.ics`, isPublic: true, maxAge: 900 });
};
