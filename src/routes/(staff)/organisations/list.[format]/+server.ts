import { pdfAnswer } from '#routes/pdf-answer.ts';
import { exportOrganisationsFor, OrganisationsFilter, printOrganisationsFor } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { filterOf } from '../../people/people-address.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
  const filter = OrganisationsFilter.parse(filterOf(url));
  if (params.format === 'pdf') {
    const { title, pdf } = await printOrganisationsFor(locals.ctx, filter);
    return pdfAnswer(pdf, `${title}.pdf`);
  }
  if (params.format !== 'csv' && params.format !== 'xlsx') throw notFound();
  const file = await exportOrganisationsFor(locals.ctx, filter, params.format);
  return new Response(file.bytes, {
    headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' },
  });
};
