import { z } from 'zod';
import { needAccount } from '#routes/go.ts';
import { listWaitingEvidence } from '#server/modules/competencies/index.ts';
import { orNothing } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

const key = () => orNothing(z.string().max(400));

/** What waits for the reader's review. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { waiting, ...rest } = await listWaitingEvidence(locals.ctx, z.object({ after: key(), before: key() }).parse(Object.fromEntries(url.searchParams)));
  return {
    ...rest,
    waiting: waiting.map(({ id, personId, familyName, givenName, organisationName, kind, title, offeredAt, codes }) => ({ id, personId, name: [familyName, givenName].filter(Boolean).join(' '), organisation: organisationName ? textIn(organisationName, locals.locale) : '', kind, title: textIn(title, locals.locale), offeredAt, codes })),
  };
};
