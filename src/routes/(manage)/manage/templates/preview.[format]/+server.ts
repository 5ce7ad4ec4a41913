import { needAccount } from '#routes/go.ts';
import { notFound } from '#server/platform/errors.ts';
import { problemAnswer, sampleAnswer, sampleOf } from '../sample-answer.ts';
import type { RequestHandler } from './$types';

/** How certificates would look by what stands in the form. */
export const POST: RequestHandler = async ({ locals, params, request, url }) => {
  needAccount(locals, url);
  if (params.format !== 'svg' && params.format !== 'pdf') throw notFound();
  try {
    return sampleAnswer(await sampleOf(locals, await request.formData(), params.format));
  } catch (error) {
    const answer = params.format === 'svg' ? problemAnswer(locals, error) : null;
    if (!answer) throw error;
    return answer;
  }
};
