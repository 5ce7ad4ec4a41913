import type { Locale } from '#lib/i18n/index.ts';
import { offsetClock } from '#server/platform/clock.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Answer } from './answers.ts';
import { findAttempt, listAnswers, updateAnswer, type AnswerRow } from './attempts.queries.ts';
import { beginAttempt, closeAttempt } from './attempts.service.ts';

export interface RecordedAttempt {
  testId: string;
  personId: string;
  locale: Locale;
  startedAt: Date;
  /** Null: it is still open. */
  handedInAt: Date | null;
  answer: (item: Pick<AnswerRow, 'type' | 'content' | 'position'>) => Answer | null;
}

/** Records an attempt as it was taken, without asking rights: for seeds. Returns its id; error `page.not_found` when the test is not published. */
export async function recordAttempt(ctx: Ctx, given: RecordedAttempt): Promise<string> {
  const at = (instant: Date): Ctx => ({ ...ctx, clock: offsetClock(instant.getTime() - Date.now()) });
  return inTransaction(at(given.startedAt), async (tx) => {
    const id = await beginAttempt(tx, given.testId, given.personId, given.locale);
    if (id === null) throw notFound();
    for (const item of await listAnswers(tx, id)) {
      const answer = given.answer(item);
      if (answer) await updateAnswer(tx, item.id, answer);
    }
    const row = given.handedInAt ? await findAttempt(tx, id, true) : undefined;
    if (row && given.handedInAt) await closeAttempt({ ...tx, clock: at(given.handedInAt).clock }, row, given.handedInAt);
    return id;
  });
}
