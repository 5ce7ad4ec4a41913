import { z } from 'zod';
import { readNumber } from '#lib/forms/index.ts';
import type { Locale } from '#lib/i18n/index.ts';
import { invalid } from '#server/platform/errors.ts';
import { severalLines, tick } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Answer } from './answers.ts';
import type { ItemContent, ItemType } from './items.schemas.ts';

/** An item as whoever takes the test sees it: nothing in it tells the key. Numbers count from 0 by the order shown. */
export interface Question {
  type: ItemType;
  lang: Locale;
  stem: string;
  /** Options, lines to be put in order, or right halves of pairs. */
  options: string[];
  lefts: string[];
  unit: string;
  criteria: { text: string; points: number }[];
  given: Given;
}

export interface Given {
  choices: number[];
  /** By line as shown: its place from 1. */
  places: (number | null)[];
  /** By left half: the right half as shown. */
  pairs: (number | null)[];
  number: string;
  text: string;
  file: { name: string; byteSize: number } | null;
}

export function questionOf(type: ItemType, content: ItemContent, locale: Locale, order: readonly number[], answer: Answer | null): Question {
  const words = (text: Parameters<typeof textIn>[0]) => textIn(text, locale);
  const shown = (stored: number | null | undefined) => (stored === null || stored === undefined ? null : order.indexOf(stored));
  return {
    type,
    lang: locale,
    stem: words(content.stem),
    options: order.map((index) => words(type === 'match' ? content.pairs[index]?.right : content.options[index]?.text)),
    lefts: content.pairs.map(({ left }) => words(left)),
    unit: words(content.unit),
    criteria: content.criteria.map(({ text, points }) => ({ text: words(text), points })),
    given: {
      choices: answer && 'choices' in answer ? answer.choices.flatMap((index) => shown(index) ?? []) : [],
      places: type === 'order' ? order.map((index) => (answer && 'places' in answer && typeof answer.places[index] === 'number' ? answer.places[index] + 1 : null)) : [],
      pairs: type === 'match' ? content.pairs.map((_, left) => (answer && 'pairs' in answer ? shown(answer.pairs[left]) : null)) : [],
      number: answer && 'number' in answer ? String(answer.number) : '',
      text: answer && 'text' in answer ? answer.text : '',
      file: answer && 'text' in answer && answer.file ? { name: answer.file.name, byteSize: answer.file.byteSize } : null,
    },
  };
}

const index = z.coerce.number().int().min(0).max(99);
/** Numbered fields of a form, or a list. */
const numbered = z.preprocess(
  (value) => (Array.isArray(value) ? Object.fromEntries(value.map((one, at) => [String(at), one as unknown])) : value),
  z.record(z.string().regex(/^\d{1,2}$/), z.union([z.null(), index])).default({}),
);
export const AnswerInput = z.object({
  choice: index.nullish(),
  choices: z.array(index).max(100).default([]),
  place: numbered,
  pair: numbered,
  number: z.union([z.string().max(60), z.number()]).nullish(),
  text: severalLines(20_000).default(''),
  removeFile: tick,
});
export type AnswerInput = z.output<typeof AnswerInput>;

/** What was sent, by the order of the stored item; null: nothing was answered. Error: `number.invalid` beside `number`. */
export function answerOf(type: ItemType, content: ItemContent, order: readonly number[], input: AnswerInput): Answer | null {
  switch (type) {
    case 'single': {
      const stored = input.choice === null || input.choice === undefined ? undefined : order[input.choice];
      return stored === undefined ? null : { choices: [stored] };
    }
    case 'multiple': {
      const choices = [...new Set(input.choices.flatMap((shown) => order[shown] ?? []))].sort((a, b) => a - b);
      return choices.length > 0 ? { choices } : null;
    }
    case 'order': {
      const places = Array.from({ length: content.options.length }, (): number | null => null);
      order.forEach((stored, shown) => {
        const place = input.place[String(shown)] ?? null;
        if (place !== null && place >= 1 && place <= places.length) places[stored] = place - 1;
      });
      return places.some((place) => place !== null) ? { places } : null;
    }
    case 'match': {
      const pairs = content.pairs.map((_, left) => order[input.pair[String(left)] ?? -1] ?? null);
      return pairs.some((right) => right !== null) ? { pairs } : null;
    }
    case 'numeric': {
      if (input.number === null || input.number === undefined || input.number === '') return null;
      const number = readNumber(String(input.number));
      if (number === null) throw invalid('number', 'number.invalid');
      return { number };
    }
    case 'case':
      return input.text === '' ? null : { text: input.text, file: null };
  }
}
