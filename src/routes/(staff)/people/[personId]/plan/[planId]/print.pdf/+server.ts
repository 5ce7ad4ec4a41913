import { isLocale } from '#lib/i18n/index.ts';
import { pdfAnswer } from '#routes/pdf-answer.ts';
import { planPdf } from '#server/modules/competencies/index.ts';
import type { RequestHandler } from './$types';

/** A plan on paper, in the language asked for or the reader's own. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const asked = url.searchParams.get('language') ?? '';
  const { bytes, name } = await planPdf(locals.ctx, params.planId, isLocale(asked) ? asked : locals.locale);
  return pdfAnswer(bytes, name);
};
