import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { sendTask, startJob } from '#server/platform/jobs.ts';
import type { JobRun, Platform } from '#server/platform/platform.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { networksOf } from '#server/modules/people/index.ts';
import { findEventRow, type EventRow } from './events.queries.ts';
import { tellCollective, tellRegistrations, type MailKind } from './registrations.mail.ts';
import { momentOfEvent } from './registrations.access.ts';
import { noteToldSessions } from './told-sessions.queries.ts';
import { countUntold, listBeginning, takeUnreminded, takeUntold, type Untold } from './upkeep.queries.ts';

/** An organiser who corrects three sittings in a row sends one mail about all three: this long after the last change. */
const CALM_MS = 5 * 60_000;
const BATCH = 100;
const DAY_MS = 86_400_000;

/**
 * Participants have to hear of a change of title or time, or of a cancellation: called in the transaction of the change, after it. Changes
 * are told once nobody has changed anything for five minutes; a cancellation at once.
 */
export async function tellOfChange(tx: Ctx, eventId: string): Promise<void> {
  const event = await findEventRow(tx, eventId, false);
  if (!event || event.state === 'draft') return;
  await noteToldSessions(tx, eventId, event.icsSequence);
  if (event.state === 'cancelled') {
    await startJob(tx, 'seminars.tell_participants', { eventId });
    return;
  }
  // The queue keeps the machine's time, whatever clock the demo or a rehearsal shows.
  const after = new Date(Date.now() + CALM_MS);
  await sendTask(tx, 'seminars.tell_change', { networkId: tx.networkId, eventId, sequence: String(event.icsSequence) }, { after });
}

/** Starts to tell, unless the event was changed again meanwhile: then a later task does. */
export async function startTelling(platform: Platform, ids: Record<string, string>): Promise<void> {
  const ctx = systemCtx(platform, ids.networkId ?? '', 'telling');
  await inTransaction(ctx, async (tx) => {
    const event = await findEventRow(tx, ids.eventId ?? '', false);
    if (event && String(event.icsSequence) === ids.sequence && hasToBeTold(tx, event)) await startJob(tx, 'seminars.tell_participants', { eventId: event.id });
  });
}

function hasToBeTold(ctx: Ctx, event: EventRow): boolean {
  return event.state === 'cancelled' || (event.state === 'published' && !momentOfEvent(ctx, event).over);
}

/** The job: a mail to everybody who was not told the present SEQUENCE of the event. Run again, it goes on where it stopped. */
export async function tellParticipants(run: JobRun): Promise<Record<string, unknown>> {
  const ctx = systemCtx(run.platform, run.networkId, 'telling');
  const eventId = String(run.params['eventId']);
  const event = await findEventRow(ctx, eventId, false);
  if (!event || !hasToBeTold(ctx, event)) return { told: 0 };
  const cancelled = event.state === 'cancelled';
  const total = await countUntold(ctx, eventId, event.icsSequence, cancelled);
  let told = 0;
  await run.progress(0, total);
  while (!(await run.stopRequested())) {
    const batch = await inTransaction(ctx, async (tx) => {
      const found = await takeUntold(tx, eventId, event.icsSequence, cancelled, BATCH);
      await tellAll(tx, event, found, cancelled ? 'event_cancelled' : 'updated');
      return found;
    });
    if (batch.length === 0) break;
    told += batch.length;
    await run.progress(told, Math.max(total, told));
  }
  return { told };
}

async function tellAll(tx: Ctx, event: EventRow, list: readonly (Omit<Untold, 'since'> & { since?: number })[], kind: MailKind): Promise<void> {
  const people = list.filter((one) => one.kind === 'registration');
  await tellRegistrations(
    tx,
    event,
    people.map(({ id, email, locale, zone, since }) => ({ id, email, mailLocale: locale, erasedAt: null, timeZone: zone, ...(since === undefined ? {} : { since }) })),
    kind,
  );
  for (const { id, email, locale, since } of list.filter((one) => one.kind === 'collective')) {
    await tellCollective(tx, event, { id, contactEmail: email ?? '', locale, erasedAt: null, ...(since === undefined ? {} : { since }) }, kind);
  }
}

/** Reminds everybody with a place of what begins within a day. Who registered within that day was told just now. Run hourly. */
export async function sendReminders(platform: Platform): Promise<number> {
  let count = 0;
  for (const network of await networksOf(platform)) {
    const ctx = systemCtx(platform, network.id, 'reminders');
    const now = ctx.clock.now();
    for (const eventId of await listBeginning(ctx, now, new Date(now.getTime() + DAY_MS))) {
      const event = await findEventRow(ctx, eventId, false);
      if (!event?.firstStart) continue;
      const before = new Date(event.firstStart.getTime() - DAY_MS);
      for (;;) {
        const batch = await inTransaction(ctx, async (tx) => {
          const found = await takeUnreminded(tx, eventId, before, BATCH);
          await tellAll(tx, event, found, 'reminder');
          return found;
        });
        if (batch.length === 0) break;
        count += batch.length;
      }
    }
  }
  return count;
}
