import type { IncomingMessage, ServerResponse } from 'node:http';
import { unsubscribe } from '#server/modules/access/index.ts';
import { findNetwork } from '#server/modules/people/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { systemCtx, type Platform } from '#server/platform/platform.ts';

const PATH = /^\/unsubscribe\/([\w-]{32})$/;
const LONGEST_BODY = 1024;

/**
 * A mail program that stops a digest for its reader (RFC 8058): a POST without a session, a language or an origin, which the pages would
 * refuse as coming from elsewhere. It does what the button behind the same address does, and answers without a page.
 */
export function answerOneClick(platform: Platform, path: string, req: IncomingMessage, res: ServerResponse): boolean {
  const token = req.method === 'POST' ? PATH.exec(path)?.[1] : undefined;
  if (token === undefined) return false;
  const end = (status: number) => res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end();
  read(req)
    .then(async (body) => {
      if (!/(^|[&\s"])List-Unsubscribe(=|"\s+)One-Click/.test(body)) return end(400);
      const network = await findNetwork(platform, null);
      await unsubscribe(systemCtx(platform, network?.id ?? '', 'one-click'), token);
      return end(200);
    })
    .catch((error: unknown) => {
      if (error instanceof AppError) return end(error.status);
      platform.log.error({ err: error }, 'one-click unsubscribing failed');
      return end(500);
    });
  return true;
}

async function read(req: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of req as AsyncIterable<Buffer>) {
    body += part.toString('latin1');
    if (body.length > LONGEST_BODY) throw new AppError('request.too_large', 413);
  }
  return body;
}
