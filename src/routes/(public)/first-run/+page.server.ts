import { goTo } from '#routes/go.ts';
import { setSessionCookie } from '#routes/session-cookie.ts';
import { submit } from '#routes/submit.ts';
import { FirstRun, firstRunCountries, prepareInstallation, readFirstRun } from '#server/flows/first-run.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const token = url.searchParams.get('token') ?? '';
  await readFirstRun(locals.ctx, token);
  return { token, countries: firstRunCountries(locals.locale) };
};

export const actions: Actions = {
  default: async ({ request, locals, cookies, url }) => {
    const done = await submit(
      locals,
      await request.formData(),
      FirstRun,
      (input) => prepareInstallation(locals.ctx, input),
    );
    if (!done.ok) return done.failure;
    setSessionCookie(cookies, url, done.result);
    goTo(locals, '/my-day');
  },
};
