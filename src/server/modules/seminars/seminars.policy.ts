import type { Actor } from '#server/platform/context.ts';
import { allow, deny, holds, type Ability, type Place } from '#server/modules/access/index.ts';
import type { EventState } from './seminars.tables.ts';

/** What a policy looks at: nothing of it is personal. */
export interface EventStanding {
  state: EventState;
  /** A practice copy, seen only by those who run it. */
  rehearsal: boolean;
}

/**
 * What `actor` may do with the event. `place` names the network, the host organisation's path and the event.
 * Coordinators act for the host organisation and everything above which they hold the role; moderators and speakers for this one event.
 * Reasons are codes: `not_organiser`, `event_draft`, `event_published`, `event_cancelled`, `event_completed`, `is_rehearsal`, `no_rehearsal`.
 */
export function abilitiesFor(actor: Actor, event: EventStanding, place: Place) {
  const organiser = holds(actor, ['coordinator', 'network_admin', 'system_admin'], place);
  const moderator = organiser || holds(actor, ['moderator'], place);
  const contributor = moderator || holds(actor, ['speaker'], place);
  const by = (right: boolean, reasons: Partial<Record<EventState, string>> = {}): Ability => {
    if (!right) return deny('not_organiser');
    const reason = reasons[event.state];
    return reason ? deny(reason) : allow;
  };
  const realOnly = (ability: Ability): Ability => (ability.allowed && event.rehearsal ? deny('is_rehearsal') : ability);
  const isPublic = event.state !== 'draft' && !event.rehearsal;

  return {
    /** The announcement and programme. */
    view: isPublic || contributor ? allow : deny('not_public'),
    /** Takes part as one of those who make it: speaks, moderates or prepares. */
    contribute: contributor ? allow : deny('not_contributor'),
    /** The working pages of the event. */
    prepare: by(organiser),
    edit: by(organiser, { cancelled: 'event_cancelled', completed: 'event_completed' }),
    publish: by(organiser, { published: 'event_published', cancelled: 'event_cancelled', completed: 'event_completed' }),
    unpublish: realOnly(by(organiser, { draft: 'event_draft', cancelled: 'event_cancelled', completed: 'event_completed' })),
    cancel: by(organiser, { draft: 'event_draft', cancelled: 'event_cancelled', completed: 'event_completed' }),
    complete: by(organiser, { draft: 'event_draft', cancelled: 'event_cancelled', completed: 'event_completed' }),
    reopen: by(organiser, { draft: 'event_draft', published: 'event_published', cancelled: 'event_cancelled' }),
    /** Only what nobody has seen can be thrown away. */
    remove: event.rehearsal ? by(organiser) : by(organiser, { published: 'event_published', cancelled: 'event_cancelled', completed: 'event_completed' }),
    rehearse: realOnly(by(organiser, { cancelled: 'event_cancelled', completed: 'event_completed' })),
    /** Moves the practice copy's own clock. */
    moveClock: organiser && !event.rehearsal ? deny('no_rehearsal') : by(organiser),
    /** Start, end, codes, questions on the day. */
    conduct: by(moderator, { draft: 'event_draft', cancelled: 'event_cancelled', completed: 'event_completed' }),
    /** Lists with names: organisers and, on the day, moderators. */
    readRegistrations: by(moderator, { draft: 'event_draft' }),
    manageRegistrations: by(organiser, { draft: 'event_draft', cancelled: 'event_cancelled' }),
    issueCertificates: by(organiser, { draft: 'event_draft', cancelled: 'event_cancelled' }),
    readStatistics: by(moderator, { draft: 'event_draft' }),
  } satisfies Record<string, Ability>;
}

export type EventAbilities = ReturnType<typeof abilitiesFor>;
export type EventAbility = keyof EventAbilities;

/** Whether the actor may make events for an organisation (its path from the root down). */
export function mayOrganise(actor: Actor, place: Place): boolean {
  return holds(actor, ['coordinator', 'network_admin', 'system_admin'], place);
}
