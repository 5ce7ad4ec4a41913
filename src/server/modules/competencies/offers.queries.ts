import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';

export const OFFER_KINDS = ['event', 'module', 'mentor', 'practice', 'workplace'] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

/** What an offer teaches: from a step (null: for everybody) to a step of a scale. */
export interface Taught {
  competencyId: string;
  scaleId: string;
  fromStep: number | null;
  toStep: number;
}

export interface OfferValues {
  kind: OfferKind;
  title: LocalizedText;
  path: string;
  /** Null: at any time. */
  startsAt: Date | null;
  endsAt: Date | null;
  closesAt: Date | null;
  /** Null: no limit. */
  seats: number | null;
  free: number | null;
  languages: readonly string[];
  isOnline: boolean;
  organisationId: string | null;
  minutes: number | null;
}

/** Writes an offer down, or over what stood there of the same source. Returns its id. */
export async function upsertOffer(tx: Ctx, source: { type: string; id: string }, offer: OfferValues): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into competencies.offer as o (network_id, source_type, source_id, kind, title, path, starts_at, ends_at, closes_at, seats, free, languages, is_online, organisation_id, minutes, changed_at)
    values (${tx.networkId}, ${source.type}, ${source.id}, ${offer.kind}, ${JSON.stringify(offer.title)}::jsonb, ${offer.path}, ${offer.startsAt}, ${offer.endsAt}, ${offer.closesAt}, ${offer.seats}, ${offer.free},
      ${[...offer.languages]}::text[], ${offer.isOnline}, ${offer.organisationId}, ${offer.minutes}, ${tx.clock.now()})
    on conflict (network_id, source_type, source_id) do update set kind = excluded.kind, title = excluded.title, path = excluded.path, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
      closes_at = excluded.closes_at, seats = excluded.seats, free = excluded.free, languages = excluded.languages, is_online = excluded.is_online, organisation_id = excluded.organisation_id,
      minutes = excluded.minutes, changed_at = excluded.changed_at
    returning o.id`.execute(tx.db);
  return rows[0]?.id ?? '';
}

/** What an offer teaches, in place of what stood there. */
export async function replaceTaught(tx: Ctx, offerId: string, taught: readonly Taught[]): Promise<void> {
  await sql`delete from competencies.offer_competency where network_id = ${tx.networkId} and offer_id = ${offerId}`.execute(tx.db);
  if (taught.length === 0) return;
  await sql`insert into competencies.offer_competency (network_id, offer_id, competency_id, scale_id, from_step, to_step)
    select ${tx.networkId}::uuid, ${offerId}::uuid, "competencyId", "scaleId", "fromStep", "toStep"
    from jsonb_to_recordset(${JSON.stringify(taught)}::jsonb) as one("competencyId" uuid, "scaleId" uuid, "fromStep" int, "toStep" int)`.execute(tx.db);
}

export async function deleteOffer(tx: Ctx, source: { type: string; id: string }): Promise<void> {
  await sql`delete from competencies.offer where network_id = ${tx.networkId} and source_type = ${source.type} and source_id = ${source.id}`.execute(tx.db);
}

/** Moves the number of free places by this much; an offer without a limit, or one that is not there, stays as it is. */
export async function changeFree(tx: Ctx, source: { type: string; id: string }, by: number): Promise<void> {
  await sql`update competencies.offer set free = greatest(0, least(seats, free + ${by}::int)), changed_at = ${tx.clock.now()}
    where network_id = ${tx.networkId} and source_type = ${source.type} and source_id = ${source.id} and free is not null`.execute(tx.db);
}

export interface OfferRow extends OfferValues {
  id: string;
  organisationName: LocalizedText | null;
  settlement: LocalizedText | null;
  timeZone: string | null;
  latitude: number | null;
  longitude: number | null;
  taught: Taught[];
}

/**
 * Offers that one can still come to, with what they teach: of all competencies, or of these. Soonest first, those at any time before all; a number
 * that no network passes bounds the answer.
 */
export async function listOpenOffers(ctx: Ctx, competencyIds: readonly string[] | null, limit = 2000): Promise<OfferRow[]> {
  const now = ctx.clock.now();
  const { rows } = await sql<OfferRow>`select o.id, o.kind, o.title, o.path, o.starts_at as "startsAt", o.ends_at as "endsAt", o.closes_at as "closesAt", o.seats, o.free, o.languages, o.is_online as "isOnline",
      o.organisation_id as "organisationId", o.minutes, p.name as "organisationName", p.settlement, p.time_zone as "timeZone", p.latitude, p.longitude, t.taught
    from competencies.offer o
    join lateral (select jsonb_agg(jsonb_build_object('competencyId', c.competency_id, 'scaleId', c.scale_id, 'fromStep', c.from_step, 'toStep', c.to_step) order by c.competency_id) as taught
      from competencies.offer_competency c where c.network_id = o.network_id and c.offer_id = o.id) t on t.taught is not null
    left join people.organisation_card p on p.network_id = o.network_id and p.organisation_id = o.organisation_id
    where o.network_id = ${ctx.networkId} and (o.starts_at is null or o.starts_at > ${now}) and (o.closes_at is null or o.closes_at > ${now})
      and (${competencyIds === null} or exists (select from competencies.offer_competency c where c.network_id = o.network_id and c.offer_id = o.id and c.competency_id = any(${[...(competencyIds ?? [])]}::uuid[])))
    order by o.starts_at nulls first, o.id limit ${limit}`.execute(ctx.db);
  return rows;
}
