import { PNG } from 'pngjs';

/**
 * Logo, seal and signature of the demonstration: drawn here, in nobody's likeness, and each says that it is a sample. Strokes with soft
 * edges on clear ground.
 */
type Point = readonly [number, number];
type Stroke = readonly Point[];

const INK = { logo: [7, 67, 93], seal: [38, 70, 150], signature: [24, 40, 110] } as const;
export type SamplePicture = keyof typeof INK;

/** Letters of straight strokes in a box one wide and 1.4 high. */
const LETTERS: Readonly<Record<string, readonly Stroke[]>> = {
  S: [[[0.9, 0.1], [0.1, 0.1], [0.1, 0.7], [0.9, 0.7], [0.9, 1.3], [0.1, 1.3]]],
  A: [[[0, 1.3], [0.5, 0.1], [1, 1.3]], [[0.2, 0.9], [0.8, 0.9]]],
  M: [[[0, 1.3], [0.1, 0.1], [0.5, 0.9], [0.9, 0.1], [1, 1.3]]],
  P: [[[0.1, 1.3], [0.1, 0.1], [0.9, 0.1], [0.9, 0.75], [0.1, 0.75]]],
  L: [[[0.1, 0.1], [0.1, 1.3], [0.9, 1.3]]],
  E: [[[0.9, 0.1], [0.1, 0.1], [0.1, 1.3], [0.9, 1.3]], [[0.1, 0.7], [0.8, 0.7]]],
  Ү: [[[0, 0.1], [0.5, 0.75], [1, 0.1]], [[0.5, 0.75], [0.5, 1.3]]],
  Л: [[[0, 1.3], [0.3, 0.1], [0.9, 0.1], [0.9, 1.3]]],
  Г: [[[0.1, 1.3], [0.1, 0.1], [0.9, 0.1]]],
  І: [[[0.5, 0.1], [0.5, 1.3]]],
};

function written(text: string, left: number, top: number, size: number): Stroke[] {
  return [...text].flatMap((letter, index) => (LETTERS[letter] ?? []).map((stroke) => stroke.map(([x, y]): Point => [left + (index * 1.35 + x) * size, top + y * size])));
}

const circle = (x: number, y: number, radius: number): Stroke => Array.from({ length: 73 }, (_, at): Point => [x + radius * Math.cos((at * Math.PI) / 36), y + radius * Math.sin((at * Math.PI) / 36)]);
const wave = (from: number, to: number, line: (share: number) => number): Stroke => Array.from({ length: 60 }, (_, at): Point => [from + ((to - from) * at) / 59, line(at / 59)]);

function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = dx === 0 && dy === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

function draw(width: number, height: number, colour: readonly number[], strokes: readonly { points: Stroke; thick: number }[]): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < data.length; at += 4) data.set(colour, at);
  for (const { points, thick } of strokes) {
    for (let index = 1; index < points.length; index++) {
      const [a, b] = [points[index - 1]!, points[index]!];
      const [left, right] = [Math.max(0, Math.floor(Math.min(a[0], b[0]) - thick)), Math.min(width - 1, Math.ceil(Math.max(a[0], b[0]) + thick))];
      const [top, bottom] = [Math.max(0, Math.floor(Math.min(a[1], b[1]) - thick)), Math.min(height - 1, Math.ceil(Math.max(a[1], b[1]) + thick))];
      for (let y = top; y <= bottom; y++) {
        for (let x = left; x <= right; x++) {
          const seen = Math.round(255 * Math.max(0, Math.min(1, thick / 2 + 0.5 - distance([x, y], a, b))));
          const at = (y * width + x) * 4 + 3;
          if (seen > (data[at] ?? 0)) data[at] = seen;
        }
      }
    }
  }
  return PNG.sync.write({ width, height, data });
}

const inked = (thick: number, strokes: readonly Stroke[]) => strokes.map((points) => ({ points, thick }));

/** An open book over a wave. */
function logo(): Uint8Array {
  const page = (side: 1 | -1): Stroke[] => [
    [[240, 120], [240 + side * 150, 70], [240 + side * 150, 250], [240, 300]],
    ...[0, 1, 2].map((line): Stroke => [[240 + side * 32, 158 + line * 42], [240 + side * 120, 128 + line * 42]]),
  ];
  return draw(480, 480, INK.logo, [
    ...inked(13, [[[240, 120], [240, 300]], ...page(1), ...page(-1)]),
    ...inked(9, [wave(80, 400, (share) => 350 + 16 * Math.sin(share * 4 * Math.PI))]),
    ...inked(6, [...written('ҮЛГІ', 118, 398, 20), ...written('SAMPLE', 246, 398, 18)]),
  ]);
}

function seal(): Uint8Array {
  const rays = Array.from({ length: 36 }, (_, at): Stroke => {
    const angle = (at * Math.PI) / 18;
    return [[280 + 200 * Math.cos(angle), 280 + 200 * Math.sin(angle)], [280 + 236 * Math.cos(angle), 280 + 236 * Math.sin(angle)]];
  });
  return draw(560, 560, INK.seal, [
    ...inked(11, [circle(280, 280, 262)]),
    ...inked(5, [circle(280, 280, 246), circle(280, 280, 188)]),
    ...inked(6, rays),
    ...inked(12, [...written('ҮЛГІ', 172, 190, 44), ...written('SAMPLE', 132, 300, 39)]),
  ]);
}

function signature(): Uint8Array {
  const pen = wave(50, 560, (share) => 150 - 78 * Math.sin(share * 9.5) * (1 - share * 0.72) + 26 * share);
  const loop = Array.from({ length: 50 }, (_, at): Point => [130 + 68 * Math.cos(at / 7) * (1 - at / 90), 120 - 82 * Math.sin(at / 7) * (1 - at / 120)]);
  return draw(640, 260, INK.signature, [...inked(7, [pen, loop, wave(210, 600, (share) => 206 - 22 * share)]), ...inked(3, written('SAMPLE', 470, 222, 16))]);
}

/** A PNG with clear ground. */
export const samplePicture = (which: SamplePicture): Uint8Array => ({ logo, seal, signature })[which]();
