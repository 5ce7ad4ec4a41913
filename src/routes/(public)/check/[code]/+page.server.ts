import { answering, CHECK_HEADERS, momentOf } from '#routes/check-answer.ts';
import { checkByCode } from '#server/modules/credentials/index.ts';
import type { PageServerLoad } from './$types';

/** What the QR opens. */
export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  setHeaders(CHECK_HEADERS);
  const checked = await answering(setHeaders, () => checkByCode(locals.ctx, { code: params.code, source: locals.source }));
  return { checked, ...momentOf(locals) };
};
