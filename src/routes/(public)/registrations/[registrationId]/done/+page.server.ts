import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { registrationQr, showRegistration } from '#server/modules/seminars/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, setHeaders }) => {
  setHeaders(PRIVATE);
  const ctx = await holderCtx(locals, cookies, params.registrationId);
  const mine = await showRegistration(ctx, params.registrationId);
  const { url } = await registrationQr(ctx, params.registrationId, 'view');
  const { firstStart } = mine.event;
  // The reminder goes out a day before: who registers later was told just now.
  const reminder = firstStart !== null && firstStart.getTime() - locals.platform.clock.now().getTime() > 24 * 3_600_000;
  return { mine, link: url, mails: locals.platform.mailer.configured, reminder };
};
