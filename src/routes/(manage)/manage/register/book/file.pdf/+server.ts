import { needAccount } from '#routes/go.ts';
import { pdfAnswer } from '#routes/pdf-answer.ts';
import { RegisterFilter, registerBook } from '#server/modules/credentials/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  needAccount(locals, url);
  const { pdf, title } = await registerBook(locals.ctx, RegisterFilter.parse(Object.fromEntries(url.searchParams)));
  return pdfAnswer(pdf, `${title}.pdf`);
};
