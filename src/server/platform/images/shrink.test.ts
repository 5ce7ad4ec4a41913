import jpeg from 'jpeg-js';
import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readHeader } from './header.ts';
import { refuseBomb } from './png-bomb.ts';
import { shrinkPicture, type SmallPicture } from './shrink.ts';

/** Left half red, right half blue, upper left corner white. */
function pixels(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const white = x < width / 4 && y < height / 4;
      data.set(white ? [255, 255, 255, 255] : x < width / 2 ? [200, 0, 0, 255] : [0, 0, 200, 255], (y * width + x) * 4);
    }
  }
  return data;
}
const plain = (width: number, height: number): Buffer => jpeg.encode({ width, height, data: pixels(width, height) }, 90).data;

/** With what a telephone writes into it: how it was held, and where. */
function taken(width: number, height: number, orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write('MM', 0, 'latin1');
  tiff.writeUInt16BE(42, 2);
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(0x0112, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from('GPS 52.2873 N 76.9674 E')]);
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), body]);
  segment.writeUInt16BE(body.length + 2, 2);
  const file = plain(width, height);
  return Buffer.concat([file.subarray(0, 2), segment, file.subarray(2)]);
}

const made = async (bytes: Uint8Array, longest = 100): Promise<SmallPicture> => {
  const result = await shrinkPicture(bytes, longest);
  if (typeof result === 'string') throw new Error(result);
  return result;
};
const colourAt = (picture: SmallPicture, x: number, y: number): string => {
  const { data, width } = jpeg.decode(picture.bytes, { useTArray: true });
  const at = (Math.floor(y * picture.height) * width + Math.floor(x * picture.width)) * 4;
  const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
  return green > 150 ? 'white' : red > blue ? 'red' : 'blue';
};

const chunk = (type: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data, Buffer.alloc(4)]);
};
function pngHead(width: number, height: number, isInterlaced: boolean): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, isInterlaced ? 1 : 0], 8);
  return chunk('IHDR', head);
}
function png(width: number, height: number, body: Buffer, { isInterlaced = false, laterHead }: { isInterlaced?: boolean; laterHead?: Buffer } = {}): Buffer {
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), pngHead(width, height, isInterlaced), ...(laterHead ? [laterHead] : []), chunk('IDAT', deflateSync(body)), chunk('IEND', Buffer.alloc(0))]);
}

/** The chunks with the checksums that belong to them. */
function signed(file: Buffer): Buffer {
  const made = Buffer.from(file);
  for (let at = 8; at < made.length; at += made.readUInt32BE(at) + 12) {
    const end = at + 8 + made.readUInt32BE(at);
    made.writeUInt32BE(crc32(made.subarray(at + 4, end)), end);
  }
  return made;
}

describe('a picture', { timeout: 60_000 }, () => {
  it('comes out small, as pixels and nothing else', async () => {
    const file = taken(800, 400, 1);
    expect(file.toString('latin1')).toContain('GPS 52.2873');
    const small = await made(file);
    expect([small.width, small.height]).toEqual([100, 50]);
    expect(Buffer.from(small.bytes).toString('latin1')).not.toMatch(/GPS|Exif/);
    expect([colourAt(small, 0.05, 0.05), colourAt(small, 0.3, 0.8), colourAt(small, 0.8, 0.5)]).toEqual(['white', 'red', 'blue']);
    // One that is small already is not blown up.
    expect(await made(plain(40, 40))).toMatchObject({ width: 40, height: 40 });
  });

  it.each([
    [3, [100, 50], [0.95, 0.95]],
    [6, [50, 100], [0.95, 0.05]],
    [8, [50, 100], [0.05, 0.95]],
    [2, [100, 50], [0.95, 0.05]],
    [5, [50, 100], [0.05, 0.05]],
  ] as const)('stands upright however the camera was held (%i)', async (orientation, size, corner) => {
    const small = await made(taken(800, 400, orientation));
    expect([small.width, small.height]).toEqual(size);
    expect(colourAt(small, corner[0], corner[1])).toBe('white');
  });

  it('that says it is huge is refused by its head, whatever it weighs', async () => {
    expect(await shrinkPicture(png(30_000, 30_000, Buffer.alloc(100)), 100)).toBe('too_many_pixels');
    expect(await shrinkPicture(png(8_000, 8_000, Buffer.alloc(100)), 100)).toBe('too_many_pixels');
    const lying = plain(64, 64);
    const frame = lying.indexOf(Buffer.from([0xff, 0xc0]));
    lying.writeUInt16BE(60_000, frame + 5);
    expect(await shrinkPicture(lying, 100)).toBe('too_many_pixels');
  });

  it('that unpacks to more than its head says is refused, in whatever order its pixels come', async () => {
    const seen = async (file: Buffer) => {
      const result = await shrinkPicture(signed(file), 100, 'picture');
      return typeof result === 'string' ? result : [result.width, result.height];
    };
    expect(await seen(png(8, 8, Buffer.alloc(8 * 8 * 4 + 15), { isInterlaced: true }))).toEqual([8, 8]);
    expect(await seen(png(3, 1, Buffer.alloc(3 * 4 + 3), { isInterlaced: true }))).toEqual([3, 1]);
    const bomb = png(8, 8, Buffer.alloc(20_000_000), { isInterlaced: true });
    expect(await seen(bomb)).toBe('unreadable');
    // Refused for its size, and not only once all of it lies in memory.
    expect(() => refuseBomb(bomb, { width: 8, height: 8 })).toThrow(/larger than/);
    expect(await seen(png(8, 8, Buffer.alloc(3_000 * 12_001), { laterHead: pngHead(3_000, 3_000, false) }))).toBe('unreadable');
  });

  it('that is broken, cut short or something else ends in a refusal', async () => {
    expect(await shrinkPicture(Buffer.from('<svg onload="alert(1)"/>'), 100)).toBe('not_a_picture');
    expect(await shrinkPicture(Buffer.from('GIF89a......'), 100)).toBe('not_a_picture');
    expect(await shrinkPicture(new Uint8Array(0), 100)).toBe('not_a_picture');
    expect(await shrinkPicture(plain(300, 300).subarray(0, 20), 100)).toBe('not_a_picture');
    expect(await shrinkPicture(png(500, 500, Buffer.alloc(100)), 100)).toBe('unreadable');
    expect(readHeader(Buffer.from([0xff, 0xd8, 0xff]))).toBeNull();
  });
});
