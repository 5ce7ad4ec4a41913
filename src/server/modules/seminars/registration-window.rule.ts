import type { EventState } from './seminars.tables.ts';

/** What the announcement says about taking part, and what the registration form asks before it opens. Pure. */
export type RegistrationStanding =
  /** Not published. */
  | 'closed_draft'
  | 'cancelled'
  /** The event is over. */
  | 'over'
  | 'not_yet'
  | 'closed'
  /** Places are taken; who registers now waits. */
  | 'waiting_list'
  | 'open';

export interface RegistrationFacts {
  state: EventState;
  capacity: number | null;
  taken: number;
  registrationOpensAt: Date | null;
  registrationClosesAt: Date | null;
  /** End of the last session; without sessions the end is unknown and registration stays open. */
  lastEnd: Date | null;
}

/** Without dates of its own, registration opens with the publication and closes with the end of the last session. */
export function registrationStanding(event: RegistrationFacts, now: Date): RegistrationStanding {
  if (event.state === 'draft') return 'closed_draft';
  if (event.state === 'cancelled') return 'cancelled';
  if (event.state === 'completed' || (event.lastEnd && event.lastEnd <= now)) return 'over';
  if (event.registrationOpensAt && event.registrationOpensAt > now) return 'not_yet';
  if (event.registrationClosesAt && event.registrationClosesAt <= now) return 'closed';
  return freePlaces(event) === 0 ? 'waiting_list' : 'open';
}

/** Places left; null when there is no limit. */
export function freePlaces(event: Pick<RegistrationFacts, 'capacity' | 'taken'>): number | null {
  return event.capacity === null ? null : Math.max(0, event.capacity - event.taken);
}
