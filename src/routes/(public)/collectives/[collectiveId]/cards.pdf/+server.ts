import { translator } from '#lib/i18n/index.ts';
import { holderCtx } from '#routes/holder-ctx.ts';
import { paperAnswer } from '#routes/paper-answer.ts';
import { collectiveCards } from '#server/modules/seminars/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, cookies, request }) => {
  const paper = await collectiveCards(await holderCtx(locals, cookies, params.collectiveId), params.collectiveId);
  return paperAnswer(request, paper, `${translator(locals.locale)('pdf.participant_card.kind')}. ${paper.title}.pdf`);
};
