import { fileAnswer, fileHeaders, isKnown } from '#routes/file-answer.ts';
import type { Paper } from '#server/modules/seminars/index.ts';

const MAX_AGE = 300;

/** A document made on demand: nothing is compiled for a reader who has it already. */
export async function paperAnswer(request: Request, paper: Paper, name: string): Promise<Response> {
  const { etag, isPublic } = paper;
  if (isPublic && isKnown(request, etag)) return new Response(null, { status: 304, headers: fileHeaders({ isPublic, maxAge: MAX_AGE }, etag) });
  const body = new Uint8Array(await paper.bytes());
  return fileAnswer(request, { body, type: 'application/pdf', name, isPublic, maxAge: MAX_AGE, etag });
}
