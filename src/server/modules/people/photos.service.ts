import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { handFilesOver, readFileOf, removeFilesOf, removeFilesOfType, saveFile } from '#server/platform/files.ts';
import { shrinkPicture } from '#server/platform/images/shrink.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';
import { noteLooks } from './card-views.service.ts';
import { recordChanges } from './changes.ts';
import { networkOf, networksOf } from './networks.service.ts';
import { getPersonFor, type OpenPerson } from './persons.access.ts';
import { clearPhotos, listForgottenPhotos, updatePhoto } from './photos.queries.ts';

const OWNER = 'person_photo';
export const PHOTO_MOST_BYTES = 5_000_000;
/** Sharp on a card at twice the density of a screen, and on paper at 4 cm. */
const LONGEST = 480;

/** Who keeps the record, and the person herself. Where photos are off there are none. Error: `page.not_found`. */
async function getForPhoto(ctx: Ctx, personId: string, options: { lock?: boolean } = {}): Promise<OpenPerson> {
  if (!(await networkOf(ctx)).photos) throw notFound();
  const person = await getPersonFor(ctx, personId, 'read', options);
  if (person.abilities.edit.allowed || person.abilities.editOwn.allowed) return person;
  throw notFound();
}

/** Whether the actor may put a photo on the card, and whether one is there. Error: `page.not_found`. */
export async function showPhotoForm(ctx: Ctx, personId: string): Promise<{ hasPhoto: boolean }> {
  return { hasPhoto: (await getForPhoto(ctx, personId)).photo_file !== null };
}

/**
 * Puts a photo on the card in place of one that is there: made small, without place, time and camera. Errors: `page.not_found`, beside
 * `photo` `photo.too_large`, `photo.not_a_picture`, `photo.too_many_pixels`, `photo.unreadable`; `photo.busy` (503).
 */
export async function savePhoto(ctx: Ctx, personId: string, bytes: Uint8Array): Promise<void> {
  await getForPhoto(ctx, personId);
  if (bytes.length > PHOTO_MOST_BYTES) throw invalid('photo', 'photo.too_large', { megabytes: PHOTO_MOST_BYTES / 1_000_000 });
  const small = await shrinkPicture(bytes, LONGEST);
  if (small === 'busy') throw new AppError('photo.busy', 503);
  if (typeof small === 'string') throw invalid('photo', `photo.${small}`);
  await inTransaction(ctx, async (tx) => {
    await getForPhoto(tx, personId, { lock: true });
    await removeFilesOf(tx, OWNER, personId);
    const { id } = await saveFile(tx, { ownerType: OWNER, ownerId: personId, name: 'photo.jpg', mediaType: 'image/jpeg', bytes: small.bytes });
    await updatePhoto(tx, personId, id);
    await recordChanges(tx, [{ subjectType: 'person', subjectId: personId, act: 'person.photo_changed', changes: [] }]);
  });
}

/** Takes the photo off the card, for good. Error: `page.not_found`. */
export async function removePhoto(ctx: Ctx, personId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const person = await getForPhoto(tx, personId, { lock: true });
    if (person.photo_file === null) throw notFound();
    await removeFilesOf(tx, OWNER, personId);
    await updatePhoto(tx, personId, null);
    await recordChanges(tx, [{ subjectType: 'person', subjectId: personId, act: 'person.photo_removed', changes: [] }]);
  });
}

/** The photo, for whoever reads the card. Error: `page.not_found`, also where photos are off. */
export async function readPhoto(ctx: Ctx, personId: string): Promise<{ id: string; bytes: Uint8Array<ArrayBuffer> }> {
  if (!(await networkOf(ctx)).photos) throw notFound();
  const person = await getPersonFor(ctx, personId, 'read');
  const file = person.photo_file === null ? null : await readFileOf(ctx, OWNER, personId);
  if (!file || file.id !== person.photo_file) throw notFound();
  await noteLooks(ctx, [personId]);
  return { id: file.id, bytes: new Uint8Array(file.bytes) };
}

/** The photo of one record goes to the card of another, which has none. Belongs into the transaction of the merge. */
export async function handPhotoOver(tx: Ctx, from: string, to: string, photoFile: string): Promise<void> {
  await handFilesOver(tx, OWNER, from, to);
  await updatePhoto(tx, from, null);
  await updatePhoto(tx, to, photoFile);
}

/** All photos of the network, for good: they are switched off. Belongs into the transaction of that deed. */
export async function erasePhotos(tx: Ctx): Promise<number> {
  await clearPhotos(tx);
  return removeFilesOfType(tx, OWNER);
}

/** Each night: the bytes of photos whose record was erased. */
export async function sweepPhotos(platform: Platform): Promise<void> {
  for (const { id } of await networksOf(platform)) {
    await inTransaction(systemCtx(platform, id, 'photos'), async (tx) => {
      for (const personId of await listForgottenPhotos(tx, OWNER)) await removeFilesOf(tx, OWNER, personId);
    });
  }
}
