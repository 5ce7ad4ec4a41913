import { describe, expect, it } from 'vitest';
import { allow, deny } from '#server/modules/access/index.ts';
import { roomAbilities, type RoomAct } from './rooms.policy.ts';
import { roomState, sessionOf, type RoomState } from './room-state.ts';

const no = deny('not_organiser');
const RIGHTS = {
  conductor: { attend: allow, read: allow, conduct: allow },
  reader: { attend: allow, read: allow, conduct: no },
  participant: { attend: allow, read: no, conduct: no },
  stranger: { attend: deny('not_participant'), read: no, conduct: no },
};
const STATES: [RoomState, boolean][] = [
  ['waiting', false],
  ['open', false],
  ['running', true],
  ['ended', true],
  ['ended', false],
  ['closed', true],
];
const ALL: RoomAct[] = ['attend', 'read', 'conduct', 'setStreams', 'begin', 'end', 'correctTimes', 'announceCode', 'correctPresence', 'importReport'];
const allowed = (role: keyof typeof RIGHTS, [state, begun]: [RoomState, boolean]) =>
  ALL.filter((act) => roomAbilities(RIGHTS[role], state, begun)[act].allowed);

describe('what somebody may do with a room', () => {
  it.each([
    ['conductor', ['waiting', false], ['attend', 'read', 'conduct', 'setStreams']],
    ['conductor', ['open', false], ['attend', 'read', 'conduct', 'setStreams', 'begin', 'correctTimes']],
    ['conductor', ['running', true], ['attend', 'read', 'conduct', 'setStreams', 'end', 'correctTimes', 'announceCode', 'correctPresence', 'importReport']],
    ['conductor', ['ended', true], ['attend', 'read', 'conduct', 'setStreams', 'correctTimes', 'correctPresence', 'importReport']],
    // Nobody pressed a button all day: begin and end can still be set by hand.
    ['conductor', ['ended', false], ['attend', 'read', 'conduct', 'setStreams', 'correctTimes']],
    ['conductor', ['closed', true], ['read']],
  ] as const)('%s, %j: %j', (role, state, acts) => {
    expect(allowed(role, [...state])).toEqual(acts);
  });

  it.each(STATES)('readers and participants change nothing (%s, begun: %s)', (state, begun) => {
    const closed = state === 'closed';
    expect(allowed('reader', [state, begun])).toEqual(closed ? ['read'] : ['attend', 'read']);
    expect(allowed('participant', [state, begun])).toEqual(closed ? [] : ['attend']);
    expect(allowed('stranger', [state, begun])).toEqual([]);
  });

  it('names the reason of the state to who conducts, and the missing right to everybody else', () => {
    const reason = (role: keyof typeof RIGHTS, state: RoomState, begun: boolean, act: RoomAct) => {
      const ability = roomAbilities(RIGHTS[role], state, begun)[act];
      return ability.allowed ? null : ability.reason;
    };
    expect(reason('conductor', 'waiting', false, 'begin')).toBe('too_early');
    expect(reason('conductor', 'running', true, 'begin')).toBe('has_begun');
    expect(reason('conductor', 'ended', true, 'begin')).toBe('has_ended');
    expect(reason('conductor', 'open', false, 'end')).toBe('not_begun');
    expect(reason('conductor', 'ended', true, 'announceCode')).toBe('has_ended');
    expect(reason('conductor', 'closed', true, 'correctPresence')).toBe('room_closed');
    expect(reason('reader', 'running', true, 'end')).toBe('not_organiser');
  });
});

describe('the state of a room', () => {
  const at = (clock: string) => new Date(`2026-05-18T${clock}:00Z`);
  const room = { plannedStart: at('05:00'), plannedEnd: at('06:30'), actualStart: null, actualEnd: null, closedAt: null };

  it('follows its clock, its buttons and the programme', () => {
    const state = (clock: string, change: object = {}) => roomState({ ...room, ...change }, at(clock));
    expect(state('03:59')).toBe('waiting');
    expect(state('04:00')).toBe('open');
    expect(state('05:30')).toBe('open');
    expect(state('05:30', { actualStart: at('05:02') })).toBe('running');
    expect(state('09:29', { actualStart: at('05:02') })).toBe('running');
    expect(state('09:30', { actualStart: at('05:02') })).toBe('ended');
    expect(state('09:30')).toBe('ended');
    expect(state('06:00', { actualStart: at('05:02'), actualEnd: at('06:00') })).toBe('ended');
    expect(state('05:30', { closedAt: at('01:00') })).toBe('closed');
  });

  it('says what minutes are cut to: until now while it runs, three hours past the plan when nobody ended it', () => {
    const session = (clock: string, change: object) => sessionOf({ ...room, ...change }, at(clock));
    expect(session('05:30', {})).toBeNull();
    expect(session('05:01', { actualStart: at('05:02') })).toBeNull();
    expect(session('05:30', { actualStart: at('05:02') })).toEqual({ start: at('05:02'), end: at('05:30') });
    expect(session('20:00', { actualStart: at('05:02') })).toEqual({ start: at('05:02'), end: at('09:30') });
    expect(session('20:00', { actualStart: at('05:02'), actualEnd: at('06:25') })).toEqual({ start: at('05:02'), end: at('06:25') });
  });
});
