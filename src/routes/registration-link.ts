import type { Cookies } from '@sveltejs/kit';
import { goTo } from '#routes/go.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { readLink, type OpenLink } from '#server/modules/access/index.ts';

/** Pages that a personal link opens, by its purpose. */
const PAGES: Record<string, (subjectId: string) => string> = {
  registration: (id) => `/registrations/${id}`,
  collective: (id) => `/collectives/${id}`,
  certificate: (id) => `/certificates/${id}`,
  rater: (id) => `/rate/${id}`,
  consent: (id) => `/consents/${id}`,
};

/** Cookie that remembers a personal link on this device. One a subject: a shared computer may hold several people's. */
export function linkCookieName(subjectId: string): string {
  return `sheberlik_l_${subjectId.replaceAll('-', '').slice(-16)}`;
}

/** Remembers a personal link on this device until it ends. Errors: `link.*`. */
export async function rememberLink(locals: RequestLocals, token: string, cookies: Cookies, url: URL): Promise<OpenLink> {
  const link = await readLink(locals.ctx, token);
  cookies.set(linkCookieName(link.subjectId), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
    expires: link.expiresAt,
  });
  return link;
}

export function forgetLink(cookies: Cookies, subjectId: string): void {
  cookies.delete(linkCookieName(subjectId), { path: '/' });
}

/** After the press of the button: remembers the link on this device and opens the page, whose address holds no token. */
export async function openRegistrationLink(locals: RequestLocals, token: string, cookies: Cookies, url: URL): Promise<never> {
  const { purpose } = await readLink(locals.ctx, token);
  const page = PAGES[purpose];
  if (!page) goTo(locals, `/l/${token}`);
  const link = await rememberLink(locals, token, cookies, url);
  goTo(locals, page(link.subjectId));
}
