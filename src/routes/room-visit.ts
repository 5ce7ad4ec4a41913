import type { Cookies } from '@sveltejs/kit';
import { linkHolder, linkHolders } from '#routes/link-holder.ts';
import type { RequestLocals } from '#server/http/request.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';

/** Who opens a room: the holder of the link named in the address (`?as=`), else the account. Null: neither. */
export async function roomCtx(locals: RequestLocals, cookies: Cookies, url: URL): Promise<Ctx | null> {
  const as = url.searchParams.get('as');
  if (as !== null) return linkHolder(locals, cookies, as);
  return locals.actor.kind === 'account' ? locals.ctx : null;
}

/** As `roomCtx`; who is neither finds nothing. */
export async function needRoomCtx(locals: RequestLocals, cookies: Cookies, url: URL): Promise<Ctx> {
  const ctx = await roomCtx(locals, cookies, url);
  if (!ctx) throw notFound();
  return ctx;
}

/** Whose links on this device open the page that `read` reads: asked where the address does not say who comes. */
export async function visitorsOf<Page>(
  locals: RequestLocals,
  cookies: Cookies,
  read: (ctx: Ctx) => Promise<Page | null>,
): Promise<{ subjectId: string; page: Page }[]> {
  const found = await Promise.all(
    (await linkHolders(locals, cookies)).map(async ({ subjectId, ctx }) => ({ subjectId, page: await read(ctx) })),
  );
  return found.flatMap(({ subjectId, page }) => (page === null ? [] : [{ subjectId, page }]));
}

/** What of the address stays when a form leads back to the room: who comes, which video is shown, whose time is read. */
export function roomQuery(url: URL, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams();
  for (const key of ['as', 'embed', 'zone']) {
    const value = url.searchParams.get(key);
    if (value !== null) query.set(key, value);
  }
  for (const [key, value] of Object.entries(more)) query.set(key, value);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
