import { listTaskSources, waitingTasks, type Appointment, type Task } from '#server/modules/access/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { addDays, localDate, toInstant } from '#server/platform/time/wall-time.ts';

/** Who opens her day wants to see the seminar of the day after tomorrow too. */
const SOON_DAYS = 7;

export interface MyDay {
  /** Now, by the clock of the installation. */
  now: Date;
  timeZone: string;
  /** When the day ends in that zone. */
  dayEnds: Date;
  /** What has to be done soonest comes first; what has no day comes last. */
  tasks: Task[];
  /** Tasks that are due before the day ends, and about how many minutes they take together. */
  dueToday: number;
  minutesToday: number;
  appointments: Appointment[];
  /** Of the seven days after. */
  soon: Appointment[];
}

/** Everything that waits for the person who is signed in, from all modules. Error `page.not_found` for whoever is not signed in. */
export async function readMyDay(ctx: Ctx): Promise<MyDay> {
  if (ctx.actor.kind !== 'account') throw notFound();
  const now = ctx.clock.now();
  const { timeZone } = await networkOf(ctx);
  const today = localDate(now, timeZone);
  const day = { start: beginningOf(today, timeZone), end: beginningOf(addDays(today, 1), timeZone) };
  const week = { start: day.start, end: beginningOf(addDays(today, 1 + SOON_DAYS), timeZone) };
  const tasks = await waitingTasks(ctx);
  const appointments: Appointment[] = [];
  for (const source of listTaskSources()) appointments.push(...(await source.appointmentsFor(ctx, week)));
  appointments.sort((a, b) => a.start.getTime() - b.start.getTime() || a.id.localeCompare(b.id));
  const due = tasks.filter(({ until }) => until !== null && until < day.end);
  return {
    now,
    timeZone,
    dayEnds: day.end,
    tasks,
    dueToday: due.length,
    minutesToday: due.reduce((sum, { minutes }) => sum + minutes, 0),
    appointments: appointments.filter(({ start }) => start < day.end),
    soon: appointments.filter(({ start }) => start >= day.end),
  };
}

function beginningOf(date: string, zone: string): Date {
  const midnight = toInstant({ date, time: '00:00', zone }, 'later');
  if (midnight.ok) return midnight.instant;
  throw new RangeError(`no beginning of ${date} in ${zone}`);
}
