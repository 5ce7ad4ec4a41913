import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit, tooLargeToRead } from '#routes/submit.ts';
import { bringList, bringsLists, IMPORT_KINDS } from '#server/modules/people/index.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

/** As large as a form may be, with its envelope. */
const MOST_BYTES = 5_000_000;
const Upload = z.object({ file: z.instanceof(File).optional(), text: z.string().max(2_000_000).optional(), kind: z.enum(IMPORT_KINDS, 'choice.missing').optional() });

export const load: PageServerLoad = ({ locals, url }) => {
  needAccount(locals, url);
  if (!bringsLists(locals.ctx.actor, locals.ctx.networkId, 'staff')) throw notFound();
  return { maxBytes: MOST_BYTES, organisations: bringsLists(locals.ctx.actor, locals.ctx.networkId, 'organisations') };
};

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    needAccount(locals, url);
    const tooLarge = tooLargeToRead(locals, request, 'file', MOST_BYTES);
    if (tooLarge) return tooLarge;
    const done = await submit(locals, await request.formData(), Upload, async ({ file, text, kind }) => {
      if (file && file.size > MOST_BYTES) throw invalid('file', 'table.too_large', { megabytes: MOST_BYTES / 1_000_000 });
      if (file && file.size > 0) return bringList(locals.ctx, { file: { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } }, kind);
      if (!text) throw invalid('file', 'import.nothing_given');
      return bringList(locals.ctx, { text }, kind);
    });
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/imports/${done.result}/columns`);
  },
};
