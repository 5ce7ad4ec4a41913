import type { Context } from 'hono';
import { readLink } from '#server/modules/access/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import type { ApiEnv } from './env.ts';

/** Carries the token of a personal link: what stands behind /l/ in its address. */
export const LINK_HEADER = 'Personal-Link';

/** In whose name a personal operation is called: who holds the link that was sent along, else who is signed in. */
export async function holderCtx(c: Context<ApiEnv>): Promise<Ctx> {
  const { ctx } = c.env;
  const token = c.req.header(LINK_HEADER);
  if (token === undefined) return ctx;
  try {
    const link = await readLink(ctx, token);
    return { ...ctx, actor: { kind: 'link', linkId: link.id, purpose: link.purpose, subjectId: link.subjectId } };
  } catch (error) {
    // A link that opens nothing leaves the caller who she was.
    if (error instanceof AppError) return ctx;
    throw error;
  }
}
