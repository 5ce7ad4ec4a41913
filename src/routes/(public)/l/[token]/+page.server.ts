import { z } from 'zod';
import { goTo } from '#routes/go.ts';
import { afterSignIn, setSessionCookie } from '#routes/session-cookie.ts';
import { submit } from '#routes/submit.ts';
import { acceptInvitation, MailboxSignIn, readInvitation, readLink, readMailbox, signInThroughMailbox, signInWithLink } from '#server/modules/access/index.ts';
import { problemText } from '#server/http/problems.ts';
import { translator } from '#lib/i18n/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { openRegistrationLink } from '#routes/registration-link.ts';
import type { Actions, PageServerLoad } from './$types';

const Acceptance = z.object({ name: z.string().trim().max(120).default(''), password: z.string().max(200).default('') });

/** A link from a mail or from paper never acts when it is opened: the page shows what it is for and a button. */
export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
  try {
    const link = await readLink(locals.ctx, params.token);
    if (link.purpose === 'invitation') {
      const invitation = await readInvitation(locals.ctx, link.subjectId);
      return { purpose: link.purpose, invitation: { name: invitation.name, role: invitation.role, hasAccount: invitation.hasAccount }, mailbox: null, dead: null };
    }
    const mailbox = link.purpose === 'mailbox' ? await readMailbox(locals.ctx, link.subjectId) : null;
    return { purpose: link.purpose, invitation: null, mailbox, dead: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { purpose: null, invitation: null, mailbox: null, dead: problemText(translator(locals.locale), error.code) };
  }
};

export const actions: Actions = {
  sign_in: async ({ request, locals, params, cookies, url }) => {
    const done = await submit(locals, await request.formData(), z.object({}), () =>
      signInWithLink(locals.ctx, { token: params.token, source: locals.source, userAgent: locals.userAgent }),
    );
    if (!done.ok) return done.failure;
    afterSignIn(locals, cookies, url, done.result, '/my-day');
  },
  mailbox: async ({ request, locals, params, cookies, url }) => {
    const { source, userAgent } = locals;
    const done = await submit(locals, await request.formData(), MailboxSignIn, (input) => signInThroughMailbox(locals.ctx, { ...input, token: params.token, source, userAgent }));
    if (!done.ok) return done.failure;
    afterSignIn(locals, cookies, url, done.result, '/my-day');
  },
  invitation: async ({ request, locals, params, cookies, url }) => {
    const form = await request.formData();
    const done = await submit(
      locals,
      form,
      Acceptance,
      (input) => acceptInvitation(locals.ctx, { token: params.token, source: locals.source, userAgent: locals.userAgent, ...input }),
    );
    if (!done.ok) return done.failure;
    if (done.result !== null) setSessionCookie(cookies, url, done.result);
    // My day asks whoever is not signed in to do so first.
    goTo(locals, '/my-day');
  },
  open: async ({ locals, params, cookies, url }) => openRegistrationLink(locals, params.token, cookies, url),
};
