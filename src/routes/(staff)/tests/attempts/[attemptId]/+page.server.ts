import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit, tooLargeToRead } from '#routes/submit.ts';
import { AnswerInput, CASE_FILE_ENDINGS, CASE_FILE_MOST_BYTES, removeCaseFile, saveAnswer, saveCaseFile, showAttempt, showQuestion } from '#server/modules/assessment/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

const placeOf = (url: URL, count: number): number => Math.min(count, Math.max(1, Math.trunc(Number(url.searchParams.get('at') ?? 1)) || 1));

/** One item a page; what is over goes to its result. */
export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  const attempt = await showAttempt(locals.ctx, params.attemptId);
  if (!attempt.mayAnswer) goTo(locals, `/tests/attempts/${params.attemptId}/result`);
  const place = placeOf(url, attempt.answered.length);
  const { title, locale, answered, dueAt, testId } = attempt;
  return { attempt: { id: attempt.id, testId, title: textIn(title, locale), locale, answered, dueAt }, place, question: await showQuestion(locals.ctx, params.attemptId, place), endings: CASE_FILE_ENDINGS, maxBytes: CASE_FILE_MOST_BYTES, now: locals.ctx.clock.now() };
};

const Sent = AnswerInput.extend({ to: z.string().regex(/^(?:\d{1,3}|check)$/).optional(), file: z.instanceof(File).optional() });

export const actions: Actions = {
  default: async ({ request, locals, url, params }) => {
    const tooLarge = tooLargeToRead(locals, request, 'file', CASE_FILE_MOST_BYTES);
    if (tooLarge) return tooLarge;
    const place = placeOf(url, 1000);
    const done = await submit(locals, await request.formData(), Sent, async ({ to, file, ...input }) => {
      const { mayAnswer } = await showAttempt(locals.ctx, params.attemptId);
      // Handed in meanwhile, in another tab or by the clock: nothing is changed any more.
      if (!mayAnswer) return null;
      await saveAnswer(locals.ctx, params.attemptId, place, input);
      if (input.removeFile) await removeCaseFile(locals.ctx, params.attemptId, place);
      if (file && file.size > 0) await saveCaseFile(locals.ctx, params.attemptId, place, { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
      return to ?? String(place);
    });
    if (!done.ok) return done.failure;
    const base = `/tests/attempts/${params.attemptId}`;
    goTo(locals, done.result === null ? `${base}/result` : done.result === 'check' ? `${base}/check` : `${base}?at=${done.result}`);
  },
};
