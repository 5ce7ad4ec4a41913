import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, parseTokens } from './tokens.ts';

const tokens = parseTokens(readFileSync(new URL('./tokens.css', import.meta.url), 'utf8'));

const SURFACES = ['paper', 'raised', 'sunken', 'sky-wash', 'sun-wash', 'leaf-wash', 'clay-wash'];
const TEXTS = ['ink', 'quiet', 'sky', 'sky-deep', 'sun', 'leaf', 'clay'];
/** Text that stands on a filled button: [text, ground]. */
const ON_FILLED = [
  ['paper', 'sky'],
  ['paper', 'sky-deep'],
  ['paper', 'clay'],
] as const;

describe('the contrast formula', () => {
  it('gives 21 for black on white and 1 for a colour on itself', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#0a6388', '#0a6388')).toBe(1);
  });

  it('agrees with a pair measured elsewhere: #767676 on white is 4.54', () => {
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });
});

describe.each(['light', 'dark'] as const)('%s colours', (theme) => {
  const colours = tokens[theme];
  const ratio = (one: string, other: string) => {
    const [a, b] = [colours[one], colours[other]];
    if (a === undefined || b === undefined) throw new Error(`token missing: ${one} or ${other}`);
    return contrast(a, b);
  };

  it.each(TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface] as const)))(
    'text --%s on --%s reaches 4.5',
    (text, surface) => {
      expect(ratio(text, surface)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(SURFACES)('secondary text on --%s reaches 5.7', (surface) => {
    expect(ratio('quiet', surface)).toBeGreaterThanOrEqual(5.7);
  });

  it.each(SURFACES)('borders of controls and the focus ring on --%s reach 3', (surface) => {
    expect(ratio('line', surface)).toBeGreaterThanOrEqual(3);
    expect(ratio('sky', surface)).toBeGreaterThanOrEqual(3);
  });

  it.each(ON_FILLED)('--%s on a button filled with --%s reaches 4.5', (text, ground) => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5);
  });
});

it('names the same colours in both tables', () => {
  expect(Object.keys(tokens.dark).sort()).toEqual(Object.keys(tokens.light).sort());
});

it('forces dark with the same colours as the system does', () => {
  expect(tokens.forcedDark).toEqual(tokens.dark);
});
