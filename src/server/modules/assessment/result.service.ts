import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';
import type { Locale } from '#lib/i18n/index.ts';
import { getAttempt, orderFor, showAttempt, type OwnAttempt } from './attempts.service.ts';
import { listAnswers, type AnswerRow } from './attempts.queries.ts';
import type { ItemContent, ItemType } from './items.schemas.ts';
import { questionOf, type Question } from './question.ts';

/** How an item came out, as whoever took the test may see it. */
export interface ResultLine {
  position: number;
  question: Question;
  answerId: string;
  points: number | null;
  mostPoints: number;
  /** Null: the test does not show its answers. */
  key: Key | null;
  explanation: string;
  /** Of a case: points by criterion, and the words of who scored it. */
  marks: number[] | null;
  comment: string | null;
}

/** What was right, by what is shown. */
export interface Key {
  /** Options that were right, as indices of those shown. */
  right: number[];
  /** Lines in their right order. */
  lines: string[];
  pairs: { left: string; right: string }[];
  number: string;
}

export function keyOf(type: ItemType, content: ItemContent, locale: Locale, order: readonly number[]): Key {
  const words = (text: LocalizedText) => textIn(text, locale);
  return {
    right: type === 'single' || type === 'multiple' ? order.flatMap((stored, shown) => (content.options[stored]?.right ? [shown] : [])) : [],
    lines: type === 'order' ? content.options.map(({ text }) => words(text)) : [],
    pairs: type === 'match' ? content.pairs.map(({ left, right }) => ({ left: words(left), right: words(right) })) : [],
    number: content.answer === null ? '' : `${content.answer}${content.tolerance > 0 ? ` ± ${content.tolerance}` : ''}`,
  };
}

export interface ResultView extends OwnAttempt {
  locale: Locale;
  passMark: number;
  step: number;
  competency: string;
  showsAnswers: boolean;
  lines: ResultLine[];
}

/** The result of an own attempt that was handed in; a case that waits has no points yet. Errors: `page.not_found`, `attempt.open` (409). */
export async function showResult(ctx: Ctx, id: string): Promise<ResultView> {
  const { answered: _, mayAnswer: __, ...view } = await showAttempt(ctx, id);
  const row = await getAttempt(ctx, id);
  if (!row.may.readResult.allowed) throw new AppError('attempt.open', 409);
  const { passMark, step, showsAnswers } = row.settings;
  const line = (answer: AnswerRow): ResultLine => {
    const order = orderFor(row, answer);
    return {
      position: answer.position,
      question: questionOf(answer.type, answer.content, row.locale, order, answer.answer),
      answerId: answer.id,
      points: answer.points,
      mostPoints: answer.most_points,
      key: showsAnswers ? keyOf(answer.type, answer.content, row.locale, order) : null,
      explanation: showsAnswers ? textIn(answer.content.explanation, row.locale) : '',
      marks: answer.marks,
      comment: answer.comment,
    };
  };
  return { ...view, passMark, step, competency: row.competency, showsAnswers, lines: (await listAnswers(ctx, id)).map(line) };
}
