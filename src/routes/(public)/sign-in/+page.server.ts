import { goTo, safeNext } from '#routes/go.ts';
import { afterSignIn } from '#routes/session-cookie.ts';
import { submit } from '#routes/submit.ts';
import { MailSignIn, requestSignInLink, SignIn, signInWithPassword, signOnName } from '#server/modules/access/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const next = safeNext(url.searchParams.get('next'));
  if (locals.actor.kind === 'account') goTo(locals, next === '/' ? '/my-day' : next);
  return { next, sent: url.searchParams.has('sent'), signOn: await signOnName(locals.ctx) };
};

export const actions: Actions = {
  password: async ({ request, locals, cookies, url }) => {
    const form = await request.formData();
    const done = await submit(
      locals,
      form,
      SignIn,
      (input) => signInWithPassword(locals.ctx, { ...input, source: locals.source, userAgent: locals.userAgent }),
    );
    if (!done.ok) return done.failure;
    afterSignIn(locals, cookies, url, done.result, safeNext(form.get('next') as string | null));
  },
  link: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), MailSignIn, (input) =>
      requestSignInLink(locals.ctx, { ...input, source: locals.source }),
    );
    if (!done.ok) return done.failure;
    goTo(locals, '/sign-in?sent=1');
  },
};
