import type { Cookies } from '@sveltejs/kit';
import { linkHolder } from '#routes/link-holder.ts';
import type { RequestLocals } from '#server/http/request.ts';
import type { Ctx } from '#server/platform/context.ts';

/** In whose name a personal page is opened: who holds its link on this device, else who is signed in. */
export async function holderCtx(locals: RequestLocals, cookies: Cookies, subjectId: string): Promise<Ctx> {
  return (await linkHolder(locals, cookies, subjectId)) ?? locals.ctx;
}

/** Personal pages are kept nowhere on the way and found by no search engine. */
export const PRIVATE = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' } as const;
