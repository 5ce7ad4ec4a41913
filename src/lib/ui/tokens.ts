/** Reads tokens.css, so that the tests measure the very colours that are shipped. */

export type Colours = Readonly<Record<string, string>>;
export interface Tokens {
  readonly light: Colours;
  readonly dark: Colours;
  /** The second copy of the dark table, for pages that are forced dark. */
  readonly forcedDark: Colours;
}

/** The declarations of the first rule whose selector is exactly `selector`. */
function coloursOf(css: string, selector: string): Colours {
  const start = css.indexOf(`${selector} {`);
  if (start === -1) throw new Error(`no rule "${selector}" in the tokens`);
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start));
  return Object.fromEntries(
    [...body.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})\s*;/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

export function parseTokens(css: string): Tokens {
  return {
    light: coloursOf(css, ':root'),
    dark: coloursOf(css, ":root:not([data-theme='light'])"),
    forcedDark: coloursOf(css, ":root:has([data-theme-root='dark'])"),
  };
}

/** Relative luminance of #rrggbb after WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two #rrggbb colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
