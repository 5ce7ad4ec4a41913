import { answering, CHECK_HEADERS, momentOf } from '#routes/check-answer.ts';
import { readShared } from '#server/modules/credentials/index.ts';
import type { PageServerLoad } from './$types';

/** A certificate that its holder shows. */
export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders(CHECK_HEADERS);
  const checked = await answering(setHeaders, () => readShared(locals.ctx, params.token, locals.source));
  return { checked, token: params.token, ...momentOf(locals) };
};
