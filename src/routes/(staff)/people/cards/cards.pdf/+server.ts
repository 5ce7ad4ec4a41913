import { needAccount } from '#routes/go.ts';
import { pdfAnswer } from '#routes/pdf-answer.ts';
import { paperOfPrinted } from '#server/modules/access/index.ts';
import type { RequestHandler } from './$types';

/** Sent, not asked for: the codes stand in what is sent, and in no address. */
export const POST: RequestHandler = async ({ request, locals, url }) => {
  needAccount(locals, url);
  const sealed = (await request.formData()).get('sealed');
  const { title, pdf } = await paperOfPrinted(locals.ctx, typeof sealed === 'string' ? sealed : '');
  return pdfAnswer(pdf, `${title}.pdf`);
};
