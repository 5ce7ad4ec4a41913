import { attachment } from '#server/platform/tabular/export.ts';

/** A PDF of ours to be saved; never kept by shared caches, since it bears a name. */
export function pdfAnswer(pdf: Uint8Array, filename: string): Response {
  return new Response(new Uint8Array(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': attachment(filename),
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex',
    },
  });
}
