import type { Actor } from '#server/platform/context.ts';
import { allow, deny, holds, type Ability, type Place } from '#server/modules/access/index.ts';
import type { CollectiveState, EventState, RegistrationState } from './seminars.tables.ts';

/** What the policy looks at of a registration: nothing of it is personal. */
export interface RegistrationStance {
  id: string;
  collectiveId: string | null;
  /** Account of the person it is joined to. */
  accountId: string | null;
  state: RegistrationState;
  erased: boolean;
}

export interface CollectiveStance {
  id: string;
  state: CollectiveState;
  erased: boolean;
}

/** Of the event: its state, and whether its last session has ended by the event's own clock. */
export interface EventMoment {
  state: EventState;
  over: boolean;
}

const ACTIVE: readonly RegistrationState[] = ['pending', 'confirmed', 'waiting'];

function holdsLink(actor: Actor, purpose: string, subjectId: string | null): boolean {
  return actor.kind === 'link' && actor.purpose === purpose && subjectId !== null && actor.subjectId === subjectId;
}

/** The first reason that stands against it, or leave. */
function unless(...reasons: (string | false)[]): Ability {
  const reason = reasons.find((one) => one !== false);
  return reason ? deny(reason) : allow;
}

/**
 * What `actor` may do with one registration. Holders: who has its personal link, the account it is joined to, and for a name in a list its
 * contact person. Organisers: coordinators of the host organisation or above, network and system administrators. Reasons: `not_holder`,
 * `not_organiser`, `erased`, `not_active`, `not_confirmed`, `not_pending`, `event_cancelled`, `event_over`, `event_draft`.
 */
export function registrationAbilities(actor: Actor, registration: RegistrationStance, event: EventMoment, place: Place) {
  const own = holdsLink(actor, 'registration', registration.id) || (actor.kind === 'account' && registration.accountId === actor.accountId);
  const holder = own || holdsLink(actor, 'collective', registration.collectiveId);
  const organiser = holds(actor, ['coordinator', 'network_admin', 'system_admin'], place);
  const reader = organiser || holds(actor, ['moderator'], place);
  const gone = registration.erased && 'erased';
  const inactive = !ACTIVE.includes(registration.state) && 'not_active';
  const called = event.state === 'cancelled' && 'event_cancelled';
  const ended = (event.over || event.state === 'completed') && 'event_over';

  return {
    /** The personal page. */
    view: unless(!holder && 'not_holder', gone),
    /** The organiser's page of it. */
    read: unless(!reader && 'not_organiser'),
    change: unless(!holder && 'not_holder', gone, called, inactive),
    /** "This is how my name shall be printed." */
    confirmName: unless(!holder && 'not_holder', gone, called, registration.state !== 'confirmed' && 'not_confirmed'),
    cancel: unless(!holder && 'not_holder', gone, called, ended, inactive),
    exportData: unless(!own && 'not_holder', gone),
    erase: unless(!holder && !organiser && 'not_holder', gone),
    /** Approve or decline. */
    decide: unless(!organiser && 'not_organiser', gone, called, registration.state !== 'pending' && 'not_pending'),
    manage: unless(!organiser && 'not_organiser', gone, called, inactive),
    manageCancel: unless(!organiser && 'not_organiser', gone, called, inactive),
    sendAgain: unless(!organiser && 'not_organiser', gone, called, inactive),
    joinPerson: unless(!organiser && 'not_organiser', gone),
  } satisfies Record<string, Ability>;
}

export type RegistrationAbilities = ReturnType<typeof registrationAbilities>;
export type RegistrationAbility = keyof RegistrationAbilities;

/**
 * What `actor` may do with the list of a reading room. Its holder is the contact person. Reasons as above, and `not_own`.
 */
export function collectiveAbilities(actor: Actor, collective: CollectiveStance, event: EventMoment, place: Place) {
  const holder = holdsLink(actor, 'collective', collective.id);
  const organiser = holds(actor, ['coordinator', 'network_admin', 'system_admin'], place);
  const reader = organiser || holds(actor, ['moderator'], place);
  const gone = collective.erased && 'erased';
  const inactive = collective.state !== 'confirmed' && collective.state !== 'pending' && 'not_active';
  const called = event.state === 'cancelled' && 'event_cancelled';
  const ended = (event.over || event.state === 'completed') && 'event_over';

  return {
    view: unless(!holder && 'not_holder', gone),
    read: unless(!reader && 'not_organiser'),
    /** Correct a name: also after the event, until certificates are made. */
    changeNames: unless(!holder && !organiser && 'not_holder', gone, called, inactive),
    /** Add names or take them out. */
    changeList: unless(!holder && !organiser && 'not_holder', gone, called, ended, inactive),
    confirmPresence: unless(!holder && !organiser && 'not_holder', gone, called, collective.state !== 'confirmed' && 'not_confirmed'),
    /** "These names shall be printed so." She knows her people; an organiser does not. */
    confirmNames: unless(!holder && 'not_holder', gone, called, collective.state !== 'confirmed' && 'not_confirmed'),
    exportData: unless(!holder && 'not_holder', gone),
    cancel: unless(!holder && !organiser && 'not_holder', gone, called, ended, inactive),
    /** Papers with personal links, files of names. */
    print: unless(!holder && !organiser && 'not_holder', gone),
    erase: unless(!holder && !organiser && 'not_holder', gone),
    decide: unless(!organiser && 'not_organiser', gone, called, inactive),
    sendAgain: unless(!organiser && 'not_organiser', gone, called, inactive),
  } satisfies Record<string, Ability>;
}

export type CollectiveAbilities = ReturnType<typeof collectiveAbilities>;
export type CollectiveAbility = keyof CollectiveAbilities;
