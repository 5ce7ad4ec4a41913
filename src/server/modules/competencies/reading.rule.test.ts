import { describe, expect, it } from 'vitest';
import { localized } from '#server/platform/text/index.ts';
import type { ItemRow } from './items.queries.ts';
import { itemsWith, wordsOf } from './reading.rule.ts';

const item = (id: string, parentId: string | null, title: string, change: Partial<ItemRow> = {}): ItemRow => ({ id, competencyId: id, parentId, kind: parentId === null ? 'area' : 'competency', code: id, title: localized({ ru: title, kk: `${title} қазақша` }), description: {}, sort: 1, retiredAt: null, identifier: '', ...change });
const items = [item('A', null, 'Фонд'), item('A1', 'A', 'Комплектование'), item('A2', 'A', 'Списание'), item('B', null, 'Справка'), item('B1', 'B', 'Ответ читателю')];
const found = (q: string) => [...(itemsWith(items, [{ itemId: 'B1', variant: '', step: 3, text: localized('ru', 'Находит редкое издание') }], wordsOf(q)) ?? ['all'])].sort();

describe('looking in a framework', () => {
  it.each([
    ['', ['all']],
    ['  комплект ', ['A', 'A1']],
    ['СПИСАНИЕ қазақша', ['A', 'A2']],
    ['фонд', ['A', 'A1', 'A2']],
    ['редкое', ['B', 'B1']],
    ['b1', ['B', 'B1']],
    ['списание редкое', []],
  ])('%s', (q, ids) => expect(found(q)).toEqual(ids));
});
