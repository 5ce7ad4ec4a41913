import { sql } from 'kysely';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { admitAttendees, beginSession, endSession, listRoomsFor, settlePresence } from '#server/modules/rooms/index.ts';
import { nameKey } from '#server/modules/people/index.ts';
import { ROOM_OWNER, ROOM_SUBJECT } from '#server/modules/seminars/index.ts';

/** Somebody who registered and stayed for some minutes: what a test of results is about is given, the rest is plausible. */
export interface Guest {
  name: string;
  /** Minutes present by session, from its begin on; absent: was not there. */
  minutes?: readonly number[];
  state?: 'pending' | 'confirmed' | 'waiting' | 'declined' | 'cancelled';
  role?: 'listener' | 'speaker' | 'moderator' | 'organiser';
  confirmed?: boolean;
  email?: string | null;
  country?: string;
  organisation?: string;
  locale?: string;
  collectiveId?: string;
}

/** Puts registrations straight into the table, with seats in all rooms of the sessions. Returns their ids in the order given. */
export async function addGuests(tx: Ctx, eventId: string, sessionIds: readonly string[], guests: readonly Guest[]): Promise<string[]> {
  if (guests.length === 0) return [];
  const rooms = await listRoomsFor(tx, ROOM_OWNER, sessionIds);
  const rows = guests.map((guest, index) => ({
    id: newId(),
    network_id: tx.networkId,
    event_id: eventId,
    collective_id: guest.collectiveId ?? null,
    state: guest.state ?? 'confirmed',
    name: guest.name,
    name_key: nameKey(guest.name),
    name_confirmed_at: guest.confirmed === false ? null : tx.clock.now(),
    email: guest.email === undefined ? (guest.collectiveId ? null : `guest${index}-${newId().slice(-6)}@example.kz`) : guest.email,
    country: guest.country ?? 'KZ',
    organisation: guest.organisation ?? 'Библиотека № 1',
    role: guest.role ?? 'listener',
    certificate_locale: guest.locale ?? 'ru',
    mail_locale: guest.locale ?? 'ru',
    created_at: tx.clock.now(),
  }));
  await tx.db.insertInto('seminars.registration').values(rows).execute();
  const seats = rows.flatMap((row) =>
    row.state === 'confirmed'
      ? [{ subjectType: ROOM_SUBJECT, subjectId: row.id, label: row.name, country: row.country, collective: row.collective_id !== null }]
      : [],
  );
  await inTransaction(tx, (inner) => admitAttendees(inner, { roomIds: rooms.map(({ id }) => id), attendees: seats }));
  return rows.map(({ id }) => id);
}

/** A session that took place from `begin` on for `minutes`; the clock of the test stands at its end afterwards. */
export async function holdSession(
  tx: Ctx,
  clock: { set(at: Date): void },
  sessionId: string,
  begin: Date,
  minutes: number,
  present: readonly { id: string; minutes: number }[] = [],
): Promise<void> {
  const [room] = await listRoomsFor(tx, ROOM_OWNER, [sessionId]);
  if (!room) throw new Error('the session has no room');
  clock.set(begin);
  await beginSession(tx, room.id);
  for (const { id, minutes: stayed } of present) await stay(tx, room.id, id, begin, stayed);
  clock.set(new Date(begin.getTime() + minutes * 60_000));
  await endSession(tx, room.id);
  await settlePresence(tx, ROOM_OWNER, [sessionId]);
}

/** As a report of another system would say it: was there from the begin on for so many minutes. */
async function stay(tx: Ctx, roomId: string, subjectId: string, from: Date, minutes: number): Promise<void> {
  if (minutes === 0) return;
  await sql`
    insert into rooms.presence_event (network_id, room_id, attendee_id, kind, source, at, from_at, to_at)
    select a.network_id, a.room_id, a.id, 'interval', 'zoom', ${from}::timestamptz, ${from}::timestamptz, ${new Date(from.getTime() + minutes * 60_000)}::timestamptz
    from rooms.attendee a where a.network_id = ${tx.networkId} and a.room_id = ${roomId} and a.subject_id = ${subjectId}`.execute(tx.db);
}
