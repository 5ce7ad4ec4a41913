import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { readHeader } from './header.ts';
import { refuseBomb } from './png-bomb.ts';
import type { PictureUse } from './shrink.ts';

/**
 * Unpacks one picture, turns it upright, makes it small and packs it anew: what comes out holds pixels and nothing else. A process of its
 * own, since a picture made to harm may eat memory or time; the parent ends it.
 */

interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

function unpack(bytes: Uint8Array): Pixels & { orientation: number } {
  const header = readHeader(bytes);
  if (!header) throw new Error('not a picture');
  // A file out of a form comes as a bare array, of which the package reads nothing.
  if (header.kind === 'png') {
    const file = Buffer.from(bytes);
    refuseBomb(file, header);
    return { ...PNG.sync.read(file), orientation: 1 };
  }
  const picture = jpeg.decode(bytes, { useTArray: true, formatAsRGBA: true, maxResolutionInMP: 40, maxMemoryUsageInMB: 700 });
  return { ...picture, orientation: header.orientation };
}

/** Averages what falls into each new pixel; what shines through is put on white. */
function shrink(from: Pixels, width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.floor((y * from.height) / height), Math.max(Math.floor(((y + 1) * from.height) / height), Math.floor((y * from.height) / height) + 1)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.floor((x * from.width) / width), Math.max(Math.floor(((x + 1) * from.width) / width), Math.floor((x * from.width) / width) + 1)];
      let [red, green, blue] = [0, 0, 0];
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const at = (row * from.width + column) * 4;
          const seen = (from.data[at + 3] ?? 255) / 255;
          red += (from.data[at] ?? 0) * seen + 255 * (1 - seen);
          green += (from.data[at + 1] ?? 0) * seen + 255 * (1 - seen);
          blue += (from.data[at + 2] ?? 0) * seen + 255 * (1 - seen);
        }
      }
      const count = (bottom - top) * (right - left);
      data.set([red / count, green / count, blue / count, 255], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

/** Where the pixel of an upright picture comes from, by how the camera was held. */
function upright(from: Pixels, orientation: number): Pixels {
  if (orientation === 1) return from;
  const isTurned = orientation >= 5;
  const [width, height] = isTurned ? [from.height, from.width] : [from.width, from.height];
  const data = new Uint8Array(width * height * 4);
  const source = (x: number, y: number): [number, number] => {
    switch (orientation) {
      case 2: return [from.width - 1 - x, y];
      case 3: return [from.width - 1 - x, from.height - 1 - y];
      case 4: return [x, from.height - 1 - y];
      case 5: return [y, x];
      case 6: return [y, from.height - 1 - x];
      case 7: return [from.width - 1 - y, from.height - 1 - x];
      default: return [from.width - 1 - y, x];
    }
  }; // prettier-ignore
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [column, row] = source(x, y);
      const at = (row * from.width + column) * 4;
      data.set(from.data.subarray(at, at + 4), (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

/** As `shrink`, but what shines through goes on doing so. */
function shrinkClear(from: Pixels, width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const top = Math.floor((y * from.height) / height);
    const bottom = Math.max(Math.floor(((y + 1) * from.height) / height), top + 1);
    for (let x = 0; x < width; x++) {
      const left = Math.floor((x * from.width) / width);
      const right = Math.max(Math.floor(((x + 1) * from.width) / width), left + 1);
      const sum = [0, 0, 0, 0];
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const at = (row * from.width + column) * 4;
          const seen = from.data[at + 3] ?? 255;
          for (let part = 0; part < 3; part++) sum[part]! += (from.data[at + part] ?? 0) * seen;
          sum[3]! += seen;
        }
      }
      const seen = sum[3]!;
      const colour = seen === 0 ? [255, 255, 255] : sum.slice(0, 3).map((part) => Math.round(part / seen));
      data.set([...colour, Math.round(seen / ((bottom - top) * (right - left)))], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

/** Takes the white out of every pixel: put on white it looks as before. */
function clearWhite(picture: Pixels): void {
  const { data } = picture;
  for (let at = 0; at < data.length; at += 4) {
    const [red = 255, green = 255, blue = 255, seen = 255] = data.subarray(at, at + 4);
    // Paper photographed or scanned is never quite white.
    const ink = Math.min(1, Math.max(0, (245 - Math.min(red, green, blue)) / 245));
    const without = (part: number) => (ink === 0 ? 255 : Math.max(0, Math.min(255, Math.round((part - 255 * (1 - ink)) / ink))));
    data.set([without(red), without(green), without(blue), Math.round(seen * ink)], at);
  }
}

/** A stamp on a certificate needs no more; a picture that is still larger is made smaller. */
const MOST_BYTES = 400_000;

function pack(from: Pixels, orientation: number, longest: number, use: PictureUse): { bytes: Uint8Array; kind: 'jpeg' | 'png'; width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(from.width, from.height));
  const [width, height] = [Math.max(1, Math.round(from.width * scale)), Math.max(1, Math.round(from.height * scale))];
  const isClear = use !== 'photo' && (use === 'ink' || from.data.some((value, at) => at % 4 === 3 && value < 255));
  const made = upright((isClear ? shrinkClear : shrink)(from, width, height), orientation);
  if (use === 'ink') clearWhite(made);
  const bytes = isClear ? PNG.sync.write(made) : jpeg.encode({ ...made, data: Buffer.from(made.data) }, use === 'photo' ? 84 : 92).data;
  return use !== 'photo' && bytes.length > MOST_BYTES && longest > 100 ? pack(from, orientation, longest * 0.75, use) : { bytes, kind: isClear ? 'png' : 'jpeg', width: made.width, height: made.height };
}

process.on('message', ({ bytes, longest, use }: { bytes: Uint8Array; longest: number; use: PictureUse }) => {
  try {
    const { orientation, ...picture } = unpack(bytes);
    process.send?.({ ok: true, ...pack(picture, orientation, longest, use) });
  } catch {
    process.send?.({ ok: false });
  }
});
