import { createHash } from 'node:crypto';
import { fileHeaders, isKnown } from '#routes/file-answer.ts';
import { answerCase } from '#server/modules/competencies/index.ts';
import { AppError } from '#server/platform/errors.ts';
import type { RequestHandler } from './$types';

const ANYWHERE = { 'access-control-allow-origin': '*', 'content-type': 'application/json', 'x-content-type-options': 'nosniff', vary: 'Cookie' };
const WORDS = {
  unknownobject: 'There is nothing of this identifier.',
  invaliduuid: 'The identifier is not a UUID.',
  invalid_sort_field: 'There is no such field to sort by.',
  invalid_selection_field: 'There is no such field to select.',
  invalid_filter_field: 'The filter cannot be understood, or names a field that is not there.',
  server_busy: 'Too many requests.',
} as const;

/** The body that the standard has for what could not be answered. */
function refusal(value: keyof typeof WORDS, status: number, headers: Record<string, string> = {}): Response {
  const body = { imsx_codeMajor: 'failure', imsx_severity: 'error', imsx_description: WORDS[value], imsx_codeMinor: { imsx_codeMinorField: [{ imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: value }] } };
  return Response.json(body, { status, headers: { ...ANYWHERE, 'cache-control': 'no-store', ...headers } });
}

/** Frameworks for other people's software, by CASE 1.1 of 1EdTech. Anybody may read what is open, from anywhere. */
export const GET: RequestHandler = async ({ locals, params, request, url }) => {
  try {
    const answer = await answerCase(locals.ctx, params.rest, url.searchParams, locals.source);
    if ('problem' in answer) return refusal(answer.problem, answer.problem === 'unknownobject' ? 404 : 400);
    const body = JSON.stringify(answer.body);
    const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
    const isPublic = answer.isPublic && locals.actor.kind === 'visitor';
    const headers = { ...ANYWHERE, ...fileHeaders({ isPublic, maxAge: 300 }, etag), ...(answer.query ? pages(url, answer.query, answer.total ?? 0) : {}) };
    if (isPublic && isKnown(request, etag)) return new Response(null, { status: 304, headers });
    return new Response(body, { headers });
  } catch (error) {
    if (error instanceof AppError && error.status === 429) return refusal('server_busy', 429, { 'retry-after': String(error.params.seconds ?? 60) });
    throw error;
  }
};

/** How many there are, and where the neighbouring pages are. */
function pages(url: URL, { limit, offset }: { limit: number; offset: number }, total: number): Record<string, string> {
  const at = (start: number) => {
    const next = new URL(url);
    next.searchParams.set('limit', String(limit));
    next.searchParams.set('offset', String(start));
    return next.href;
  };
  const last = Math.max(0, Math.floor((total - 1) / limit) * limit);
  const links = [
    ...(offset + limit < total ? [`<${at(offset + limit)}>; rel="next"`] : []),
    ...(offset > 0 ? [`<${at(Math.max(0, offset - limit))}>; rel="prev"`] : []),
    `<${at(0)}>; rel="first"`,
    `<${at(last)}>; rel="last"`,
  ];
  return { 'x-total-count': String(total), link: links.join(', ') };
}
