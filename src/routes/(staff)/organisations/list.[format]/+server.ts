import { exportOrganisationsFor, OrganisationsFilter } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { filterOf } from '../../people/people-address.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
  if (params.format !== 'csv' && params.format !== 'xlsx') throw notFound();
  const file = await exportOrganisationsFor(locals.ctx, OrganisationsFilter.parse(filterOf(url)), params.format);
  return new Response(file.bytes, {
    headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' },
  });
};
