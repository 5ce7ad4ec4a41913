import { openAttachment } from '#server/seed/mailbox.ts';
import { attachment } from '#server/platform/tabular/export.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const file = await openAttachment(locals.platform, Number(params.mailId), Number(params.index));
  return new Response(file.bytes, {
    headers: { 'content-type': file.type, 'content-disposition': attachment(file.name), 'cache-control': 'no-store' },
  });
};
