import { AppError, invalid } from '#server/platform/errors.ts';
import { shrinkPicture } from '#server/platform/images/shrink.ts';

export const RECEIVED_MOST_BYTES = 5_000_000;
const LONGEST_SIDE = 2400;
const begins = (bytes: Uint8Array, ...signs: number[]) => signs.every((sign, at) => bytes[at] === sign);

/** Names of what lies in an archive stand in it as they are. */
const holds = (bytes: Uint8Array, name: string) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(name);

/** What a person may send along: by its ending and by its first bytes. Pictures are unpacked and packed anew; the rest is never opened here. */
const KINDS = [
  { ending: /\.pdf$/i, type: 'application/pdf', is: (bytes: Uint8Array) => begins(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d) },
  { ending: /\.docx$/i, type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', is: (bytes: Uint8Array) => begins(bytes, 0x50, 0x4b, 3, 4) && holds(bytes, 'word/document.xml') && !holds(bytes, 'vbaProject') },
  { ending: /\.odt$/i, type: 'application/vnd.oasis.opendocument.text', is: (bytes: Uint8Array) => begins(bytes, 0x50, 0x4b, 3, 4) && holds(bytes.subarray(0, 200), 'application/vnd.oasis.opendocument.text') },
  { ending: /\.txt$/i, type: 'text/plain; charset=utf-8', is: (bytes: Uint8Array) => !bytes.includes(0) },
] as const;
const PICTURE = /\.(jpe?g|png)$/i;
export const RECEIVED_ENDINGS = '.pdf,.docx,.odt,.txt,.jpg,.jpeg,.png';

export interface ReceivedFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** A file of a stranger as it may be kept. Errors beside `file`: `field.required`, `photo.too_large`, `case_file.wrong_kind`, `photo.…`; `photo.busy` (503). */
export async function readReceivedFile(name: string, bytes: Uint8Array): Promise<ReceivedFile> {
  if (bytes.length === 0) throw invalid('file', 'field.required');
  if (bytes.length > RECEIVED_MOST_BYTES) throw invalid('file', 'photo.too_large', { megabytes: RECEIVED_MOST_BYTES / 1_000_000 });
  const plain = name.replace(/[\\/:*?"<>|\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim().slice(-100).toWellFormed();
  if (PICTURE.test(plain)) {
    const small = await shrinkPicture(bytes, LONGEST_SIDE);
    if (small === 'busy') throw new AppError('photo.busy', 503);
    if (typeof small === 'string') throw invalid('file', `photo.${small}`);
    return { name: plain.replace(PICTURE, small.kind === 'png' ? '.png' : '.jpg'), mediaType: `image/${small.kind}`, bytes: small.bytes };
  }
  const kind = KINDS.find(({ ending }) => ending.test(plain));
  if (!kind?.is(bytes)) throw invalid('file', 'case_file.wrong_kind');
  return { name: plain, mediaType: kind.type, bytes };
}
