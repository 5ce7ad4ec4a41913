import { goTo } from '#routes/go.ts';
import { holderCtx, PRIVATE } from '#routes/holder-ctx.ts';
import { rememberLink } from '#routes/registration-link.ts';
import { submit } from '#routes/submit.ts';
import { changeRegistration, languagesFor, openLinkOf, RegistrationChange, showRegistration } from '#server/modules/seminars/index.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, cookies, setHeaders }) => {
  setHeaders(PRIVATE);
  const mine = await showRegistration(await holderCtx(locals, cookies, params.registrationId), params.registrationId);
  if (!mine.may.change) throw new AppError('page.not_found', 404);
  return { mine, languages: await languagesFor(locals.ctx, mine.country) };
};

export const actions: Actions = {
  default: async ({ request, locals, params, cookies, url }) => {
    const id = params.registrationId;
    const ctx = await holderCtx(locals, cookies, id);
    const done = await submit(locals, await request.formData(), RegistrationChange, (input) => changeRegistration(ctx, id, input));
    if (!done.ok) return done.failure;
    // Links sent to the old address are dead; this device goes on with the new one.
    const link = done.result.newLink ? await openLinkOf(ctx, 'registration', id) : null;
    if (link) await rememberLink(locals, link.token, cookies, url);
    goTo(locals, `/registrations/${id}?done=changed`);
  },
};
