import type { Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import type { Place } from '#server/modules/access/index.ts';
import { findEventRow, type EventRow } from './events.queries.ts';
import { abilitiesFor, type EventAbilities, type EventAbility } from './seminars.policy.ts';

/** An event with what the actor may do with it. */
export interface OpenEvent extends EventRow {
  place: Place;
  abilities: EventAbilities;
}

/** Where an event lies, for policies. */
export function placeOf(ctx: Ctx, row: Pick<EventRow, 'id' | 'organisationPath'>): Place {
  return { networkId: ctx.networkId, organisationPath: row.organisationPath, eventId: row.id };
}

/** Row and abilities, without asking for any of them. */
export function openEvent(ctx: Ctx, row: EventRow): OpenEvent {
  const place = placeOf(ctx, row);
  return { ...row, place, abilities: abilitiesFor(ctx.actor, { state: row.state, rehearsal: row.rehearsalOf !== null }, place) };
}

/**
 * The event, if the actor holds the ability; else `page.not_found`, whether it is missing, of another network or forbidden.
 * Who may prepare the event but is stopped by its state alone learns why: `event.not_possible_<reason>` (409), e.g. `event_cancelled`.
 * `lock` takes the row for the rest of the transaction.
 */
export async function getEventFor(ctx: Ctx, id: string, ability: EventAbility, options: { lock?: boolean } = {}): Promise<OpenEvent> {
  const row = isId(id) ? await findEventRow(ctx, id, options.lock ?? false) : undefined;
  if (!row) throw notFound();
  const event = openEvent(ctx, row);
  const found = event.abilities[ability];
  if (found.allowed) return event;
  if (event.abilities.prepare.allowed && found.reason !== 'not_organiser') throw new AppError(`event.not_possible_${found.reason}`, 409);
  throw notFound();
}

/**
 * The event as the public sees it: published, cancelled or completed; drafts and rehearsals only for those who take part in making them.
 * Null when there is none for this actor.
 */
export async function findPublicEvent(ctx: Ctx, id: string): Promise<OpenEvent | null> {
  const row = isId(id) ? await findEventRow(ctx, id, false) : undefined;
  if (!row) return null;
  const event = openEvent(ctx, row);
  return event.abilities.view.allowed ? event : null;
}

/** As `findPublicEvent`, or `page.not_found`. */
export async function getPublicEvent(ctx: Ctx, id: string): Promise<OpenEvent> {
  const event = await findPublicEvent(ctx, id);
  if (!event) throw notFound();
  return event;
}

/**
 * The context in which an event happens: for a rehearsal its own clock, else `ctx` itself. Whatever asks "is it open, has it begun, which
 * minutes" (registration windows, rooms, codes, certificates) takes its time from here; links and sign-in keep the real clock.
 */
export function atEventClock(ctx: Ctx, event: Pick<EventRow, 'clockOffsetSeconds'>): Ctx {
  if (event.clockOffsetSeconds === 0) return ctx;
  const { clock } = ctx;
  return { ...ctx, clock: { now: () => new Date(clock.now().getTime() + event.clockOffsetSeconds * 1000) } };
}
