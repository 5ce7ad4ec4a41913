/**
 * The ram's horn (қошқар мүйіз), our own drawing: a stem at 0,0 that rises and parts into two coils. The frieze sets one standing
 * and one hanging horn side by side, so that ground and figure are the same shape. Pages draw it as a pattern, certificates as a file.
 */
export const HORN =
  'M0 0V-8C0-15.5-12-16-12-8.7C-12-4-5.3-3.8-5.3-8C-5.3-10-8.2-10.2-8.3-8M0-8C0-15.5 12-16 12-8.7C12-4 5.3-3.8 5.3-8C5.3-10 8.2-10.2 8.3-8';

/** Width of one repeat of the frieze and its height, in the units of the drawing. */
export const FRIEZE = { width: 54, height: 20, stroke: 1.9 } as const;

/** The two horns of one repeat, each with its transform. */
export const FRIEZE_PARTS = ['translate(13.5 19)', 'translate(40.5 1) scale(1 -1)'] as const;

/** The frieze as an SVG file of `repeats` motifs, for paper. */
export function friezeSvg(repeats: number, colour: string): string {
  const horns = Array.from({ length: repeats }, (_, at) =>
    FRIEZE_PARTS.map((part) => `<path transform="translate(${at * FRIEZE.width} 0) ${part}" d="${HORN}"/>`).join(''),
  ).join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${repeats * FRIEZE.width} ${FRIEZE.height}">` +
    `<g fill="none" stroke="${colour}" stroke-width="${FRIEZE.stroke}" stroke-linecap="round" stroke-linejoin="round">${horns}</g></svg>`
  );
}
