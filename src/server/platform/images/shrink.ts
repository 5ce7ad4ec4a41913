import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readHeader } from './header.ts';

/** Phones take 12 to 24 million pixels; a picture of a few bytes that unpacks to a thousand million is refused by its head. */
const MOST_PIXELS = 40_000_000;
const LONGEST_SIDE = 12_000;
const WHOLE_MS = 20_000;
/** Unpacking takes half a gigabyte at worst: one at a time, a few may wait. */
const MOST_WAITING = 5;

/**
 * What becomes of what shines through. `photo`: put on white, JPEG. `picture`: kept (a logo), PNG, or JPEG where nothing shines through. `ink`: white paper
 * becomes clear as well, PNG, so that a stamp or signature lies on whatever is under it.
 */
export type PictureUse = 'photo' | 'picture' | 'ink';

export interface SmallPicture {
  /** JPEG or PNG without anything but pixels. */
  bytes: Uint8Array;
  kind: 'jpeg' | 'png';
  width: number;
  height: number;
}

export type PictureFault = 'not_a_picture' | 'too_many_pixels' | 'unreadable' | 'busy';

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * A JPEG or PNG turned upright, made as small as `longest` pixels at its longer side and packed anew in a process of its own: place, time and
 * camera, thumbnails and whatever else was hidden in the file are gone. What cannot be read in time is a fault of the file.
 */
export async function shrinkPicture(bytes: Uint8Array, longest: number, use: PictureUse = 'photo'): Promise<SmallPicture | PictureFault> {
  const header = readHeader(bytes);
  if (!header || header.width === 0 || header.height === 0) return 'not_a_picture';
  if (header.width > LONGEST_SIDE || header.height > LONGEST_SIDE || header.width * header.height > MOST_PIXELS) return 'too_many_pixels';
  if (waiting >= MOST_WAITING) return 'busy';
  waiting += 1;
  const before = last;
  const made = before.then(() => inChild(bytes, longest, use)).finally(() => (waiting -= 1));
  last = made.catch(() => undefined);
  return made;
}

function inChild(bytes: Uint8Array, longest: number, use: PictureUse): Promise<SmallPicture | PictureFault> {
  return new Promise((resolve) => {
    // An empty environment: a picture has no business with addresses and passwords of ours.
    const child = fork(fileURLToPath(new URL('./shrink-child.ts', import.meta.url)), { serialization: 'advanced', env: {}, execArgv: ['--max-old-space-size=256'], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const finish = (result: SmallPicture | PictureFault) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(result);
    };
    const timer = setTimeout(() => finish('unreadable'), WHOLE_MS);
    child.on('message', (answer: { ok: false } | ({ ok: true } & SmallPicture)) => finish(answer.ok ? { bytes: new Uint8Array(answer.bytes), kind: answer.kind, width: answer.width, height: answer.height } : 'unreadable'));
    child.on('error', () => finish('unreadable'));
    child.on('exit', () => finish('unreadable'));
    child.send({ bytes, longest, use });
  });
}
