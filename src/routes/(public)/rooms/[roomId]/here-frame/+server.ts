import { createHash } from 'node:crypto';
import { formatters, translator } from '#lib/i18n/index.ts';
import { deviceOf } from '#routes/link-holder.ts';
import { needRoomCtx } from '#routes/room-visit.ts';
import { problemText } from '#server/http/problems.ts';
import { ownPresence, recordHeartbeat, subjectOf } from '#server/modules/rooms/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { beatWords } from '../beat-words.ts';
import { isOwnFrame } from '../own-frame.ts';
import type { RequestHandler } from './$types';

const EVERY_SECONDS = 60;
const STYLE = 'body{margin:0;padding:.6rem .8rem;font:1rem/1.5 system-ui,sans-serif;color:#1a232c;background:#fcfbf8}p{margin:0}@media (prefers-color-scheme:dark){body{color:#e9e6df;background:#10171d}}';
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'self'; base-uri 'none'`;

/**
 * The small frame of a page without script: it loads itself again every 60 s, and each loading says "I am here".
 * A GET that writes, on purpose: without a script nothing else can repeat itself. It is safe because it says no more than what is true, that
 * this participant's own page is open in this browser; it is done as often as one likes with the same result; and it counts only when the
 * browser itself says that our own page loads it as a frame (`isOwnFrame`). Browsers too old to say so have the button, a POST.
 */
export const GET: RequestHandler = async ({ locals, params, cookies, url, request }) => {
  const t = translator(locals.locale);
  let lines: string[];
  let again = true;
  try {
    const ctx = await needRoomCtx(locals, cookies, url);
    if (isOwnFrame(request.headers)) {
      const subject = await subjectOf(ctx, params.roomId);
      const answer = await recordHeartbeat(ctx, { roomId: params.roomId, ...subject, deviceId: deviceOf(cookies, url) });
      const fmt = formatters(locals.locale);
      // Few pages go without a script: theirs is counted each time.
      const own = await ownPresence(ctx, { roomId: params.roomId, ...subject });
      lines = [beatWords(t, fmt, answer).say, t('rooms.page.minutes_line', { time: fmt.duration(own?.minutes ?? 0) })];
    } else lines = [t('rooms.beat.press_button')];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    again = false;
    lines = [error.status === 404 ? t('rooms.beat.gone') : problemText(t, error.code, { ...error.params })];
  }
  const body = lines.map((line) => `<p>${escape(line)}</p>`).join('');
  const refresh = again ? `<meta http-equiv="refresh" content="${EVERY_SECONDS}">` : '';
  const html = `<!doctype html><html lang="${locals.locale}"><head><meta charset="utf-8">${refresh}<title>${escape(t('rooms.page.presence_title'))}</title><style>${STYLE}</style></head><body>${body}</body></html>`;
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': POLICY,
      'x-robots-tag': 'noindex',
    },
  });
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
