import { expect, it } from 'vitest';
import { LOCALES, translator } from '#lib/i18n/index.ts';
import { severalLines, oneLine } from '#server/platform/fields.ts';
import { problemsOf, problemText } from './problems.ts';

it.each([
  ['in one line', oneLine(500)],
  ['in several lines', severalLines(500)],
])('hidden signs %s are named in every language', (_where, schema) => {
  for (const locale of LOCALES) {
    const t = translator(locale);
    for (const sign of ['\u0007', '\u202E', '\u2066']) {
      const [problem] = problemsOf(schema.safeParse(`достаточно длинно${sign}`).error!);
      expect(problem?.code).toBe('text.hidden_characters');
      expect(problemText(t, problem?.code ?? '')).not.toBe(t('errors.input_invalid'));
    }
  }
  expect(schema.safeParse('достаточно длинно').success).toBe(true);
});
