import { deny, type Ability } from '#server/modules/access/index.ts';
import { allow } from '#server/modules/access/index.ts';
import type { RoomAbilities } from './room-owner.ts';
import type { RoomState } from './room-state.ts';

/**
 * What somebody with these rights of the owner may do with a room in this state. Reasons are codes: `not_organiser`, `room_closed`,
 * `not_begun`, `has_begun`, `has_ended`, `too_early`.
 */
export function roomAbilities(owner: RoomAbilities, state: RoomState, begun: boolean) {
  const conduct = (reason: string | null): Ability => {
    if (!owner.conduct.allowed) return owner.conduct;
    if (state === 'closed') return deny('room_closed');
    return reason === null ? allow : deny(reason);
  };
  const ended = state === 'ended' ? 'has_ended' : null;
  return {
    attend: !owner.attend.allowed ? owner.attend : state === 'closed' ? deny('room_closed') : allow,
    read: owner.read.allowed || owner.conduct.allowed ? allow : owner.read,
    conduct: conduct(null),
    /** Links before the day, recordings after it. */
    setStreams: conduct(null),
    begin: conduct(state === 'waiting' ? 'too_early' : (ended ?? (begun ? 'has_begun' : null))),
    end: conduct(!begun ? 'not_begun' : ended),
    /** Setting both instants by hand, with a reason: also after the end, and where a button was forgotten. */
    correctTimes: conduct(state === 'waiting' ? 'too_early' : null),
    announceCode: conduct(!begun ? 'not_begun' : ended),
    correctPresence: conduct(begun ? null : 'not_begun'),
    importReport: conduct(begun ? null : 'not_begun'),
  } satisfies Record<string, Ability>;
}

export type RoomActs = ReturnType<typeof roomAbilities>;
export type RoomAct = keyof RoomActs;
