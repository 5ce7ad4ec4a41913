import { translator } from '#lib/i18n/index.ts';
import { paperAnswer } from '#routes/paper-answer.ts';
import { registrationCard } from '#server/modules/seminars/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, request }) => {
  const paper = await registrationCard(locals.ctx, params.registrationId, 'sendAgain');
  return paperAnswer(request, paper, `${translator(locals.locale)('pdf.participant_card.kind')}. ${paper.title}.pdf`);
};
