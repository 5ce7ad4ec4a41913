import { z } from 'zod';
import { goTo, needAccount } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { applyImport, decideImportRows, getRoomFor, leaveOutRest, readImport, readImportView } from '#server/modules/rooms/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { pick } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad } from './$types';

/** One report: who was recognised, who waits for a decision, what could not be read. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  needAccount(locals, url);
  const room = await getRoomFor(locals.ctx, params.roomId, 'read');
  const view = readImportView(url.searchParams);
  const { import: report, people, next, which } = await readImport(locals.ctx, params.importId, view.which, { after: view.after });
  if (report.roomId !== room.id) throw notFound();
  return {
    room: { id: room.id, title: pick(room.title, locals.locale).text, zone: room.timeZone },
    may: room.acts.importReport.allowed,
    report: { id: report.id, fileName: report.fileName, state: report.state, counts: report.counts, ...report.report },
    which,
    after: view.after,
    people: people.map(({ candidates: _candidates, ...person }) => person),
    next,
  };
};

const Decisions = z.object({ decision: z.record(z.uuid(), z.union([z.uuid(), z.literal('out')]).optional()).default({}) });

function made(decision: z.output<typeof Decisions>['decision']): { rowId: string; attendeeId: string | null }[] {
  return Object.entries(decision).flatMap(([rowId, chosen]) => (chosen ? [{ rowId, attendeeId: chosen === 'out' ? null : chosen }] : []));
}

export const actions: Actions = {
  decide: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), Decisions, ({ decision }) => decideImportRows(locals.ctx, params.importId, made(decision)));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/rooms/${params.roomId}/imports/${params.importId}${url.search.replace(/^\?\/decide&?/, '?')}`);
  },
  leave_out: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), Decisions, ({ decision }) => leaveOutRest(locals.ctx, params.importId, made(decision)));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/rooms/${params.roomId}/imports/${params.importId}`);
  },
  apply: async ({ request, locals, params, url }) => {
    needAccount(locals, url);
    const done = await submit(locals, await request.formData(), z.object({}), () => applyImport(locals.ctx, params.importId));
    if (!done.ok) return done.failure;
    goTo(locals, `/manage/rooms/${params.roomId}/imports/${params.importId}`);
  },
};
