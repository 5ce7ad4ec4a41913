import { z } from 'zod';
import { tick, versionNumber, wholeNumber } from '#server/platform/fields.ts';
import { localizedText, type LocalizedText } from '#server/platform/text/index.ts';
import { numberAnswer } from '#lib/forms/index.ts';
import { CompetencyInput } from './items.schemas.ts';

export const MOST_ITEMS = 60;

/** What a version of a test says about itself. */
export interface TestSettings {
  title: LocalizedText;
  introduction: LocalizedText;
  /** The step of the scale that a passed test shows. */
  step: number;
  /** In per cent of all points. */
  passMark: number;
  /** Minutes; null: as long as one likes. */
  minutes: number | null;
  /** How often one person may take it; null: as often as she likes. */
  attempts: number | null;
  /** Days between two attempts of one person. */
  pauseDays: number;
  shuffled: boolean;
  /** Whether right answers and explanations are shown with the result. */
  showsAnswers: boolean;
}

const settings = z.object({
  title: localizedText({ max: 200 }).prefault({}),
  introduction: localizedText({ max: 3000, multiline: true }).prefault({}),
  step: wholeNumber(1, 4),
  passMark: wholeNumber(1, 100),
  minutes: wholeNumber(1, 600).nullish().transform((value) => value ?? null),
  attempts: wholeNumber(1, 50).nullish().transform((value) => value ?? null),
  pauseDays: wholeNumber(0, 365).default(0),
  shuffled: tick,
  showsAnswers: tick,
});

export const NewTest = settings.extend({ competency: CompetencyInput.prefault({} as never) });
export type NewTest = z.output<typeof NewTest>;
export const EditTest = settings.extend({ version: versionNumber });
export type EditTest = z.output<typeof EditTest>;

/** Forms send a place and points for each item that could stand in the test; without a place it does not. */
const placed = z.object({ itemId: z.uuid('choice.missing'), place: wholeNumber(1, 999).optional(), points: numberAnswer().pipe(z.number().min(0.25).max(100)).default(1) });
export const TestItems = z.object({
  version: versionNumber,
  items: z.preprocess((value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.values(value) : value), z.array(placed).max(600).default([])),
}).superRefine(({ items }, context) => {
  const count = items.filter(({ place }) => place !== undefined).length;
  if (count > MOST_ITEMS) context.addIssue({ code: 'custom', message: 'test.too_many_items', path: ['items'], params: { max: MOST_ITEMS } });
});
export type TestItems = z.output<typeof TestItems>;

export const settingsOf = (input: Omit<NewTest, 'competency'>): TestSettings => ({
  title: input.title, introduction: input.introduction, step: input.step, passMark: input.passMark, minutes: input.minutes,
  attempts: input.attempts, pauseDays: input.pauseDays, shuffled: input.shuffled, showsAnswers: input.showsAnswers,
}); // prettier-ignore
