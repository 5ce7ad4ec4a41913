import type { RequestLocals } from './request.ts';

/** The page that says as whom one looks, with the button that ends it. */
export const LOOKING_PAGE = '/account/looking';

const READS = ['GET', 'HEAD', 'OPTIONS'];

/** Whether a request is refused because its sender only looks as somebody else. The API words its own refusal. */
export function isRefusedWhileLooking(locals: Pick<RequestLocals, 'actor' | 'path'>, method: string, search: string): boolean {
  if (locals.actor.kind !== 'account' || !locals.actor.viewedBy || READS.includes(method)) return false;
  return !locals.path.startsWith('/api/') && !(method === 'POST' && locals.path === LOOKING_PAGE && search === '?/stop');
}
