import { api } from '#server/api/app.ts';
import type { RequestHandler } from './$types';

const handle: RequestHandler = ({ request, locals, url }) => {
  const at = new URL(url);
  at.pathname = locals.path.replace(/^\/api\/v1/, '') || '/';
  return api.fetch(new Request(at, request), { ctx: locals.ctx, source: locals.source });
};

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
