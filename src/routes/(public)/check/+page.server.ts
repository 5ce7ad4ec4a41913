import { z } from 'zod';
import { answering, CHECK_HEADERS, momentOf } from '#routes/check-answer.ts';
import { goTo } from '#routes/go.ts';
import { submit, tooLargeToRead } from '#routes/submit.ts';
import { CHECK_FILE_MOST_BYTES, checkByNumber, checkFile, looksLikeCode, readCheckCode } from '#server/modules/credentials/index.ts';
import { AppError, invalid } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

const Surname = z.object({
  number: z.string().max(200),
  surname: z.string({ error: 'surname.missing' }).trim().min(2, 'surname.missing').max(120, 'text.too_long'),
});

const Upload = z.object({ file: z.instanceof(File).optional() });

/** Code or number in one field: a code leads to its page, a number is answered here. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  const typed = (url.searchParams.get('q') ?? '').trim().slice(0, 500);
  if (!typed) return { typed, answers: null, maxBytes: CHECK_FILE_MOST_BYTES, ...momentOf(locals) };
  setHeaders(CHECK_HEADERS);
  const read = readCheckCode(typed);
  if ('code' in read) goTo(locals, `/check/${read.code}`);
  if (looksLikeCode(typed)) throw new AppError(read.problem, 422);
  const answers = await answering(setHeaders, () => checkByNumber(locals.ctx, { number: typed, source: locals.source }));
  return { typed, answers, maxBytes: CHECK_FILE_MOST_BYTES, ...momentOf(locals) };
};

export const actions: Actions = {
  // The load runs after it and sets the headers of both.
  surname: async ({ request, locals }) => {
    const done = await submit(locals, await request.formData(), Surname, async ({ number, surname }) => ({
      surname,
      answers: await checkByNumber(locals.ctx, { number, surname, source: locals.source }),
    }));
    return done.ok ? { compared: done.result } : done.failure;
  },
  file: async ({ request, locals }) => {
    const tooLarge = tooLargeToRead(locals, request, 'file', CHECK_FILE_MOST_BYTES);
    if (tooLarge) return tooLarge;
    const done = await submit(locals, await request.formData(), Upload, async ({ file }) => {
      if (!file || file.size === 0) throw invalid('file', 'field.required');
      return checkFile(locals.ctx, { bytes: new Uint8Array(await file.arrayBuffer()), source: locals.source });
    });
    return done.ok ? { looked: done.result } : done.failure;
  },
};
