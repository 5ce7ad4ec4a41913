import { needAccount } from '#routes/go.ts';
import { ownCredentials } from '#server/flows/own-credentials.ts';
import { isOver } from '#server/modules/credentials/index.ts';
import type { PageServerLoad } from './$types';

/** What was issued to whoever is signed in. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const now = locals.ctx.clock.now();
  return {
    certificates: (await ownCredentials(locals.ctx)).map(({ issueId, kind, number, eventTitle, locale, issuedAt, validUntil, revokedAt, suspendedAt }) => ({
      ...{ issueId, kind, number, eventTitle, locale, issuedAt, validUntil },
      state: revokedAt ? ('revoked' as const) : suspendedAt ? ('suspended' as const) : isOver(validUntil, now) ? ('expired' as const) : ('valid' as const),
    })),
  };
};
