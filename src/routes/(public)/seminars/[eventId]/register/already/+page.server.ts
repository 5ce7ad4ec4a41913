import { showRegistrationForm } from '#server/modules/seminars/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  const { event } = await showRegistrationForm(locals.ctx, params.eventId);
  return { event, mails: locals.platform.mailer.configured };
};
