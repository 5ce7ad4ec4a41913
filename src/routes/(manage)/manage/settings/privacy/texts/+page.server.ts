import { needAccount } from '#routes/go.ts';
import { listConsentTextsFor } from '#server/modules/people/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const texts = (await listConsentTextsFor(locals.ctx)).map(({ id, purpose, versionNumber, state, title, publishedAt, agreed }) => ({ id, purpose, versionNumber, state, title: textIn(title, locals.locale), publishedAt, agreed }));
  return { texts, done: url.searchParams.get('done') };
};
