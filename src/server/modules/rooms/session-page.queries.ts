import type { Ctx } from '#server/platform/context.ts';
import { sql } from 'kysely';
import type { Witness } from './presence-count.ts';
import { toRoom, type RawRoom, type RoomRow } from './room-row.ts';
import type { StreamRow } from './rooms.queries.ts';
import './rooms.tables.ts';

export interface PageFacts {
  room: RoomRow;
  streams: StreamRow[];
  seat: { id: string; label: string; collective: boolean; deviceId: string | null; deviceSeenAt: string | null } | null;
  /** What counts for the seat; instants as text. */
  witnesses: (Omit<Witness, 'at' | 'fromAt' | 'toAt'> & { at: string; fromAt: string | null; toAt: string | null })[];
  /** Codes announced so far, and until when the last one lives (as text); no digits. */
  codes: { announced: number; lastExpiresAt: string | null };
}

/** Everything a participant's page needs from this module, in one trip. */
export async function findPageFacts(
  ctx: Ctx,
  roomId: string,
  subject: { subjectType: string; subjectId: string } | null,
): Promise<PageFacts | undefined> {
  const { rows } = await sql<RawRoom & Omit<PageFacts, 'room'>>`
    select r.*,
      coalesce((select json_agg(json_build_object('id', s.id, 'provider', s.provider, 'url', s.url, 'embedId', s.embed_id, 'locale', s.locale,
        'purpose', s.purpose) order by s.position, s.id)
        from rooms.stream s where s.network_id = r.network_id and s.room_id = r.id), '[]') as streams,
      case when a.id is null then null else json_build_object('id', a.id, 'label', a.label, 'collective', a.collective, 'deviceId', a.device_id,
        'deviceSeenAt', a.device_seen_at) end as seat,
      coalesce((select json_agg(json_build_object('id', e.id, 'kind', e.kind, 'at', e.at, 'fromAt', e.from_at, 'toAt', e.to_at, 'codeId', e.code_id,
        'reason', e.reason, 'batchId', e.batch_id) order by e.at, e.id)
        from rooms.presence_event e where e.network_id = r.network_id and e.attendee_id = a.id
          and not exists (select from rooms.presence_import i where i.network_id = e.network_id and i.id = e.import_id and i.state = 'undone')), '[]')
        as witnesses,
      (select json_build_object('announced', count(*)::int, 'lastExpiresAt', max(c.expires_at))
        from rooms.announced_code c where c.network_id = r.network_id and c.room_id = r.id) as codes
    from rooms.room r
    left join rooms.attendee a on a.network_id = r.network_id and a.room_id = r.id and a.removed_at is null
      and a.subject_type = ${subject?.subjectType ?? ''} and a.subject_id = ${subject?.subjectId ?? null}
    where r.network_id = ${ctx.networkId} and r.id = ${roomId}`.execute(ctx.db);
  const row = rows[0];
  return row && { room: toRoom(row), streams: row.streams, seat: row.seat, witnesses: row.witnesses, codes: row.codes };
}
