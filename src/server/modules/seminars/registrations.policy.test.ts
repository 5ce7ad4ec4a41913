import { describe, expect, it } from 'vitest';
import type { Actor, Grant } from '#server/platform/context.ts';
import { collectiveAbilities, registrationAbilities, type CollectiveAbility, type EventMoment, type RegistrationAbility } from './registrations.policy.ts';
import type { CollectiveState, RegistrationState } from './seminars.tables.ts';

const NETWORK = 'network';
const place = { networkId: NETWORK, organisationPath: ['root', 'centre'], eventId: 'event' };
const having = (grant: Partial<Grant>, accountId = 'a'): Actor => ({
  kind: 'account',
  accountId,
  name: 'Айгүл',
  email: 'a@example.kz',
  grants: [{ role: 'coordinator', networkId: NETWORK, scopeKind: 'organisation', scopeId: 'centre', ...grant }],
});
const link = (purpose: string, subjectId: string): Actor => ({ kind: 'link', linkId: 'l', purpose, subjectId });

const ACTORS = {
  holder: link('registration', 'reg'),
  contact: link('collective', 'list'),
  owner: { kind: 'account', accountId: 'me', name: 'Әсел', email: 'me@example.kz', grants: [] } as Actor,
  coordinator: having({}),
  coordinatorAbove: having({ scopeId: 'root' }),
  networkAdmin: having({ role: 'network_admin', scopeKind: 'network', scopeId: null }),
  systemAdmin: having({ role: 'system_admin', scopeKind: 'installation', networkId: '', scopeId: null }),
  moderator: having({ role: 'moderator', scopeKind: 'event', scopeId: 'event' }),
  speaker: having({ role: 'speaker', scopeKind: 'event', scopeId: 'event' }),
  otherHolder: link('registration', 'another'),
  otherContact: link('collective', 'another'),
  wrongPurpose: link('certificate', 'reg'),
  crossed: link('collective', 'reg'),
  otherAccount: { kind: 'account', accountId: 'you', name: 'Дана', email: 'you@example.kz', grants: [] } as Actor,
  coordinatorElsewhere: having({ scopeId: 'another-centre' }),
  coordinatorOfOtherNetwork: having({ networkId: 'other' }),
  moderatorOfOtherEvent: having({ role: 'moderator', scopeKind: 'event', scopeId: 'another-event' }),
  visitor: { kind: 'visitor' } as Actor,
} satisfies Record<string, Actor>;
type Who = keyof typeof ACTORS;
const ALL = Object.keys(ACTORS) as Who[];

const ORGANISERS: Who[] = ['coordinator', 'coordinatorAbove', 'networkAdmin', 'systemAdmin'];
const READERS: Who[] = [...ORGANISERS, 'moderator'];
const OWN: Who[] = ['holder', 'owner'];
const HOLDERS: Who[] = [...OWN, 'contact'];
const BOTH: Who[] = [...HOLDERS, ...ORGANISERS];
const NOBODY: Who[] = [];

const running: EventMoment = { state: 'published', over: false };
const ended: EventMoment = { state: 'published', over: true };
const completed: EventMoment = { state: 'completed', over: true };
const cancelled: EventMoment = { state: 'cancelled', over: false };
const STATES: RegistrationState[] = ['pending', 'confirmed', 'waiting', 'declined', 'cancelled'];

type Row<T> = Record<keyof T & string, Who[]>;
const one = (state: RegistrationState, event: EventMoment, erased = false) => (who: Who, ability: RegistrationAbility) =>
  registrationAbilities(ACTORS[who], { id: 'reg', collectiveId: 'list', accountId: 'me', state, erased }, event, place)[ability];

function table(found: (who: Who, ability: RegistrationAbility) => { allowed: boolean }, abilities: RegistrationAbility[]) {
  return Object.fromEntries(abilities.map((ability) => [ability, ALL.filter((who) => found(who, ability).allowed)]));
}
const sorted = (row: Row<Record<string, unknown>>) => Object.fromEntries(Object.entries(row).map(([ability, who]) => [ability, ALL.filter((name) => who.includes(name))]));

/** Who may do it when the registration stands and the event is to come. */
const ACTIVE: Record<RegistrationAbility, Who[]> = {
  view: HOLDERS,
  read: READERS,
  change: HOLDERS,
  confirmName: NOBODY,
  cancel: HOLDERS,
  exportData: OWN,
  erase: BOTH,
  decide: NOBODY,
  manage: ORGANISERS,
  manageCancel: ORGANISERS,
  sendAgain: ORGANISERS,
  joinPerson: ORGANISERS,
};
const ABILITIES = Object.keys(ACTIVE) as RegistrationAbility[];
const INACTIVE = { change: NOBODY, confirmName: NOBODY, cancel: NOBODY, decide: NOBODY, manage: NOBODY, manageCancel: NOBODY, sendAgain: NOBODY };

const EXPECTED: [string, RegistrationState, EventMoment, boolean, Partial<Record<RegistrationAbility, Who[]>>][] = [
  ['pending', 'pending', running, false, { decide: ORGANISERS }],
  ['confirmed', 'confirmed', running, false, { confirmName: HOLDERS }],
  ['waiting', 'waiting', running, false, {}],
  ['declined', 'declined', running, false, INACTIVE],
  ['cancelled', 'cancelled', running, false, INACTIVE],
  ['confirmed, after the end', 'confirmed', ended, false, { confirmName: HOLDERS, cancel: NOBODY }],
  ['confirmed, event completed', 'confirmed', completed, false, { confirmName: HOLDERS, cancel: NOBODY }],
  ['pending, after the end', 'pending', ended, false, { decide: ORGANISERS, cancel: NOBODY }],
  ['confirmed, event cancelled', 'confirmed', cancelled, false, { change: NOBODY, confirmName: NOBODY, cancel: NOBODY, manage: NOBODY, manageCancel: NOBODY, sendAgain: NOBODY }],
  [
    'erased',
    'confirmed',
    completed,
    true,
    { view: NOBODY, change: NOBODY, confirmName: NOBODY, cancel: NOBODY, exportData: NOBODY, erase: NOBODY, decide: NOBODY, manage: NOBODY, manageCancel: NOBODY, sendAgain: NOBODY, joinPerson: NOBODY },
  ],
];

describe('who may do what with a registration', () => {
  it.each(EXPECTED)('%s', (_, state, event, erased, differs) => {
    expect(table(one(state, event, erased), ABILITIES)).toEqual(sorted({ ...ACTIVE, ...differs }));
  });

  it('never lets an account without a person, or a registration without an account, pass for one another', () => {
    for (const state of STATES) {
      const found = registrationAbilities(ACTORS.owner, { id: 'reg', collectiveId: null, accountId: null, state, erased: false }, running, place);
      expect(Object.values(found).some((ability) => ability.allowed)).toBe(false);
    }
    const single = registrationAbilities({ kind: 'link', linkId: 'l', purpose: 'collective', subjectId: 'list' }, { id: 'reg', collectiveId: null, accountId: null, state: 'confirmed', erased: false }, running, place);
    expect(single.view.allowed).toBe(false);
  });

  it('says first that somebody has no right, then what the state forbids', () => {
    const reason = (who: Who, ability: RegistrationAbility, state: RegistrationState, event: EventMoment) => {
      const found = one(state, event)(who, ability);
      return found.allowed ? null : found.reason;
    };
    expect(reason('visitor', 'cancel', 'cancelled', ended)).toBe('not_holder');
    expect(reason('moderator', 'decide', 'confirmed', running)).toBe('not_organiser');
    expect(reason('holder', 'cancel', 'confirmed', ended)).toBe('event_over');
    expect(reason('holder', 'cancel', 'cancelled', running)).toBe('not_active');
    expect(reason('coordinator', 'decide', 'confirmed', running)).toBe('not_pending');
    expect(reason('holder', 'change', 'confirmed', cancelled)).toBe('event_cancelled');
  });
});

describe('who may do what with the list of a reading room', () => {
  const CONTACT: Who[] = ['contact'];
  const EITHER: Who[] = ['contact', ...ORGANISERS];
  const STANDING: Record<CollectiveAbility, Who[]> = {
    view: CONTACT,
    read: READERS,
    changeNames: EITHER,
    changeList: EITHER,
    confirmPresence: EITHER,
    confirmNames: CONTACT,
    exportData: CONTACT,
    cancel: EITHER,
    print: EITHER,
    erase: EITHER,
    decide: ORGANISERS,
    sendAgain: ORGANISERS,
  };
  const found = (state: CollectiveState, event: EventMoment, erased: boolean) =>
    Object.fromEntries(
      (Object.keys(STANDING) as CollectiveAbility[]).map((ability) => [ability, ALL.filter((who) => collectiveAbilities(ACTORS[who], { id: 'list', state, erased }, event, place)[ability].allowed)]),
    );
  const GONE = { changeNames: NOBODY, changeList: NOBODY, confirmPresence: NOBODY, confirmNames: NOBODY, cancel: NOBODY, decide: NOBODY, sendAgain: NOBODY };

  it.each<[string, CollectiveState, EventMoment, boolean, Partial<Record<CollectiveAbility, Who[]>>]>([
    ['pending', 'pending', running, false, { confirmPresence: NOBODY, confirmNames: NOBODY }],
    ['confirmed', 'confirmed', running, false, {}],
    ['declined', 'declined', running, false, GONE],
    ['cancelled', 'cancelled', running, false, GONE],
    ['confirmed, after the end', 'confirmed', ended, false, { changeList: NOBODY, cancel: NOBODY }],
    ['confirmed, event cancelled', 'confirmed', cancelled, false, { changeNames: NOBODY, changeList: NOBODY, confirmPresence: NOBODY, confirmNames: NOBODY, cancel: NOBODY, decide: NOBODY, sendAgain: NOBODY }],
    ['erased', 'confirmed', completed, true, { ...GONE, view: NOBODY, print: NOBODY, exportData: NOBODY, erase: NOBODY }],
  ])('%s', (_, state, event, erased, differs) => {
    expect(found(state, event, erased)).toEqual(sorted({ ...STANDING, ...differs }));
  });
});
