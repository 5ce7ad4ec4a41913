import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { radarModel, type RadarAxis } from './radar.ts';

const axis = (value: number | null, goal: number | null = null): RadarAxis => ({ label: 'A', value, goal });
const STEPS = [0, 1, 2, 3, 4];

describe('a radar', () => {
  it('begins upright and goes clockwise, the lowest step in the centre', () => {
    const model = radarModel([axis(4), axis(2), axis(0), axis(4)], STEPS);
    expect(model.points).toEqual([{ x: 0, y: -100 }, { x: 50, y: 0 }, { x: 0, y: 0 }, { x: -100, y: 0 }]);
    expect(model.shape).toBe('M0 -100L50 0L0 0L-100 0Z');
    expect(model.rings.map(({ step, y }) => [step, y])).toEqual([[1, -25], [2, -50], [3, -75], [4, -100]]);
    expect(model.axes.map(({ anchor }) => anchor)).toEqual(['middle', 'start', 'middle', 'end']);
  });

  it('says nothing of what is not known, and draws nothing across it', () => {
    const model = radarModel([axis(4, 3), axis(null, 3), axis(2, 3), axis(4)], STEPS);
    expect(model.points).toHaveLength(3);
    // The last axis is the neighbour of the first.
    expect(model.shape).toBe('M0 0L0 50L-100 0L0 -100Z');
    expect(radarModel([axis(4), axis(null), axis(2), axis(null)], STEPS).shape).toBe('M0 0L0 50ZM0 0L0 -100Z');
    expect(radarModel([axis(1), axis(1), axis(1)], STEPS).outline).toBeNull();
    expect(radarModel([axis(null), axis(null), axis(null)], STEPS).shape).toBeNull();
  });

  it('has the distances of a scale of its own', () => {
    expect(radarModel([axis(1), axis(3), axis(5)], [1, 3, 5]).points[0]).toEqual({ x: 0, y: 0 });
    expect(radarModel([axis(3), axis(3), axis(5)], [1, 3, 5]).points[0]).toEqual({ x: 0, y: -50 });
  });

  it('refuses what cannot be read', () => {
    expect(() => radarModel([axis(1), axis(2)], STEPS)).toThrow(RangeError);
    expect(() => radarModel(Array.from({ length: 17 }, () => axis(1)), STEPS)).toThrow(RangeError);
    expect(() => radarModel([axis(1), axis(2), axis(2)], [1])).toThrow(RangeError);
  });

  it('stays in its box, whatever the values', () => {
    const value = fc.option(fc.double({ min: -3, max: 9, noNaN: true }));
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 3, maxLength: 16 }), (given) => {
        const model = radarModel(given.map(([one, goal]) => axis(one, goal)), STEPS);
        expect(model.points).toHaveLength(given.filter(([one]) => one !== null).length);
        for (const { x, y } of [...model.points, ...model.goals]) expect(Math.hypot(x, y)).toBeLessThanOrEqual(100.2);
        for (const { labelX, labelY } of model.axes) expect(Math.max(Math.abs(labelX), Math.abs(labelY))).toBeLessThan(model.reach);
      }),
    );
  });
});
