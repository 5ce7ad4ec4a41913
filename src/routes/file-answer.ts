import { createHash } from 'node:crypto';

interface FileToSend {
  body: string | Uint8Array<ArrayBuffer>;
  type: string;
  /** Name under which a browser saves it; shown in the browser where it can show it. */
  name: string;
  /** False: only for this reader, never kept on the way. */
  isPublic: boolean;
  /** Seconds for which a shared cache may keep it without asking. */
  maxAge: number;
  /** Made from the content when it is missing. */
  etag?: string;
}

/** Whether the reader has this very version already. */
export function isKnown(request: Request, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return (request.headers.get('if-none-match') ?? '').split(',').some((tag) => bare(tag) === bare(etag));
}

/** Headers of a file that may be kept: caches ask again with its tag. */
export function fileHeaders(file: Pick<FileToSend, 'isPublic' | 'maxAge'>, etag: string): Record<string, string> {
  return { 'cache-control': file.isPublic ? `public, max-age=${file.maxAge}` : 'private, no-store', etag };
}

/** A file as an answer: 304 when the reader has it, else with its name in any script (RFC 6266). */
export function fileAnswer(request: Request, file: FileToSend): Response {
  const etag = file.etag ?? `"${createHash('sha256').update(file.body).digest('base64url')}"`;
  const headers = fileHeaders(file, etag);
  if (file.isPublic && isKnown(request, etag)) return new Response(null, { status: 304, headers });
  const safe = file.name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, ' ').trim();
  const ascii = safe.normalize('NFKD').replace(/[^\x20-\x7e]+/g, '_');
  const encoded = encodeURIComponent(safe).replace(/['()]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return new Response(file.body, {
    headers: {
      ...headers,
      'content-type': file.type,
      'content-disposition': `inline; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    },
  });
}
