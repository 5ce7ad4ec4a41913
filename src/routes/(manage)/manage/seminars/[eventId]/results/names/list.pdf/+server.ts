import { translator } from '#lib/i18n/index.ts';
import { paperAnswer } from '#routes/paper-answer.ts';
import { namesPaper } from '#server/modules/seminars/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, request, url }) => {
  const paper = await namesPaper(locals.ctx, params.eventId, { all: url.searchParams.get('show') === 'all' });
  return paperAnswer(request, paper, `${translator(locals.locale)('seminars.names.paper_title')}. ${paper.title}.pdf`);
};
