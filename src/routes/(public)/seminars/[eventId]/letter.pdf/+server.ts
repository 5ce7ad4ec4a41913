import { translator } from '#lib/i18n/index.ts';
import { paperAnswer } from '#routes/paper-answer.ts';
import { letterPdf } from '#server/modules/seminars/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, request }) => {
  const reader = { source: locals.source, network: locals.networkPrefix, demo: locals.network?.isDemo ?? false };
  const paper = await letterPdf(locals.ctx, params.eventId, reader);
  return paperAnswer(request, paper, `${translator(locals.locale)('pdf.letter.kind')}. ${paper.title}.pdf`);
};
