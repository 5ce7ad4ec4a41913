import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { pick, textIn } from '#server/platform/text/index.ts';
import { contentOf, type ItemContent, type ItemType, type NewItem } from './items.schemas.ts';
import { needKeeper } from './items.service.ts';
import { questionOf, type Question } from './question.ts';
import { keyOf, type Key } from './result.service.ts';
import { shownOrder } from './shuffle.rule.ts';

/** An item as whoever takes a test sees it, and beside it the key and the explanation that she may see afterwards. */
export function shownItem(item: { type: ItemType; content: ItemContent }, locale: Locale, points: number): { question: Question & { points: number }; key: Key; explanation: string } {
  const read = pick(item.content.stem, locale).locale;
  const order = shownOrder(item.type, item.content, 7, false);
  return { question: { ...questionOf(item.type, item.content, read, order, null), points }, key: keyOf(item.type, item.content, read, order), explanation: textIn(item.content.explanation, read) };
}

/** What an editor has typed, as it would be shown. Error: `page.not_found` for whoever does not keep the bank. */
export function previewItem(ctx: Ctx, input: Pick<NewItem, 'type'> & Parameters<typeof contentOf>[0], locale: Locale): ReturnType<typeof shownItem> {
  needKeeper(ctx);
  const content = contentOf(input);
  return shownItem({ type: input.type, content }, locale, input.type === 'case' ? content.criteria.reduce((sum, { points }) => sum + points, 0) : 1);
}
