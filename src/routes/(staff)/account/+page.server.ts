import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { dropSessionCookie } from '#routes/session-cookie.ts';
import { submit } from '#routes/submit.ts';
import { changePassword, changePin, countOwnTokens, endOtherSessions, endOwnSession, FirstPin, NewPassword, NewPin, ownAccount, ownAssignments, ownJournal, ownPin, ownSessions, Profile, removePin, RemovePin, saveProfile, SESSION_COOKIE, setFirstPin, signOut, signOutEverywhere, withdrawAllTokens } from '#server/modules/access/index.ts';
import { organisationNames } from '#server/flows/network-settings.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  const [account, pin, sessions, journal, own, names] = await Promise.all([ownAccount(locals.ctx), ownPin(locals.ctx), ownSessions(locals.ctx), ownJournal(locals.ctx), ownAssignments(locals.ctx), organisationNames(locals.ctx)]);
  const places = own.map((one) => ({ ...one, organisation: names.get(one.scopeId ?? '') ?? null }));
  const done = url.searchParams.get('done');
  // They outlive the password they were made under; whoever changes it because somebody knew it has to be told.
  const tokens = done === 'password' ? await countOwnTokens(locals.ctx) : 0;
  return { account, pin, places, sessions, journal, tokens, done };
};

export const actions: Actions = {
  profile: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), Profile, (input) => saveProfile(locals.ctx, input));
    if (!done.ok) return done.failure;
    goTo(locals, '/account?done=profile');
  },
  password: async ({ request, locals }) => {
    const { source, userAgent } = locals;
    const done = await submit(locals, await request.formData(), NewPassword, (input) => changePassword(locals.ctx, { ...input, source, userAgent }));
    if (!done.ok) return done.failure;
    goTo(locals, '/account?done=password');
  },
  pin: async ({ request, locals }) => {
    const { source, userAgent } = locals;
    const done = await submit(locals, await request.formData(), NewPin, (input) => changePin(locals.ctx, { ...input, source, userAgent }));
    if (!done.ok) return done.failure;
    goTo(locals, '/account?done=pin');
  },
  remove_pin: async ({ request, locals }) => {
    const { source, userAgent } = locals;
    const done = await submit(locals, await request.formData(), RemovePin, (input) => removePin(locals.ctx, { ...input, source, userAgent }));
    if (!done.ok) return done.failure;
    goTo(locals, '/account?done=pin_removed');
  },
  end_tokens: async ({ locals }) => {
    await withdrawAllTokens(locals.ctx);
    goTo(locals, '/account?done=tokens');
  },
  set_pin: async ({ request, locals }) => {
    const { source, userAgent } = locals;
    const done = await submit(locals, await request.formData(), FirstPin, (input) => setFirstPin(locals.ctx, { ...input, source, userAgent }));
    if (!done.ok) return done.failure;
    goTo(locals, '/account?done=pin_set');
  },
  end_session: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), z.object({ sessionId: z.string() }), ({ sessionId }) => endOwnSession(locals.ctx, sessionId));
    if (!done.ok) return done.failure;
    goTo(locals, '/account?done=session');
  },
  end_others: async ({ locals }) => {
    await endOtherSessions(locals.ctx);
    goTo(locals, '/account?done=others');
  },
  sign_out: async ({ locals, cookies }) => {
    await signOut(locals.platform, cookies.get(SESSION_COOKIE));
    dropSessionCookie(cookies);
    goTo(locals, '/');
  },
  sign_out_everywhere: async ({ locals, cookies }) => {
    await signOutEverywhere(locals.ctx);
    dropSessionCookie(cookies);
    goTo(locals, '/sign-in');
  },
};
