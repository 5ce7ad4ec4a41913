import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { isUnstorable } from '#server/platform/db.ts';
import { oneLine, severalLines } from '#server/platform/fields.ts';
import { localizedText } from '#server/platform/text/index.ts';
import { testInstallation } from '#server/testing/installation.ts';
import { ScoreInput } from './cases.service.ts';
import { AnswerInput } from './question.ts';

/** Signs that no database holds are told of beside their field; what slips through is known for what it is. */
const at = testInstallation();
const HALF = String.fromCharCode(0xd83d);
const code = (read: { error?: { issues: { message: string }[] } | undefined }) => read.error?.issues[0]?.message;

it('is refused by every schema of a text', () => {
  for (const text of [`a${HALF}b`, `a\u0000b`]) {
    expect([oneLine(9), severalLines(9)].map((schema) => code(schema.safeParse(text)))).toEqual(['text.hidden_characters', 'text.hidden_characters']);
    expect(code(localizedText().safeParse({ ru: text }))).toBe('text.hidden_characters');
    expect(code(AnswerInput.safeParse({ text }))).toBe('text.hidden_characters');
    expect(code(ScoreInput.safeParse({ marks: [1], comment: text }))).toBe('text.hidden_characters');
  }
  expect(oneLine(9).safeParse('😀').success).toBe(true);
  expect(AnswerInput.parse({ text: 'Две\nстроки\t😀' }).text).toBe('Две\nстроки\t😀');
});

it('is told from a fault where it reaches the database', async () => {
  const refused = (work: Promise<unknown>) => work.then(() => null, (error: unknown) => isUnstorable(error));
  for (const text of [`a${HALF}`, 'a\u0000']) expect(await refused(sql`select ${JSON.stringify({ text })}::jsonb`.execute(at.platform.db))).toBe(true);
  for (const wrong of ['{', '"x']) expect(await refused(sql`select ${wrong}::jsonb`.execute(at.platform.db))).toBe(false);
  expect(await refused(sql`select ${'x'}::uuid`.execute(at.platform.db))).toBe(false);
});
