import { expect, it } from 'vitest';
import { sectionsOf } from './sections.ts';

const line = (code: string, depth: number, kind: 'area' | 'competency' = 'competency') => ({ code, depth, kind });
const read = (...lines: ReturnType<typeof line>[]) => sectionsOf(lines).map(({ area, competencies }) => `${area?.code ?? ''}: ${competencies.map(({ code }) => code).join(' ')}`);

it('a competency stands in its own area, also where an area within that one stands before it', () => {
  expect(read(line('0', 1), line('A', 1, 'area'), line('A-1', 2), line('A1', 2, 'area'), line('A1-1', 3), line('A-2', 2), line('A2', 2, 'area'), line('A2-1', 3), line('B', 1, 'area'), line('B-1', 2), line('9', 1))).toEqual([': 0', 'A: A-1 A-2', 'A1: A1-1', 'A2: A2-1', 'B: B-1', ': 9']);
});
