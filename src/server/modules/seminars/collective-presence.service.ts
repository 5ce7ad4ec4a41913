import type { Ctx } from '#server/platform/context.ts';
import { AppError, InvalidInput, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { confirmableUntil, confirmedStretches, listRoomsFor, type RoomSummary } from '#server/modules/rooms/index.ts';
import { listMinutes, listNames, type NameCounts } from './collective-list.queries.ts';
import { ALL_NAMES, pageOf, type ListPlace, type NameFilter } from './collective-filter.ts';
import { confirmPresence } from './collective-members.service.ts';
import { listMembers } from './collectives.queries.ts';
import { collectiveHead, type CollectiveHead } from './collective-views.service.ts';
import { participantEvent, type ParticipantEvent } from './registration-views.service.ts';
import { clockOf, readPresence, type PresentAnswer, type Stretch } from './presence-times.ts';
import { getCollectiveFor, type OpenCollective } from './registrations.access.ts';
import { atEventClock } from './seminars.access.ts';
import { findEventOfSession } from './session-rooms.queries.ts';
import { ROOM_OWNER } from './session-rooms.ts';
import { shown, type ShownText } from './shown-text.ts';

/** So many names stand on one page to be confirmed. */
const PAGE = 100;
const WITH_A_PLACE: NameFilter = { ...ALL_NAMES, state: 'confirmed' };

/** A name of the list in one sitting, with what was confirmed of her before. */
export interface PresenceLine {
  id: string;
  line: number;
  name: string;
  /** Somebody has said whether she was there. */
  said: boolean;
  /** Whole minutes that count; null: not counted yet. */
  minutes: number | null;
  present: boolean;
  /** `10:02`, by the clocks of the zone; as the sitting lasted where nothing was said. */
  from: string;
  to: string;
}

export interface PresencePage {
  head: CollectiveHead;
  event: ParticipantEvent;
  sitting: { id: string; title: ShownText | null; startsAt: Date; endsAt: Date; actualStart: Date | null; actualEnd: Date | null };
  /** ahead: not begun · running · ended · late: the day is over, only an organiser may enter it. */
  standing: 'ahead' | 'running' | 'ended' | 'late';
  until: Date;
  lines: PresenceLine[];
  counts: NameCounts;
  next: string | null;
  previous: string | null;
}

async function roomOf(ctx: Ctx, list: OpenCollective, sessionId: string): Promise<RoomSummary> {
  const [room] = isId(sessionId) ? await listRoomsFor(ctx, ROOM_OWNER, [sessionId]) : [];
  if (!room || room.closedAt) throw notFound();
  // The rooms of another event of this network are none of this list's.
  if ((await findEventOfSession(ctx, sessionId)) !== list.eventId) throw notFound();
  return room;
}

/** While it runs, until now; where nobody has set the end, until the plan's at most. */
function stretchOf(room: RoomSummary, now: Date): Stretch | null {
  if (!room.actualStart || room.actualStart > now) return null;
  return { start: room.actualStart, end: room.actualEnd ?? new Date(Math.max(room.actualStart.getTime(), Math.min(now.getTime(), room.plannedEnd.getTime()))) };
}

/** The page on which presence in one sitting is confirmed, times by the clocks of `zone`. Needs `confirmPresence`; eight statements, however many names. */
export async function showPresence(ctx: Ctx, collectiveId: string, sessionId: string, zone: string, place: ListPlace, eventId?: string): Promise<PresencePage> {
  const head = await collectiveHead(ctx, collectiveId, 'confirmPresence', eventId);
  const list = await getCollectiveFor(ctx, collectiveId, 'confirmPresence');
  const room = await roomOf(ctx, list, sessionId);
  const now = atEventClock(ctx, list.event).clock.now();
  const stretch = stretchOf(room, now);
  const until = confirmableUntil(room);
  const page = pageOf(await listNames(ctx, list.id, WITH_A_PLACE, place, PAGE), place, PAGE);
  const ids = page.rows.map((row) => row.id);
  const minutes = new Map((await listMinutes(ctx, sessionId, ids)).map((row) => [row.id, row]));
  const confirmed = Map.groupBy(await confirmedStretches(ctx, room.id, ids), (row) => row.subjectId);
  const late = now >= until && list.acts.view.allowed;
  const clock = (at: Date | null | undefined) => (at ? clockOf(at, zone) : '');
  return {
    head,
    event: participantEvent(list.event, ctx.locale),
    sitting: { id: sessionId, title: shown(room.title, ctx.locale), startsAt: room.plannedStart, endsAt: room.plannedEnd, actualStart: room.actualStart, actualEnd: room.actualEnd },
    standing: !stretch ? 'ahead' : late ? 'late' : room.actualEnd || now >= until ? 'ended' : 'running',
    until,
    lines: page.rows.map((row) => {
      const before = confirmed.get(row.id);
      const said = before !== undefined;
      return {
        id: row.id,
        line: row.line,
        name: row.name,
        said,
        minutes: said ? (minutes.get(row.id)?.minutes ?? 0) : null,
        present: Boolean(before?.[0]?.from),
        from: clock(before?.[0]?.from ?? stretch?.start),
        to: clock(before?.at(-1)?.to ?? stretch?.end),
      };
    }),
    counts: head.counts,
    next: page.next,
    previous: page.previous,
  };
}

/**
 * Takes what was written beside the names of one page. Errors beside `lines.N.from` and `lines.N.to`: `field.required`, `time.invalid`,
 * `session.end_before_start`, `interval.*`; `collective.too_early`, `collective.too_late` (409), `page.not_found`.
 */
export async function confirmLines(ctx: Ctx, collectiveId: string, sessionId: string, zone: string, answers: readonly PresentAnswer[]): Promise<void> {
  const list = await getCollectiveFor(ctx, collectiveId, 'confirmPresence');
  const room = await roomOf(ctx, list, sessionId);
  const stretch = stretchOf(room, atEventClock(ctx, list.event).clock.now());
  if (!stretch) throw new AppError('collective.too_early', 409);
  const { lines, problems } = readPresence(answers, zone, stretch);
  if (problems.length > 0) throw new InvalidInput(problems);
  await confirmPresence(ctx, list.id, sessionId, lines);
}

/** Everybody who has a place was there for as long as the sitting has lasted. Returns how many names that was. Errors as above. */
export async function confirmAll(ctx: Ctx, collectiveId: string, sessionId: string): Promise<number> {
  const list = await getCollectiveFor(ctx, collectiveId, 'confirmPresence');
  const room = await roomOf(ctx, list, sessionId);
  const stretch = stretchOf(room, atEventClock(ctx, list.event).clock.now());
  if (!stretch) throw new AppError('collective.too_early', 409);
  const present = (await listMembers(ctx, list.id)).filter((member) => member.state === 'confirmed');
  if (present.length === 0) throw new AppError('collective.nobody_to_confirm', 409);
  await confirmPresence(ctx, list.id, sessionId, present.map((member) => ({ subjectId: member.id, from: stretch.start, to: stretch.end })));
  return present.length;
}
