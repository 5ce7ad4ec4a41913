import { notFound } from '#server/platform/errors.ts';
import type { ExportedFile } from '#server/platform/tabular/export.ts';

/** A view as a file of the format its address names: a spreadsheet, or paper. */
export async function viewFileAnswer(format: string, make: (format: 'xlsx' | 'pdf') => Promise<ExportedFile>): Promise<Response> {
  if (format !== 'xlsx' && format !== 'pdf') throw notFound();
  const file = await make(format);
  return new Response(file.bytes, { headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' } });
}
