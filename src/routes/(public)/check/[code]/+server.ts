import { json } from '@sveltejs/kit';
import { translator } from '#lib/i18n/index.ts';
import { CHECK_HEADERS } from '#routes/check-answer.ts';
import { problemText } from '#server/http/problems.ts';
import { checkByCode, checkedJson } from '#server/modules/credentials/index.ts';
import { AppError } from '#server/platform/errors.ts';
import type { RequestHandler } from './$types';

/** The same answer for machines: whoever asks the address in the QR for JSON. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const headers = { ...CHECK_HEADERS, vary: 'accept' };
  try {
    return json(checkedJson(await checkByCode(locals.ctx, { code: params.code, source: locals.source })), { headers });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const detail = problemText(translator(locals.locale), error.code, { ...error.params });
    return json(
      { type: 'about:blank', title: error.code, status: error.status, detail },
      {
        status: error.status,
        headers: {
          ...headers,
          'content-type': 'application/problem+json',
          ...(error.status === 429 ? { 'retry-after': String(error.params.seconds ?? 60) } : {}),
        },
      },
    );
  }
};
