import { translator } from '#lib/i18n/index.ts';
import { holderCtx } from '#routes/holder-ctx.ts';
import { paperAnswer } from '#routes/paper-answer.ts';
import { attendanceSheet } from '#server/modules/seminars/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, cookies, request }) => {
  const paper = await attendanceSheet(await holderCtx(locals, cookies, params.collectiveId), params.collectiveId);
  return paperAnswer(request, paper, `${translator(locals.locale)('pdf.attendance_sheet.kind')}. ${paper.title}.pdf`);
};
