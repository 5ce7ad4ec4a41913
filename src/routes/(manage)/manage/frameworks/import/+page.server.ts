import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit, tooLargeToRead } from '#routes/submit.ts';
import { bringFramework, FILES_MOST, FILES_MOST_BYTES, importChoices, ownFrameworkImports } from '#server/modules/competencies/index.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

const Upload = z.object({ files: z.array(z.instanceof(File)).max(FILES_MOST, 'field.invalid').default([]) });

/** A framework that comes as a file. */
export const load: PageServerLoad = async ({ locals, url }) => {
  needAccount(locals, url);
  if ((await importChoices(locals.ctx)).organisations.length === 0) throw notFound();
  const brought = (await ownFrameworkImports(locals.ctx)).map(({ id, title, fileNames, createdAt, state }) => ({ id, state, name: title ? textIn(title, locals.locale) : fileNames.join(', '), createdAt: createdAt.getTime() }));
  return { maxBytes: FILES_MOST_BYTES, brought };
};

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    needAccount(locals, url);
    const tooLarge = tooLargeToRead(locals, request, 'files', FILES_MOST_BYTES);
    if (tooLarge) return tooLarge;
    const done = await submit(locals, await request.formData(), Upload, async ({ files }) => {
      if (files.length === 0) throw invalid('files', 'import.nothing_given');
      if (files.reduce((sum, { size }) => sum + size, 0) > FILES_MOST_BYTES) throw invalid('files', 'framework.file_large', { megabytes: FILES_MOST_BYTES / 1_000_000 });
      return bringFramework(locals.ctx, await Promise.all(files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }))));
    });
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/frameworks/import/${done.result}`);
  },
};
