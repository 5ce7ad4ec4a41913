import { exportPeopleFor, PeopleFilter } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { filterOf } from '../people-address.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
  if (params.format !== 'csv' && params.format !== 'xlsx') throw notFound();
  const file = await exportPeopleFor(locals.ctx, PeopleFilter.parse(filterOf(url)), params.format);
  return new Response(file.bytes, {
    headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' },
  });
};
