import { needAccount } from '#routes/go.ts';
import { notFound } from '#server/platform/errors.ts';
import { problemAnswer, sampleAnswer, sampleOf } from '../sample-answer.ts';
import type { RequestHandler } from './$types';

/** How certificates would look by what stands in the form. */
export const POST: RequestHandler = async ({ locals, params, request, url }) => {
  needAccount(locals, url);
  if (params.format !== 'svg' && params.format !== 'pdf') throw notFound();
  // Whoever goes on typing leaves in the middle of a sentence: there is nobody to answer.
  const form = await request.formData().catch(() => null);
  if (!form) return new Response(null, { status: 400 });
  try {
    return sampleAnswer(await sampleOf(locals, form, params.format));
  } catch (error) {
    const answer = params.format === 'svg' ? problemAnswer(locals, error) : null;
    if (!answer) throw error;
    return answer;
  }
};
