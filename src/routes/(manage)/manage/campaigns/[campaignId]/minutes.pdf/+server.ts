import { needAccount } from '#routes/go.ts';
import { pdfAnswer } from '#routes/pdf-answer.ts';
import { printMinutes } from '#server/modules/competencies/index.ts';
import type { RequestHandler } from './$types';

/** The minutes of the meeting: who was there, and what was decided of whom. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const { title, pdf } = await printMinutes(locals.ctx, params.campaignId);
  return pdfAnswer(pdf, `${title}.pdf`);
};
