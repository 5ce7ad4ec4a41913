import type { RequestLocals } from '#server/http/request.ts';
import { AppError } from '#server/platform/errors.ts';

/** Answers of the check page are of this moment, for this reader, and not for search engines. */
export const CHECK_HEADERS = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' };

type SetHeaders = (headers: Record<string, string>) => void;

/** Runs a check; of a refusal for too many tries it also tells machines how long to wait. */
export async function answering<R>(setHeaders: SetHeaders, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && error.status === 429) setHeaders({ 'retry-after': String(error.params.seconds ?? 60) });
    throw error;
  }
}

/** The moment of the answer and the zone it is told in. */
export function momentOf(locals: RequestLocals): { at: string; zone: string } {
  return { at: locals.ctx.clock.now().toISOString(), zone: locals.network?.timeZone ?? 'UTC' };
}
