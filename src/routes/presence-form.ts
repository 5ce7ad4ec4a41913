import type { Cookies } from '@sveltejs/kit';
import { z } from 'zod';
import { isZone } from '#lib/i18n/index.ts';
import { goTo } from '#routes/go.ts';
import { readerZone } from '#routes/reader-zone.ts';
import { submit, type Refused } from '#routes/submit.ts';
import type { RequestLocals } from '#server/http/request.ts';
import { confirmAll, confirmLines, readListPlace, showPresence, type PresentAnswer } from '#server/modules/seminars/index.ts';
import type { Ctx } from '#server/platform/context.ts';

const Line = z.object({ id: z.uuid(), present: z.literal('yes').optional(), from: z.string().max(20).default(''), to: z.string().max(20).default('') });
const Lines = z.object({ zone: z.string().refine(isZone, 'zone.unknown'), lines: z.record(z.string(), Line).default({}) });

interface At {
  locals: RequestLocals;
  url: URL;
  cookies: Cookies;
}

/** The page of one sitting. `eventId`: the list must be one of this event (pages of organisers). */
export async function loadPresence(at: At, ctx: Ctx, listId: string, sessionId: string, eventId?: string) {
  const zone = readerZone(at);
  const page = await showPresence(ctx, listId, sessionId, zone, readListPlace(at.url.searchParams), eventId);
  const place = new URLSearchParams([...at.url.searchParams].filter(([key]) => key === 'after' || key === 'before'));
  return { page, zone, query: place.size > 0 ? `?${place.toString()}` : '', done: at.url.searchParams.get('done') };
}

/** Takes the times beside the names of one page, by the clocks under which they were written. `path`: where the page lies. */
export async function savePresence(at: At & { request: Request }, ctx: Ctx, listId: string, sessionId: string, path: string): Promise<Refused> {
  const done = await submit(at.locals, await at.request.formData(), Lines, async ({ zone, lines }) => {
    const answers: PresentAnswer[] = Object.keys(lines)
      .toSorted((a, b) => Number(a) - Number(b))
      .flatMap((index) => {
        const line = lines[index];
        return line ? [{ id: line.id, present: line.present === 'yes', from: line.from, to: line.to }] : [];
      });
    await confirmLines(ctx, listId, sessionId, zone, answers);
  });
  if (!done.ok) return done.failure;
  const place = ['after', 'before'].flatMap((key) => (at.url.searchParams.has(key) ? [`&${key}=${encodeURIComponent(at.url.searchParams.get(key) ?? '')}`] : []));
  goTo(at.locals, `${path}?done=saved${place.join('')}`);
}

/** One button for a list of which everybody was there for the whole sitting. */
export async function saveAllPresent(at: At & { request: Request }, ctx: Ctx, listId: string, sessionId: string, path: string): Promise<Refused> {
  const done = await submit(at.locals, await at.request.formData(), z.object({}), () => confirmAll(ctx, listId, sessionId));
  if (!done.ok) return done.failure;
  goTo(at.locals, `${path}?done=all`);
}
