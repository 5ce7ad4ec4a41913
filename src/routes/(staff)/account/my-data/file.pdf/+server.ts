import { translator } from '#lib/i18n/index.ts';
import { pdfAnswer } from '#routes/pdf-answer.ts';
import { ownDataPdf } from '#server/flows/own-data-paper.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) => pdfAnswer(await ownDataPdf(locals.ctx), `${translator(locals.locale)('privacy.data.title')}.pdf`);
