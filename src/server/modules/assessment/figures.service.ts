import type { Ctx } from '#server/platform/context.ts';
import { exportFile, type ExportedFile } from '#server/platform/tabular/export.ts';
import { textIn } from '#server/platform/text/index.ts';
import { findTestFigures, listFiguresOfItem, listFiguresOfTest, listOptionCounts, type ItemFigureRow, type TestFigureRow } from './figures.queries.ts';
import { getItemFor } from './items.service.ts';
import type { ItemType } from './items.schemas.ts';
import { getTest } from './tests.service.ts';

/** A correlation of fewer pairs says nothing. */
export const LEAST_ATTEMPTS = 10;

export interface ItemFigures {
  itemId: string;
  code: string;
  /** Of the version. */
  number: number;
  type: ItemType;
  stem: string;
  answers: number;
  /** Share of the points, 0 to 1. */
  difficulty: number | null;
  /** −1 to 1; null: too few attempts, or all alike. */
  discrimination: number | null;
  isEnough: boolean;
  options: { text: string; right: boolean; count: number }[];
}

async function figuresOf(ctx: Ctx, rows: readonly ItemFigureRow[], testId: string | null): Promise<ItemFigures[]> {
  const counts = new Map((await listOptionCounts(ctx, rows.map(({ version_id: id }) => id), testId)).map((row) => [`${row.version_id} ${row.option}`, row.count]));
  return rows.map((row) => ({
    itemId: row.item_id,
    code: row.code,
    number: row.number,
    type: row.type,
    stem: textIn(row.content.stem, ctx.locale),
    answers: row.answers,
    difficulty: row.difficulty,
    discrimination: row.answers >= LEAST_ATTEMPTS ? row.discrimination : null,
    isEnough: row.answers >= LEAST_ATTEMPTS,
    options: row.type === 'single' || row.type === 'multiple' ? row.content.options.map(({ text, right }, at) => ({ text: textIn(text, ctx.locale), right, count: counts.get(`${row.version_id} ${at}`) ?? 0 })) : [],
  }));
}

/** How a test and its items came out, without anybody's name. Error: `page.not_found`. */
export async function testFigures(ctx: Ctx, testId: string): Promise<{ title: string; test: TestFigureRow; items: ItemFigures[] }> {
  const { settings } = await getTest(ctx, testId);
  const [test, rows] = await Promise.all([findTestFigures(ctx, testId), listFiguresOfTest(ctx, testId)]);
  return { title: textIn(settings.title, ctx.locale), test, items: await figuresOf(ctx, rows, testId) };
}

/** How an item came out in all tests, version by version. Error: `page.not_found`. */
export async function itemFigures(ctx: Ctx, itemId: string): Promise<ItemFigures[]> {
  await getItemFor(ctx, itemId);
  return figuresOf(ctx, await listFiguresOfItem(ctx, itemId), null);
}

const round = (value: number | null): number | null => (value === null ? null : Math.round(value * 1000) / 1000);

/** The figures of a test as a file; `words`: the heads of its columns. Error: `page.not_found`. */
export async function exportFigures(ctx: Ctx, testId: string, format: 'csv' | 'xlsx', words: { code: string; version: string; type: string; stem: string; answers: string; difficulty: string; discrimination: string; options: string; typeOf: (type: ItemType) => string }): Promise<ExportedFile> {
  const { title, items } = await testFigures(ctx, testId);
  return exportFile(
    {
      title: title.slice(0, 60),
      columns: [words.code, words.version, words.type, words.stem, words.answers, words.difficulty, words.discrimination, words.options].map((column) => ({ title: column })),
      rows: items.map((item) => [item.code, item.number, words.typeOf(item.type), item.stem, item.answers, round(item.difficulty), round(item.discrimination), item.options.map(({ text, right, count }) => `${right ? '✓ ' : ''}${text}: ${count}`).join('\n')]),
    },
    format,
    ctx.locale,
  );
}
