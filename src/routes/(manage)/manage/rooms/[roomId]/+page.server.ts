import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { announceCode, beginSession, endSession, readCursor, readDesk, readPresenceFilter, writeCursor } from '#server/modules/rooms/index.ts';
import { pick, textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** The organisers' desk: begin and end, codes to be read aloud, live numbers, everybody with minutes. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const filter = readPresenceFilter(url.searchParams);
  const cursor = (name: string) => readCursor(url.searchParams.get(name), filter.sort);
  const { room, summary, codes, page, manage } = await readDesk(locals.ctx, params.roomId, filter, { after: cursor('after'), before: cursor('before') });
  const title = pick(room.title, locals.locale);
  return {
    id: room.id,
    title: title.text,
    titleLang: title.isFallback ? title.locale : undefined,
    manage: { path: manage.path, title: textIn(manage.title, locals.locale) },
    state: room.state,
    rehearsal: room.rehearsal,
    may: {
      begin: room.acts.begin.allowed,
      end: room.acts.end.allowed,
      times: room.acts.correctTimes.allowed,
      code: room.acts.announceCode.allowed,
      import: room.acts.importReport.allowed,
      conduct: room.acts.conduct.allowed,
    },
    zone: room.timeZone,
    plannedStart: room.plannedStart,
    plannedEnd: room.plannedEnd,
    actualStart: room.actualStart,
    actualEnd: room.actualEnd,
    now: room.ctx.clock.now(),
    summary,
    codes: codes.map((code) => ({ ...code, code: code.live ? code.code : null })),
    people: page.rows,
    count: page.count,
    filter,
    cursors: { next: page.next && writeCursor(page.next), previous: page.previous && writeCursor(page.previous) },
    announced: url.searchParams.get('announced') === 'yes',
  };
};

export const actions: Actions = {
  begin: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), z.object({}), () => beginSession(locals.ctx, params.roomId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/rooms/${params.roomId}`);
  },
  end: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), z.object({}), () => endSession(locals.ctx, params.roomId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/rooms/${params.roomId}`);
  },
  code: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), z.object({}), () => announceCode(locals.ctx, params.roomId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/rooms/${params.roomId}?announced=yes#codes`);
  },
};
