import { fieldLabel } from '#routes/import-words.ts';
import { translator } from '#lib/i18n/index.ts';
import { exportTemplate } from '#server/modules/people/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const { kind, format } = params;
  if ((kind !== 'staff' && kind !== 'organisations') || (format !== 'csv' && format !== 'xlsx')) throw notFound();
  const t = translator(locals.locale);
  const file = await exportTemplate(locals.ctx, kind, format, { title: t(`imports.kind.${kind}`), field: (field) => fieldLabel(t, field) });
  return new Response(file.bytes, { headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' } });
};
