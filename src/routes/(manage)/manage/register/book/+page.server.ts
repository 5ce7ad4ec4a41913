import { needAccount } from '#routes/go.ts';
import { BOOK_LIMIT, listRegisterFor, RegisterFilter } from '#server/modules/credentials/index.ts';
import type { PageServerLoad } from './$types';

/** Which book is wanted: an organisation and a year, perhaps one kind. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const filter = RegisterFilter.parse(Object.fromEntries(url.searchParams));
  const { years, organisations } = await listRegisterFor(locals.ctx, RegisterFilter.parse({}));
  const organisation = filter.organisation ?? organisations.at(0)?.id;
  const year = filter.year ?? years.at(0);
  const wanted = organisation && year ? await listRegisterFor(locals.ctx, RegisterFilter.parse({ organisation, year, kind: filter.kind })) : null;
  return { years, organisations, organisation, year, kind: filter.kind, total: wanted?.total ?? 0, limit: BOOK_LIMIT };
};
