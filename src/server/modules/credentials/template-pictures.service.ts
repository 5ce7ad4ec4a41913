import { z } from 'zod';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, invalid, notFound } from '#server/platform/errors.ts';
import { oneLine } from '#server/platform/fields.ts';
import { readFileOf, removeFilesOf, saveFile } from '#server/platform/files.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { shrinkPicture } from '#server/platform/images/shrink.ts';
import { textIn } from '#server/platform/text/index.ts';
import { PICTURE_OWNER } from './paper-design.service.ts';
import { deletePicture, findPicture, insertPicture, listPictures, listPicturesAt, type PictureRow } from './template-pictures.queries.ts';
import { pathOfKept } from './template-places.service.ts';
import { templateAbilities, templateScope } from './templates.policy.ts';
import { listKeptOrganisations } from './templates.queries.ts';
import { PICTURE_KINDS, type PictureKind } from './templates.tables.ts';

export const PICTURE_MOST_BYTES = 5_000_000;
const MOST_AT_ONE = 60;
const MOST_SHOWN = 200;
/** Sharp at 1,200 dots an inch of the size it is printed in. */
const LONGEST = 600;

export const NewPicture = z.object({
  organisationId: z.uuid('choice.missing'),
  kind: z.enum(PICTURE_KINDS, 'choice.missing'),
  name: oneLine(80).min(1, 'field.required'),
});
export type NewPicture = z.output<typeof NewPicture>;

export interface PictureView {
  id: string;
  organisationId: string;
  organisation: string;
  kind: PictureKind;
  name: string;
  width: number;
  height: number;
  bytes: number;
  addedAt: Date;
  /** Stands in a version of a template, and so stays. */
  inUse: boolean;
}

const viewOf = (ctx: Ctx, row: PictureRow): PictureView => ({
  id: row.id,
  organisationId: row.organisation_id,
  organisation: textIn(row.organisation_name, ctx.locale),
  kind: row.kind,
  name: row.name,
  width: row.width,
  height: row.height,
  bytes: row.byte_size,
  addedAt: row.created_at,
  inUse: row.used > 0,
});

/** Pictures of all organisations whose templates the actor keeps, newest first, at most 200. Error: `page.not_found`. */
export async function listPicturesFor(ctx: Ctx): Promise<{ pictures: PictureView[]; organisations: { id: string; name: string }[] }> {
  const scope = templateScope(ctx.actor, ctx.networkId);
  if (scope !== 'network' && scope.length === 0) throw notFound();
  const [pictures, organisations] = await Promise.all([listPictures(ctx, scope, MOST_SHOWN), listKeptOrganisations(ctx, scope)]);
  return { pictures: pictures.map((row) => viewOf(ctx, row)), organisations: organisations.map(({ id, name }) => ({ id, name: textIn(name, ctx.locale) })) };
}

/** Pictures that templates of an organisation may show: its own and those of organisations above it. The caller has checked the right. */
export async function picturesAt(ctx: Ctx, path: readonly string[]): Promise<PictureView[]> {
  return (await listPicturesAt(ctx, path)).map((row) => viewOf(ctx, row));
}

async function getPicture(ctx: Ctx, id: string): Promise<PictureRow> {
  const row = isId(id) ? await findPicture(ctx, id) : undefined;
  if (!row || !templateAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.organisation_path }).readTemplates.allowed) throw notFound();
  return row;
}

/**
 * Keeps a picture for the templates of an organisation: read and packed anew in a process of its own. White paper around a seal or
 * signature becomes clear. Errors: `page.not_found`, beside `file` `picture.too_large`, `picture.not_a_picture`, `picture.too_many_pixels`, `picture.unreadable`;
 * `picture.too_many`, `photo.busy` (503).
 */
export async function addPicture(ctx: Ctx, input: NewPicture, bytes: Uint8Array): Promise<string> {
  await pathOfKept(ctx, input.organisationId);
  if (bytes.length === 0) throw invalid('file', 'field.required');
  if (bytes.length > PICTURE_MOST_BYTES) throw invalid('file', 'photo.too_large', { megabytes: PICTURE_MOST_BYTES / 1_000_000 });
  const small = await shrinkPicture(bytes, LONGEST, input.kind === 'logo' ? 'picture' : 'ink');
  if (small === 'busy') throw new AppError('photo.busy', 503);
  if (typeof small === 'string') throw invalid('file', `photo.${small}`);
  return inTransaction(ctx, async (tx) => {
    await pathOfKept(tx, input.organisationId);
    if ((await listPicturesAt(tx, [input.organisationId])).length >= MOST_AT_ONE) throw invalid('', 'template.too_many_pictures', { max: MOST_AT_ONE });
    const id = newId();
    const mediaType = small.kind === 'png' ? ('image/png' as const) : ('image/jpeg' as const);
    await insertPicture(tx, {
      id,
      organisation_id: input.organisationId,
      kind: input.kind,
      name: input.name,
      width: small.width,
      height: small.height,
      byte_size: small.bytes.length,
      media_type: mediaType,
      by: tx.actor.kind === 'account' ? tx.actor.accountId : null,
    });
    await saveFile(tx, { ownerType: PICTURE_OWNER, ownerId: id, name: `${input.kind}.${small.kind === 'png' ? 'png' : 'jpg'}`, mediaType, bytes: small.bytes });
    await audit(tx, { act: 'template_picture.added', subjectType: 'template_picture', subjectId: id, data: { kind: input.kind, organisationId: input.organisationId } });
    return id;
  });
}

/** The picture itself. Error: `page.not_found`. */
export async function readPicture(ctx: Ctx, id: string): Promise<{ id: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> }> {
  const row = await getPicture(ctx, id);
  const file = await readFileOf(ctx, PICTURE_OWNER, row.id);
  if (!file) throw notFound();
  return { id: row.id, mediaType: row.media_type, bytes: new Uint8Array(file.bytes) };
}

/** Takes a picture away that no version of a template shows. Errors: `page.not_found`, `template.picture_in_use` (409). */
export async function removePicture(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getPicture(tx, id);
    if (!(await deletePicture(tx, row.id))) throw new AppError('template.picture_in_use', 409);
    await removeFilesOf(tx, PICTURE_OWNER, row.id);
    await audit(tx, { act: 'template_picture.removed', subjectType: 'template_picture', subjectId: row.id, data: { kind: row.kind } });
  });
}
