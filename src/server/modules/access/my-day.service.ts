import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { localDate } from '#server/platform/time/wall-time.ts';
import { listTaskSources, type Appointment, type Task } from './tasks.port.ts';

export interface MyDay {
  now: Date;
  /** What waits for the reader: the soonest first, then what has no day. */
  tasks: Task[];
  /** What has a time today, in its order. */
  appointments: Appointment[];
}

/** What all modules know to wait for the reader, and her day by the clocks of `timeZone`. Error: `page.not_found` for who is not signed in. */
export async function readMyDay(ctx: Ctx, timeZone: string): Promise<MyDay> {
  if (ctx.actor.kind !== 'account') throw notFound();
  const now = ctx.clock.now();
  const today = Temporal.PlainDate.from(localDate(now, timeZone));
  const midnight = (date: Temporal.PlainDate) => new Date(date.toZonedDateTime(timeZone).epochMilliseconds);
  const day = { start: midnight(today), end: midnight(today.add({ days: 1 })) };
  const found = await Promise.all(
    listTaskSources().map(async (source) => ({ tasks: await source.tasksFor(ctx), appointments: await source.appointmentsFor(ctx, day) })),
  );
  const due = (task: Task) => task.until?.getTime() ?? Number.POSITIVE_INFINITY;
  return {
    now,
    tasks: found.flatMap(({ tasks }) => tasks).sort((a, b) => (due(a) === due(b) ? 0 : due(a) - due(b))),
    appointments: found.flatMap(({ appointments }) => appointments).sort((a, b) => a.start.getTime() - b.start.getTime() || a.end.getTime() - b.end.getTime()),
  };
}
