import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barRows } from './bar.ts';
import { lineModel } from './line.ts';
import { stackRows } from './stacked.ts';

const percent = (length: string) => Number(length.replace('%', ''));

describe('bars', () => {
  it('are as long as their values and begin at zero', () => {
    const rows = barRows([
      { label: 'KZ', value: 180, shown: '180' },
      { label: 'KG', value: 45, shown: '45' },
      { label: 'AM', value: 0, shown: '0' },
    ]);
    expect(rows.map(({ width }) => width)).toEqual(['100%', '25%', '0%']);
  });

  it('make room for a goal beyond the longest bar', () => {
    const [row] = barRows([{ label: 'a', value: 30, shown: '30', goal: 40 }]);
    expect(row).toMatchObject({ width: '75%', goalX: '100%' });
  });

  it('keep a fixed scale when one is given', () => {
    expect(barRows([{ label: 'a', value: 85, shown: '85 %' }], 100)[0]?.width).toBe('85%');
  });

  it('refuse a length below zero or no number at all', () => {
    expect(() => barRows([{ label: 'a', value: -1, shown: '-1' }])).toThrow(RangeError);
    expect(() => barRows([{ label: 'a', value: Number.NaN, shown: '?' }], 10)).toThrow(RangeError);
  });

  it('draw a chart of zeros without dividing by zero', () => {
    expect(barRows([{ label: 'a', value: 0, shown: '0' }])[0]?.width).toBe('0%');
  });
});

describe('stacked bars', () => {
  it('lay the parts end to end', () => {
    const [row] = stackRows([{ label: 'KZ', parts: [60, 30, 10], shown: '100' }]);
    expect(row?.segments.map(({ x, width, figure }) => [x, width, figure])).toEqual([
      ['0%', '60%', 60],
      ['60%', '30%', 30],
      ['90%', '10%', null],
    ]);
  });

  it('leave out an empty part but keep the fill of the others', () => {
    const [row] = stackRows([{ label: 'KZ', parts: [0, 5], shown: '5' }]);
    expect(row?.segments.map(({ series }) => series)).toEqual([2]);
  });

  it('fill the plot exactly when shown as shares, for any parts', () => {
    const parts = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, (given) => {
        fc.pre(given.some((part) => part > 0));
        const [row] = stackRows([{ label: 'x', parts: given, shown: '' }], true);
        const end = row?.segments.at(-1);
        expect(percent(end?.x ?? '') + percent(end?.width ?? '')).toBeCloseTo(100, 1);
      }),
    );
  });
});

describe('lines', () => {
  const days = ['1', '2', '3', '4'];

  it('begin at zero and end at a round number above the greatest value', () => {
    const { ticks } = lineModel(days, [{ name: 'a', values: [3, 9, 47, 46] }]);
    expect(ticks[0]).toEqual({ y: 200, value: 0 });
    expect(ticks.at(-1)?.value).toBeGreaterThanOrEqual(40);
    expect(ticks.every(({ y }) => y >= 0 && y <= 200)).toBe(true);
  });

  it('have a gap where nothing was counted, which is not zero', () => {
    const { traces } = lineModel(days, [{ name: 'a', values: [1, null, 3, 0] }]);
    expect(traces[0]?.path.match(/M/g)).toHaveLength(2);
    expect(traces[0]?.points.map(({ value }) => value)).toEqual([1, 3, 0]);
  });

  it('keep the names at the right edge apart and on the plot', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 4 }), (ends) => {
        const { traces } = lineModel(
          ['a', 'b'],
          ends.map((value, at) => ({ name: String(at), values: [50, value] })),
        );
        const places = traces.map(({ endY }) => endY ?? Number.NaN).sort((a, b) => a - b);
        for (const [at, y] of places.entries())
          if (at > 0) expect(y - (places[at - 1] ?? 0)).toBeGreaterThanOrEqual(17);
        expect(places.at(-1)).toBeLessThanOrEqual(210);
      }),
    );
  });

  it('thin out many labels and always name the newest', () => {
    const { labels, hasSigns } = lineModel(
      Array.from({ length: 31 }, (_, day) => String(day + 1)),
      [{ name: 'a', values: [] }],
    );
    expect(labels.length).toBeLessThanOrEqual(10);
    expect(labels.at(-1)).toEqual({ text: '31', x: '100%', anchor: 'end', isMinor: false });
    expect(hasSigns).toBe(false);
  });

  it('refuse more lines than can be told apart', () => {
    const many = Array.from({ length: 5 }, (_, at) => ({ name: String(at), values: [1, 2, 3, 4] }));
    expect(() => lineModel(days, many)).toThrow(RangeError);
  });
});
