import { pdfAnswer } from '#routes/pdf-answer.ts';
import { exportPeopleFor, PeopleFilter, printPeopleFor } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { filterOf } from '../people-address.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
  const filter = PeopleFilter.parse(filterOf(url));
  if (params.format === 'pdf') {
    const { title, pdf } = await printPeopleFor(locals.ctx, filter);
    return pdfAnswer(pdf, `${title}.pdf`);
  }
  if (params.format !== 'csv' && params.format !== 'xlsx') throw notFound();
  const file = await exportPeopleFor(locals.ctx, filter, params.format);
  return new Response(file.bytes, {
    headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' },
  });
};
