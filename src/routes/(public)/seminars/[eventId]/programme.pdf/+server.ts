import { translator } from '#lib/i18n/index.ts';
import { paperAnswer } from '#routes/paper-answer.ts';
import { readerZone } from '#routes/reader-zone.ts';
import { programmePdf } from '#server/modules/seminars/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, request, url, cookies }) => {
  const reader = { source: locals.source, network: locals.networkPrefix, demo: locals.network?.isDemo ?? false };
  const paper = await programmePdf(locals.ctx, params.eventId, readerZone({ locals, url, cookies }), reader);
  return paperAnswer(request, paper, `${translator(locals.locale)('pdf.programme.kind')}. ${paper.title}.pdf`);
};
