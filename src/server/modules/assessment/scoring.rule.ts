import type { Answer } from './answers.ts';
import type { ItemContent, ItemType } from './items.schemas.ts';

/**
 * How much of an item an answer got, from 0 to 1. Pure; the same sentences stand on the page:
 * single: the right one or nothing; multiple: right ticks less wrong ticks, of all right ones; order: lines in their place;
 * match: pairs put together rightly; numeric: within the tolerance. Cases are scored by a person: null.
 */
export function shareOf(type: ItemType, content: ItemContent, answer: Answer | null): number | null {
  if (type === 'case') return answer && 'text' in answer && (answer.text !== '' || answer.file) ? null : 0;
  if (!answer) return 0;
  switch (type) {
    case 'single':
      return 'choices' in answer && answer.choices.length === 1 && content.options[answer.choices[0] ?? -1]?.right ? 1 : 0;
    case 'multiple': {
      if (!('choices' in answer)) return 0;
      const chosen = new Set(answer.choices);
      const right = content.options.filter((option) => option.right).length;
      const hits = content.options.filter((option, at) => option.right && chosen.has(at)).length;
      const misses = content.options.filter((option, at) => !option.right && chosen.has(at)).length;
      return right === 0 ? 0 : Math.max(0, hits - misses) / right;
    }
    case 'order':
      return 'places' in answer ? ratio(answer.places, content.options.length) : 0;
    case 'match':
      return 'pairs' in answer ? ratio(answer.pairs, content.pairs.length) : 0;
    case 'numeric':
      // What decimals lose in binary must not cost a point at the edge.
      return 'number' in answer && content.answer !== null && Math.abs(answer.number - content.answer) <= content.tolerance + 1e-9 * Math.max(1, Math.abs(content.answer)) ? 1 : 0;
  }
}

/** The key of order and match is their stored order; a place given twice counts once, for nobody can stand in two. */
function ratio(given: readonly (number | null)[], count: number): number {
  if (count === 0) return 0;
  const right = Array.from({ length: count }, (_, at) => given[at] === at && given.indexOf(at) === at && given.lastIndexOf(at) === at).filter(Boolean).length;
  return right / count;
}

export const pointsOf = (share: number, most: number): number => Math.round(share * most * 100) / 100;

/** Of a case: the share is that of the points given by criterion. */
export function casePoints(content: ItemContent, marks: readonly number[], most: number): number {
  const all = content.criteria.reduce((sum, { points }) => sum + points, 0);
  const given = content.criteria.reduce((sum, { points }, at) => sum + Math.min(points, Math.max(0, marks[at] ?? 0)), 0);
  return all === 0 ? 0 : pointsOf(given / all, most);
}

/** Whether the points reach the pass mark, in per cent. */
export const passes = (points: number, most: number, passMark: number): boolean => most > 0 && points * 100 >= passMark * most - 1e-6;
