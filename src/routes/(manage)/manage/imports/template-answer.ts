import { translator } from '#lib/i18n/index.ts';
import { fieldLabel } from '#routes/import-words.ts';
import { exportTemplate, type ImportKind } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';

/** An empty list to be filled in, with headings in the reader's language. */
export async function templateAnswer(locals: App.Locals, kind: ImportKind, format: string): Promise<Response> {
  if (format !== 'csv' && format !== 'xlsx') throw notFound();
  const t = translator(locals.locale);
  const file = await exportTemplate(locals.ctx, kind, format, { title: t(`imports.kind.${kind}`), field: (field) => fieldLabel(t, field) });
  return new Response(file.bytes, { headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' } });
}
