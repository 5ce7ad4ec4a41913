import type { Ctx } from '#server/platform/context.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { findCollective, type CollectiveRow } from './collectives.queries.ts';
import { findEventRow } from './events.queries.ts';
import {
  collectiveAbilities,
  registrationAbilities,
  type CollectiveAbilities,
  type CollectiveAbility,
  type EventMoment,
  type RegistrationAbilities,
  type RegistrationAbility,
} from './registrations.policy.ts';
import { findRegistration, type RegistrationRow } from './registrations.queries.ts';
import { atEventClock, openEvent, type OpenEvent } from './seminars.access.ts';

/** A registration with its event and what the actor may do with it. */
export interface OpenRegistration extends RegistrationRow {
  event: OpenEvent;
  acts: RegistrationAbilities;
}

export interface OpenCollective extends CollectiveRow {
  event: OpenEvent;
  acts: CollectiveAbilities;
}

/** State of the event and whether it has ended, by its own clock. */
export function momentOfEvent(ctx: Ctx, event: Pick<OpenEvent, 'state' | 'lastEnd' | 'clockOffsetSeconds'>): EventMoment {
  return { state: event.state, over: event.lastEnd !== null && event.lastEnd <= atEventClock(ctx, event).clock.now() };
}

/** Abilities whose refusal by state alone is told to who would otherwise have the right. */
const STATE_REASONS = ['not_active', 'not_confirmed', 'not_pending', 'event_cancelled', 'event_over'];

export function withAbilities(ctx: Ctx, row: RegistrationRow, event: OpenEvent): OpenRegistration {
  const stance = { id: row.id, collectiveId: row.collectiveId, accountId: row.accountId, state: row.state, erased: row.erasedAt !== null };
  return { ...row, event, acts: registrationAbilities(ctx.actor, stance, momentOfEvent(ctx, event), event.place) };
}

async function eventOf(ctx: Ctx, eventId: string): Promise<OpenEvent> {
  const row = await findEventRow(ctx, eventId, false);
  if (!row) throw notFound();
  return openEvent(ctx, row);
}

/**
 * The registration, if the actor holds the ability; else `page.not_found`, whether it is missing, of another network or forbidden. Who has the
 * right and is stopped by the state alone learns why: `registration.not_possible_<reason>` (409). `lock` holds the row for the transaction.
 */
export async function getRegistrationFor(ctx: Ctx, id: string, ability: RegistrationAbility, options: { lock?: boolean } = {}): Promise<OpenRegistration> {
  const row = isId(id) ? await findRegistration(ctx, id, options.lock ?? false) : undefined;
  if (!row) throw notFound();
  const registration = withAbilities(ctx, row, await eventOf(ctx, row.eventId));
  refuseUnless(registration.acts[ability]);
  return registration;
}

/** As `getRegistrationFor`, for the list of a reading room. */
export async function getCollectiveFor(ctx: Ctx, id: string, ability: CollectiveAbility, options: { lock?: boolean } = {}): Promise<OpenCollective> {
  const row = isId(id) ? await findCollective(ctx, id, options.lock ?? false) : undefined;
  if (!row) throw notFound();
  const event = await eventOf(ctx, row.eventId);
  const stance = { id: row.id, state: row.state, erased: row.erasedAt !== null };
  const collective = { ...row, event, acts: collectiveAbilities(ctx.actor, stance, momentOfEvent(ctx, event), event.place) };
  refuseUnless(collective.acts[ability]);
  return collective;
}

function refuseUnless(ability: { allowed: true } | { allowed: false; reason: string }): void {
  if (ability.allowed) return;
  if (STATE_REASONS.includes(ability.reason)) throw new AppError(`registration.not_possible_${ability.reason}`, 409);
  throw notFound();
}
